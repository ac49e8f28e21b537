"""The person as fields to fill in: what the program's form asks of a roadside, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.answers import Answers
from desktop.domain.condition_words import value_in_words
from desktop.domain.encounter import Encounter
from desktop.domain.facts import Fact, FactType, FactValue, Known, PartialDate, Tier, Unknown
from desktop.domain.program import Program
from desktop.domain.words import Say, Sayable
from desktop.viewmodels.alike import AlikeLine
from desktop.viewmodels.amounts import write_amount
from desktop.viewmodels.asked import Step, step_of
from desktop.viewmodels.asks import Option
from desktop.viewmodels.dates import write_date

SHORT = 6  # answers that stand side by side; more are chosen from a list


class FieldKind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    PAPER = "paper"  # several lines
    AMOUNT = "amount"
    DATE = "date"
    PICK = "pick"  # one of a few
    LIST = "list"  # one of many
    MARK = "mark"  # several of some


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field. `text` is what stands in it when it is typed into."""

    path: str
    fact: Fact
    kind: FieldKind
    label: Sayable
    hint: Sayable = ""
    text: str = ""
    value: FactValue | None = None
    options: tuple[Option, ...] = ()
    unknown: Sayable = ""  # "declined to say"
    typed: str = ""  # what stands in it and cannot be read yet


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, with a heading."""

    id: str
    title: Sayable
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """The groups, those without a field left out."""

    groups: tuple[Group, ...]
    alike: tuple[AlikeLine, ...] = ()  # earlier referrals that may be of the same person

    def field(self, path: str) -> FieldView | None:
        """Return the field for a path."""
        return next((f for group in self.groups for f in group.fields if f.path == path), None)


_TITLES: dict[str, Sayable] = {
    "name": Say("Name and birth"),
    "reach": Say("How to find this person"),
    "needs": Say("Needs, and what gets in the way"),
    "home": Say("Language and home"),
    "health": Say("Health, as you see it"),
    "safety": Say("Safety of staff"),
    "own": Say("Asked by this program"),
}
_GROUP_OF = {
    "person.first_name": "name",
    "person.last_name": "name",
    "person.middle_name": "name",
    "person.aka": "name",
    "person.birth_date": "name",
    "person.suffix": "name",
    "person.age": "name",
    "person.best_place": "reach",
    "person.best_times": "reach",
    "person.phone": "reach",
    "person.phone_ok_to_call": "reach",
    "person.phone_ok_to_text": "reach",
    "person.voicemail_ok": "reach",
    "person.phone_2": "reach",
    "person.phone_2_ok": "reach",
    "person.email": "reach",
    "person.alternate_contact": "reach",
    "person.alternate_relation": "reach",
    "person.alternate_ok": "reach",
    "needs": "needs",
    "barriers": "needs",
    "health.presenting_need": "needs",
}
# Words beside the entry that the dictionary's question does not need.
_YES_NO = (Option("", "yes", Say("Yes")), Option("", "no", Say("No")))


def person_view(
    encounter: Encounter,
    program: Program,
    answers: Answers,
    alike: Sequence[AlikeLine] = (),
) -> PersonView:
    """Return the fields of the Person step."""
    found: dict[str, list[FieldView]] = {name: [] for name in _TITLES}
    for row in program.form:
        here = row.tier is Tier.FIELD and step_of(row.fact) is Step.PERSON and not row.fact.in_item
        if here and row.asked(answers):
            found[_group(row.fact)].append(_field(row.fact, encounter))
    order = {path: place for place, path in enumerate(_GROUP_OF)}
    for fields in found.values():
        fields.sort(key=lambda one: order.get(one.path, len(order)))
    return PersonView(
        tuple(
            Group(name, title, tuple(found[name])) for name, title in _TITLES.items() if found[name]
        ),
        tuple(alike),
    )


def person_name(encounter: Encounter) -> Sayable:
    """Return the name as far as it is known: first and last name, else another name used."""
    parts = [encounter.text("person.first_name"), encounter.text("person.last_name")]
    name = " ".join(part.strip() for part in parts if part.strip())
    return name or encounter.text("person.aka").strip() or Say("No name yet")


def _group(fact: Fact) -> str:
    known = _GROUP_OF.get(fact.id)
    if known is not None:
        return known
    head = fact.id.partition(".")[0]
    return head if head in ("health", "safety", "own") else "home"


def _field(fact: Fact, encounter: Encounter) -> FieldView:
    kind = _kind(fact)
    value = encounter.facts.get(fact.id)
    asked_in_vain = isinstance(value, Unknown) and value is not Unknown.NOT_ASKED
    return FieldView(
        path=fact.id,
        fact=fact,
        kind=kind,
        label=fact.label,
        hint=fact.help if fact.help.by_language else "",
        text=_text(fact, value),
        value=None if value is Unknown.NOT_ASKED else value,
        options=_options(fact, kind, value),
        unknown=value_in_words(fact, value) if asked_in_vain else "",
        typed=encounter.typed.get(fact.id, ""),
    )


def _kind(fact: Fact) -> FieldKind:
    match fact.type:
        case FactType.YESNO:
            return FieldKind.PICK
        case FactType.CHOICE:
            return FieldKind.PICK if len(fact.choices) <= SHORT else FieldKind.LIST
        case FactType.CHOICES:
            return FieldKind.MARK
        case FactType.AMOUNT:
            return FieldKind.AMOUNT
        case FactType.DATE:
            return FieldKind.DATE
    return FieldKind.PAPER if fact.free_text else FieldKind.LINE


def _text(fact: Fact, value: FactValue | None) -> str:
    if fact.type is FactType.AMOUNT:
        return write_amount(value)
    known = value.value if isinstance(value, Known) else None
    if isinstance(known, PartialDate):
        return write_date(known)
    return known if isinstance(known, str) and fact.type is FactType.TEXT else ""


def _options(fact: Fact, kind: FieldKind, value: FactValue | None) -> tuple[Option, ...]:
    if kind not in (FieldKind.PICK, FieldKind.LIST, FieldKind.MARK):
        return ()
    known = value.value if isinstance(value, Known) else None
    if fact.type is FactType.YESNO:
        given = {True: "yes", False: "no"}.get(known) if isinstance(known, bool) else None
        return tuple(Option("", one.value, one.words, one.value == given) for one in _YES_NO)
    marked = known if isinstance(known, tuple) else (known,)
    return tuple(
        Option("", choice.value, choice.label, choice.value in marked) for choice in fact.choices
    )
