"""One question of the screening: its words, its answers with their keys, what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.answers import Answers, Item
from desktop.domain.condition_words import value_in_words
from desktop.domain.conditions import facts_in
from desktop.domain.eligibility import running
from desktop.domain.encounter import PATHWAY, Encounter
from desktop.domain.facts import (
    Dictionary,
    Fact,
    FactType,
    FactValue,
    InField,
    Known,
    Never,
    Tier,
    Unknown,
    complete_path,
)
from desktop.domain.program import FormRow, Program
from desktop.domain.words import Listing, Say, Sayable
from desktop.viewmodels.asked import Step, step_of

# Digits first, then the letters that mean nothing else while a question is asked.
OPTION_KEYS = "1234567890ABCEFGHIJLMOPQRTVWXZ"
CHOSEN, CHOSEN_REASON = "chosen", "chosen_reason"
REFER = "refer"


class AskKind(StrEnum):
    """How a question is answered."""

    YESNO = "yesno"
    CHOICE = "choice"
    LONG_CHOICE = "long_choice"  # too many answers for a key each: typed
    CHOICES = "choices"
    AMOUNT = "amount"
    EVENT = "event"
    DATE = "date"
    TIME = "time"
    TEXT = "text"
    ITEMS = "items"  # what stands on a list, and whether it is whole


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its key, the value it stands for, its words, whether it is given."""

    key: str
    value: str
    words: Sayable
    given: bool = False


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One charge or drug as far as it is known."""

    id: str
    words: Sayable


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `value` is the answer given, None while it is not asked."""

    path: str
    fact: Fact
    kind: AskKind
    question: Sayable
    help: Sayable = ""
    about: Sayable = ""  # which item it is about
    answer: Sayable = ""
    value: FactValue | None = None
    matters: bool = False  # it can change the result
    measure: bool = False  # known only roughly, and that is not enough
    by_radio: bool = False
    options: tuple[Option, ...] = ()
    items: tuple[ListedItem, ...] = ()
    new_item: Fact | None = None  # the fact a new item of the list starts with
    typed: str = ""  # what stands in the field and is not taken yet

    @property
    def needs_word(self) -> bool:
        """Return whether "not known" is no answer: what only the officer can say."""
        return self.path in (PATHWAY, CHOSEN, CHOSEN_REASON)

    @property
    def answered(self) -> bool:
        """Return whether there is an answer, an unknown one included."""
        return self.value is not None


def answer_in_words(fact: Fact, value: FactValue) -> Sayable:
    """Return an answer as short as a pill."""
    match value:
        case Unknown.DECLINED:
            return Say("Would not say")
        case Unknown.CANNOT_KNOW:
            return Say("Cannot be known")
        case Known(bool(yes)):
            return Say("Yes") if yes else Say("No")
        case Known(Never()):
            return Say("Never")
    return value_in_words(fact, value)


