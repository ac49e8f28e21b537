"""The services worth weighing for one person: those among which the best ones certainly are.

Matching looks at nearness in bands, needs met, a program for pregnancy and barriers removed first
(`matching.rank`). Marks tell these four before a listing is read whole, so only the best by them
are read; hours and room then settle the order.
"""

from __future__ import annotations

from desktop.domain.directory import ServiceListing
from desktop.domain.matching import BANDS, SHOWN
from desktop.domain.places import Point, road_miles
from desktop.domain.seeking import sought_for
from desktop.domain.wishes import Wish
from desktop.store.database import Database
from desktop.store.directory_counts import fitting
from desktop.store.directory_marks import HOURS, NOWHERE, Marks, as_bytes, has
from desktop.store.directory_search import MATCHES, listings_of
from desktop.store.directory_squares import either, squares_around

FARTHER = (400.0, 1200.0)  # road miles; looked at only while nearer there is too little
WEIGHED = 300  # listings read whole at most


def likely(db: Database, marks: Marks, wish: Wish, *, words: str = "") -> list[ServiceListing]:
    """Return the listings to weigh, at most WEIGHED; all are within the wish's hard limits."""
    sought = sought_for(wish, words=words)
    fit = fitting(db, marks, sought, shut=False)
    if wish.open_on_arrival:
        fit &= marks.of(HOURS)
    if wish.near is None:
        found = _best_of(_by_standing(marks, wish, fit), SHOWN)
    else:
        found = _near(db, marks, wish, wish.near, fit)
    return listings_of(db, found[:WEIGHED])


def _near(db: Database, marks: Marks, wish: Wish, near: Point, fit: int) -> list[int]:
    groups = _by_standing(marks, wish, fit)
    classes = [as_bytes(one) for one in groups]
    reaches = [*BANDS, *FARTHER]
    if wish.within_miles is not None:
        reaches = [*(reach for reach in reaches if reach < wish.within_miles), wish.within_miles]
    found: list[int] = []
    inner = -1.0
    for reach in reaches:
        ring: list[tuple[int, float, int]] = []
        sql = f"select number, lat, lon from directory_points where number in ({MATCHES})"
        for number, lat, lon in db.execute(sql, [either(squares_around(near, reach))]):
            standing = next((n for n, one in enumerate(classes) if has(one, number)), -1)
            if standing >= 0 and inner < (miles := road_miles(near, Point(lat, lon))) <= reach:
                ring.append((standing, miles, number))
        found += _whole_groups(sorted(ring), SHOWN - len(found))
        inner = reach
        if len(found) >= SHOWN:
            return found
    if wish.within_miles is None:  # better one whose place nobody knows than none
        nowhere = marks.of(NOWHERE)
        unplaced = [bits for group in groups if (bits := group & nowhere)]
        found += _best_of(unplaced, SHOWN - len(found))
    return found


def _whole_groups(ring: list[tuple[int, float, int]], wanted: int) -> list[int]:
    if len(ring) > wanted:
        last = ring[max(wanted, 1) - 1][0]
        ring = [one for one in ring if one[0] <= last]
    return [number for *_, number in ring]


def _by_standing(marks: Marks, wish: Wish, fit: int) -> list[int]:
    """Return the services that fit in groups, those that stand best first."""
    groups = [fit]
    answers = [marks.answering(need) for need in wish.needs]
    groups = _ordered(groups, [half for both in answers for half in both])
    if wish.person.pregnant:
        groups = _ordered(groups, [marks.of("PW")])
    return _ordered(groups, [marks.dealing_with(barrier) for barrier in wish.barriers])


def _ordered(groups: list[int], points: list[int]) -> list[int]:
    """Return each group parted by how many of the points a service has, the most first."""
    found = []
    for group in groups:
        levels = [group]  # by number of points so far
        for point in points:
            raised = [one & point for one in levels]
            stayed = [one & ~point for one in levels]
            levels = [low | high for low, high in zip([*stayed, 0], [0, *raised], strict=True)]
        found += [one for one in reversed(levels) if one]
    return found


def _best_of(groups: list[int], wanted: int) -> list[int]:
    found: list[int] = []
    for group in groups:
        found += _numbers(group)
        if len(found) >= wanted:
            break
    return found


def _numbers(bits: int) -> list[int]:
    held = as_bytes(bits)
    return [
        place * 8 + bit
        for place, byte in enumerate(held)
        if byte
        for bit in range(8)
        if byte >> bit & 1
    ]
