"""Gaps: a choice or an interval of a fact that no criterion speaks about, between two that are.

Criteria split a fact into cases when each looks at it in its `when`: one for people under 18, one
from 21 on. What lies between them and is named by none was forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.domain.answers import Answers, Item
from desktop.domain.condition_words import value_in_words
from desktop.domain.conditions import facts_in
from desktop.domain.extensions import Unknowns
from desktop.domain.facts import Fact, FactType, FactValue, Known, complete_path
from desktop.domain.program import Criterion
from desktop.domain.words import Say, Sayable

ORDERED = frozenset({FactType.AMOUNT, FactType.EVENT})
Facts = tuple[tuple[str, FactValue], ...]


def gaps(
    criteria: Sequence[Criterion], base: Answers
) -> Iterator[tuple[Sayable, frozenset[str], Facts]]:
    """Yield each gap: what it says, the criteria around it and a smallest example."""
    for fact in _split_facts(criteria, base):
        about = [one for one in criteria if fact.id in facts_in(one.hit)]
        values = _values(fact, about, base)
        speaking = [_speaking(about, fact, value, base) for value in values]
        for place, here in enumerate(speaking):
            around = frozenset() if here else _around(fact, speaking, place)
            if around:
                says = Say(
                    "No criterion speaks about this: {fact}: {value}.",
                    fact=fact.label,
                    value=value_in_words(fact, values[place]),
                )
                yield says, around, _example(fact, values[place])
                break


def _split_facts(criteria: Sequence[Criterion], base: Answers) -> list[Fact]:
    """Return the facts that whoever looks at them looks at in its `when`, two at least."""
    return [
        fact
        for fact in Unknowns([one.hit for one in criteria], base, tell_apart=False).facts()
        if fact.type in (FactType.CHOICE, *ORDERED)
        and sum(_asks_when(one, fact) for one in criteria) > 1
        and all(_asks_when(one, fact) for one in criteria if fact.id in facts_in(one.hit))
    ]


def _asks_when(one: Criterion, fact: Fact) -> bool:
    return one.when is not None and fact.id in facts_in(one.when)


def _values(fact: Fact, about: Sequence[Criterion], base: Answers) -> list[FactValue]:
    if fact.type is FactType.CHOICE:
        return [Known(choice.value) for choice in fact.choices]
    return list(Unknowns([one.hit for one in about], base, tell_apart=False).values_of(fact))


def _speaking(
    about: Sequence[Criterion], fact: Fact, value: FactValue, base: Answers
) -> frozenset[str]:
    """Return the criteria that may count for this value, whatever else is known."""
    if fact.in_item:
        lists = {**base.lists, fact.list: (Item("1", {fact.id: value}),)}
        facts = {**base.facts, complete_path(fact.list): Known(True)}
        there = replace(base, facts=facts, lists=lists)
    else:
        there = replace(base, facts={**base.facts, fact.id: value})
    return frozenset(
        one.id for one in about if one.when is None or one.when.truth(there) is not False
    )


def _around(fact: Fact, speaking: Sequence[frozenset[str]], place: int) -> frozenset[str]:
    """Return the criteria on both sides of a gap; nothing when one alone stands there."""
    before = next((one for one in reversed(speaking[:place]) if one), frozenset[str]())
    after = next((one for one in speaking[place:] if one), frozenset[str]())
    if fact.type in ORDERED:
        return before | after if before and after and before != after else frozenset()
    sets = [one for one in speaking if one]
    split = any(a - b and b - a for a in sets for b in sets)
    return frozenset[str]().union(*sets) if split else frozenset()


def _example(fact: Fact, value: FactValue) -> Facts:
    return ((fact.path("1"), value),) if fact.in_item else ((fact.id, value),)
