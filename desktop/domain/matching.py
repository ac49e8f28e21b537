"""Which services fit this person, in which order, and why. No score is shown: each has reasons.

Hard limits sort services out. Then come: nearness in bands, needs met, a program for pregnancy,
barriers removed, open on arrival, reported room and its age, distance (field.md 4.2). The bands
are our judgement, so that a service three states away never stands above a good one in the county.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import nsmallest

from desktop.domain.capacity import CapacityReport, ForGroup, Freshness, freshness, newest
from desktop.domain.directory import ADULT, ServiceListing, Sex
from desktop.domain.hours import Opening, opening
from desktop.domain.limits import Person, bar
from desktop.domain.needs import BARRIERS, NEEDS, codes_for
from desktop.domain.places import drive_time, road_miles
from desktop.domain.reasons import doubts, reasons
from desktop.domain.terms import CapacityStatus
from desktop.domain.traits import traits
from desktop.domain.wishes import PARTLY, WELL, Fit, Match, Wish, removes
from desktop.domain.words import Plural, Say, Sayable

BANDS = (60.0, 150.0)  # road miles: somebody can drive there now; somebody can drive there at all
SHOWN = 20  # matches; nobody reads further at the roadside

_ROOM = {
    (CapacityStatus.CAPACITY, Freshness.FRESH): 0,
    (CapacityStatus.CAPACITY, Freshness.AGING): 1,
    (CapacityStatus.ASSESSMENT_REQUIRED, Freshness.FRESH): 2,
    (CapacityStatus.ASSESSMENT_REQUIRED, Freshness.AGING): 2,
    (CapacityStatus.WAITLIST, Freshness.FRESH): 4,
    (CapacityStatus.WAITLIST, Freshness.AGING): 4,
    (CapacityStatus.NO_CAPACITY, Freshness.FRESH): 5,
    (CapacityStatus.NO_CAPACITY, Freshness.AGING): 5,
}
_ROOM_UNKNOWN = 3  # nobody knows: better than a waitlist, and the phone tells
_OPEN = {Opening.OPEN: 0, Opening.UNKNOWN: 1, Opening.CLOSED: 2}


@dataclass(frozen=True, slots=True)
class NearestMiss:
    """What dropping one wish gives: how many services, and the best of them."""

    drop: Say
    wish: Wish  # the wish without it
    count: int
    match: Match


Capacity = Mapping[str, Sequence[CapacityReport]]


def rank(
    wish: Wish,
    listings: Iterable[ServiceListing],
    capacity: Capacity,
    *,
    now: datetime,
    holidays: Collection[date] = (),
    limit: int = SHOWN,
) -> list[Match]:
    """Return the services that fit, best first; `capacity` holds the reports by service id."""
    fits = _fits(wish, listings, capacity, now=now, holidays=holidays)
    return [_match(fit, wish, now) for fit in nsmallest(limit, fits, key=_order)]


def nearest_misses(
    wish: Wish,
    listings: Sequence[ServiceListing],
    capacity: Capacity,
    *,
    now: datetime,
    holidays: Collection[date] = (),
) -> list[NearestMiss]:
    """Return for each wish that can be dropped what that gives, most services first.

    A person's age and sex cannot be dropped. The methadone limit can, and comes last.
    """
    found = []
    for drop, smaller in droppable(wish):
        fits = _fits(smaller, listings, capacity, now=now, holidays=holidays)
        if fits:
            match = _match(min(fits, key=_order), smaller, now)
            found.append(NearestMiss(drop, smaller, len(fits), match))
    return sorted(found, key=lambda one: (one.wish.show_no_medication, -one.count))


def report_for(person: Person, reports: Sequence[CapacityReport]) -> CapacityReport | None:
    """Return the newest report that counts for this person."""
    groups = {ForGroup.ANY, ForGroup.FAMILY}
    if person.sex is not Sex.MALE:
        groups.add(ForGroup.FEMALE)
    if person.sex is not Sex.FEMALE:
        groups.add(ForGroup.MALE)
    if person.pregnant:
        groups.add(ForGroup.PREGNANT)
    if person.age_from is None or person.age_from < ADULT:
        groups.add(ForGroup.YOUTH)
    return newest(one for one in reports if one.for_group in groups)


def _order(fit: Fit) -> tuple[tuple[float, ...], str, str]:
    return (fit.rank, fit.listing.organization.name, fit.listing.id)


def _fits(
    wish: Wish,
    listings: Iterable[ServiceListing],
    capacity: Capacity,
    *,
    now: datetime,
    holidays: Collection[date],
) -> list[Fit]:
    wanted = codes_for(wish.needs)
    person, order = wish.limited, first_order(wish)
    found = []
    for listing in listings:
        codes = traits(listing)
        if (wanted and wanted.isdisjoint(codes)) or listing.copy_of or bar(listing, person):
            continue
        if wish.admissions and wish.admissions.bars(listing.service.admission):
            continue
        if not all(removes(codes, barrier) for barrier in wish.must):
            continue
        miles = _miles(wish, listing)
        if wish.within_miles is not None and (miles is None or miles > wish.within_miles):
            continue
        arrival = now + drive_time(miles or 0.0, wish.speed)
        open_then = opening(listing.arrival_hours, arrival, holidays=holidays)
        if wish.open_on_arrival and open_then is not Opening.OPEN:
            continue
        report = report_for(wish.person, capacity.get(listing.id, ()))
        room = _ROOM_UNKNOWN
        if report is not None:
            room = _ROOM.get((report.status, freshness(report, now)), _ROOM_UNKNOWN)
        far = float("inf") if miles is None else miles
        standing = (*order(codes, far), _OPEN[open_then], room, far)
        found.append(Fit(listing, miles, open_then, report, standing))
    return found


def _miles(wish: Wish, listing: ServiceListing) -> float | None:
    if wish.near is None or listing.place.point is None:
        return None
    return road_miles(wish.near, listing.place.point)


def first_order(wish: Wish) -> Callable[[frozenset[str], float], tuple[float, ...]]:
    """Return what orders services by traits and road miles alone, lowest first.

    Nearness in bands, needs met, a program for pregnancy, barriers removed.
    """
    answers = [(NEEDS[need].well, NEEDS[need].partly) for need in wish.needs]
    helps = [BARRIERS[barrier].well | BARRIERS[barrier].partly for barrier in wish.barriers]

    def order(known: frozenset[str], miles: float) -> tuple[float, ...]:
        needs_met = 0
        for well, partly in answers:
            if not well.isdisjoint(known):
                needs_met += WELL
            elif not partly.isdisjoint(known):
                needs_met += PARTLY
        return (
            sum(miles > edge for edge in BANDS),
            -needs_met,
            -int(wish.person.pregnant and "PW" in known),
            -sum(not codes.isdisjoint(known) for codes in helps),
        )

    return order


def _match(fit: Fit, wish: Wish, now: datetime) -> Match:
    return Match(
        listing=fit.listing,
        miles=fit.miles,
        opening=fit.opening,
        report=fit.report,
        reasons=reasons(fit, wish, now),
        doubts=doubts(fit, wish, now),
        near=wish.near,
    )


def droppable(wish: Wish) -> list[tuple[Say, Wish]]:
    """Return each wish that can be dropped, in words, with the wish that is left."""
    drops: list[tuple[Say, Wish]] = []
    for need in wish.needs if len(wish.needs) == 1 else ():
        says = Say("Show every kind of service, not only: {need}", need=NEEDS[need].says)
        drops.append((says, replace(wish, needs=())))
    if len(wish.needs) > 1:
        drops.append((Say("Show every kind of service"), replace(wish, needs=())))
    for barrier in sorted(wish.must):
        says = Say("Drop: {barrier}", barrier=BARRIERS[barrier].says)
        drops.append((says, replace(wish, must=wish.must - {barrier})))
    if wish.open_on_arrival:
        drops.append((Say("Show closed services too"), replace(wish, open_on_arrival=False)))
    if wish.within_miles is not None:
        says = Say("Look farther than {n} mi", n=round(wish.within_miles))
        drops.append((says, replace(wish, within_miles=None)))
    if wish.person.on_methadone and not wish.show_no_medication:
        says = Say("Show services that use no medication, though this person takes it")
        drops.append((says, replace(wish, show_no_medication=True)))
    return drops


def misses_in_words(misses: Sequence[NearestMiss]) -> list[Sayable]:
    """Return each miss as one line: what to drop and what that gives."""
    return [
        Plural("{drop}: {n} service", "{drop}: {n} services", one.count, drop=one.drop)
        for one in misses
    ]
