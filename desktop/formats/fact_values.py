"""A fact's value as people write it in a cell: `18`, `1.8..2.2`, `never`, `2016`, `declined`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from desktop.domain.condition_hints import did_you_mean_choice
from desktop.domain.condition_text import checked_amount
from desktop.domain.facts import (
    NEVER,
    Fact,
    FactType,
    FactValue,
    Known,
    PartialDate,
    Range,
    Unknown,
)
from desktop.domain.refused import Refused
from desktop.domain.words import Say, Sayable

UNKNOWNS = {
    "declined": Unknown.DECLINED,
    "cannot_know": Unknown.CANNOT_KNOW,
    "cannot know": Unknown.CANNOT_KNOW,
}
NOT_ASKED = ("not_asked", "not asked")
TEXT_LIMIT = 10_000  # characters of one fact


def value_from_text(fact: Fact, text: str) -> FactValue | None:
    """Return the value, None for "not asked"; refuses what the fact cannot be."""
    text = text.strip()
    if text in NOT_ASKED:
        return None
    if text in UNKNOWNS:
        return UNKNOWNS[text]
    match fact.type:
        case FactType.YESNO:
            return Known(_yes(fact, text))
        case FactType.AMOUNT:
            return _amount_or_range(fact, text)
        case FactType.CHOICE:
            return Known(checked_choice(fact, text))
        case FactType.CHOICES:
            words = [] if text == "none" else text.split("+")
            return Known(tuple(sorted(checked_choice(fact, word.strip()) for word in words)))
        case FactType.EVENT:
            return Known(NEVER) if text == "never" else Known(partial_date(fact, text))
        case FactType.DATE:
            return Known(partial_date(fact, text))
        case FactType.TIME:
            return Known(moment(fact, text))
        case FactType.TEXT:
            return Known(checked_text(fact, text))
    refuse(fact, Say("The app fills it in: leave it out."))


def amount(fact: Fact, text: str) -> Decimal:
    """Return an amount in the fact's unit; "2.0 g" says the unit, another unit is refused."""
    number, _, unit = text.strip().partition(" ")
    if unit and unit.strip() != fact.unit:
        refuse(fact, Say("Write a number alone; it counts in {unit}.", unit=fact.unit or "1"))
    try:
        found = Decimal(number)
    except InvalidOperation:
        refuse(fact, Say("Write a number alone; it counts in {unit}.", unit=fact.unit or "1"))
    if not found.is_finite():
        refuse(fact, Say("Write a number."))
    if fact.whole and found != found.to_integral_value():
        refuse(fact, Say("Write a whole number."))
    return checked_amount(found)


def amount_range(fact: Fact, low: Decimal | None, high: Decimal | None) -> Range:
    """Return a range; refuses one that runs backwards or has no limit at all."""
    if low is None and high is None:
        refuse(fact, Say("A range needs at least one limit."))
    if low is not None and high is not None and low > high:
        refuse(fact, Say("The first limit must not be the larger one."))
    return Range(low, high)


def checked_choice(fact: Fact, word: str) -> str:
    """Return a choice's stored word; refuses one the fact does not have."""
    if fact.choice(word) is None:
        refuse(fact, did_you_mean_choice(word, fact))
    return word


def checked_text(fact: Fact, text: str) -> str:
    """Return a text; refuses one that is too long."""
    if len(text) > TEXT_LIMIT:
        refuse(fact, Say("Write less than {limit} letters.", limit=TEXT_LIMIT))
    return text


def partial_date(fact: Fact, text: str) -> PartialDate:
    """Return a year, a month or a day: 2016, 2016-05, 2016-05-17."""
    try:
        parts = [int(part) for part in text.split("-") if part.isascii() and part.isdigit()]
        if not 1 <= len(parts) == len(text.split("-")) <= 3:
            raise ValueError
        year, month, day = (*parts, None, None)[:3]
        if year is None or year < 1900:
            raise ValueError
        date(year, month or 1, day or 1)
    except ValueError:
        refuse(fact, Say("Write a year, a month or a day: 2016, 2016-05 or 2016-05-17."))
    return PartialDate(year, month, day)


def moment(fact: Fact, text: str) -> datetime:
    """Return a moment with its offset, in whole seconds."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        refuse(fact, Say("Write the time as 2026-11-23T22:14:00-07:00."))
    if at.utcoffset() is None:
        refuse(fact, Say("Say the offset too: 2026-11-23T22:14:00-07:00."))
    return at.replace(microsecond=0)


def refuse(fact: Fact, remedy: Sayable) -> NoReturn:
    """Refuse a value without repeating it: it may be a person's."""
    raise Refused(Say('This value does not fit the fact "{fact}".', fact=fact.id), remedy=remedy)


def _yes(fact: Fact, text: str) -> bool:
    answer = {"yes": True, "no": False, "true": True, "false": False}.get(text.lower())
    if answer is None:
        refuse(fact, Say("Write yes or no."))
    return answer


def _amount_or_range(fact: Fact, text: str) -> FactValue:
    if ".." not in text:
        return Known(amount(fact, text))
    low, _, high = text.partition("..")
    return amount_range(
        fact,
        amount(fact, low) if low.strip() else None,
        amount(fact, high) if high.strip() else None,
    )
