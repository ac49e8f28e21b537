"""A service as one line: what it is, how far, whether it is open, what was reported and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from desktop.domain.capacity import BANDS, CapacityReport, CapacityUnit, Freshness
from desktop.domain.directory import ServiceListing
from desktop.domain.hours import opening_in_words
from desktop.domain.kinds import kind_in_words
from desktop.domain.standing import UNKNOWN_CALL, age_in_words, standing
from desktop.domain.terms import CapacityStatus
from desktop.domain.wishes import Match
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.marks import Line, Mark, Tone

_BEDS = (CapacityUnit.BED, CapacityUnit.DETOX_BED, CapacityUnit.SHELTER_BED)
CHOICE_WORDS: tuple[Sayable, ...] = (Say("1st choice"), Say("2nd choice"), Say("3rd choice"))


def capacity_mark(report: CapacityReport | None, now: datetime) -> Mark:
    """Return the reported room in a few words; "Unknown: call" once it is too old to go by."""
    stands = standing(report, now)
    if report is None or stands.status is CapacityStatus.UNKNOWN:
        return Mark(UNKNOWN_CALL, Tone.NEUTRAL)
    if stands.status is CapacityStatus.NO_CAPACITY:
        return Mark(Say("Full"), Tone.ERROR)
    if stands.status is CapacityStatus.WAITLIST:
        if report.waitlist is None:
            return Mark(Say("Waitlist"), Tone.WARNING)
        return Mark(Say("Waitlist of {n}", n=report.waitlist), Tone.WARNING)
    if stands.status is CapacityStatus.ASSESSMENT_REQUIRED:
        return Mark(Say("Decides after assessment"), Tone.WARNING)
    tone = Tone.SUCCESS if stands.freshness is Freshness.FRESH else Tone.WARNING
    return Mark(_room(report), tone)


def reported(report: CapacityReport | None, now: datetime) -> Sayable:
    """Return how old the report is: a figure is never shown without it."""
    stands = standing(report, now)
    if report is None or stands.age is None:
        return Say("nobody reported yet")
    age = age_in_words(stands.age)
    if stands.status is CapacityStatus.UNKNOWN:
        return Say("last word {age}", age=age)
    return Say("reported {age}", age=age)


def when_tone(report: CapacityReport | None, now: datetime) -> Tone:
    """Return the tone of the age: amber once the report is past its fresh hours."""
    if report is None:
        return Tone.NEUTRAL
    old = now - report.reported_at > BANDS[report.unit].fresh_for
    return Tone.WARNING if old else Tone.NEUTRAL


def service_line(
    listing: ServiceListing,
    *,
    way: Sayable,
    report: CapacityReport | None,
    now: datetime,
    holidays: frozenset[date] = frozenset(),
    chosen: Sequence[str] = (),
) -> Line:
    """Return one service as a line; `chosen` holds the ids of the services chosen, in order."""
    kind = kind_in_words(listing)
    # One phrase, so that distance and hours are not cut; the detail says the rest.
    parts: list[Sayable] = [kind.items[0] if isinstance(kind, Listing) else kind]
    if way:
        parts.append(way)
    parts.append(opening_in_words(listing.arrival_hours, now, holidays=holidays))
    rank = CHOICE_WORDS[chosen.index(listing.id)] if listing.id in chosen else ""
    return Line(
        key=listing.id,
        title=listing.name,
        detail=Listing(tuple(parts), between=" · "),
        number=rank,
        mark=capacity_mark(report, now),
        when=reported(report, now),
        when_tone=when_tone(report, now),
    )


def match_lines(
    matches: Sequence[Match],
    *,
    now: datetime,
    holidays: frozenset[date] = frozenset(),
    chosen: Sequence[str] = (),
) -> tuple[Line, ...]:
    """Return matches as lines, best first."""
    return tuple(
        service_line(
            one.listing,
            way=one.way,
            report=one.report,
            now=now,
            holidays=holidays,
            chosen=chosen,
        )
        for one in matches
    )


def _room(report: CapacityReport) -> Sayable:
    free, most = report.available, report.maximum
    beds = report.unit in _BEDS
    if free is None:
        return Say("Accepting")
    if most is None:
        if beds:
            return Plural("{n} bed", "{n} beds", free)
        return Plural("{n} place", "{n} places", free)
    if beds:
        return Say("{free} of {most} beds", free=free, most=most)
    return Say("{free} of {most} places", free=free, most=most)
