"""Whom the officer can call, and whether somebody answers now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.hours import Opening, opening_in_words
from desktop.domain.program import Contact, Program
from desktop.domain.words import Say, Sayable
from desktop.viewmodels.marks import Mark, Tone

# What a program may call its roles (contacts.csv) in the order in which an officer needs them.
_FIRST = ("coordinator", "on_call", "lead", "case_manager")


@dataclass(frozen=True, slots=True)
class CallLine:
    """One contact: name, number, and whether they answer now."""

    name: Sayable
    phone: str
    mark: Mark
    note: Sayable = ""
    confirmed: bool = True


def call_lines(program: Program, *, now: datetime) -> tuple[CallLine, ...]:
    """Return the program's contacts, those who answer now first."""
    holidays = program.calendar.holidays
    reached = [one for one in program.contacts if one.phone]
    reached.sort(key=lambda one: (_order(one, now, holidays), _rank(one)))
    return tuple(_line(one, now, holidays) for one in reached)


def _order(contact: Contact, now: datetime, holidays: frozenset[date]) -> int:
    answers = (Opening.OPEN, Opening.UNKNOWN, Opening.CLOSED)
    return answers.index(contact.opening(now, holidays=holidays))


def _rank(contact: Contact) -> int:
    return _FIRST.index(contact.role) if contact.role in _FIRST else len(_FIRST)


def _line(contact: Contact, now: datetime, holidays: frozenset[date]) -> CallLine:
    answer = contact.opening(now, holidays=holidays)
    words = opening_in_words(contact.hours, now, holidays=holidays)
    tone = {Opening.OPEN: Tone.SUCCESS, Opening.CLOSED: Tone.NEUTRAL}.get(answer, Tone.WARNING)
    note: Sayable = contact.note if contact.note.by_language else ""
    if not contact.confirmed:
        note = Say("To be confirmed by the agency.")
    return CallLine(contact.name, contact.phone, Mark(words, tone), note, contact.confirmed)