class Asks:
    """Makes questions out of the facts of one encounter."""

    def __init__(
        self, encounter: Encounter, dictionary: Dictionary, answers: Answers, program: Program
    ) -> None:
        self._facts = encounter.facts
        self._typed = encounter.typed
        self._dictionary = dictionary
        self._answers = answers
        self._form = program.form
        self._tested = frozenset(
            id_ for one in running(program, answers) for id_ in facts_in(one.hit)
        )
        self._order = {row.fact.id: place for place, row in enumerate(program.form)}

    def is_answered(self, path: str) -> bool:
        """Return whether something is known at this path, or asked in vain."""
        return self._answers.at(path) is not None

    def record_paths(self) -> Iterator[str]:
        """Yield what the form takes down here for the record, whether it matters or not."""
        if self._answers.pathway is None:
            return
        for row in self._form:
            if not self._is_recorded(row):
                continue
            if not row.fact.in_item:
                if row.asked(self._answers):
                    yield row.fact.id
                continue
            for item in self._answers.items(row.fact.list):
                if row.asked(self._answers, item):
                    yield row.fact.path(item.id)

    def answered_paths(self) -> list[str]:
        """Return what is answered and belongs here, in the order of the form."""
        found = {path: fact for path, fact in self._known() if self._belongs(fact)}
        for name in self._dictionary.lists():
            if self._answers.items(name):  # the list stands for its items
                fact = self._dictionary.fact_of(complete_path(name))
                found[fact.id] = fact
        return sorted(found, key=self._place)

    def ask(self, path: str, *, matters: bool = False, measure: bool = False) -> Ask:
        """Return the question about a path."""
        fact = self._dictionary.fact_of(path)
        value = self._answers.at(path)
        kind = _kind(fact)
        item = path.split("/")[1] if "/" in path else ""
        items = self._items(fact.list) if kind is AskKind.ITEMS else ()
        new_item = self._first_of(fact.list) if kind is AskKind.ITEMS else None
        answer = answer_in_words(fact, value) if value is not None else ""
        if kind is AskKind.ITEMS:
            answer = _list_in_words(items, value)
        return Ask(
            path=path,
            fact=fact,
            kind=kind,
            question=fact.question,
            help=fact.help if fact.help.by_language else "",
            about=self._item_words(fact.list, item) if item else "",
            answer=answer,
            value=value,
            matters=matters,
            measure=measure,
            by_radio=fact.in_field is InField.RADIO,
            options=_options(new_item or fact, value),
            items=items,
            new_item=new_item,
            typed=self._typed.get(path, ""),
        )

    def _belongs(self, fact: Fact) -> bool:
        if fact.in_item and fact == self._first_of(fact.list):
            return False  # the list says it
        return fact.id in self._tested or step_of(fact) is Step.SCREENING

    def _known(self) -> Iterator[tuple[str, Fact]]:
        for path in self._facts:
            fact = self._dictionary.fact_of(path)
            if self._answers.at(path) is not None and self._is_a_question(fact):
                yield path, fact

    def _is_a_question(self, fact: Fact) -> bool:
        return fact.tier is not Tier.AUTO and fact.type not in (FactType.RECORD, FactType.STEP)

    def _is_recorded(self, row: FormRow) -> bool:
        first = self._first_of(row.fact.list) if row.fact.in_item else None
        return (
            row.tier is Tier.FIELD
            and step_of(row.fact) is Step.SCREENING
            and self._is_a_question(row.fact)
            and row.fact.id not in (PATHWAY, CHOSEN, CHOSEN_REASON)
            and row.fact != first  # said when the item joins
        )

    def _place(self, path: str) -> tuple[int, int, str]:
        fact = self._dictionary.fact_of(path)
        last = len(self._order)
        return (fact.id != PATHWAY, self._order.get(fact.id, last), path)

    def _first_of(self, list_name: str) -> Fact | None:
        facts = self._dictionary.of_list(list_name)
        return next((one for one in facts if one.type is FactType.CHOICE), None)

    def _items(self, list_name: str) -> tuple[ListedItem, ...]:
        return tuple(
            ListedItem(item.id, self._in_words(list_name, item))
            for item in self._answers.items(list_name)
        )

    def _item_words(self, list_name: str, id_: str) -> Sayable:
        first = self._first_of(list_name)
        for item in self._answers.items(list_name):
            if item.id == id_ and first is not None:
                return value_in_words(first, item.facts.get(first.id))
        return ""

    def _in_words(self, list_name: str, item: Item) -> Sayable:
        """Return kind, weight and level: what tells one item from another."""
        parts = [
            value_in_words(fact, item.facts[fact.id])
            for fact in self._dictionary.of_list(list_name)
            if fact.id in item.facts
            and fact.type in (FactType.CHOICE, FactType.AMOUNT)
            and not isinstance(item.facts[fact.id], Unknown)
        ]
        return Listing(tuple(parts), between=" · ")


def _kind(fact: Fact) -> AskKind:
    if fact.list and fact.id == complete_path(fact.list):
        return AskKind.ITEMS
    if fact.type is FactType.CHOICE and len(fact.choices) > len(OPTION_KEYS):
        return AskKind.LONG_CHOICE
    return AskKind(fact.type.value)


def _options(fact: Fact, value: FactValue | None) -> tuple[Option, ...]:
    known = value.value if isinstance(value, Known) else None
    marked = known if isinstance(known, tuple) else (known,)
    keys = OPTION_KEYS if len(fact.choices) <= len(OPTION_KEYS) else " " * len(fact.choices)
    return tuple(
        Option(key.strip(), choice.value, choice.label, choice.value in marked)
        for key, choice in zip(keys, fact.choices, strict=False)
    )


def _list_in_words(items: tuple[ListedItem, ...], complete: FactValue | None) -> Sayable:
    if not items:
        return Say("none") if complete == Known(True) else ""
    words = Listing(tuple(item.words for item in items))
    if complete == Known(True):
        return words
    return Say("{items}, perhaps more", items=words)
