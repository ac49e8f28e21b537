"""What could still come to be known: for each unknown, the few values that can make a difference.

An extension gives each unknown a value, "declined", "cannot know", or leaves it. Of all values a
fact can take only those on either side of a limit matter, so a handful stand for all of them.
"Cannot know" counts everywhere as "declined" does, so one of the two is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations

from desktop.domain.answers import Answers, Item
from desktop.domain.conditions import (
    Amount,
    Compare,
    Condition,
    Has,
    IsOneOf,
    Op,
    Total,
    Within,
    atoms,
    last_day,
)
from desktop.domain.facts import (
    NEVER,
    Fact,
    FactType,
    FactValue,
    Known,
    PartialDate,
    Range,
    Unknown,
    complete_path,
)
from desktop.domain.joining import FINEST, WAYS_LIMIT, Part, fact_in, fact_of, list_of, ways_to_grow

LARGEST = Decimal(10) ** 9
MARKED_LIMIT = 4  # words of a several-choice fact that are told apart
NOT_THERE = "\x00"  # stands for any word that no condition names

ALONE: tuple[Item | None, ...] = (None,)


@dataclass(frozen=True, slots=True)
class Going:
    """A way a list may go on: items that join, and what is then known of its being whole."""

    items: tuple[Item, ...]
    complete: FactValue | None


Way = FactValue | Going | None  # None: not asked


@dataclass(frozen=True, slots=True)
class Unsettled:
    """One unknown and the ways it can turn out, the first as it is now; None: too many."""

    path: str
    ways: tuple[Way, ...] | None


class Unknowns:
    """The unknowns of some conditions taken together, over the answers so far."""

    def __init__(
        self, conditions: Iterable[Condition], answers: Answers, *, tell_apart: bool
    ) -> None:
        self.answers = answers
        self.tell_apart = tell_apart  # "declined" from "not asked"
        self.parts = [part for condition in conditions for part in atoms(condition)]

    def paths(self) -> frozenset[str]:
        """Return the path of every unknown."""
        return frozenset(path for path, _ in self._open())

    def facts(self) -> tuple[Fact, ...]:
        """Return every fact the conditions look at, each once."""
        found = {fact.id: fact for fact in map(fact_in, self.parts) if fact}
        return tuple(found.values())

    def values_of(self, fact: Fact) -> tuple[FactValue, ...]:
        """Return the values of a fact that can make a difference; nothing: too many."""
        return tuple(self._values(fact, None) or ())

    def all(self) -> tuple[Unsettled, ...]:
        """Return every unknown with its ways, in the order of the conditions."""
        found: dict[str, Unsettled] = {}
        for path, (about, item) in self._open():
            if path in found:
                continue
            if isinstance(about, str):
                found[path] = Unsettled(path, self._list_ways(about))
            else:
                value = self.answers.value(about, item)
                found[path] = Unsettled(path, self._ways(value, self._values(about, value)))
        return tuple(found.values())

    def _open(self) -> Iterator[tuple[str, tuple[Fact | str, Item | None]]]:
        """Yield each unknown, perhaps twice: the fact and its item, or the name of a list."""
        lists: dict[str, None] = {}
        for part in self.parts:
            fact = fact_in(part)
            if fact is not None:
                items = self.answers.items(fact.list) if fact.in_item else ALONE
                for item in items:
                    if not is_exact(self.answers.value(fact, item)):
                        yield fact.path(item.id if item else ""), (fact, item)
            name = list_of(part)
            if name is not None and not self.answers.complete(name):
                lists[name] = None
        for name in lists:
            yield complete_path(name), (name, None)

    def _ways(self, now: Way, values: list[FactValue] | None) -> tuple[Way, ...] | None:
        if values is None or len(values) > WAYS_LIMIT:
            return None
        ways: dict[Way, None] = {now: None}
        ways.update(dict.fromkeys(values))
        # What is known roughly is not forgotten: only what nobody asked can be declined.
        if self.tell_apart and now is None:
            ways[Unknown.DECLINED] = None
        return tuple(ways)

    def _values(self, fact: Fact, now: FactValue | None) -> list[FactValue] | None:
        mine = [part for part in self.parts if fact_of(part) is fact]
        match fact.type:
            case FactType.YESNO:
                return [Known(True), Known(False)]
            case FactType.AMOUNT:
                return self._amounts(fact, now)
            case FactType.EVENT:
                return list(self._events(mine, now))
            case FactType.CHOICES:
                return _marked(mine)
        return _words(fact, mine)

    def _amounts(self, fact: Fact, now: FactValue | None) -> list[FactValue] | None:
        compared = [part for part in self.parts if isinstance(part, Compare)]
        alone = {p.limit for p in compared if isinstance(p.term, Amount) and p.term.fact is fact}
        totals = [p for p in compared if isinstance(p.term, Total) and p.term.fact is fact]
        if totals and (alone or self._is_tangled(fact, totals)):
            return None
        limits = alone | self._shares(fact, totals, now)
        low, high = (now.low, now.high) if isinstance(now, Range) else (None, None)
        near = {low or Decimal(0), high or low or Decimal(0)}
        for limit in limits:
            near.update(_around(limit, whole=fact.whole))
        least, most = low or Decimal(0), LARGEST - FINEST if high is None else high
        return [Known(amount) for amount in sorted(near) if least <= amount <= most]

    def _is_tangled(self, fact: Fact, totals: list[Compare]) -> bool:
        """Return whether a handful of amounts cannot stand for all.

        Of one sum and one limit they always can: only its ends matter. Of a window between two
        limits they can while no more than two items are uncertain.
        """
        if len({_where(part) for part in totals}) > 1:
            return True
        limits = {part.limit for part in totals}
        window = len(limits) > 1 or any(p.op in (Op.EQUAL, Op.NOT_EQUAL) for p in totals)
        where = _where(totals[0])
        uncertain = sum(
            isinstance(self.answers.value(fact, one), Range)
            or (where is not None and where.truth(self.answers, one) is None)
            for one in self.answers.items(fact.list)
        )
        return window and uncertain > 2

    def _shares(self, fact: Fact, totals: list[Compare], now: FactValue | None) -> set[Decimal]:
        """Return what one amount must be for a total to come to its limit."""
        if not totals:
            return set()
        where = _where(totals[0])
        rests = [Decimal(0)] * 4  # the others' sum: lowest and highest, without and with maybes
        left_out = False
        for one in self.answers.items(fact.list):
            value = self.answers.value(fact, one)
            counts = where.truth(self.answers, one) if where else True
            if counts is False or (value == now and not left_out):
                left_out = left_out or counts is not False
                continue
            low, high = _bounds(value)
            sure = counts is True
            rests = [
                rests[0] + (low if sure else 0),
                rests[1] + (high if sure else 0),
                rests[2] + low,
                rests[3] + high,
            ]
        return {part.limit - rest for part in totals for rest in rests}

    def _events(self, mine: list[Part], now: FactValue | None) -> Iterator[FactValue]:
        today = self.answers.on.date()
        days = {today}
        for part in mine:
            if isinstance(part, Within):
                since = part.since(today)
                days |= {since, since - timedelta(days=1)}
        first, last = date.min, today
        if isinstance(now, Known) and isinstance(now.value, PartialDate):
            first, last = now.value.first, last_day(now.value)
            days |= {first, last}
        else:
            yield Known(NEVER)
        for day in sorted(days):
            if first <= day <= last:
                yield Known(PartialDate(day.year, day.month, day.day))

    def _list_ways(self, name: str) -> tuple[Way, ...] | None:
        now = self.answers.facts.get(complete_path(name))
        grown = ways_to_grow(
            name, self.parts, self.answers, lambda fact: self._values(fact, None)
        )  # fmt: skip
        if grown is None:
            return None
        ways: list[Way] = [Going((), now)]
        if self.tell_apart and not isinstance(now, Unknown):
            ways.append(Going((), Unknown.DECLINED))
        ways += [Going(items, Known(True)) for items in grown]
        return tuple(ways)


def is_exact(value: FactValue | None) -> bool:
    """Return whether nothing more can be found out about it."""
    if not isinstance(value, Known):
        return False
    return not isinstance(value.value, PartialDate) or value.value.day is not None


def _words(fact: Fact, mine: list[Part]) -> list[FactValue]:
    """Return one word for each way the conditions can tell words apart."""
    groups = [part.values for part in mine if isinstance(part, IsOneOf)]
    words = [choice.value for choice in fact.choices]
    if not words:
        words = [*sorted(frozenset().union(*groups)), NOT_THERE]
    by_sight = {tuple(word in group for group in groups): word for word in reversed(words)}
    return [Known(word) for word in by_sight.values()]


def _marked(mine: list[Part]) -> list[FactValue] | None:
    words = sorted({part.value for part in mine if isinstance(part, Has)})
    if len(words) > MARKED_LIMIT:
        return None
    return [
        Known(chosen) for count in range(len(words) + 1) for chosen in combinations(words, count)
    ]


def _around(limit: Decimal, *, whole: bool) -> set[Decimal]:
    if not whole:
        return {limit - FINEST, limit, limit + FINEST}
    below = limit.to_integral_value(ROUND_FLOOR)
    above = limit.to_integral_value(ROUND_CEILING)
    return {below - 1, below, above, above + 1}


def _where(part: Compare) -> Condition | None:
    return part.term.where if isinstance(part.term, Total) else None


def _bounds(value: FactValue | None) -> tuple[Decimal, Decimal]:
    if isinstance(value, Known) and isinstance(value.value, Decimal):
        return value.value, value.value
    if isinstance(value, Range):
        return value.low or Decimal(0), value.high or value.low or Decimal(0)
    return Decimal(0), Decimal(0)
