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
from desktop.domain.words import Say, Sayable
from desktop.formats.hsds_tables import Entry
from desktop.formats.samhsa_rows import read_phone

MOST_COSTS = Decimal(10**9)  # as wire holds amounts
_NOT_WEEKLY = ("count", "byweekno", "bymonthday", "byyearday")
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
    """Return hours that repeat every week; other rules of RFC 5545 are a fault."""
    zone = zone_named(own.get("time_zone", "")) or zone or zone_named(entry["timezone"])
    if zone is None:
        raise Fault(Say("The time zone is not known."))
    weekly = entry["freq"].upper() in ("WEEKLY", "") and entry["interval"] in ("", "1", "1.0")
    if not weekly or any(entry[column] for column in _NOT_WEEKLY):
        raise Fault(Say("Hours that do not repeat every week."))
    words = re.split(r"[,; ]+", entry["byday"].upper().strip())
    try:
        days = frozenset(Day(word) for word in words)
        opens, closes = _time(entry["opens_at"]), _time(entry["closes_at"])
        what = HoursFor(own.get("hours_for", HoursFor.VISITS))
    except ValueError:
        raise Fault(Say("No day, or no time of opening and closing.")) from None
    return Schedule(
        days=days,
        opens=opens,
        closes=closes,
        zone=zone,
        what=what,
        valid_from=day(entry, "valid_from") or day(entry, "dtstart"),
        valid_to=day(entry, "valid_to") or day(entry, "until"),
    )


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
