"""The dictionary of facts, and what a fact can be: known, a range, declined, or not to be known.

A fact nobody asked is simply absent. Amounts are finite decimals from 0 to under 10^9 with at
most 6 places, never floats; times are aware and in whole seconds (architecture.md, Wire).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, or only its month or year: "2016" stands for any day of that year."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def first(self) -> date:
        """Return the earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)


class Never(Enum):
    """It never happened: an answer of the facts that hold "never or a date"."""

    NEVER = "never"


NEVER = Never.NEVER


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a status: the status its author saw, and the new one."""

    saw: str | None
    to: str


@dataclass(frozen=True, slots=True)
class Record:
    """A few named words that are one value, as a consent or a capacity report is."""

    items: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, **words: str | None) -> Record:
        """Return the words given, those that are None left out, in the order of their names."""
        return cls(tuple(sorted((k, v) for k, v in words.items() if v is not None)))

    def get(self, name: str, default: str = "") -> str:
        """Return one word, or the default."""
        return dict(self.items).get(name, default)


Value = bool | Decimal | str | tuple[str, ...] | PartialDate | Never | datetime | Step | Record


@dataclass(frozen=True, slots=True)
class Known:
    """A value somebody knows."""

    value: Value


@dataclass(frozen=True, slots=True)
class Range:
    """An amount between two limits, both included; None is open ("at least", "at most")."""

    low: Decimal | None
    high: Decimal | None


class Unknown(StrEnum):
    """Asked, and still not known. (Not asked = the fact is absent.)"""

    NOT_ASKED = "not_asked"  # taken back: only in changes, never among answers
    DECLINED = "declined"  # the person would not say
    CANNOT_KNOW = "cannot_know"  # cannot be known in the field


FactValue = Known | Range | Unknown


class FactType(StrEnum):
    """What values a fact takes."""

    YESNO = "yesno"
    CHOICE = "choice"
    CHOICES = "choices"  # several of a list
    AMOUNT = "amount"  # a decimal with a unit
    TEXT = "text"
    DATE = "date"  # a day, possibly partial
    EVENT = "event"  # never, or a day, possibly partial
    TIME = "time"  # a moment
    STEP = "step"
    RECORD = "record"
