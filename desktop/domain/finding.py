"""A fault of a program: what, where, in words, and a smallest encounter that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.domain.condition_words import value_in_words
from desktop.domain.facts import Dictionary, FactValue, Known, Range
from desktop.domain.words import Listing, Say, Sayable


class Kind(StrEnum):
    """What is wrong, what weighs most first. Values are printed: add, never rename."""

    ABSOLUTE_OVERRIDE = "absolute_override"
    PRESUMPTIVE_ALONE = "presumptive_alone"
    STRENGTH = "strength"
    NO_RESOLVER = "no_resolver"
    ASK_NOBODY = "ask_nobody"
    ASK_NEEDLESS = "ask_needless"
    NO_CHARGE = "no_charge"
    CONTRADICTION = "contradiction"
    NOBODY = "nobody"
    GAP = "gap"
    DEAD = "dead"
    IMPLIED = "implied"
    NO_CASES = "no_cases"
    CASE = "case"
    PLACEHOLDER = "placeholder"
    NO_TEXT = "no_text"
    LANGUAGE = "language"
    STIGMA = "stigma"
    READING = "reading"
    NEVER_ASKED = "never_asked"
    ASKED_TOO_MUCH = "asked_too_much"
    BOUNDARY = "boundary"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Example:
    """A few facts of an encounter, by path."""

    facts: tuple[tuple[str, FactValue], ...] = ()

    @classmethod
    def of(cls, facts: Iterable[tuple[str, FactValue]]) -> Example:
        """Return the facts as an example."""
        return cls(tuple(facts))

    def given(self) -> str:
        """Return it as the `given` of cases.csv: "person.age = 17; drugs.complete = yes"."""
        return "; ".join(f"{path} = {as_text(value)}" for path, value in self.facts)

    def says(self, dictionary: Dictionary) -> Sayable:
        """Return it in words: "Age: 17 years; All drugs are listed: yes"."""
        return Listing(
            tuple(
                Say("{fact}: {value}", fact=fact.label, value=value_in_words(fact, value))
                for path, value in self.facts
                for fact in (dictionary.fact_of(path),)
            ),
            between="; ",
        )


NO_EXAMPLE = Example()


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault and where it is; one that `stops` keeps the program from being published."""

    kind: Kind
    where: str  # a criterion or several, a case, a pathway, or a text
    says: Sayable
    stops: bool = True
    example: Example = NO_EXAMPLE  # a smallest encounter that shows it, where one can


def as_text(value: FactValue) -> str:
    """Return a value as it is written in cases.csv."""
    if isinstance(value, Range):
        low, high = (None if one is None else f"{one:f}" for one in (value.low, value.high))
        return f"{low or ''}..{high or ''}"
    if not isinstance(value, Known):
        return value.value.replace("_", " ")
    match value.value:
        case bool(yes):
            return "yes" if yes else "no"
        case Decimal() as amount:
            return f"{amount:f}"
        case tuple(words):
            return "+".join(words) or "none"
    return str(getattr(value.value, "value", value.value))
