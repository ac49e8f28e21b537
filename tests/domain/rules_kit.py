"""A small program for tests: criteria in one line each, the real dictionary, made-up answers."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.domain.answers import Answers, answers_from
from desktop.domain.clocks import Calendar, ClockRule, Unit
from desktop.domain.condition_text import parse
from desktop.domain.conditions import Condition
from desktop.domain.facts import Dictionary, FactValue
from desktop.domain.program import Criterion, LeadAgency, Program, Settings
from desktop.domain.terms import Effect, IfUnknown, Pathway, Resolver, Strength
from desktop.domain.words import Given
from desktop.formats.fact_values import value_from_text
from desktop.formats.facts_file import read_dictionary
from desktop.formats.program_files import read_program_folder

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
DENVER = ZoneInfo("America/Denver")
MONDAY_NIGHT = datetime(2026, 11, 23, 22, 14, tzinfo=DENVER)
THANKSGIVING = date(2026, 11, 26)
DESK = ClockRule("desk", Given.of({"en": "Desk"}), 3, Unit.BUSINESS_DAYS, resolver=Resolver.DESK)


@lru_cache
def dictionary() -> Dictionary:
    """Return the dictionary that ships."""
    return read_dictionary(RESOURCES / "facts.csv")


@lru_cache
def shipped(slug: str) -> Program:
    """Return a program that ships."""
    return read_program_folder(RESOURCES / "programs" / slug, dictionary())


def condition(text: str) -> Condition:
    """Return a condition over the real dictionary."""
    return parse(text, dictionary())


def answers(given: str = "", *, on: datetime = MONDAY_NIGHT) -> Answers:
    """Return answers written as `person.age = 17; drugs.complete = yes`."""
    facts: dict[str, FactValue] = {}
    for pair in filter(None, (part.strip() for part in given.split(";"))):
        path, _, text = (part.strip() for part in pair.partition("="))
        value = value_from_text(dictionary().fact_of(path), text)
        if value is not None:
            facts[path] = value
    return answers_from(facts, dictionary(), on=on)


def rule(
    id_: str,
    test: str,
    *,
    when: str = "",
    effect: Effect = Effect.EXCLUDE,
    strength: Strength | None = Strength.ABSOLUTE,
    override_by: Resolver | None = None,
    if_unknown: IfUnknown = IfUnknown.PEND,
    resolver: Resolver = Resolver.DESK,
    pathways: frozenset[Pathway] = frozenset(Pathway),
    in_force_from: date | None = None,
    in_force_to: date | None = None,
) -> Criterion:
    """Return a criterion; unless told otherwise an absolute exclusion that pends at the desk."""
    return Criterion(
        id=id_,
        pathways=pathways,
        when=condition(when) if when else None,
        test=condition(test),
        effect=effect,
        if_unknown=if_unknown,
        text=Given.of({"en": f"Rule {id_}", "es": f"Regla {id_}"}),
        strength=strength,
        override_by=override_by,
        resolver=resolver,
        policy_ref="Protocol 1",
        in_force_from=in_force_from,
        in_force_to=in_force_to,
    )


def program(*criteria: Criterion) -> Program:
    """Return a program of these criteria."""
    return Program(
        slug="test",
        name=Given.of({"en": "Test"}),
        version="1",
        digest="d",
        pathways=tuple(Pathway),
        criteria=criteria,
        form=(),
        clocks=(DESK,),
        contacts=(),
        texts={},
        cases=(),
        calendar=Calendar(DENVER, frozenset({THANKSGIVING})),
        lead=LeadAgency("Lead", "L", inside=False),
        settings=Settings(),
        dictionary=dictionary(),
        effective_from=date(2026, 1, 1),
        otherwise=Pathway.OFFICER_REFERRAL,
    )
