"""Cells of HSDS as values: numbers, days, hours, phones, costs. A fault is told in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.domain.directory import Phone, PhoneKind
from desktop.domain.hours import MIDNIGHT, Day, HoursFor, Schedule
from desktop.domain.listing_parts import CostOption
from desktop.domain.places import Point
from desktop.domain.recurrence import Recurrence
from desktop.domain.words import Say, Sayable
from desktop.formats.hsds_tables import Entry
from desktop.formats.samhsa_rows import read_phone

MOST_COSTS = Decimal(10**9)  # as wire holds amounts
# Numbers nobody can speak to. Source: RFC 6350, the types HSDS names.
NOT_FOR_SPEECH = frozenset({"fax", "pager", "textphone", "video"})
_KINDS = (
    (PhoneKind.POLICE, re.compile(r"police|law enforcement|officers?\b", re.IGNORECASE)),
    (PhoneKind.CRISIS, re.compile(r"crisis|hotline|988", re.IGNORECASE)),
    (PhoneKind.INTAKE, re.compile(r"intake|admission|referral", re.IGNORECASE)),
)


class Fault(Exception):
    """A cell that cannot be read; the rest of its row can."""

    def __init__(self, why: Sayable) -> None:
        super().__init__()
        self.why = why


def whole_number(entry: Entry, column: str, *, most: int) -> int | None:
    """Return a whole number from 0 to `most`; None for an empty cell."""
    text = entry[column]
    if not text:
        return None
    number = _number(text, column)
    if number != number.to_integral_value() or not 0 <= number <= most:
        raise Fault(Say("Not a whole number up to {most}: {column}.", most=most, column=column))
    return int(number)


def _number(text: str, column: str) -> Decimal:
    try:
        number = Decimal(text) if len(text) <= 40 else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise Fault(Say("Not a number: {column}.", column=column))
    return number


def day(entry: Entry, column: str) -> date | None:
    """Return a day, also of a moment; None for an empty cell."""
    text = entry[column]
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Fault(Say("Not a day: {column}.", column=column)) from None


def moment(entry: Entry, column: str) -> datetime:
    """Return a moment in whole seconds with its zone."""
    try:
        found = datetime.fromisoformat(entry[column].replace(" ", "T", 1))
    except ValueError:
        raise Fault(Say("Not a day and time: {column}.", column=column)) from None
    if found.tzinfo is None:
        raise Fault(Say("The time needs its zone."))
    return found.replace(microsecond=0)


def point(entry: Entry) -> Point | None:
    """Return a location's point; None where it has none."""
    if not entry["latitude"] or not entry["longitude"]:
        return None
    lat, lon = (float(_number(entry[name], name)) for name in ("latitude", "longitude"))
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Fault(Say("No such point on earth: {column}.", column="latitude, longitude"))
    return Point(lat, lon)


def phone(entry: Entry, own: Mapping[str, str]) -> Phone | None:
    """Return a number somebody answers; None for a fax and for an empty one.

    `own` is what Offramp told of it; else whom it reaches is guessed from its description.
    """
    if "kind" in own:
        number = entry["number"] if "no_number" not in own else ""
        extension = own.get("extension", entry["extension"])
        given = "" if "no_given" in own else own.get("given", number)
        kind = own["kind"] if own["kind"] in tuple(PhoneKind) else PhoneKind.MAIN
        return Phone(given, number, extension, PhoneKind(kind))
    number = entry["number"].strip('"').strip()
    if not number or entry["type"].lower() in NOT_FOR_SPEECH:
        return None
    extension = entry["extension"].removesuffix(".0")
    said = f"{entry['description']} {entry['type']}"
    kind = next((kind for kind, words in _KINDS if words.search(said)), PhoneKind.MAIN)
    read = read_phone(number, kind)
    if not extension or read.extension:
        return read
    return Phone(f"{number} x{extension}", read.number, extension, kind)


def zone_named(name: str) -> ZoneInfo | None:
    """Return a time zone by its name, or by its hours from Greenwich; None for neither."""
    if re.fullmatch(r"[-+]?[0-9]{1,2}(\.0+)?", name):
        hours = int(float(name))
        # In these names of the time zone database the sign is turned round.
        name = f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def schedule(entry: Entry, own: Mapping[str, str], zone: ZoneInfo | None) -> Schedule:
    """Return hours with the days on which they come; rules RFC 5545 lacks are a fault."""
    zone = zone_named(own.get("time_zone", "")) or zone or zone_named(entry["timezone"])
    if zone is None:
        raise Fault(Say("The time zone is not known."))
    days, repeats = _days(entry)
    try:
        opens, closes = _time(entry["opens_at"]), _time(entry["closes_at"])
        what = HoursFor(own.get("hours_for", HoursFor.VISITS))
    except ValueError:
        raise Fault(Say("No day, or no time of opening and closing.")) from None
    starts = None if repeats is not None else day(entry, "dtstart")
    return Schedule(
        days=days,
        opens=opens,
        closes=closes,
        zone=zone,
        what=what,
        valid_from=day(entry, "valid_from") or starts,
        valid_to=day(entry, "valid_to") or day(entry, "until"),
        repeats=repeats,
    )


def _days(entry: Entry) -> tuple[frozenset[Day], Recurrence | None]:
    """Return the days of every week, or the rule by which other days come."""
    often = entry["freq"].upper() or "WEEKLY"
    named = ",".join(re.split(r"[,; ]+", entry["byday"].upper().strip()))
    interval, times = (entry[name].removesuffix(".0") for name in ("interval", "count"))
    in_month = entry["bymonthday"].replace(" ", "")
    if entry["byweekno"] or entry["byyearday"]:
        raise Fault(Say("Hours by weeks or days of the year."))
    if often == "WEEKLY" and interval in ("", "1") and not times and not in_month:
        try:
            return frozenset(Day(word) for word in named.split(",")), None
        except ValueError:
            raise Fault(Say("No day, or no time of opening and closing.")) from None
    rule = {"FREQ": often, "BYDAY": named, "BYMONTHDAY": in_month, "INTERVAL": interval}
    parts = [f"{name}={text}" for name, text in (rule | {"COUNT": times}).items() if text]
    begins = day(entry, "dtstart")
    if begins is None and interval not in ("", "1"):
        begins = day(entry, "valid_from")
    try:
        return frozenset(), Recurrence(";".join(parts), begins)
    except ValueError:
        raise Fault(Say("Hours that repeat by a rule that cannot be worked out.")) from None


def _time(text: str) -> time:
    if text.startswith("24:00"):
        return MIDNIGHT
    return time.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)


def cost(entry: Entry) -> CostOption:
    """Return what it costs one group of people."""
    amount = _number(entry["amount"], "amount") if entry["amount"] else None
    if amount is not None and not 0 <= amount < MOST_COSTS:
        raise Fault(Say("Not a number: {column}.", column="amount"))
    return CostOption(
        option=entry["option"],
        amount=amount,
        currency=entry["currency"],
        about=entry["amount_description"],
        valid_from=day(entry, "valid_from"),
        valid_to=day(entry, "valid_to"),
    )
