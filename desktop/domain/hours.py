"""When a service is open: hours after RFC 5545, and three answers to "open then?".

The time zone comes in as data with the schedule; wall clocks are compared, so a day on which the
clocks change needs no rule of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from desktop.domain.recurrence import Recurrence
from desktop.domain.words import Say, Sayable

MIDNIGHT = time(0, 0)
A_WEEK = timedelta(days=6)  # for which the name of a day is enough
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
    """Hours on some days of every week, from when to when, in whose zone.

    `repeats` instead of days for hours that come by another rule. `closes` at or before `opens` is
    past midnight; both 00:00 is the whole day.
    """

    days: frozenset[Day]
    opens: time
    closes: time
    zone: ZoneInfo
    what: HoursFor = HoursFor.VISITS
    valid_from: date | None = None
    valid_to: date | None = None
    repeats: Recurrence | None = None

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
        if self.repeats is not None:
            return self.repeats.falls_on(day)
        return DAYS[day.weekday()] in self.days

    def days_from(self, day: date) -> Iterator[date]:
        """Give the next days on which these hours begin, from that day on."""
        if self.repeats is None:
            for ahead in range(LOOK_AHEAD):
                if self.starts_on(day + timedelta(days=ahead)):
                    yield day + timedelta(days=ahead)
            return
        following = self.repeats.next_from(day)
        while following is not None:
            if self.starts_on(following):
                yield following
            if self.valid_to and following > self.valid_to:
                return
            following = self.repeats.next_from(following + timedelta(days=1))

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
        span = schedule.span_at(at)
        # Hours belong to the day they begin on: a night that began before the holiday counts.
        if (span[0].date() if span else day) in holidays:
            answer = Opening.UNKNOWN
        elif answer is Opening.CLOSED and span:
            answer = Opening.OPEN
    return answer if known else Opening.UNKNOWN


def _out_of_date(schedule: Schedule, day: date) -> bool:
    if schedule.valid_to and day > schedule.valid_to:
        return True
    return bool(schedule.valid_from and day < schedule.valid_from)


def next_opening(
    schedules: Iterable[Schedule], after: datetime, *, holidays: Collection[date] = ()
) -> datetime | None:
    """Return when it opens next; None when that is not known.

    Weekly hours are looked for within eight days. A holiday is passed over: nobody knows.
    """
    found: list[datetime] = []
    for schedule in schedules:
        for day in schedule.days_from(after.astimezone(schedule.zone).date()):
            opens = schedule.span(day)[0]
            if opens > after and (schedule.always or day not in holidays):
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
    opens = next_opening(schedules, at, holidays=holidays)
    if opens is None:
        return Say("Closed")
    if opens.date() - at.astimezone(opens.tzinfo).date() > A_WEEK:
        return Say("Closed, opens {day} {time}", day=opens.date(), time=f"{opens:%H:%M}")
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
