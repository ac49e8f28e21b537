"""When a service is open: weekly hours after RFC 5545, and three answers to "open then?".

The time zone comes in as data with the schedule; wall clocks are compared, so a day on which the
clocks change needs no rule of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from desktop.domain.words import Say, Sayable

MIDNIGHT = time(0, 0)
LOOK_AHEAD = 8  # days in which the next opening is looked for: a whole week and today


class Day(StrEnum):
    """A weekday by its RFC 5545 name, in the order of `date.weekday()`."""

    MONDAY = "MO"
    TUESDAY = "TU"
    WEDNESDAY = "WE"
    THURSDAY = "TH"
    FRIDAY = "FR"
    SATURDAY = "SA"
    SUNDAY = "SU"


DAYS = tuple(Day)
DAY_WORDS = {
    Day.MONDAY: Say("Mon"),
    Day.TUESDAY: Say("Tue"),
    Day.WEDNESDAY: Say("Wed"),
    Day.THURSDAY: Say("Thu"),
    Day.FRIDAY: Say("Fri"),
    Day.SATURDAY: Say("Sat"),
    Day.SUNDAY: Say("Sun"),
}


class HoursFor(StrEnum):
    """What happens in these hours."""

    VISITS = "visits"  # the door is open
    INTAKE = "intake"  # new people are taken in
    POLICE = "police"  # an officer may hand a person over


class Opening(StrEnum):
    """Whether a service is open at a moment. Unknown is an answer."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Hours repeated every week (FREQ=WEEKLY): the days, from when to when, in whose zone.

    `closes` at or before `opens` is past midnight; both 00:00 is the whole day.
    """

    days: frozenset[Day]
    opens: time
    closes: time
    zone: ZoneInfo
    what: HoursFor = HoursFor.VISITS
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def whole_day(self) -> bool:
        """Return whether it runs from midnight to midnight."""
        return self.opens == self.closes == MIDNIGHT

    @property
    def always(self) -> bool:
        """Return whether it never closes."""
        return self.whole_day and len(self.days) == len(DAYS)

    def starts_on(self, day: date) -> bool:
        """Return whether these hours begin on that day."""
        if self.valid_from and day < self.valid_from:
            return False
        if self.valid_to and day > self.valid_to:
            return False
        return DAYS[day.weekday()] in self.days

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Return from when to when it is open, if it begins on that day."""
        last = day if self.closes > self.opens else day + timedelta(days=1)
        return (
            datetime.combine(day, self.opens, self.zone),
            datetime.combine(last, self.closes, self.zone),
        )

    def span_at(self, at: datetime) -> tuple[datetime, datetime] | None:
        """Return the hours that moment falls in, or None."""
        local = at.astimezone(self.zone)
        wall = local.replace(tzinfo=None)
        for day in (local.date() - timedelta(days=1), local.date()):
            opens, closes = self.span(day)
            # Wall clocks on purpose: the door follows the clock on the wall through a DST night.
            if self.starts_on(day) and opens.replace(tzinfo=None) <= wall < closes.replace(
                tzinfo=None
            ):
                return opens, closes
        return None


def opening(
    schedules: Iterable[Schedule], at: datetime, *, holidays: Collection[date] = ()
) -> Opening:
    """Return whether it is open at that moment (`at` is aware).

    No hours, hours no longer valid and a holiday are unknown; only around the clock is open then.
    """
    known = False
    answer = Opening.CLOSED
    for schedule in schedules:
        day = at.astimezone(schedule.zone).date()
        if _out_of_date(schedule, day):
            continue
        known = True
        if schedule.always:
            return Opening.OPEN
        if day in holidays:
            answer = Opening.UNKNOWN
        elif answer is Opening.CLOSED and schedule.span_at(at):
            answer = Opening.OPEN
    return answer if known else Opening.UNKNOWN


def _out_of_date(schedule: Schedule, day: date) -> bool:
    if schedule.valid_to and day > schedule.valid_to:
        return True
    return bool(schedule.valid_from and day < schedule.valid_from)


def next_opening(schedules: Iterable[Schedule], after: datetime) -> datetime | None:
    """Return when it opens next, within eight days; None when that is not known."""
    found: list[datetime] = []
    for schedule in schedules:
        today = after.astimezone(schedule.zone).date()
        for ahead in range(LOOK_AHEAD):
            day = today + timedelta(days=ahead)
            opens = schedule.span(day)[0]
            if schedule.starts_on(day) and opens > after:
                found.append(opens)
                break
    return min(found, default=None)


def opening_in_words(
    schedules: tuple[Schedule, ...], at: datetime, *, holidays: Collection[date] = ()
) -> Sayable:
    """Return e.g. "Open until 22:00", "Closed, opens Mon 05:30", "Hours unknown: call"."""
    answer = opening(schedules, at, holidays=holidays)
    if answer is Opening.UNKNOWN:
        return Say("Hours unknown: call")
    if answer is Opening.OPEN:
        return _open_in_words(schedules, at)
    opens = next_opening(schedules, at)
    if opens is None:
        return Say("Closed")
    return Say("Closed, opens {day} {time}", day=_day_word(opens), time=f"{opens:%H:%M}")


def _open_in_words(schedules: tuple[Schedule, ...], at: datetime) -> Say:
    if any(schedule.always and schedule.span_at(at) for schedule in schedules):
        return Say("Open 24 hours")
    closes = max(span[1] for one in schedules if (span := one.span_at(at)))
    if closes.time() == MIDNIGHT:
        return Say("Open until midnight")
    return Say("Open until {time}", time=f"{closes:%H:%M}")


def _day_word(moment: datetime) -> Say:
    return DAY_WORDS[DAYS[moment.weekday()]]
