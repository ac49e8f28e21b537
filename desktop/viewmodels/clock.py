"""A clock in doubt, in words: what it says, what was seen here, what follows until it is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.clocks import DOUBT, NO_TIME
from desktop.domain.words import Plural, Say, Sayable


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """What the band over every page says; `may_set` where this person may take its word again."""

    title: Sayable
    text: Sayable
    may_set: bool


def clock_doubt(
    says: datetime, newest: datetime, *, may_set: bool, ahead: timedelta = NO_TIME
) -> ClockDoubt:
    """Return both times with their years: a clock that fell back may be right to the minute.

    Or, of a clock that is proven to be ahead, by how many days at the least.
    """
    title = Say("The clock of this computer is in doubt.")
    if ahead > DOUBT:
        return ClockDoubt(title, _ahead(says, ahead), may_set)
    seen = newest.astimezone(says.tzinfo)
    text = Say(
        "It says {day} {time}; {seen_day} {seen_time} was seen here already. Until it is set,"
        " dates are marked (?), consents with an end release nothing, and room says call.",
        day=says.date(),
        time=f"{says:%H:%M}",
        seen_day=seen.date(),
        seen_time=f"{seen:%H:%M}",
    )
    return ClockDoubt(title, text, may_set)


def _ahead(says: datetime, ahead: timedelta) -> Sayable:
    return Plural(
        "It says {day} {time}; the lead agency's receipts prove it is {n} day ahead or more. Until"
        " it is set, dates are marked (?), consents with an end release nothing, and room says"
        " call.",
        "It says {day} {time}; the lead agency's receipts prove it is {n} days ahead or more. Until"
        " it is set, dates are marked (?), consents with an end release nothing, and room says"
        " call.",
        ahead.days,
        day=says.date(),
        time=f"{says:%H:%M}",
    )
