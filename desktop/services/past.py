"""Past encounters as the rules weigh them: what a draft would change, whom a rule kept out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.domain.answers import answers_from, with_charge
from desktop.domain.change import Register
from desktop.domain.facts import Known
from desktop.domain.hindsight import (
    KeptOut,
    Past,
    Preview,
    barred,
    kept_out,
    preview,
    quarter_before,
)
from desktop.domain.program import Program
from desktop.domain.referral import Referral
from desktop.services import offers
from desktop.services.approvals import approvals_of
from desktop.services.assess import known_values
from desktop.services.gates import gate_for, reader_here
from desktop.services.versions import today
from desktop.services.workspace import Workspace

LOOKED_BACK = timedelta(days=365)  # encounters a draft is held against
# Who a person is, where the reader may see it; else each encounter is a person of its own.
NAMES = ("person.last_name", "person.first_name", "person.birth_date")


@dataclass(frozen=True)
class Quarter:
    """How many people each rule kept out, and from which day to which."""

    since: date
    until: date
    rules: tuple[KeptOut, ...]


def effect(workspace: Workspace, draft: Program, *, now: datetime) -> Preview:
    """Return what a draft would have done to the encounters of the last year known here."""
    return preview(
        draft, workspace.program, encounters(workspace, since=now - LOOKED_BACK, now=now)
    )


def last_quarter(workspace: Workspace, *, now: datetime) -> Quarter:
    """Return how many people each rule in force kept out in the last whole quarter.

    Those who were referred are weighed by the rules in force; of those who were not, what the
    rules said that day is all that was kept.
    """
    since, until = quarter_before(today(workspace.store, workspace.program, now=now))
    program = workspace.program
    past = encounters(workspace, since=now - LOOKED_BACK, now=now)
    met = [*(barred(program, one) for one in past), *offers.turned_away(workspace, now=now)]
    return Quarter(since, until, kept_out(program, met, since=since, until=until))


def encounters(workspace: Workspace, *, since: datetime, now: datetime) -> list[Past]:
    """Return the encounters known here since then, with the facts this reader may see.

    A fact that is held back from the reader is unknown here, so the outcome may be another one
    than the officer saw.
    """
    return [
        past
        for referral in workspace.store.referrals()
        if referral.made_at is not None and referral.made_at >= since
        for past in (_past(workspace, referral, referral.made_at, now=now),)
    ]


def _past(workspace: Workspace, referral: Referral, made: datetime, *, now: datetime) -> Past:
    gate = gate_for(workspace, referral, reader_here(workspace), now=now)
    seen: dict[str, Register] = {}
    for state in (referral.encounter, referral.own):
        if state is not None:
            seen |= gate.sees(state.subject, state.registers)
    known = known_values(workspace, seen)
    named = [value.value for one in NAMES if isinstance(value := known.get(one), Known)]
    person = "\x1f".join(str(one).casefold() for one in named) if len(named) == len(NAMES) else ""
    return Past(
        id=referral.number,
        person=person or referral.encounter_id,
        answers=with_charge(answers_from(known, workspace.dictionary, on=made)),
        approvals=approvals_of(workspace, referral, gate),
    )
