"""Hours as people write them in a small directory: "24/7", "MO-SA 05:30-11:00; SU 08:00-10:00".

Other rules of RFC 5545 stand with "&" between their parts: "FREQ=MONTHLY&BYDAY=1TU 09:00-12:00".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from zoneinfo import ZoneInfo

from desktop.domain.hours import DAYS, MIDNIGHT, Day, HoursFor, Schedule
from desktop.domain.recurrence import Recurrence

ALWAYS = "24/7"
_RULE = re.compile(
    r"(?P<rule>FREQ=[A-Z0-9=&,+-]+)(?: FROM (?P<begins>[0-9-]{10}))?"
    r" +(?P<opens>[0-9:]+) *- *(?P<closes>[0-9:]+)"
)
_PART = re.compile(r"(?P<days>[A-Z,\- ]+?) +(?P<opens>[0-9:]+) *- *(?P<closes>[0-9:]+)")


def read_hours(text: str, zone: ZoneInfo, what: HoursFor = HoursFor.VISITS) -> tuple[Schedule, ...]:
    """Return the hours, none for an empty text; ValueError for words that are no hours."""
    if text.strip() == ALWAYS:
        return (Schedule(frozenset(DAYS), MIDNIGHT, MIDNIGHT, zone, what),)
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return tuple(_read_part(part, zone, what) for part in parts)


def hours_in_text(schedules: Iterable[Schedule]) -> str:
    """Return hours as `read_hours` reads them; days on which they do not hold yet are not told."""
    parts = []
    for one in schedules:
        if one.always:
            return ALWAYS
        closes = "24:00" if one.closes == MIDNIGHT else f"{one.closes:%H:%M}"
        days = _rule_in_text(one.repeats) if one.repeats else _days_in_text(one.days)
        parts.append(f"{days} {one.opens:%H:%M}-{closes}")
    return "; ".join(parts)


def _rule_in_text(repeats: Recurrence) -> str:
    # A semicolon parts hours, so the rule's own is written as "&".
    since = f" FROM {repeats.begins}" if repeats.begins else ""
    return repeats.rule.replace(";", "&") + since


def _days_in_text(days: frozenset[Day]) -> str:
    there = [place for place, day in enumerate(DAYS) if day in days]
    if len(there) > 2 and there[-1] - there[0] == len(there) - 1:
        return f"{DAYS[there[0]]}-{DAYS[there[-1]]}"
    return ",".join(DAYS[place] for place in there)


def _read_part(text: str, zone: ZoneInfo, what: HoursFor) -> Schedule:
    found = _RULE.fullmatch(text.upper()) or _PART.fullmatch(text.upper())
    if found is None:
        raise ValueError("not hours")
    repeats = None
    if found.re is _RULE:
        begins = date.fromisoformat(found["begins"]) if found["begins"] else None
        repeats = Recurrence(found["rule"].replace("&", ";"), begins)
    return Schedule(
        days=frozenset() if repeats else _days(found["days"]),
        opens=_time(found["opens"]),
        closes=_time(found["closes"]),
        zone=zone,
        what=what,
        repeats=repeats,
    )


def _days(text: str) -> frozenset[Day]:
    days: set[Day] = set()
    for part in text.split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        start = DAYS.index(Day(first))
        end = DAYS.index(Day(last)) if dash else start
        span = range(start, end + 1 + (len(DAYS) if end < start else 0))
        days.update(DAYS[place % len(DAYS)] for place in span)
    return frozenset(days)


def _time(text: str) -> time:
    hour, _, minute = text.partition(":")
    if int(hour) == 24 and not int(minute or 0):
        return MIDNIGHT
    return time(int(hour), int(minute or 0))
