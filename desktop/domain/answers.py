"""What is known of one encounter, as the rules see it: single facts and lists of items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.domain.facts import Dictionary, Fact, FactValue, Known, Unknown, complete_path
from desktop.domain.terms import Pathway

PATHWAY = "pathway"
CHARGE_HELD = "charge.held"
CHARGES = "charges"
YES = Known(True)


@dataclass(frozen=True, slots=True)
class Item:
    """One charge or one drug: its id and what is known of it, by fact (`drug.amount_g`)."""

    id: str
    facts: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Answers:
    """The facts by path, the items of each list, and the moment it is about.

    A fact nobody asked is absent. A list is complete when `<list>.complete` is known to be yes.
    """

    facts: Mapping[str, FactValue]
    on: datetime
    lists: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    def value(self, fact: Fact, item: Item | None = None) -> FactValue | None:
        """Return what is known of a fact (of that item, where each has its own), or None."""
        if fact.in_item:
            return item.facts.get(fact.id) if item else None
        return self.facts.get(fact.id)

    def items(self, list_name: str) -> tuple[Item, ...]:
        """Return the items of a list known so far."""
        return self.lists.get(list_name, ())

    def complete(self, list_name: str) -> bool:
        """Return whether nothing is missing in the list."""
        known = self.facts.get(complete_path(list_name))
        if not (isinstance(known, Known) and known.value is True):
            return False
        return bool(self.lists.get(list_name)) or self.may_be_empty(list_name)

    def may_be_empty(self, list_name: str) -> bool:
        """Return whether the list may be whole without an item: not where a charge is held.

        Else "each charge is on the list" would hold of a charge that nobody wrote down.
        """
        return list_name != CHARGES or self.facts.get(CHARGE_HELD) != YES

    @property
    def pathway(self) -> str | None:
        """Return the pathway, or None while it is not known."""
        known = self.facts.get(PATHWAY)
        word = known.value if isinstance(known, Known) else None
        return word if isinstance(word, str) else None

    def at(self, path: str) -> FactValue | None:
        """Return what is known at a path, `drug/<item>/amount_g` too; None: not asked."""
        if "/" not in path:
            return self.facts.get(path)
        prefix, id_, name = path.split("/", 2)
        for items in self.lists.values():
            for item in items:
                if item.id == id_ and f"{prefix}.{name}" in item.facts:
                    return item.facts[f"{prefix}.{name}"]
        return self.facts.get(path)

    def by_path(self) -> dict[str, FactValue]:
        """Return all facts by path, those of items too: `drug/<item>/amount_g`."""
        flat = dict(self.facts)
        for items in self.lists.values():
            for item in items:
                for id_, value in item.facts.items():
                    prefix, _, name = id_.partition(".")
                    flat[f"{prefix}/{item.id}/{name}"] = value
        return flat


def answers_from(
    values: Mapping[str, FactValue], dictionary: Dictionary, *, on: datetime
) -> Answers:
    """Return the answers that facts by path add up to; refuses a path the dictionary lacks.

    Items taken off their list are left out, as is what was taken back. Leave out a disputed fact:
    it is unknown until a person decides.
    """
    facts: dict[str, FactValue] = {}
    items: dict[str, dict[str, dict[str, FactValue]]] = {}
    for path, value in values.items():
        fact = dictionary.fact_of(path)
        if value is Unknown.NOT_ASKED:
            continue
        if fact.in_item:
            item = path.split("/")[1]
            items.setdefault(fact.list, {}).setdefault(item, {})[fact.id] = value
        else:
            facts[path] = value
    lists = {name: _standing(of_list) for name, of_list in items.items()}
    return with_charge(Answers(facts, on, lists))


def with_charge(answers: Answers) -> Answers:
    """Return the answers with a held charge where the pathway means one: nobody says so twice."""
    if CHARGE_HELD in answers.facts or answers.pathway != Pathway.OFFICER_INTERVENTION:
        return answers
    return replace(answers, facts={**answers.facts, CHARGE_HELD: Known(True)})


def _standing(items: Mapping[str, Mapping[str, FactValue]]) -> tuple[Item, ...]:
    return tuple(
        Item(id_, facts)
        for id_, facts in items.items()
        if not any(
            id_of.endswith(".removed") and value == Known(True) for id_of, value in facts.items()
        )
    )


def can_be_asked(path: str, answers: Answers) -> bool:
    """Return whether an unknown is still to be asked: not asked, or known only roughly."""
    value = answers.at(path)
    return not isinstance(value, Unknown) or value is Unknown.NOT_ASKED
