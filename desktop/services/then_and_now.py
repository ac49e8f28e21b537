"""A referral's decision as it was written down, beside what today's rules say of the same facts."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.answers import answers_from, with_charge
from desktop.domain.facts import FactValue, Known
from desktop.domain.hindsight import Comparison, compare
from desktop.domain.referral import Referral, encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.release import Gate
from desktop.domain.words import Say
from desktop.services.approvals import approvals_of
from desktop.services.gates import gate_for, reader_here
from desktop.services.workspace import Workspace

DECISION = "decision"


def then_and_now(workspace: Workspace, referral: Referral, *, now: datetime) -> Comparison:
    """Return the decision of then and what the rules in force say of the facts of then.

    Refuses where the record of it is not for this reader, or cannot be read. What was corrected
    since is left out; what was approved since counts.
    """
    gate = gate_for(workspace, referral, reader_here(workspace), now=now)
    register = gate.sees(referral.own.subject, referral.own.registers).get(DECISION)
    record = register.value if register else None
    text = record.value if isinstance(record, Known) else None
    made = referral.made_at
    if not isinstance(text, str) or made is None:
        raise Refused(
            Say("What the rules said of this referral is not for you to see."),
            remedy=Say("Ask the agency that made it."),
        )
    facts = facts_then(workspace, referral, gate)
    answers = with_charge(answers_from(facts, workspace.dictionary, on=made))
    found = compare(text, workspace.program, answers, approvals_of(workspace, referral, gate))
    if found is None:
        raise Refused(
            Say("The record of this decision cannot be read here."),
            remedy=Say("It stays as it is. Print the worksheet on the computer it was made on."),
        )
    return found


def facts_then(workspace: Workspace, referral: Referral, gate: Gate) -> dict[str, FactValue]:
    """Return the facts the referral was logged with, as far as this reader may see them."""
    found: dict[str, FactValue] = {}
    opened: tuple[str, datetime] | None = None
    for kept in workspace.store.changes(encounter_subject(referral.encounter_id)):
        change = kept.change
        # One saving writes one change for each set of tags, all by one writer at one moment.
        opened = (change.id.writer, change.at) if change.opens else opened
        if (change.id.writer, change.at) == opened and gate.lets(change):
            known = ((one.path, one.value) for one in change.sets)
            found |= {path: value for path, value in known if workspace.dictionary.known(path)}
    return found
