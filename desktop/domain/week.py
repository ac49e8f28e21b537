"""Weekly hours in words: "Mon to Fri 07:00 to 19:00"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from itertools import groupby

from desktop.domain.hours import DAY_WORDS, DAYS, MIDNIGHT, Day, Schedule
from desktop.domain.recurrence import Recurrence
from desktop.domain.words import Listing, Plural, Say, Sayable


def plain_time(at: time) -> str:
    """Return a time on a clock of twelve hours: "7 am", "10:14 pm"."""
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def week_in_words(schedules: Sequence[Schedule], *, plain: bool = False) -> Sayable:
    """Return weekly hours: "Mon to Fri 07:00 to 19:00"; `plain` counts twelve hours. "" for none.

    What each line says is what the directory or the program wrote; nothing is reckoned from it.
    """
    if any(one.always for one in schedules):
        return Say("Day and night")
    return Listing(
        tuple(
            Say("{days} {hours}", days=_days(one), hours=_span(one, plain=plain))
            for one in sorted(schedules, key=lambda one: (_first_day(one), one.opens))
        ),
        between="; ",
    )


def _span(schedule: Schedule, *, plain: bool) -> Sayable:
    if schedule.whole_day:
        return Say("all day")
    opens, closes = schedule.opens, schedule.closes
    if plain:
        last: Sayable = Say("midnight") if closes == MIDNIGHT else plain_time(closes)
        return Say("{opens} to {closes}", opens=plain_time(opens), closes=last)
    return Say("{opens} to {closes}", opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}")


def _first_day(schedule: Schedule) -> int:
    return min((DAYS.index(day) for day in schedule.days), default=0)


def _days(schedule: Schedule) -> Sayable:
    """Return the days, those in a row as one: "Mon to Fri, Sun"; or "first Tue of each month"."""
    if schedule.repeats is not None:
        return _by_rule(schedule.repeats)
    places = sorted(DAYS.index(day) for day in schedule.days)
    parts: list[Sayable] = []
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        row = [DAY_WORDS[DAYS[place]] for _, place in run]
        if len(row) < 3:
            parts += row
        else:
            parts.append(Say("{first} to {last}", first=row[0], last=row[-1]))
    return Listing(tuple(parts))


NTH = {
    "1": Say("first"),
    "2": Say("second"),
    "3": Say("third"),
    "4": Say("fourth"),
    "5": Say("fifth"),
    "-1": Say("last"),
}


def _by_rule(repeats: Recurrence) -> Sayable:
    parts = repeats.parts
    days: list[Sayable] = [_named_day(word) for word in parts.get("BYDAY", "").split(",") if word]
    days += [
        Say("last day") if n == "-1" else Say("day {n}", n=n)
        for n in parts.get("BYMONTHDAY", "").split(",")
        if n
    ]
    every = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] == "MONTHLY":
        how = Plural("of each month", "of every {n} months", every)
    else:
        how = Plural("of each week", "of every {n} weeks", every)
    said: list[Sayable] = [Listing(tuple(days)), how] if days else [how]
    if repeats.begins is not None:
        said.append(Say("from {day}", day=repeats.begins))
    return Listing(tuple(said), between=" ")


def _named_day(word: str) -> Sayable:
    nth, day = word[:-2].lstrip("+"), DAY_WORDS[Day(word[-2:])]
    if not nth:
        return day
    if nth in NTH:
        return Say("{nth} {day}", nth=NTH[nth], day=day)
    return Say("{day} number {n} from the end", day=day, n=nth.lstrip("-"))
