"""Amounts and times as officers type them: `2.0`, `28-32`, `about 30`, `at least 2`, `22:14`.

"About" is as wide as the examples of facts.csv: two years on either side of an age ("28 to 32"),
a tenth of anything else ("1.8 to 2.2").
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

from desktop.domain.condition_text import checked_amount
from desktop.domain.facts import Fact, FactValue, Known, Range
from desktop.domain.refused import Refused

YEARS_ABOUT = Decimal(2)
TENTH = Decimal("0.1")
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_FORMS = {
    "exact": re.compile(rf"^{_NUMBER}$"),
    "between": re.compile(rf"^{_NUMBER}\s*(?:-|\u2013|to|a|y)\s*{_NUMBER}$"),
    "about": re.compile(rf"^(?:~|about|around|ca\.?|unos|unas|cerca de)\s*{_NUMBER}$"),
    "least": re.compile(rf"^(?:>=?|at least|over|min\.?|al menos|más de)\s*{_NUMBER}$"),
    "more": re.compile(rf"^{_NUMBER}\s*(?:\+|or more|o más)$"),
    "most": re.compile(rf"^(?:<=?|at most|under|up to|max\.?|hasta|menos de)\s*{_NUMBER}$"),
}


def read_amount(text: str, fact: Fact) -> FactValue | None:
    """Return the amount or range the text says, None for what says none."""
    words = " ".join(text.casefold().split())
    for unit in _UNITS.get(fact.unit, ()):
        words = words.removesuffix(unit).rstrip()
    for form, pattern in _FORMS.items():
        if found := pattern.match(words):
            return _value(form, [_decimal(one) for one in found.groups()], fact)
    return None


def write_amount(value: FactValue | None) -> str:
    """Return the amount as it is typed; "" for none."""
    if isinstance(value, Known) and isinstance(value.value, Decimal):
        return f"{value.value:f}"
    if not isinstance(value, Range):
        return ""
    if value.low is None:
        return "" if value.high is None else f"<={value.high:f}"
    return f"{value.low:f}+" if value.high is None else f"{value.low:f}-{value.high:f}"


def read_time(text: str, near: datetime) -> datetime | None:
    """Return the moment `22:14` or `2214` means on the day of `near`; None for no time."""
    found = re.fullmatch(r"\s*(\d{1,2})[:.]?(\d{2})\s*", text)
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2))
    if hour > 23 or minute > 59:
        return None
    return near.replace(hour=hour, minute=minute, second=0, microsecond=0)


_UNITS = {
    "years": (" years old", " years", " yrs", " y", " años"),
    "months": (" months", " meses"),
    "g": (" grams", " gram", " g", "g", " gramos"),
    "doses": (" doses", " pills", " dosis", " pastillas"),
}


def _decimal(text: str) -> Decimal | None:
    try:
        return checked_amount(Decimal(text.replace(",", ".")))
    except (InvalidOperation, Refused):
        return None


def _value(form: str, numbers: list[Decimal | None], fact: Fact) -> FactValue | None:
    first = numbers[0]
    if (
        first is None
        or None in numbers
        or (fact.whole and any(n != n.to_integral_value() for n in numbers if n is not None))
    ):
        return None
    match form:
        case "exact":
            return Known(first)
        case "between":
            second = numbers[1]
            return Range(first, second) if second is not None and first <= second else None
        case "about":
            return _about(first, fact)
        case "most":
            return Range(None, first)
    return Range(first, None)


def _about(middle: Decimal, fact: Fact) -> FactValue:
    if fact.unit == "years":
        return Range(max(Decimal(0), middle - YEARS_ABOUT), middle + YEARS_ABOUT)
    if fact.whole:
        spread = (middle * TENTH).to_integral_value()
        return Range(middle - spread, middle + spread)
    return Range(_plain(middle - middle * TENTH), _plain(middle + middle * TENTH))


def _plain(amount: Decimal) -> Decimal:
    """Return it without needless zeros, never with an exponent, at most 6 places."""
    short = amount.quantize(Decimal("0.000001")).normalize()
    return short if short.as_tuple().exponent <= 0 else short.quantize(Decimal(1))  # type: ignore[operator]
