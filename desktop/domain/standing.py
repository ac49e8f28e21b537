"""A capacity report in words: what was reported, by whom, how long ago, and whether to believe it.

Source of the wording: pages.md 4. Never "available"; a stale figure is "Unknown: call".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.capacity import (
    BANDS,
    CLOCK_SLACK,
    CapacityReport,
    CapacityUnit,
    ForGroup,
    Freshness,
    ReportSource,
    freshness,
)
from desktop.domain.terms import CapacityStatus
from desktop.domain.words import Listing, Plural, Say, Sayable

CALL_FIRST = Say("Call before you drive.")
UNKNOWN_CALL = Say("Unknown: call")
UNDATED = Say("how long ago is not known: this computer's clock may be wrong")
TWO_DAYS = timedelta(hours=48)  # below it people count hours


@dataclass(frozen=True, slots=True)
class CapacityStanding:
    """What stands of a report now.

    `status` is what may still be relied on (UNKNOWN once stale); `headline` is one short line,
    `detail` what was reported, by whom and when, `advice` what to do.
    """

    status: CapacityStatus
    freshness: Freshness
    headline: Sayable
    detail: Sayable
    advice: Sayable
    age: timedelta | None = None


def standing(report: CapacityReport | None, now: datetime) -> CapacityStanding:
    """Return what a report (or none) is worth at that moment, in words."""
    how_fresh = freshness(report, now)
    if report is None:
        return CapacityStanding(
            CapacityStatus.UNKNOWN, how_fresh, UNKNOWN_CALL, Say("Nobody reported yet."), CALL_FIRST
        )
    age = None if report.undated else now - report.reported_at
    believed = how_fresh in (Freshness.FRESH, Freshness.AGING)
    status = report.status if believed else CapacityStatus.UNKNOWN
    known = status is not CapacityStatus.UNKNOWN
    said = figure_in_words(report)
    told = by_whom(report, now)
    return CapacityStanding(
        status=status,
        freshness=how_fresh,
        headline=said if known else UNKNOWN_CALL,
        detail=told if known else Listing((Say("Last report:"), said, told), between=" "),
        advice=Listing((_limit_in_words(report.unit), CALL_FIRST), between=" "),
        age=age,
    )


def figure_in_words(report: CapacityReport) -> Sayable:
    """Return the figure as it was reported, for whom, and when the next place opens.

    Such as "2 of 12 beds reported free.".
    """
    parts = [_figure(report)]
    if report.for_group is not ForGroup.ANY:
        parts.append(GROUP_WORDS[report.for_group])
    if report.next_opening is not None:
        parts.append(Say("Next opening: {day}.", day=report.next_opening))
    return Listing(tuple(parts), between=" ") if len(parts) > 1 else parts[0]


def _figure(report: CapacityReport) -> Sayable:
    if report.status is CapacityStatus.CAPACITY:
        return _room_in_words(report)
    if report.status is CapacityStatus.WAITLIST:
        if report.waitlist is None:
            return Say("Reported a waitlist.")
        return Plural(
            "Reported {n} person waiting.", "Reported {n} people waiting.", report.waitlist
        )
    if report.status is CapacityStatus.NO_CAPACITY:
        return Say("Reported full.")
    if report.status is CapacityStatus.ASSESSMENT_REQUIRED:
        return Say("Decides after its own assessment.")
    return Say("Room not known.")


def _room_in_words(report: CapacityReport) -> Sayable:
    free, most = report.available, report.maximum
    beds = report.unit in _BEDS
    if free is None:
        return _OPEN_WORDS.get(report.unit, Say("Reported room."))
    if most is None:
        if beds:
            return Plural("{n} bed reported free.", "{n} beds reported free.", free)
        return Plural("{n} place reported free.", "{n} places reported free.", free)
    if beds:
        return Say("{free} of {most} beds reported free.", free=free, most=most)
    return Say("{free} of {most} places reported free.", free=free, most=most)


_BEDS = frozenset({CapacityUnit.BED, CapacityUnit.DETOX_BED, CapacityUnit.SHELTER_BED})
GROUP_WORDS = {
    ForGroup.MALE: Say("For men."),
    ForGroup.FEMALE: Say("For women."),
    ForGroup.PREGNANT: Say("For pregnant women."),
    ForGroup.YOUTH: Say("For young people."),
    ForGroup.FAMILY: Say("For families."),
}
_OPEN_WORDS = {
    CapacityUnit.OTP_NEW_PATIENT: Say("Reported taking new patients."),
    CapacityUnit.INTAKE_SLOT: Say("Reported taking new people."),
    CapacityUnit.PEER_ON_CALL: Say("Reported a peer on call."),
}
_SOURCE_WORDS = {
    ReportSource.PHONE: Say("on the phone"),
    ReportSource.EXPORT: Say("from its own list"),
    ReportSource.REGISTRY: Say("from the state registry"),
    ReportSource.BOARD: Say("from the lead agency"),
}


def by_whom(report: CapacityReport, now: datetime) -> Say:
    """Return who reported, how, to whom and when: never a figure without its age."""
    local = report.reported_at.astimezone(now.tzinfo)
    when = Say(
        "{age} ({time})",
        age=UNDATED if report.undated else age_in_words(now - report.reported_at),
        time=f"{local:%H:%M}" if local.date() == now.date() else local,
    )
    how = _SOURCE_WORDS[report.source]
    who = report.reported_by
    if who and report.told_to:
        return Say(
            "By {who}, {how}, to {to}, {when}.", who=who, how=how, to=report.told_to, when=when
        )
    if who:
        return Say("By {who}, {how}, {when}.", who=who, how=how, when=when)
    if report.told_to:
        return Say("Heard {how} by {to}, {when}.", how=how, to=report.told_to, when=when)
    return Say("Reported {how}, {when}.", how=how, when=when)


def age_in_words(age: timedelta) -> Sayable:
    """Return an age as people count it: minutes, hours up to two days, then days."""
    if age < -CLOCK_SLACK:
        return Say("dated in the future")
    minutes = max(0, int(age / timedelta(minutes=1)))
    if minutes < 1:
        return Say("just now")
    if minutes < 60:
        return Say("{n} min ago", n=minutes)
    if age < TWO_DAYS:
        return Say("{n} h ago", n=minutes // 60)
    return Plural("{n} day ago", "{n} days ago", age.days)


def _limit_in_words(unit: CapacityUnit) -> Sayable:
    hours = int(BANDS[unit].fresh_for / timedelta(hours=1))
    if unit in _BEDS:
        return Say("A bed report counts as fresh for {n} h.", n=hours)
    return Plural(
        "This report counts as fresh for {n} day.",
        "This report counts as fresh for {n} days.",
        hours // 24,
    )
