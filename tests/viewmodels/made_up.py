"""A made-up encounter of the Three Rivers program, and the page it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.domain.answers import answers_from
from desktop.domain.capacity import CapacityReport
from desktop.domain.consent import LEAD, Consent, Scope
from desktop.domain.directory import ServiceListing
from desktop.domain.eligibility import decide
from desktop.domain.encounter import SERVICES, Encounter
from desktop.domain.facts import FactValue, Known
from desktop.domain.matching import rank
from desktop.domain.places import Point
from desktop.domain.terms import ConsentHow, ConsentState
from desktop.domain.wishes import Match, wish_of
from desktop.domain.words import ENGLISH, Say, Tongue
from desktop.formats.directory_files import read_directory
from desktop.formats.fact_values import value_from_text
from desktop.viewmodels.asked import Edit, HalfTyped, ItemRef, NewItem, Step
from desktop.viewmodels.asked import after as after_edit
from desktop.viewmodels.consents import consents_wanted
from desktop.viewmodels.encounter import EncounterView, encounter_view
from desktop.viewmodels.handoff import LeaveLine
from tests.domain.rules_kit import RESOURCES, dictionary, shipped

DENVER = ZoneInfo("America/Denver")
NOW = datetime(2026, 11, 23, 22, 14, tzinfo=DENVER)
MILLBROOK = Point(47.93, -110.65)
TONGUES = {"en": ENGLISH, "es": Tongue("es")}
PROGRAM = shipped("three-rivers")

SCREENED = """pathway = INT; person.age = 28..32; person.agrees = yes; charges.complete = yes;
charge/1/offense = drug_possession; charge/1/level = felony; drugs.complete = yes;
drug/1/kind = heroin; drug/1/amount_g = 2.0; drug_sale = none; warrant.status = cannot know"""
PERSON = """person.first_name = Robin; person.last_name = Sample; person.aka = Sparrow;
person.birth_date = 1996; person.phone = (555) 010-0176; person.phone_ok_to_call = yes;
person.voicemail_ok = no; person.language = en; person.housing = unstable;
person.best_place = Under the depot bridge before 9; the day room on Fridays;
needs = withdrawal + medication; barriers = transport + insurance"""


def facts(text: str) -> dict[str, FactValue]:
    """Return facts written as `person.age = 17; drugs.complete = yes`."""
    found: dict[str, FactValue] = {}
    for pair in text.replace("\n", " ").split(";"):
        path, _, words = (part.strip() for part in pair.partition("="))
        if words and (value := value_from_text(dictionary().fact_of(path), words)) is not None:
            found[path] = value
    return found


def encounter(text: str = "") -> Encounter:
    """Return an encounter with these facts."""
    return Encounter("e1", NOW - timedelta(minutes=5), facts(text))


@lru_cache
def services() -> tuple[ServiceListing, ...]:
    """Return the fictional services that ship."""
    return _directory().snapshot.listings


@lru_cache
def capacity() -> dict[str, tuple[CapacityReport, ...]]:
    """Return what they reported, by service."""
    found: dict[str, tuple[CapacityReport, ...]] = {}
    for report in _directory().capacity:
        found[report.service_id] = (*found.get(report.service_id, ()), report)
    return found


@lru_cache
def _directory():
    return read_directory(Path(RESOURCES) / "directory" / "three-rivers", at=NOW)


def matches_for(one: Encounter) -> list[Match]:
    """Return what fits, best first."""
    return rank(wish_of(one.facts, near=MILLBROOK), services(), capacity(), now=NOW)


def granted(
    one: Encounter, *scopes: Scope, how: ConsentHow | None = ConsentHow.SIGNED
) -> Encounter:
    """Return it with a yes to the lead agency on each scope."""
    for scope in scopes:
        yes = Consent(one.id, LEAD, scope, ConsentState.GRANTED, how=how, given_at=NOW)
        one = one.consented(yes)
    return one


def page(
    one: Encounter,
    *,
    now: datetime = NOW,
    step: Step = Step.SCREENING,
    leave: Sequence[LeaveLine] = (),
    **more: object,
) -> EncounterView:
    """Return the page of an encounter, as wiring makes it."""
    answers = answers_from(one.facts, dictionary(), on=one.begun_at)
    by_id = {listing.id: listing for listing in services()}
    chosen = [by_id[id_] for id_ in one.services]
    wanted = consents_wanted(
        one,
        lead=PROGRAM.lead.name,
        provider_name=chosen[0].name if chosen else "",
        officer="Ofc. Larkspur",
    )
    return encounter_view(
        one,
        PROGRAM,
        decide(answers, PROGRAM),
        matches=matches_for(one),
        capacity=capacity(),
        wanted=wanted,
        leave=leave,
        tongues=TONGUES,
        now=now,
        step=step,
        kept_at=now,
        context="24-018832",
        chosen=chosen,
        **more,
    )


def full() -> Encounter:
    """Return an encounter nearly ready to send."""
    one = replace(encounter(), facts={**facts(SCREENED), **facts(_PERSON_FACTS)})
    one = one.answered("person.best_place", Known("Under the depot bridge before 9"))
    one = one.answered(SERVICES[0], Known("tr-prairie-ridge"))
    return granted(one, Scope.PERSONAL, Scope.HEALTH)


_PERSON_FACTS = PERSON.replace("; the day room on Fridays", "")
LEAVE = (
    LeaveLine("Marigold Community Care", Say("12 facts. No charge, no history.")),
    LeaveLine("Prairie Ridge Detox", Say("Held: consent not asked yet."), held=True, asks="x"),
)


def after(one: Encounter, asked: object, *, new_id: str = "1") -> Encounter:
    """Return the encounter after what a page asked for, as a service would do it."""
    match asked:
        case Edit() | HalfTyped():
            return after_edit(one, asked)
        case NewItem(list_name, fact, value):
            count = len({path.split("/")[1] for path in one.facts if "/" in path}) + 1
            prefix, _, name = fact.partition(".")
            return one.answered(f"{prefix}/{list_name[0]}{count}/{name}", value)
        case ItemRef(list_name, item):
            prefix = list_name.removesuffix("s")
            return one.without_item(prefix, item)
        case Consent():
            return one.consented(asked)
    raise TypeError(type(asked))
