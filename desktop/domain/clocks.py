"""Deadlines in minutes, hours, business hours, days and business days, and which "now" to trust.

A business hour is an hour of a business day, and a business day has all its 24 hours: Monday to
Friday, holidays left out. So 72 business hours are three whole business days, as the program this
comes from counts them ("72 business hours, Monday to Friday": OC-PAD, resources/sources.md#clocks).
Time zone and holidays come in as data. Minutes and hours are real time across a change of clocks;
days keep the time of day on the wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from desktop.domain.facts import PartialDate
from desktop.domain.terms import Pathway, Resolver
from desktop.domain.words import Given

DOUBT = timedelta(days=1)  # a clock further off is not trusted
NO_TIME = timedelta(0)
LONGEST = 100_000  # of any unit: a longer clock is a typing mistake


class Unit(StrEnum):
    """What a clock counts in."""

    MINUTES = "minutes"
    HOURS = "hours"
    BUSINESS_HOURS = "business_hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"  # ends when the office closes on the last of them
    COURT_DATE = "court_date"  # ends when the office opens on the day in court


class Starts(StrEnum):
    """When a clock starts."""

    CONTACT = "contact"  # the officer met the person
    REFERRAL = "referral"  # the referral was logged
    INTAKE = "intake"  # the lead agency took the person in


@dataclass(frozen=True, slots=True)
class Calendar:
    """The agency's time zone, business days and office hours."""

    zone: tzinfo
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[int] = frozenset(range(5))  # as date.weekday(): Monday is 0
    opens: time = time(8, 0)
    closes: time = time(17, 0)

    def is_business_day(self, day: date) -> bool:
        """Return whether the office works that day."""
        return day.weekday() in self.workdays and day not in self.holidays


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock of a program. With a resolver it is for what that one has to find out."""

    id: str
    label: Given
    amount: int
    unit: Unit
    starts: Starts = Starts.CONTACT
    pathways: frozenset[Pathway] = frozenset(Pathway)
    resolver: Resolver | None = None
    source: str = ""

    def runs_for(self, pathway: str | None, resolver: Resolver | None) -> bool:
        """Return whether it counts for this pathway and whoever has to find out."""
        return self.resolver == resolver and pathway in self.pathways


def deadline(
    rule: ClockRule, start: datetime, calendar: Calendar, *, court_date: PartialDate | None = None
) -> datetime | None:
    """Return when the time is up, in the agency's zone; None while the court date is not known."""
    if not calendar.workdays:
        raise ValueError("a calendar needs a business day")
    local = start.astimezone(calendar.zone)
    match rule.unit:
        case Unit.MINUTES:
            return _later(local, timedelta(minutes=rule.amount))
        case Unit.HOURS:
            return _later(local, timedelta(hours=rule.amount))
        case Unit.BUSINESS_HOURS:
            return _business_hours(local, timedelta(hours=rule.amount), calendar)
        case Unit.DAYS:
            ends = local.date() + timedelta(days=rule.amount)
            return _at(ends, local.timetz().replace(tzinfo=None), calendar)
        case Unit.BUSINESS_DAYS:
            return _at(
                _business_day(local.date(), rule.amount, calendar), calendar.closes, calendar
            )
        case Unit.COURT_DATE:
            if court_date is None or court_date.day is None:
                return None
            return _at(court_date.first, calendar.opens, calendar)


@dataclass(frozen=True, slots=True)
class Now:
    """The moment to go by, and whether this computer's clock is in doubt."""

    at: datetime
    doubtful: bool


def trusted_now(
    clock: datetime, newest_seen: datetime | None, *, ahead: timedelta = NO_TIME
) -> Now:
    """Return the later of this computer's clock and the newest trusted time seen.

    More than a day apart the clock is in doubt: dates are marked, consents that end do not
    release, capacity says call. That it is later than all that was seen is no sign of a fault, for
    a laptop may have lain on a shelf; `ahead` is by how much it is proven to be.
    """
    if newest_seen is None or clock >= newest_seen:
        return Now(clock, doubtful=ahead > DOUBT)
    return Now(newest_seen, doubtful=newest_seen - clock > DOUBT)


def _later(local: datetime, span: timedelta) -> datetime:
    """Add real time: 30 minutes are 30 minutes in the night the clocks change, too."""
    return (local.astimezone(UTC) + span).astimezone(local.tzinfo)


def _at(day: date, wall: time, calendar: Calendar) -> datetime:
    # A wall time the change of clocks leaves out is moved on by the hour that is missing.
    moment = datetime.combine(day, wall, calendar.zone)
    return moment.astimezone(UTC).astimezone(calendar.zone)


def _business_hours(local: datetime, left: timedelta, calendar: Calendar) -> datetime:
    while True:
        midnight = _at(local.date() + timedelta(days=1), time(0, 0), calendar)
        if calendar.is_business_day(local.date()):
            today = midnight.astimezone(UTC) - local.astimezone(UTC)
            if left <= today:
                return _later(local, left)
            left -= today
        local = midnight


def _business_day(day: date, left: int, calendar: Calendar) -> date:
    while left > 0:
        day += timedelta(days=1)
        left -= calendar.is_business_day(day)
    return day
