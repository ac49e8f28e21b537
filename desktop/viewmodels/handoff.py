"""The hand-off: method, ride, three stamps of one key each, what happens next, what leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.clocks import Starts, deadline
from desktop.domain.condition_words import value_in_words
from desktop.domain.directory import ServiceListing
from desktop.domain.encounter import Encounter
from desktop.domain.facts import Dictionary, Known
from desktop.domain.hours import opening_in_words
from desktop.domain.program import Program
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.asks import Option
from desktop.viewmodels.call_now import CallLine, call_advice, call_lines

METHOD, RIDE = "handoff.method", "transport"
CALLED, ARRIVED, CLEARED = "handoff.called_at", "handoff.arrived_at", "handoff.cleared_at"
CONTACT = "first_contact"  # the clock of the first contact, in every program's clocks.csv
DANGER = ("person.danger_to_self", "health.suicide_risk")
LONG_WAIT = timedelta(minutes=30)  # after it another way is offered. Source: pages.md 3


@dataclass(frozen=True, slots=True)
class StampView:
    """One stamp: its key, what it says, the time if it is stamped."""

    path: str
    key: str
    words: Sayable
    detail: Sayable
    at: datetime | None = None
    shown: str = ""  # "22:09"
    waiting: bool = False  # the clock runs for it


@dataclass(frozen=True, slots=True)
class NextLine:
    """Something that happens later: when or who, and what."""

    icon: str
    title: Sayable
    detail: Sayable


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """What will leave this computer for one recipient; `asks` is the consent question it needs."""

    name: Sayable
    words: Sayable
    held: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True)
class HandoffView:
    """The hand-off."""

    methods: tuple[Option, ...]
    method: str
    rides: tuple[Option, ...]
    ride: str
    stamps: tuple[StampView, ...]
    calls: tuple[CallLine, ...]
    next: tuple[NextLine, ...]
    leave: tuple[LeaveLine, ...]
    advice: Sayable = ""  # whom to call now, or who is next and what to tell the person
    offer: Sayable = ""  # another way, once the wait is long


def handoff_view(
    encounter: Encounter,
    program: Program,
    dictionary: Dictionary,
    *,
    now: datetime,
    leave: Sequence[LeaveLine] = (),
    first_service: ServiceListing | None = None,
) -> HandoffView:
    """Return the hand-off as it stands now."""
    called, arrived = _moment(encounter, CALLED, now), _moment(encounter, ARRIVED, now)
    waits = called is not None and arrived is None
    long = waits and called is not None and now - called > LONG_WAIT
    danger = any(encounter.facts.get(path) == Known(True) for path in DANGER)
    return HandoffView(
        methods=_options(encounter, dictionary, METHOD),
        method=encounter.text(METHOD),
        rides=_options(encounter, dictionary, RIDE),
        ride=encounter.text(RIDE),
        stamps=_stamps(encounter, program, now),
        calls=call_lines(program, now=now, pathway=encounter.pathway, in_danger=danger),
        advice=call_advice(
            program,
            now=now,
            pathway=encounter.pathway,
            in_danger=danger,
            by=_contact_by(encounter, program, now),
        ),
        next=_next(encounter, program, dictionary, now, first_service),
        leave=tuple(leave),
        offer=Say("Offer a ride or the card instead?") if long else "",
    )


def _contact_by(encounter: Encounter, program: Program, now: datetime) -> datetime | None:
    """Return until when the lead agency makes contact, by the program's clock of that name."""
    rule = next((one for one in program.deadlines(encounter.pathway) if one.id == CONTACT), None)
    if rule is None or rule.starts is Starts.INTAKE:
        return None
    start = encounter.begun_at if rule.starts is Starts.CONTACT else now
    return deadline(rule, start, program.calendar)


def _options(encounter: Encounter, dictionary: Dictionary, path: str) -> tuple[Option, ...]:
    given = encounter.text(path)
    return tuple(
        Option("", one.value, one.label, one.value == given)
        for one in dictionary.fact_of(path).choices
    )


def _moment(encounter: Encounter, path: str, now: datetime) -> datetime | None:
    value = encounter.facts.get(path)
    known = value.value if isinstance(value, Known) else None
    return known.astimezone(now.tzinfo) if isinstance(known, datetime) else None


def _stamps(encounter: Encounter, program: Program, now: datetime) -> tuple[StampView, ...]:
    called = _moment(encounter, CALLED, now)
    arrived = _moment(encounter, ARRIVED, now)
    cleared = _moment(encounter, CLEARED, now)
    waits = called is not None and arrived is None
    waited: Sayable = Say("Press when the case manager is here")
    if waits and called is not None:
        minutes = max(0, int((now - called) / timedelta(minutes=1)))
        waited = Plural("Waiting {n} min", "Waiting {n} min", minutes)
    return (
        _stamp(CALLED, "C", Say("Case manager called"), program.lead.name, called),
        _stamp(ARRIVED, "A", Say("Case manager arrived"), waited, arrived, waiting=waits),
        _stamp(CLEARED, "X", Say("Officer cleared"), Say("Press when you leave"), cleared),
    )


def _stamp(
    path: str,
    key: str,
    words: Sayable,
    detail: Sayable,
    at: datetime | None,
    *,
    waiting: bool = False,
) -> StampView:
    shown = f"{at:%H:%M}" if at else ""
    return StampView(path, key, words, detail, at, shown, waiting)


def _next(
    encounter: Encounter,
    program: Program,
    dictionary: Dictionary,
    now: datetime,
    service: ServiceListing | None,
) -> tuple[NextLine, ...]:
    lines = []
    for rule in program.deadlines(encounter.pathway):
        start = encounter.begun_at if rule.starts is Starts.CONTACT else now
        due = deadline(rule, start, program.calendar) if rule.starts is not Starts.INTAKE else None
        if due is not None:
            lines.append((due, NextLine("calendar_today", Say("{due}", due=due), rule.label)))
    lines.sort(key=lambda pair: pair[0])
    ride = dictionary.fact_of(RIDE)
    value = encounter.facts.get(RIDE)
    found = [line for _, line in lines]
    if value is not None or service is not None:
        parts: list[Sayable] = []
        if service is not None:
            parts = [service.name, opening_in_words(service.arrival_hours, now)]
        title = value_in_words(ride, value) if value is not None else Say("No ride chosen yet")
        found.append(NextLine("directions_car", title, Listing(tuple(parts), between=", ")))
    return tuple(found)
