"""Dates as officers type them: `3/14/1992`, `3/1992` or `1992`; and back."""

from __future__ import annotations

import re
from datetime import date

from desktop.domain.facts import PartialDate


def read_date(text: str) -> PartialDate | None:
    """Return the date, possibly partial; None for what is no date of 1850 to 2200."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if not re.fullmatch(r"\s*\d+(\s*[/.\-]\s*\d+){0,2}\s*", text):
        return None
    if len(parts) == 3 and len(re.findall(r"\d+", text)[0]) == 4:
        year, month, day = parts
    elif len(parts) == 3:
        month, day, year = parts
    elif len(parts) == 2:
        (month, year), day = parts, 0
    else:
        (year,), month, day = parts, 0, 0
    return _checked(year, month, day)


def write_date(known: PartialDate) -> str:
    """Return the date as it is typed."""
    parts = [str(part) for part in (known.month, known.day) if part]
    return "/".join([*parts, str(known.year)])


def _checked(year: int, month: int, day: int) -> PartialDate | None:
    if not 1850 <= year <= 2200:
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month or None, day or None)
