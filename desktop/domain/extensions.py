"""What could still come to be known: for each unknown, the few values that can make a difference.

An extension gives each unknown a value, "declined", "cannot know", or leaves it. Of all values a
fact can take only those on either side of a limit matter, so a handful stand for all of them.
"Cannot know" counts everywhere as "declined" does, so one of the two is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations, combinations_with_replacement, islice, product

from desktop.domain.answers import Answers, Item
from desktop.domain.conditions import (
    Amount,
    Atom,
    Compare,
    Condition,
    Count,
    Every,
    Happened,
    Has,
    IsOneOf,
    Op,
    Some,
    Total,
    Within,
    YesNo,
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

LARGEST = Decimal(10) ** 9
FINEST = Decimal("0.000001")  # the smallest step of an amount
MARKED_LIMIT = 4  # words of a several-choice fact that are told apart
ITEMS_LIMIT = 4  # items that may still join a list
WAYS_LIMIT = 600  # ways one unknown may turn out
NOT_THERE = "\x00"  # stands for any word that no condition names

Part = Atom | Compare | Some | Every
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
            fact = _fact_in(part)
            if fact is not None:
                items = self.answers.items(fact.list) if fact.in_item else ALONE
                for item in items:
                    if not is_exact(self.answers.value(fact, item)):
                        yield fact.path(item.id if item else ""), (fact, item)
            name = _list_of(part)
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
        mine = [part for part in self.parts if _fact_of(part) is fact]
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
        size = self._joining(name)
        fields = self._fields(name)
        if size is None or fields is None:
            return None
        kinds = self._kinds(name, fields)
        ways: list[Way] = [Going((), now)]
        if self.tell_apart and not isinstance(now, Unknown):
            ways.append(Going((), Unknown.DECLINED))
        for count in range(size + 1):
            for chosen in islice(combinations_with_replacement(kinds, count), WAYS_LIMIT):
                items = tuple(Item(f"+{i}", facts) for i, facts in enumerate(chosen))
                ways.append(Going(items, Known(True)))
            if len(ways) > WAYS_LIMIT:
                return None
        return tuple(ways)

    def _kinds(
        self, name: str, fields: Mapping[str, list[FactValue]]
    ) -> list[dict[str, FactValue]]:
        """Return the items that may join, one of all that count alike everywhere."""
        mine = [part for part in self.parts if _list_of(part) == name]
        found: dict[tuple[object, ...], dict[str, FactValue]] = {}
        for values in product(*fields.values()):
            facts = dict(zip(fields, values, strict=True))
            item = Item("+", facts)
            counts = tuple(_counts(part, self.answers, item) for part in mine)
            found.setdefault(counts, facts)
        return list(found.values())

    def _joining(self, name: str) -> int | None:
        """Return how many items may have to join to bring about all there is, None: too many."""
        mine = [part for part in self.parts if _list_of(part) == name]
        quantified = [part for part in mine if isinstance(part, Some | Every)]
        counted = [p for p in mine if isinstance(p, Compare) and isinstance(p.term, Count)]
        sums = [p for p in mine if isinstance(p, Compare) and isinstance(p.term, Total)]
        size = len(quantified) + any(_needs_its_own(one, quantified) for one in sums)
        size += sum(int(part.limit) + 1 for part in counted)
        return size if size <= ITEMS_LIMIT else None

    def _fields(self, name: str) -> dict[str, list[FactValue]] | None:
        fields: dict[str, list[FactValue]] = {}
        for part in self.parts:
            fact = _item_fact(part)
            if fact is None or fact.list != name or fact.id in fields:
                continue
            values = self._values(fact, None)
            if values is None:
                return None
            fields[fact.id] = values
        return fields


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


def _fact_of(part: Part) -> Fact | None:
    return part.fact if isinstance(part, YesNo | IsOneOf | Has | Happened | Within) else None


def _fact_in(part: Part) -> Fact | None:
    if isinstance(part, Compare):
        return part.term.fact if isinstance(part.term, Amount | Total) else None
    return _fact_of(part)


def _item_fact(part: Part) -> Fact | None:
    fact = _fact_in(part)
    return fact if fact and fact.in_item else None


def _needs_its_own(part: Compare, quantified: list[Some | Every]) -> bool:
    """Return whether a sum may need an item besides those that "some" and "every" look for.

    The item they look for may weigh whatever it likes, unless they or the sum are choosy.
    """
    if not quantified or not isinstance(part.term, Total) or part.term.where is not None:
        return True
    return any(_fact_in(one) is part.term.fact for look in quantified for one in atoms(look.part))


def _counts(part: Part, answers: Answers, item: Item) -> object:
    """Return what an item with nothing unknown adds to a part about its list."""
    if isinstance(part, Some | Every):
        return part.part.truth(answers, item)
    if not isinstance(part, Compare) or isinstance(part.term, Amount):
        return None
    counted = part.term.where.truth(answers, item) if part.term.where else True
    if not counted or isinstance(part.term, Count):
        return counted
    return Amount(part.term.fact).bounds(answers, item)


def _list_of(part: Part) -> str | None:
    if isinstance(part, Some | Every):
        return part.list
    if isinstance(part, Compare):
        match part.term:
            case Total(fact):
                return fact.list
            case Count(name):
                return name
    return None
