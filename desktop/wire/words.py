"""The small parts every value is made of: strict structs, ids, times, amounts, dates."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Annotated, Final

import msgspec

from desktop.domain.change import ChangeId
from desktop.domain.facts import PartialDate

FORMAT: Final = 1
LARGEST_NUMBER: Final = 2**53
LINE_LIMIT: Final = 200_000  # bytes of one change; a narrative is a few thousand
TEXT_LIMIT: Final = 40_000  # characters of one value

# At the ends of the calendar a change of zone or a deadline cannot be worked out any more.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999

_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?\Z", re.ASCII)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z", re.ASCII)
_ID = re.compile(r"([a-z0-9]{4,40})-([1-9][0-9]{0,15})\Z", re.ASCII)
WRITER = re.compile(r"[a-z0-9]{4,40}\Z", re.ASCII)

Text = Annotated[str, msgspec.Meta(max_length=TEXT_LIMIT)]
Short = Annotated[str, msgspec.Meta(max_length=200)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Unreadable(ValueError):
    """These bytes are not a value of ours; the message names the rule, never the content."""


class Strict(msgspec.Struct, forbid_unknown_fields=True):
    """No key that we do not know is let through."""


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of the bytes, in hex."""
    return sha256(data).hexdigest()


def id_from_text(text: str) -> ChangeId:
    """Return the change id written as `<writer>-<number>`; raises `Unreadable`."""
    match = _ID.match(text)
    if not match or int(match[2]) > LARGEST_NUMBER:
        raise Unreadable("change id")
    return ChangeId(int(match[2]), match[1])


def time_to_text(at: datetime) -> str:
    """Return an aware time in whole seconds with its offset."""
    if at.utcoffset() is None:
        raise Unreadable("time without zone")
    return at.replace(microsecond=0).isoformat()


def time_from_text(text: str) -> datetime:
    """Return the aware time; raises `Unreadable` for a naive, fractional or impossible one."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as trouble:
        raise Unreadable("time") from trouble
    if at.utcoffset() is None or at.microsecond:
        raise Unreadable("time without zone or with fractions")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise Unreadable("time out of range")
    return at


def amount_from_text(text: str) -> Decimal:
    """Return a finite decimal from 0 to under 10^9 with at most 6 places; raises `Unreadable`."""
    if not _AMOUNT.match(text):
        raise Unreadable("amount")
    try:
        return Decimal(text)
    except InvalidOperation as trouble:
        raise Unreadable("amount") from trouble


def amount_to_text(amount: Decimal) -> str:
    """Return the amount as it was typed."""
    text = f"{amount:f}"
    amount_from_text(text)
    return text


def date_from_text(text: str) -> PartialDate:
    """Return a day, month or year; raises `Unreadable`."""
    match = _DATE.match(text)
    if not match:
        raise Unreadable("date")
    year, month, day = (int(part) if part else None for part in match.groups())
    when = PartialDate(year or 0, month, day)
    try:
        _ = when.first
    except ValueError as trouble:
        raise Unreadable("date") from trouble
    return when
