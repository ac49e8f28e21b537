"""A condition over facts: true, false or unknown (strong Kleene), and on which facts it rests.

Unknown is None. A comparison that holds for the whole range of what a fact can be is true, for
none of it false, otherwise unknown. `condition_text` reads conditions, `condition_words` says them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.domain.answers import Answers, Item
from desktop.domain.facts import (
    NEVER,
    Fact,
    FactValue,
    Known,
    PartialDate,
    Range,
    complete_path,
)

ZERO = Decimal(0)
Bounds = tuple[Decimal, Decimal | None]  # lowest and highest it can be; None is open


class Op(StrEnum):
    """How an amount is compared with a limit."""

    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "=="
    NOT_EQUAL = "!="


@dataclass(frozen=True, slots=True)
class YesNo:
    """A yes/no fact is yes."""

    fact: Fact

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        """Return whether it holds; None when that is unknown. So do all `truth` below."""
        known = answers.value(self.fact, item)
        return known.value if isinstance(known, Known) and isinstance(known.value, bool) else None


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """A choice or a word is one of these."""

    fact: Fact
    values: frozenset[str]

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        known = answers.value(self.fact, item)
        return known.value in self.values if isinstance(known, Known) else None


@dataclass(frozen=True, slots=True)
class Has:
    """One of several choices is marked."""

    fact: Fact
    value: str

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        known = answers.value(self.fact, item)
        marked = known.value if isinstance(known, Known) else None
        return self.value in marked if isinstance(marked, tuple) else None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event was at some time; false when it never was."""

    fact: Fact

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        known = answers.value(self.fact, item)
        when = known.value if isinstance(known, Known) else None
        return True if isinstance(when, PartialDate) else False if when is NEVER else None


