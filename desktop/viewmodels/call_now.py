"""Whom the officer can call, and whether somebody answers now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.hours import Opening, opening_in_words
from desktop.domain.program import Contact, Program
from desktop.domain.terms import Pathway
from desktop.domain.words import Listing, Say, Sayable
from desktop.viewmodels.marks import Mark, Tone

CRISIS = "crisis_line"
# Whom an officer needs first, by pathway; the roles are those a program may name in contacts.csv.
# A prosecutor is asked only where a charge is held. Source: field.md 1, 2.2 (38).
_ALL = ("case_manager", "on_call", "lead", "coordinator", CRISIS, "supervisor")
_ORDER: Mapping[Pathway, tuple[str, ...]] = {
    Pathway.OFFICER_INTERVENTION: (
        "case_manager",
        "on_call",
        "lead",
        "supervisor",
        "prosecutor",
        "coordinator",
        CRISIS,
    ),
    Pathway.NALOXONE_PLUS: ("case_manager", "on_call", "lead", CRISIS, "coordinator", "supervisor"),
    Pathway.COMMUNITY_RESPONSE: (
        CRISIS,
        "case_manager",
        "on_call",
        "lead",
        "coordinator",
        "supervisor",
    ),
}
_TAKES_THE_PERSON = ("case_manager", "on_call", "lead", "coordinator")


@dataclass(frozen=True, slots=True)
class CallLine:
    """One contact: name, number, and whether they answer now."""

    name: Sayable
    phone: str
    mark: Mark
    note: Sayable = ""
    confirmed: bool = True


def call_lines(
    program: Program,
    *,
    now: datetime,
    pathway: Pathway | None = None,
    in_danger: bool = False,
) -> tuple[CallLine, ...]:
    """Return whom to call on this pathway, those who answer now first.

    Where the person is in danger, the crisis line comes before everybody.
    """
    holidays = program.calendar.holidays
    reached = _reached(program, pathway, in_danger)
    reached.sort(key=lambda one: _order(one, now, holidays))  # keeps the order among equals
    if in_danger:
        reached.sort(key=lambda one: one.role != CRISIS)
    return tuple(_line(one, now, holidays) for one in reached)


def call_advice(
    program: Program,
    *,
    now: datetime,
    pathway: Pathway | None = None,
    in_danger: bool = False,
    by: datetime | None = None,
) -> Sayable:
    """Return whom to call now; where the first is closed, who is next and what to tell the person.

    `by` is until when the lead agency makes contact.
    """
    holidays = program.calendar.holidays
    reached = _reached(program, pathway, in_danger)
    if not reached:
        return ""
    first = reached[0]
    if _order(first, now, holidays) == 0 or (in_danger and first.role == CRISIS):
        return Say("Call now: {name}.", name=first.name)
    following = next((one for one in reached if _order(one, now, holidays) == 0), None)
    closed = Say(
        "{name}: {hours}.",
        name=first.name,
        hours=opening_in_words(first.hours, now, holidays=holidays),
    )
    parts: list[Sayable] = [closed]
    if following is not None:
        parts.append(Say("Next in line: {name}.", name=following.name))
    if first.role in _TAKES_THE_PERSON:
        lead = program.lead.name
        parts.append(
            Say("Tell the person: {lead} gets in touch by {day}.", lead=lead, day=by)
            if by is not None
            else Say("Tell the person: {lead} gets in touch.", lead=lead)
        )
    return Listing(tuple(parts), between=" ")


def _reached(program: Program, pathway: Pathway | None, in_danger: bool) -> list[Contact]:
    """Return who has a number and is for this pathway, the one needed first at the front."""
    order = _ORDER.get(pathway, _ALL) if pathway is not None else _ALL
    if in_danger:
        order = (CRISIS, *(role for role in order if role != CRISIS))
    held = pathway in (None, Pathway.OFFICER_INTERVENTION)
    reached = [one for one in program.contacts if one.phone and (held or one.role != "prosecutor")]
    reached.sort(key=lambda one: order.index(one.role) if one.role in order else len(order))
    return reached


def _order(contact: Contact, now: datetime, holidays: frozenset[date]) -> int:
    answers = (Opening.OPEN, Opening.UNKNOWN, Opening.CLOSED)
    return answers.index(contact.opening(now, holidays=holidays))


def _line(contact: Contact, now: datetime, holidays: frozenset[date]) -> CallLine:
    answer = contact.opening(now, holidays=holidays)
    words = opening_in_words(contact.hours, now, holidays=holidays)
    tone = {Opening.OPEN: Tone.SUCCESS, Opening.CLOSED: Tone.NEUTRAL}.get(answer, Tone.WARNING)
    note: Sayable = contact.note if contact.note.by_language else ""
    if not contact.confirmed:
        note = Say("To be confirmed by the agency.")
    return CallLine(contact.name, contact.phone, Mark(words, tone), note, contact.confirmed)
