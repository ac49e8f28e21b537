"""The dictionary of facts, and what a fact can be: known, a range, declined, or not to be known.

A fact nobody asked is simply absent. Amounts are finite decimals from 0 to under 10^9 with at
most 6 places, never floats; times are aware and in whole seconds (architecture.md, Wire).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum, StrEnum
from functools import cache

from desktop.domain.refused import Refused
from desktop.domain.terms import Resolver, Tag
from desktop.domain.words import Given, Say, Sayable


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
    """Asked, and still not known. Not asked: the fact is absent."""

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


class InField(StrEnum):
    """Whether the officer can find it out where the person is met."""

    YES = "yes"
    RADIO = "radio"  # with a radio or a terminal
    NO = "no"


class Tier(StrEnum):
    """Who is asked for it. Source: field.md 2.2."""

    FIELD = "F"  # at the roadside, in under three minutes
    DESK = "D"  # desk staff fill it in later
    COORDINATOR = "C"  # never asked of an officer
    AUTO = "A"  # the app fills it in


NOTHING = Given(())


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a fact: the stored value and its words."""

    value: str
    label: Given


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the dictionary: what it is, how it is asked, who can know it, who may see it."""

    id: str
    type: FactType
    tags: frozenset[Tag]
    label: Given  # its short name, for sheets and reasons
    question: Given
    help: Given = NOTHING
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    in_field: InField = InField.YES
    seconds: int = 0  # that finding it out takes
    resolver: Resolver = Resolver.DESK  # unless a criterion names another
    list: str = ""  # "charges" or "drugs", for what is asked of each item and of the list
    tier: Tier = Tier.FIELD
    declassified: bool = False  # keeps its own tags though made of facts with stricter ones
    free_text: bool = False
    # Whether each item of a list has its own, e.g. `drug.amount_g`; asked at every comparison.
    in_item: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        in_item = bool(self.list) and self.id != complete_path(self.list)
        object.__setattr__(self, "in_item", in_item)

    @property
    def item_prefix(self) -> str:
        """Return what its paths begin with, "drug" for `drug.amount_g`."""
        return self.id.partition(".")[0]

    @property
    def whole(self) -> bool:
        """Return whether its amounts are whole numbers (years, months, doses), not weights."""
        return self.type is FactType.AMOUNT and self.unit != "g"

    def choice(self, value: str) -> Choice | None:
        """Return the answer with that stored value."""
        return next((choice for choice in self.choices if choice.value == value), None)

    def path(self, item: str = "") -> str:
        """Return its path in an encounter: `person.age`, or `drug/<item>/amount_g`."""
        prefix, _, name = self.id.partition(".")
        return f"{prefix}/{item}/{name}" if self.in_item else self.id


@cache
def complete_path(list_name: str) -> str:
    """Return the fact that says a list is whole, "drugs.complete"."""
    return f"{list_name}.complete"


class Dictionary:
    """All facts there are, in the order of resources/facts.csv."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = {fact.id: fact for fact in facts}
        # "answer/*" and "deadline.*" stand for one fact per criterion and per clock.
        self._families = {id_[:-1]: fact for id_, fact in self._facts.items() if id_[-1:] == "*"}

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts.values())

    def __len__(self) -> int:
        return len(self._facts)

    def with_own(self, facts: Iterable[Fact]) -> Dictionary:
        """Return it with a program's own facts after those everybody has."""
        return Dictionary((*self, *facts))

    def find(self, id_: str) -> Fact | None:
        """Return the fact with that id (`drug.amount_g`), or None."""
        return self._facts.get(id_)

    def fact_of(self, path: str) -> Fact:
        """Return the fact a path of an encounter is about; refuses an unknown one."""
        fact = self._facts.get(path) or self._in_item(path) or self._in_family(path)
        if fact is None:
            raise Refused(
                Say('There is no fact named "{name}".', name=_shown(path)),
                remedy=did_you_mean(path, self._facts),
            )
        return fact

    def known(self, path: str) -> bool:
        """Return whether a path is about a fact of this dictionary."""
        found = self._facts.get(path) or self._in_item(path) or self._in_family(path)
        return found is not None

    def tags_of(self, path: str) -> frozenset[Tag]:
        """Return what kind of fact a path is; refuses an unknown one."""
        return self.fact_of(path).tags

    def lists(self) -> tuple[str, ...]:
        """Return the names of the lists, "charges" and "drugs"."""
        return tuple(dict.fromkeys(fact.list for fact in self if fact.list))

    def of_list(self, name: str) -> tuple[Fact, ...]:
        """Return what is asked of each item of a list."""
        return tuple(fact for fact in self if fact.list == name and fact.in_item)

    def list_of_prefix(self, prefix: str) -> str | None:
        """Return the list whose items are named so: "drugs" for "drug"."""
        found = (fact.list for fact in self if fact.in_item and fact.item_prefix == prefix)
        return next(found, None)

    def _in_item(self, path: str) -> Fact | None:
        prefix, item, name = (*path.split("/"), "", "", "")[:3]
        fact = self._facts.get(f"{prefix}.{name}") if item and path.count("/") == 2 else None
        return fact if fact and fact.in_item else None

    def _in_family(self, path: str) -> Fact | None:
        found = (fact for start, fact in self._families.items() if path.startswith(start))
        return next(found, None)


def did_you_mean(word: str, known: Iterable[str]) -> Sayable:
    """Return a suggestion for a word that is none of the known ones."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    if close:
        return Say('Did you mean "{name}"?', name=close[0])
    return Say("Look the names up in facts.csv.")


def _shown(word: str) -> str:
    """Return a word fit for a message: a fault in a file may be any length."""
    return word if len(word) <= 60 else word[:59] + "…"
