"""The tables of a program: criteria, form, clocks and contacts, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import TypeVar
from zoneinfo import ZoneInfo

from desktop.domain.clocks import LONGEST, ClockRule, Starts, Unit
from desktop.domain.condition_text import parse
from desktop.domain.conditions import Condition
from desktop.domain.facts import Dictionary, Tier
from desktop.domain.hours import DAYS, Day, Schedule
from desktop.domain.program import Contact, Criterion, FormRow
from desktop.domain.refused import Refused
from desktop.domain.terms import Effect, IfUnknown, Pathway, Resolver, Strength
from desktop.domain.words import Say
from desktop.formats.facts_file import given
from desktop.formats.tables import Row, closest, read_rows

CRITERIA = (
    "id", "pathways", "when", "test", "effect", "strength", "override_by", "if_unknown",
    "resolver", "text_en", "text_es", "policy_ref", "source", "from", "to",
)  # fmt: skip
FORM = ("fact", "pathways", "section", "tier", "required", "relevant")
CLOCKS = (
    "id", "pathways", "starts", "amount", "unit", "resolver", "text_en", "text_es", "source",
)  # fmt: skip
CONTACTS = ("id", "role", "name_en", "name_es", "phone", "hours", "confirmed", "note_en", "note_es")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
HOURS = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d\d:\d\d)-(\d\d:\d\d)")
DAY_WORDS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), DAYS, strict=True))

Read = TypeVar("Read")


def read_criteria(content: bytes, dictionary: Dictionary) -> tuple[Criterion, ...]:
    """Return the criteria; refuses a row that cannot be read."""
    return _table("criteria.csv", content, CRITERIA, "id", lambda row: _criterion(row, dictionary))


def read_form(content: bytes, dictionary: Dictionary) -> tuple[FormRow, ...]:
    """Return the rows of the form in their order; refuses a row that cannot be read."""
    return _table("form.csv", content, FORM, "fact", lambda row: _form_row(row, dictionary))


def read_clocks(content: bytes) -> tuple[ClockRule, ...]:
    """Return the clocks; refuses a row that cannot be read."""
    return _table("clocks.csv", content, CLOCKS, "id", _clock)


def read_contacts(content: bytes, zone: ZoneInfo) -> tuple[Contact, ...]:
    """Return whom to call, hours in the program's zone; refuses a row that cannot be read."""
    return _table("contacts.csv", content, CONTACTS, "id", lambda row: _contact(row, zone))


def _table(
    name: str,
    content: bytes,
    columns: tuple[str, ...],
    key: str,
    read: Callable[[Row], Read],
) -> tuple[Read, ...]:
    rows = read_rows(name, content, columns)
    seen: set[str] = set()
    for row in rows:
        row.must(key)
        row.must_be_new(key, seen)
    return tuple(read(row) for row in rows)


def _criterion(row: Row, dictionary: Dictionary) -> Criterion:
    test = _condition(row, "test", dictionary)
    if test is None:
        row.refuse("test", Say("this cell is empty"))
    return Criterion(
        id=_id(row),
        pathways=_pathways(row),
        when=_condition(row, "when", dictionary),
        test=test,
        effect=row.word("effect", Effect),
        if_unknown=row.word("if_unknown", IfUnknown),
        text=given(row, "text"),
        strength=row.word("strength", Strength) if row["strength"] else None,
        override_by=row.word("override_by", Resolver) if row["override_by"] else None,
        resolver=row.word("resolver", Resolver) if row["resolver"] else None,
        policy_ref=row["policy_ref"],
        source=row["source"],
        in_force_from=row.day("from"),
        in_force_to=row.day("to"),
    )


def _form_row(row: Row, dictionary: Dictionary) -> FormRow:
    fact = dictionary.find(row["fact"])
    if fact is None:
        row.refuse(
            "fact",
            Say('there is no fact named "{name}"', name=row["fact"][:40]),
            closest(row["fact"], [one.id for one in dictionary]),
        )
    return FormRow(
        fact=fact,
        section=row.must("section"),
        pathways=_pathways(row),
        tier=row.word("tier", Tier) if row["tier"] else fact.tier,
        required=row.yes("required"),
        relevant=_condition(row, "relevant", dictionary, inside=fact.list if fact.in_item else ""),
    )


def _clock(row: Row) -> ClockRule:
    amount = row.whole_number("amount")
    unit = row.word("unit", Unit)
    if not (amount > 0 or unit is Unit.COURT_DATE) or amount > LONGEST:
        row.refuse("amount", Say("a clock of {n} is not possible", n=amount))
    return ClockRule(
        id=_id(row),
        label=given(row, "text"),
        amount=amount,
        unit=unit,
        starts=row.word("starts", Starts),
        pathways=_pathways(row),
        resolver=row.word("resolver", Resolver) if row["resolver"] else None,
        source=row["source"],
    )


def _contact(row: Row, zone: ZoneInfo) -> Contact:
    return Contact(
        id=_id(row),
        role=row.must("role"),
        name=given(row, "name"),
        phone=row["phone"],
        hours=_hours(row, zone),
        note=given(row, "note"),
        confirmed=row.yes("confirmed"),
    )


def _hours(row: Row, zone: ZoneInfo) -> tuple[Schedule, ...]:
    """Return "Mon-Fri 07:00-19:00; Sat 08:00-12:00", "always", or nothing: not known."""
    if row["hours"].lower() == "always":
        return (Schedule(frozenset(DAYS), time(0, 0), time(0, 0), zone),)
    return tuple(
        _span(row, words.strip().lower(), zone) for words in row["hours"].split(";") if words
    )


def _span(row: Row, words: str, zone: ZoneInfo) -> Schedule:
    match = HOURS.fullmatch(words)
    first, last, opens, closes = match.groups() if match else ("", "", "", "")
    try:
        days = _days(first, last or first)
        return Schedule(days, time.fromisoformat(opens), time.fromisoformat(closes), zone)
    except (KeyError, ValueError):
        row.refuse(
            "hours",
            Say("these hours cannot be read"),
            Say("Write always, or Mon-Fri 07:00-19:00; Sat 08:00-12:00."),
        )


def _days(first: str, last: str) -> frozenset[Day]:
    begin, end = DAYS.index(DAY_WORDS[first]), DAYS.index(DAY_WORDS[last])
    span = (end - begin) % len(DAYS) + 1
    return frozenset(DAYS[(begin + step) % len(DAYS)] for step in range(span))


def _id(row: Row) -> str:
    if not ID.fullmatch(row["id"]):
        row.refuse(
            "id",
            Say("this is not a name for a row"),
            Say("Use letters, digits, - and _, up to 40."),
        )
    return row["id"]


def _pathways(row: Row) -> frozenset[Pathway]:
    if row["pathways"].lower() == "all":
        return frozenset(Pathway)
    return frozenset(row.words("pathways", Pathway))


def _condition(
    row: Row, column: str, dictionary: Dictionary, *, inside: str = ""
) -> Condition | None:
    if not row[column]:
        return None
    try:
        return parse(row[column], dictionary, inside=inside)
    except Refused as fault:
        row.refuse_as(column, fault)
