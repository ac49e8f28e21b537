"""What the rules and the directory say of one encounter, while it is being taken down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from desktop.domain.admission import Admissions
from desktop.domain.answers import Answers, answers_from
from desktop.domain.change import ChangeId, Head, Register
from desktop.domain.consent import LEAD, Consents, provider
from desktop.domain.eligibility import Decision, decide, outcome_of
from desktop.domain.encounter import Encounter
from desktop.domain.facts import FactValue, Unknown
from desktop.domain.matching import NearestMiss, droppable, nearest_misses, rank
from desktop.domain.places import Point, speed_in
from desktop.domain.program import Approval
from desktop.domain.referral import Referral, encounter_subject
from desktop.domain.release import Reader
from desktop.domain.terms import Audience, Outcome, Tag
from desktop.domain.wishes import Match, Wish, wish_of
from desktop.services import services_known
from desktop.services.gates import gate, lead_audience
from desktop.services.versions import as_logged
from desktop.services.workspace import Workspace


def answers_of(workspace: Workspace, encounter: Encounter, *, now: datetime) -> Answers:
    """Return the encounter's answers as the rules read them."""
    return answers_from(encounter.facts, workspace.dictionary, on=now)


def assess(
    workspace: Workspace,
    encounter: Encounter,
    *,
    now: datetime,
    approvals: tuple[Approval, ...] = (),
) -> Decision:
    """Return what the program in force says of an encounter that is being taken down."""
    return decide(answers_of(workspace, encounter, now=now), workspace.program, approvals, now)


def change_pathway(
    workspace: Workspace, encounter: Encounter, to: FactValue, *, now: datetime
) -> Encounter:
    """Return the encounter on another pathway; one the rules had closed is remembered."""
    answers = answers_of(workspace, encounter, now=now)
    closed = outcome_of(answers, workspace.program) is Outcome.NOT_ELIGIBLE
    return encounter.on_pathway(to, closed=closed)


def assess_referral(
    workspace: Workspace,
    registers: Mapping[str, Register],
    *,
    on: datetime,
    approvals: tuple[Approval, ...] = (),
) -> Decision:
    """Return what today's rules say of the facts this reader may see of a referral.

    A disputed fact cannot be known until a person decides.
    """
    return decide(
        answers_from(known_values(workspace, registers), workspace.dictionary, on=on),
        workspace.program,
        approvals,
        on,
    )


def known_values(workspace: Workspace, registers: Mapping[str, Register]) -> dict[str, FactValue]:
    """Return one value a field: a disputed one is unknown, what our dictionary lacks is out."""
    values: dict[str, FactValue] = {}
    for path, register in registers.items():
        if workspace.dictionary.known(path):
            value = register.value
            values[path] = Unknown.CANNOT_KNOW if value is None else value
    return values


def matches(
    workspace: Workspace,
    encounter: Encounter,
    *,
    near: Point | None,
    now: datetime,
    holidays: frozenset[date] = frozenset(),
    rurality: str = "",
) -> list[Match]:
    """Return the services that fit this person, best first, each with its reasons.

    `rurality` is that of the county around `near`: it tells how fast people drive there.
    """
    answers = answers_of(workspace, encounter, now=now)
    wish = wish_of(encounter.facts, near=near)
    wish = replace(
        wish, admissions=Admissions(answers, workspace.dictionary), speed=speed_in(rurality)
    )
    listings = services_known.candidates(workspace, wish)
    reports = services_known.capacity(workspace)
    return rank(wish, listings, reports, now=now, holidays=holidays)


def misses(
    workspace: Workspace,
    wish: Wish,
    *,
    now: datetime,
    holidays: frozenset[date] = frozenset(),
) -> list[NearestMiss]:
    """Return which wish to drop when nothing fits, and what that gives."""
    reports = services_known.capacity(workspace)
    some = [services_known.candidates(workspace, smaller) for _, smaller in droppable(wish)]
    listings = {one.id: one for found in some for one in found}
    return nearest_misses(wish, list(listings.values()), reports, now=now, holidays=holidays)


def decision_for(
    workspace: Workspace,
    referral: Referral,
    seen: Mapping[str, Register],
    approvals: tuple[Approval, ...] = (),
) -> Decision:
    """Return the decision on a referral as things are known today, by the rules it was made under.

    It is about the moment it was made.
    """
    made = referral.made_at
    if made is None:
        raise ValueError("a referral that is open has its opening time")
    return assess_referral(as_logged(workspace, referral), seen, on=made, approvals=approvals)


@dataclass(frozen=True)
class Leaving:
    """What would leave this computer for one recipient: how many facts, and kinds kept back."""

    recipient: str
    facts: int
    kept_back: frozenset[Tag]


def leaving(workspace: Workspace, encounter: Encounter, *, now: datetime) -> list[Leaving]:
    """Return what each recipient would get of an encounter that is being taken down."""
    author = workspace.author
    tags_of = workspace.tags_of
    registers = {
        path: Register((Head(ChangeId(1, "draft"), value, now, author, tags_of(path)),))
        for path, value in encounter.facts.items()
    }
    consents = Consents(tuple(((one.recipient, one.scope), one) for one in encounter.consents))
    subject = encounter_subject(encounter.id)
    readers = [(LEAD, Reader(lead_audience(workspace), agency=workspace.program.lead.code))]
    if encounter.services:
        service = encounter.services[0]
        readers.append((provider(service), Reader(Audience.PROVIDER, service=service)))
    found = []
    for recipient, reader in readers:
        through = gate(workspace, reader, consents=consents, home=author, now=now)
        seen = through.sees(subject, registers)
        kept = frozenset().union(
            *(register.tags for path, register in registers.items() if path not in seen)
        )
        found.append(Leaving(recipient, len(seen), kept - {Tag.NONE}))
    return found
