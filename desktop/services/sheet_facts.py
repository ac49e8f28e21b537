"""Gather what one sheet may say: the facts its reader may see, and what the program makes of them.

The only place where a sheet's facts come from; everything passes the reader's gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop.domain.answers import Answers, answers_from, with_charge
from desktop.domain.change import (
    Author,
    ChangeId,
    Head,
    Register,
    Subject,
    SubjectState,
)
from desktop.domain.clocks import Starts, deadline
from desktop.domain.consent import LEAD, OFFICER, Consents, Scope, consents_of, provider
from desktop.domain.directory import ServiceListing
from desktop.domain.encounter import CLOCK_IN_DOUBT, SERVICES
from desktop.domain.facts import Known, PartialDate
from desktop.domain.referral import Referral, encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.release import IDENTITY, Gate, Reader
from desktop.domain.terms import Audience, Pathway, Role, SheetKind, SubjectKind
from desktop.domain.words import Say, Tongue
from desktop.packet.sheets.facts import Agreement, Deadline, SheetFacts
from desktop.packet.sheets.rules import rule_lines
from desktop.services.approvals import approvals_of
from desktop.services.assess import known_values
from desktop.services.gates import gate_for, lead_audience, reader_here
from desktop.services.versions import as_logged
from desktop.services.workspace import Workspace

_AUDIENCES: dict[SheetKind, Audience] = {
    SheetKind.CARD: Audience.PERSON,
    SheetKind.FAX_COVER: Audience.BYSTANDER,
    SheetKind.CONSENT: Audience.PERSON,
    SheetKind.PROVIDER: Audience.PROVIDER,
    SheetKind.WORKSHEET: Audience.PROSECUTOR,
    SheetKind.CHECKLIST: Audience.PRECINCT,
    # An incident report goes to the prosecutor: it holds what the prosecutor may see.
    SheetKind.NARRATIVE: Audience.PROSECUTOR,
}
# On these every question of consent stands, asked or not.
_ASKS_ALL = (SheetKind.CONSENT, SheetKind.CHECKLIST)


_PRECINCT = frozenset({Role.OFFICER, Role.DESK, Role.SUPERVISOR, Role.ADMIN})
_ANYBODY = _PRECINCT | {Role.COORDINATOR}
# Who may make which sheet. An officer or administrator makes those of their own referrals.
MAKERS: dict[SheetKind, frozenset[Role]] = {
    SheetKind.CARD: _ANYBODY,
    SheetKind.FAX_COVER: _PRECINCT,
    SheetKind.REFERRAL_FORM: _ANYBODY,
    SheetKind.PROVIDER: _ANYBODY,
    SheetKind.WORKSHEET: _PRECINCT,
    SheetKind.CONSENT: _ANYBODY,
    SheetKind.CHECKLIST: _PRECINCT,
    SheetKind.NARRATIVE: _PRECINCT,
}


def referral_of(workspace: Workspace, referral_id: str) -> Referral:
    """Return a referral on this machine; refuses one that is not."""
    referral = workspace.store.referral(referral_id)
    if referral is None:
        raise Refused(
            Say("This referral is not on this computer."),
            remedy=Say("Exchange first, then look again."),
        )
    return referral


def audience_of(workspace: Workspace, kind: SheetKind) -> Audience:
    """Return for whom a sheet is."""
    return _AUDIENCES.get(kind) or lead_audience(workspace)


def gather(
    workspace: Workspace,
    referral: Referral,
    kind: SheetKind,
    tongue: Tongue,
    *,
    now: datetime,
    copy: int = 1,
) -> SheetFacts:
    """Return what a sheet of this kind may say of a referral, by the rules it was made under."""
    workspace = as_logged(workspace, referral)
    program = workspace.program
    service = addressee_of(workspace, referral, now=now) if kind is SheetKind.PROVIDER else None
    reader = _reader(workspace, audience_of(workspace, kind), service)
    gate = gate_for(workspace, referral, reader, now=now)
    registers = _seen(workspace, referral, gate)
    held = _held(workspace, referral, gate, now)
    made = (referral.made_at or now).astimezone(program.calendar.zone)
    answers = answers_from(known_values(workspace, registers), workspace.dictionary, on=made)
    consents = _consents(workspace, referral, gate)
    agreements = _agreements(consents, registers, every=kind in _ASKS_ALL)
    named = {*_service_ids(registers), *(one.recipient.partition(":")[2] for one in agreements)}
    listings = _listings(workspace, named)
    return SheetFacts(
        number=referral.number,
        audience=reader.audience,
        program=program,
        registers=registers,
        held=held,
        answers=answers,
        rules=rule_lines(
            program,
            with_charge(answers),  # as the rules weigh them, and as an approval saw them
            held=held,
            audience=reader.audience,
            approvals=approvals_of(workspace, referral, gate),
        ),
        deadlines=_deadlines(workspace, registers, answers.pathway, made),
        agreements=agreements,
        listings=listings,
        addressee=service,
        made_under=_made_under(workspace, referral),
        directory=workspace.store.directory.version(),
        now=now,
        clock_in_doubt=workspace.clock_in_doubt or _dated_in_doubt(registers),
        tongue=tongue,
        copy=copy,
    )


def of_program(
    workspace: Workspace, tongue: Tongue, *, now: datetime, pathway: Pathway | None = None
) -> SheetFacts:
    """Return what a sheet of no referral may say: the program alone, and no fact of anybody.

    `pathway`: what the others ask is left out.
    """
    return SheetFacts(
        number="",
        audience=Audience.BYSTANDER,
        program=workspace.program,
        registers={},
        held=frozenset(),
        answers=Answers({"pathway": Known(pathway.value)} if pathway else {}, now),
        rules=(),
        deadlines=(),
        clock_in_doubt=False,
        agreements=(),
        listings={},
        addressee=None,
        made_under="",
        directory="",
        now=now,
        tongue=tongue,
    )


def addressee_of(
    workspace: Workspace, referral: Referral, *, now: datetime
) -> ServiceListing | None:
    """Return the first service chosen, as far as the signed-in user may know it."""
    ids = _service_ids(seen_here(workspace, referral, now=now))
    return workspace.store.directory.get(ids[0]) if ids else None


def seen_here(workspace: Workspace, referral: Referral, *, now: datetime) -> dict[str, Register]:
    """Return what the signed-in user may see of a referral."""
    gate = gate_for(workspace, referral, reader_here(workspace), now=now)
    return _seen(workspace, referral, gate)


def _reader(workspace: Workspace, audience: Audience, service: ServiceListing | None) -> Reader:
    match audience:
        case Audience.LEAD_INSIDE | Audience.LEAD_OUTSIDE:
            return Reader(audience, agency=workspace.program.lead.code)
        case Audience.PRECINCT:
            return Reader(audience, agency=workspace.place.agency)
        case Audience.PROVIDER:
            return Reader(audience, service=service.id if service else "")
    return Reader(audience)


def _seen(workspace: Workspace, referral: Referral, gate: Gate) -> dict[str, Register]:
    """Return the registers the gate lets through; a fact our dictionary lacks stays out."""
    states = [state for state in (referral.encounter, referral.own) if state]
    seen: dict[str, Register] = {}
    for state in states:
        seen |= gate.sees(state.subject, state.registers)
    return {path: one for path, one in sorted(seen.items()) if workspace.dictionary.known(path)}


def identity_held(
    workspace: Workspace, referral: Referral, kind: SheetKind, *, now: datetime
) -> bool:
    """Return whether the reader of a sheet may not know whom it is about."""
    workspace = as_logged(workspace, referral)
    service = addressee_of(workspace, referral, now=now) if kind is SheetKind.PROVIDER else None
    reader = _reader(workspace, audience_of(workspace, kind), service)
    gate = gate_for(workspace, referral, reader, now=now)
    return bool(_held(workspace, referral, gate, now, among=IDENTITY))


def _held(
    workspace: Workspace,
    referral: Referral,
    gate: Gate,
    now: datetime,
    *,
    among: frozenset[str] | None = None,
) -> frozenset[str]:
    """Return the facts the reader would not see if the precinct had written them.

    The gate itself is asked, with a blank in place of a value: so "not asked" and "held back" are
    told apart without a look at what anybody answered.
    """
    nobody = Author("", workspace.user.role, "", "")
    by = referral.home or nobody
    blanks = {
        fact.path("x"): Register((Head(ChangeId(0, ""), Known(""), now, by, fact.tags),))
        for fact in workspace.dictionary
        if not fact.id.endswith("*") and (among is None or fact.id in among)
    }
    seen = gate.sees(encounter_subject(referral.encounter_id), blanks)
    return frozenset(workspace.dictionary.fact_of(path).id for path in blanks.keys() - seen.keys())


def _consents(workspace: Workspace, referral: Referral, gate: Gate) -> Consents:
    states = [
        SubjectState(state.subject, gate.sees(state.subject, state.registers))
        for state in workspace.store.consents_naming(referral.encounter_id)
    ]
    return consents_of(referral.encounter_id, states)


def _agreements(
    consents: Consents, registers: Mapping[str, Register], *, every: bool
) -> tuple[Agreement, ...]:
    """Return the questions of consent in the order they are asked; not `every`: the answered."""
    first = _service_ids(registers)[:1]
    asked = [
        (LEAD, Scope.PERSONAL),
        (LEAD, Scope.HEALTH),
        *((provider(id_), scope) for id_ in first for scope in (Scope.PERSONAL, Scope.HEALTH)),
        (OFFICER, Scope.NEWS_CONTACT),
        (OFFICER, Scope.NEWS_STATUS),
    ]
    said = dict(consents.by_key)
    keys = dict.fromkeys([*(key for key in asked if every or key in said), *said])
    return tuple(
        Agreement(recipient, scope, said.get((recipient, scope)), _disputed(said, recipient, scope))
        for recipient, scope in keys
    )


def _disputed(
    said: Mapping[tuple[str, Scope], object | None], recipient: str, scope: Scope
) -> bool:
    key = (recipient, scope)
    return key in said and said[key] is None


def _service_ids(registers: Mapping[str, Register]) -> tuple[str, ...]:
    values = (registers[path].value for path in SERVICES if path in registers)
    known = (one.value for one in values if isinstance(one, Known))
    return tuple(word for word in known if isinstance(word, str) and word)


def _listings(workspace: Workspace, ids: Iterable[str]) -> dict[str, ServiceListing]:
    found = ((id_, workspace.store.directory.get(id_)) for id_ in sorted(ids) if id_)
    return {id_: listing for id_, listing in found if listing is not None}


def _deadlines(
    workspace: Workspace, registers: Mapping[str, Register], pathway: str | None, made: datetime
) -> tuple[Deadline, ...]:
    """Return the program's clocks for this pathway; the intake's own has not begun yet."""
    contact = registers["contact_at"].value if "contact_at" in registers else None
    met = contact.value if isinstance(contact, Known) else None
    court = registers["court_date"].value if "court_date" in registers else None
    day = court.value if isinstance(court, Known) else None
    starts = {
        Starts.CONTACT: met if isinstance(met, datetime) else made,
        Starts.REFERRAL: made,
    }
    found = [
        Deadline(rule, due)
        for rule in workspace.program.deadlines(pathway)
        if rule.starts in starts
        and (
            due := deadline(
                rule,
                starts[rule.starts],
                workspace.program.calendar,
                court_date=day if isinstance(day, PartialDate) else None,
            )
        )
    ]
    return tuple(sorted(found, key=lambda one: one.due))


def _dated_in_doubt(registers: Mapping[str, Register]) -> bool:
    register = registers.get(CLOCK_IN_DOUBT)
    return register is not None and register.value == Known(True)


def _made_under(workspace: Workspace, referral: Referral) -> str:
    """Return the rules of the day the referral was logged, as its first change is stamped."""
    for kept in workspace.store.changes(Subject(SubjectKind.REFERRAL, referral.id)):
        if kept.change.opens:
            return dict(kept.change.versions).get("program", "")
    return ""
