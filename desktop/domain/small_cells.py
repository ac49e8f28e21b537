"""Counts that are safe to print: small ones are hidden, and whatever would give them away.

A count from 1 to 10 is printed as "<11"; zero may be shown. A further count is "hidden" wherever a
small one could be worked out from sums: afterwards each hidden count can still be at least three
different numbers, for somebody who knows these rules and everything printed.
Source: CMS cell suppression policy, as field.md 5.4 and pages.md 10 apply it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.refused import Refused
from desktop.domain.words import Say

SMALLEST_SHOWN = 11  # people; CMS cell size suppression policy
LEAST_CHOICES = 3  # numbers a hidden count can still be; pages.md 10
MANY = 10**9  # more people than there are: no upper limit is known


class Mark(StrEnum):
    """What is printed instead of a count. Values stand in CSV and JSON: add, never rename."""

    SMALL = "<11"  # from 1 to 10
    HIDDEN = "hidden"  # 11 or more; it would give a small one away


Shown = int | Mark
Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Family:
    """Counts that add up: `whole` is the sum of `parts`."""

    whole: str
    parts: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """Return all of them, the whole last."""
        return (*self.parts, self.whole)


def suppress(counts: Mapping[str, int], families: Sequence[Family]) -> dict[str, Shown]:
    """Return each count as it may be printed; refuses where even hiding all would give one away.

    Families may share counts, but not in a ring: only then are the limits found exact.
    """
    _check(counts, families)
    shown: dict[str, Shown] = {
        cell: Mark.SMALL if 0 < count < SMALLEST_SHOWN else count for cell, count in counts.items()
    }
    while given_away := _narrow(shown, families):
        other = _next_to_hide(given_away, shown, families)
        if other is None:
            raise Refused(
                Say("So few people are in this report that it could point at one of them."),
                remedy=Say("Choose a longer period, such as a whole year."),
            )
        shown[other] = Mark.HIDDEN
    return shown


def bounds(shown: Mapping[str, Shown], families: Sequence[Family]) -> dict[str, Bounds]:
    """Return the lowest and highest number each count can be, from what is printed alone."""
    found = {cell: _at_first(one) for cell, one in shown.items()}
    while True:
        before = dict(found)
        for family in families:
            _narrow_down(family, found)
        if found == before:
            return found


def _at_first(shown: Shown) -> Bounds:
    if shown is Mark.SMALL:
        return (1, SMALLEST_SHOWN - 1)
    if shown is Mark.HIDDEN:
        return (SMALLEST_SHOWN, MANY)
    return (shown, shown)


def _narrow_down(family: Family, found: dict[str, Bounds]) -> None:
    low = sum(found[part][0] for part in family.parts)
    high = sum(found[part][1] for part in family.parts)
    whole = found[family.whole]
    found[family.whole] = (max(whole[0], low), min(whole[1], high))
    for part in family.parts:
        mine, whole = found[part], found[family.whole]
        others_low, others_high = low - mine[0], high - mine[1]
        found[part] = (max(mine[0], whole[0] - others_high), min(mine[1], whole[1] - others_low))
        low, high = others_low + found[part][0], others_high + found[part][1]


def _narrow(shown: Mapping[str, Shown], families: Sequence[Family]) -> list[str]:
    limits = bounds(shown, families)
    return [
        cell
        for cell, one in shown.items()
        if isinstance(one, Mark) and limits[cell][1] - limits[cell][0] + 1 < LEAST_CHOICES
    ]


def _next_to_hide(
    given_away: Sequence[str], shown: Mapping[str, Shown], families: Sequence[Family]
) -> str | None:
    """Return the visible count to hide next: the closest, a part before a whole, the smallest."""
    reached = set(given_away)
    while True:
        near = [family for family in families if not reached.isdisjoint(family.cells)]
        wholes = {family.whole for family in near}
        # A zero stays: it may be shown, and "hidden" then always means 11 or more.
        visible = {
            (one in wholes, count, one)
            for family in near
            for one in family.cells
            if not isinstance(count := shown[one], Mark) and count
        }
        if visible:
            return min(visible)[2]
        wider = reached.union(*(family.cells for family in near))
        if wider == reached:
            return None
        reached = wider


def _check(counts: Mapping[str, int], families: Iterable[Family]) -> None:
    group = {cell: cell for cell in counts}

    def leader(cell: str) -> str:
        while group[cell] != cell:
            cell = group[cell]
        return cell

    for family in families:
        if counts[family.whole] != sum(counts[part] for part in family.parts):
            raise ValueError(f"{family.whole} is not the sum of its parts")
        leaders = [leader(cell) for cell in family.cells]
        if len(set(leaders)) < len(leaders):
            raise ValueError(f"{family.whole}: families in a ring")
        group.update(dict.fromkeys(leaders, leaders[0]))
