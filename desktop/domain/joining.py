"""How a list may still go on: the few ways of items to join that can make a difference.

What joins counts only by what it adds to the parts of conditions about its list: that one is
found, that all still are, how much the sum grows. Of all that add the same, one stands for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import product

from desktop.domain.answers import Answers, Item
from desktop.domain.conditions import (
    Amount,
    Atom,
    Compare,
    Count,
    Every,
    Happened,
    Has,
    IsOneOf,
    Some,
    Total,
    Within,
    YesNo,
    atoms,
)
from desktop.domain.facts import Fact, FactValue

ITEMS_LIMIT = 4  # items that may still join a list
WAYS_LIMIT = 600  # ways one unknown may turn out
FINEST = Decimal("0.000001")  # the smallest step of an amount

Part = Atom | Compare | Some | Every
Facts = Mapping[str, FactValue]
Added = tuple[bool | Decimal | None, ...]  # to each part: found, all still are, how much


def ways_to_grow(
    name: str,
    parts: Sequence[Part],
    answers: Answers,
    values_of: Callable[[Fact], list[FactValue] | None],
) -> tuple[tuple[Item, ...], ...] | None:
    """Return the items that may join a list, none first; None when there are too many ways."""
    mine = [part for part in parts if list_of(part) == name]
    size = _most_that_join(mine)
    fields: dict[str, list[FactValue]] = {}
    for fact in filter(None, map(fact_in, parts)):
        if fact.in_item and fact.list == name and fact.id not in fields:
            values = values_of(fact)
            if values is None:
                return None
            fields[fact.id] = values
    if size is None:
        return None
    nothing = tuple(_nothing(part) for part in mine)
    kinds = _kinds(fields, mine, answers)
    # Where a list cannot be whole while it is empty, having any item is a difference of its own.
    hollow = not answers.items(name) and not answers.may_be_empty(name)
    found: dict[tuple[bool, Added], tuple[Facts, ...]] = {(hollow, nothing): ()}
    newest = found
    limits = [_limit(part, mine) for part in mine]
    for _ in range(size):
        grown: dict[tuple[bool, Added], tuple[Facts, ...]] = {}
        for (_, so_far), chosen in newest.items():
            for added, facts in kinds.items():
                sums = (False, tuple(map(_add, mine, so_far, added, limits)))
                if sums not in found and sums not in grown:
                    grown[sums] = (*chosen, facts)
        found = {**found, **grown}
        newest = grown
        if len(found) > WAYS_LIMIT:
            return None
    return tuple(
        tuple(Item(f"+{place}", facts) for place, facts in enumerate(chosen))
        for chosen in found.values()
    )


def _kinds(
    fields: Mapping[str, list[FactValue]], mine: Sequence[Part], answers: Answers
) -> dict[Added, Facts]:
    """Return the items that may join by what each adds."""
    found: dict[Added, Facts] = {}
    for values in product(*fields.values()):
        facts = dict(zip(fields, values, strict=True))
        item = Item("+", facts)
        found.setdefault(tuple(_adds(part, answers, item) for part in mine), facts)
    return found


def _adds(part: Part, answers: Answers, item: Item) -> bool | Decimal | None:
    if isinstance(part, Some | Every):
        return part.part.truth(answers, item)
    if not isinstance(part, Compare) or isinstance(part.term, Amount):
        return None
    counts = part.term.where is None or part.term.where.truth(answers, item) is True
    if isinstance(part.term, Count):
        return Decimal(counts)
    return Amount(part.term.fact).bounds(answers, item)[0] if counts else Decimal(0)


def _nothing(part: Part) -> bool | Decimal:
    return isinstance(part, Every) if isinstance(part, Some | Every) else Decimal(0)


def _add(
    part: Part, so_far: bool | Decimal | None, added: bool | Decimal | None, limit: Decimal
) -> bool | Decimal | None:
    if isinstance(part, Some):
        return bool(so_far) or bool(added)
    if isinstance(part, Every):
        return bool(so_far) and bool(added)
    # Over the highest limit one sum is as good as another.
    return min(Decimal(so_far or 0) + Decimal(added or 0), limit)


def _limit(part: Part, mine: Sequence[Part]) -> Decimal:
    """Return the smallest amount over every limit the sums of this kind are held against."""
    if not isinstance(part, Compare):
        return Decimal(0)
    kind = type(part.term)
    compared = [one for one in mine if isinstance(one, Compare) and isinstance(one.term, kind)]
    return max(one.limit for one in compared) + FINEST


def _most_that_join(mine: Sequence[Part]) -> int | None:
    """Return how many items may have to join to bring about all there is, None: too many."""
    quantified = [part for part in mine if isinstance(part, Some | Every)]
    counted = [p for p in mine if isinstance(p, Compare) and isinstance(p.term, Count)]
    sums = [p for p in mine if isinstance(p, Compare) and isinstance(p.term, Total)]
    size = len(quantified) + any(_needs_its_own(one, quantified) for one in sums)
    size += sum(int(part.limit) + 1 for part in counted)
    return size if size <= ITEMS_LIMIT else None


def _needs_its_own(part: Compare, quantified: Sequence[Some | Every]) -> bool:
    """Return whether a sum may need an item besides those that "some" and "every" look for.

    The item they look for may weigh whatever it likes, unless they or the sum are choosy.
    """
    if not quantified or not isinstance(part.term, Total) or part.term.where is not None:
        return True
    return any(fact_in(one) is part.term.fact for look in quantified for one in atoms(look.part))


def fact_of(part: Part) -> Fact | None:
    """Return the fact a part is about, amounts left out."""
    return part.fact if isinstance(part, YesNo | IsOneOf | Has | Happened | Within) else None


def fact_in(part: Part) -> Fact | None:
    """Return the fact a part looks at, amounts and sums too."""
    if isinstance(part, Compare):
        return part.term.fact if isinstance(part.term, Amount | Total) else None
    return fact_of(part)


def list_of(part: Part) -> str | None:
    """Return the list a part is about."""
    if isinstance(part, Some | Every):
        return part.list
    if isinstance(part, Compare):
        match part.term:
            case Total(fact):
                return fact.list
            case Count(name):
                return name
    return None