@dataclass(frozen=True, slots=True)
class Within:
    """An event was so many years, months or days ago or less; the very day counts as within."""

    fact: Fact
    years: int = 0
    months: int = 0
    days: int = 0

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        known = answers.value(self.fact, item)
        if not isinstance(known, Known):
            return None
        if known.value is NEVER:
            return False
        if not isinstance(known.value, PartialDate):
            return None
        since = self.since(answers.on.date())
        if known.value.first >= since:
            return True
        return False if last_day(known.value) < since else None

    def since(self, on: date) -> date:
        """Return the first day that counts as within."""
        months = on.year * 12 + on.month - 1 - self.years * 12 - self.months
        year, month = max(months // 12, 1), months % 12 + 1
        day = min(on.day, monthrange(year, month)[1])
        return date(year, month, day) - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of its own."""

    fact: Fact

    def bounds(self, answers: Answers, item: Item | None) -> Bounds:
        """Return the lowest and highest it can be; nothing known is 0 or more."""
        return _bounds(answers.value(self.fact, item))


def _bounds(known: FactValue | None) -> Bounds:
    if isinstance(known, Known) and isinstance(known.value, Decimal):
        return known.value, known.value
    if isinstance(known, Range):
        return known.low or ZERO, known.high
    return ZERO, None


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of an amount over a list, or over those items of it that `where` holds for."""

    fact: Fact
    where: Condition | None = None

    def bounds(self, answers: Answers, item: Item | None) -> Bounds:
        """Return the lowest and highest sum; a missing amount is 0 or more."""
        low, high = ZERO, ZERO if answers.complete(self.fact.list) else None
        for one in answers.items(self.fact.list):
            counts = self.where.truth(answers, one) if self.where else True
            if counts is False:
                continue
            least, most = _bounds(one.facts.get(self.fact.id))
            if counts:
                low += least
            high = None if high is None or most is None else high + most
        return low, high


@dataclass(frozen=True, slots=True)
class Count:
    """How many items a list has, or how many that `where` holds for."""

    list: str
    where: Condition | None = None

    def bounds(self, answers: Answers, item: Item | None) -> Bounds:
        """Return the lowest and highest number."""
        items = answers.items(self.list)
        hits = [self.where.truth(answers, one) if self.where else True for one in items]
        sure, maybe = hits.count(True), hits.count(None)
        return Decimal(sure), Decimal(sure + maybe) if answers.complete(self.list) else None


Term = Amount | Total | Count


@dataclass(frozen=True, slots=True)
class Compare:
    """An amount compared with a limit."""

    term: Term
    op: Op
    limit: Decimal

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        low, high = self.term.bounds(answers, item)
        yes, no = SURELY[self.op](low, high, self.limit)
        return True if yes else False if no else None


def _apart(low: Decimal, high: Decimal | None, limit: Decimal) -> bool:
    return low > limit or (high is not None and high < limit)


# Whether a comparison holds for all an amount can be, and whether for none of it.
SURELY: dict[Op, Callable[[Decimal, Decimal | None, Decimal], tuple[bool, bool]]] = {
    Op.MORE: lambda low, high, limit: (low > limit, high is not None and high <= limit),
    Op.AT_LEAST: lambda low, high, limit: (low >= limit, high is not None and high < limit),
    Op.LESS: lambda low, high, limit: (high is not None and high < limit, low >= limit),
    Op.AT_MOST: lambda low, high, limit: (high is not None and high <= limit, low > limit),
    Op.EQUAL: lambda low, high, limit: (low == limit == high, _apart(low, high, limit)),
    Op.NOT_EQUAL: lambda low, high, limit: (_apart(low, high, limit), low == limit == high),
}


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: Condition

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        inner = self.part.truth(answers, item)
        return None if inner is None else not inner


@dataclass(frozen=True, slots=True)
class All:
    """Each part holds: `a and b`."""

    parts: tuple[Condition, ...]

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        found: bool | None = True
        for part in self.parts:
            one = part.truth(answers, item)
            if one is False:
                return False
            if one is None:
                found = None
        return found


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds: `a or b`."""

    parts: tuple[Condition, ...]

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        found: bool | None = False
        for part in self.parts:
            one = part.truth(answers, item)
            if one is True:
                return True
            if one is None:
                found = None
        return found


@dataclass(frozen=True, slots=True)
class Some:
    """It holds for an item of the list. While the list may go on, only a find settles it."""

    list: str
    part: Condition

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        found: bool | None = False if answers.complete(self.list) else None
        for one in answers.items(self.list):
            holds = self.part.truth(answers, one)
            if holds is True:
                return True
            if holds is None:
                found = None
        return found


@dataclass(frozen=True, slots=True)
class Every:
    """It holds for each item of the list, also when there is none."""

    list: str
    part: Condition

    def truth(self, answers: Answers, item: Item | None = None) -> bool | None:
        found: bool | None = True if answers.complete(self.list) else None
        for one in answers.items(self.list):
            holds = self.part.truth(answers, one)
            if holds is False:
                return False
            if holds is None:
                found = None
        return found


Atom = YesNo | IsOneOf | Has | Happened | Within
Condition = Atom | Compare | Not | All | Any | Some | Every


def last_day(when: PartialDate) -> date:
    """Return the latest day it can mean."""
    month = when.month or 12
    return date(when.year, month, when.day or monthrange(when.year, month)[1])


def atoms(condition: Condition) -> Iterator[Atom | Compare | Some | Every]:
    """Return every part that looks at facts, those inside quantifiers and totals too."""
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from atoms(part)
    elif isinstance(condition, Not):
        yield from atoms(condition.part)
    else:
        yield condition
        inner = _inner(condition)
        if inner is not None:
            yield from atoms(inner)


def outer_atoms(condition: Condition) -> Iterator[Atom | Compare | Some | Every]:
    """Return the parts that "and", "or" and "not" join: what is inside of them left out."""
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from outer_atoms(part)
    elif isinstance(condition, Not):
        yield from outer_atoms(condition.part)
    else:
        yield condition


def _inner(condition: Atom | Compare | Some | Every) -> Condition | None:
    if isinstance(condition, Some | Every):
        return condition.part
    if isinstance(condition, Compare) and isinstance(condition.term, Total | Count):
        return condition.term.where
    return None


def facts_in(condition: Condition) -> frozenset[str]:
    """Return the ids of the facts it looks at, with `<list>.complete` for each list."""
    return frozenset(id_ for atom in atoms(condition) for id_ in _facts_of(atom))


def _facts_of(atom: Atom | Compare | Some | Every) -> Iterable[str]:
    if isinstance(atom, Some | Every):
        return (complete_path(atom.list),)
    if not isinstance(atom, Compare):
        return (atom.fact.id,)
    match atom.term:
        case Amount(fact):
            return (fact.id,)
        case Total(fact):
            return fact.id, complete_path(fact.list)
        case Count(list_name):
            return (complete_path(list_name),)
