"""A program's phrases filled in with what one reader may see; what is not known is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.answers import with_charge
from desktop.domain.facts import Known
from desktop.domain.phrases import CALL, LISTS, UNTIL, Phrase, names_for, paragraphs
from desktop.domain.words import Clock, Listing, Say, Sayable
from desktop.packet.sheets import parts, saying
from desktop.packet.sheets.facts import SheetFacts

CHARGE = ("charge.offense", "charge.level", "charge.statute")
DRUG = ("drug.kind", "drug.amount_g", "drug.dosage_units")
_OF_ITEM = {"charges": CHARGE, "drugs": DRUG}


@dataclass(frozen=True, slots=True)
class Filled:
    """The paragraphs of a text, and the facts for want of which a phrase was left out."""

    paragraphs: tuple[str, ...]
    missing: tuple[str, ...]  # ids


def filled(facts: SheetFacts, name: str) -> Filled:
    """Return a text of the program in the sheet's language."""
    known = frozenset(names_for(name, facts.program))
    said: list[str] = []
    missing: dict[str, None] = {}
    for paragraph in paragraphs(facts.say(facts.program.text(name))):
        lines = []
        for phrase in paragraph:
            if not _is_said(facts, phrase):
                continue
            line, absent = _filled(facts, phrase, known)
            if absent:
                missing |= dict.fromkeys(absent)
            else:
                lines.append(line)
        if lines:
            said.append(" ".join(lines))
    return Filled(tuple(said), tuple(one for one in missing if facts.dictionary.find(one)))


def _is_said(facts: SheetFacts, phrase: Phrase) -> bool:
    condition = phrase.condition(facts.dictionary)
    return condition is None or condition.truth(with_charge(facts.answers)) is True


def _filled(facts: SheetFacts, phrase: Phrase, known: frozenset[str]) -> tuple[str, list[str]]:
    """Return the line, and the names nobody knows the answer to."""
    words: list[str] = []
    absent: list[str] = []
    for text, name in phrase.parts():
        words.append(text)
        if not name:
            continue
        value = _named(facts, name) if name in known else None
        if value is None:
            absent.append(name)
        else:
            words.append(facts.say(value))
    return "".join(words), absent


def _named(facts: SheetFacts, name: str) -> Sayable | None:
    """Return what a name stands for, None when that is not known."""
    program = facts.program
    of_program: dict[str, Sayable] = {
        "program": program.name,
        "version": f"{program.slug} {program.version}",
        "agency": program.agency,
        "lead": program.lead.name,
        "number": facts.number,
        "today": Clock(facts.local(facts.now), date_only=True),
    }
    if name in of_program:
        return of_program[name]
    if name in LISTS:
        return _list(facts, name)
    if name.startswith(UNTIL):
        ends = [one.due for one in facts.deadlines if one.rule.id == name.removeprefix(UNTIL)]
        return moment(facts, ends[0]) if ends else None
    if name.startswith(CALL):
        found = (one for one in program.contacts if one.id == name.removeprefix(CALL))
        contact = next((one for one in found if one.phone), None)
        if contact is None:
            return None
        return Say("{name}, {phone}", name=contact.name, phone=contact.phone)
    return _fact(facts, name)


def _fact(facts: SheetFacts, path: str) -> Sayable | None:
    register = facts.registers.get(path)
    if register is None or register.disputed or saying.is_open(facts, path):
        return None
    if isinstance(register.value, Known) and isinstance(register.value.value, datetime):
        return moment(facts, register.value.value)
    return saying.answer(facts, path)


def _list(facts: SheetFacts, name: str) -> Sayable | None:
    """Return "Drug possession (Misdemeanor); Theft", None for an empty list."""
    items = [_item(facts, name, item) for item in parts.items(facts, name)]
    return Listing(tuple(one for one in items if one), between="; ") if any(items) else None


def _item(facts: SheetFacts, name: str, item: str) -> Sayable:
    found: list[Sayable] = []
    for id_ in _OF_ITEM[name]:
        fact = facts.dictionary.find(id_)
        value = _fact(facts, fact.path(item)) if fact else None
        if value is not None:
            found.append(value)
    if len(found) < 2:
        return found[0] if found else ""
    return Say("{first} ({more})", first=found[0], more=Listing(tuple(found[1:])))


def moment(facts: SheetFacts, at: datetime) -> Sayable:
    """Return a moment with its year, as a report has it: "23 Nov 2026 at 22:14"."""
    local = facts.local(at)
    return Say("{date} at {time}", date=Clock(local, date_only=True), time=f"{local:%H:%M}")
