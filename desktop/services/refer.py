"""Log a referral, correct it, take a consent, stamp the hand-off, withdraw it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.domain.change import REFERRAL_STATUS, Entry, Setting, Subject
from desktop.domain.clocks import Starts, deadline
from desktop.domain.consent import FIELD as CONSENT_FIELD
from desktop.domain.consent import Consent, to_record
from desktop.domain.eligibility import Decision
from desktop.domain.encounter import CLOCK_IN_DOUBT, PATHWAY, Encounter, find_problems
from desktop.domain.facts import FactValue, Known, PartialDate, Step, Unknown
from desktop.domain.referral import (
    ENCOUNTER,
    NUMBER,
    OUTCOME,
    Referral,
    encounter_subject,
    referral_subject,
)
from desktop.domain.refused import Refused
from desktop.domain.terms import REFERRAL_STEPS, Outcome, ReferralStatus, Role, SubjectKind, Tag
from desktop.domain.words import ENGLISH, Say
from desktop.domain.writing import entries
from desktop.formats.answers import decision_to_json
from desktop.services.withdrawing import let_come_again, withdraw
from desktop.services.workspace import Workspace, audit

# What the clocks of a referral start or end with.
CLOCKED = frozenset({PATHWAY, "contact_at", "court_date"})
WRITERS = (Role.OFFICER, Role.DESK, Role.SUPERVISOR, Role.ADMIN)


def log(
    workspace: Workspace,
    encounter: Encounter,
    decision: Decision,
    *,
    referral_id: str,
    now: datetime,
) -> Referral:
    """Keep the encounter, its consents and its referral in one transaction; the draft goes.

    Returns the referral with its number. Refuses while something essential is missing, and on a
    pathway the rules close; unknown facts never stand in the way.
    """
    workspace.may(*WRITERS)
    stops = [problem for problem in find_problems(encounter, now=now) if problem.stops]
    if stops:
        raise Refused(stops[0].says, remedy=Say("Answer this one question, then send again."))
    if decision.outcome is Outcome.NOT_ELIGIBLE:
        raise Refused(
            Say("The rules close this pathway for this person."),
            remedy=Say("Choose the pathway that stays open, or hand over the contact card."),
        )
    store = workspace.store
    draft = store.drafts.get(encounter.id)
    if draft is not None and draft.owner != workspace.user.id:
        raise _another_officers()
    with store.transaction():
        if store.state(referral_subject(referral_id)) or store.state(
            encounter_subject(encounter.id)
        ):
            raise Refused(
                Say("This referral is logged already."),
                remedy=Say("Look under My referrals; what changed since is added there."),
            )
        number = _next_number(workspace, now)
        store.keep(
            [
                *_encounter_entries(workspace, encounter, now),
                *_referral_entries(workspace, encounter, decision, referral_id, number, now),
                *(_consent_entry(workspace, one, now) for one in encounter.consents),
            ]
        )
        store.drafts.delete(encounter.id)
        audit(workspace, "referral.logged", number, now=now)
    return _the(workspace, referral_id)


def amend(
    workspace: Workspace, referral_id: str, values: Mapping[str, FactValue], *, now: datetime
) -> Referral:
    """Keep corrections and late answers; the first values stay in the history."""
    workspace.may(*WRITERS, Role.COORDINATOR)
    referral = _own(workspace, referral_id)
    own = {path: value for path, value in values.items() if path.startswith("referral.")}
    about = {path: value for path, value in values.items() if path not in own}
    if CLOCKED & about.keys() and workspace.user.role in WRITERS:
        own |= _deadlines_again(workspace, referral, about)
    made = [
        *entries(
            about,
            subject=encounter_subject(referral.encounter_id),
            seen=referral.encounter,
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            also=also_tags(workspace),
            versions=workspace.versions(),
        ),
        *entries(
            own,
            subject=referral_subject(referral_id),
            seen=referral.own,
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            versions=workspace.versions(),
        ),
    ]
    workspace.store.keep(made)
    audit(workspace, "referral.amended", referral.number, now=now)
    return _the(workspace, referral_id)


def take_consent(
    workspace: Workspace, referral_id: str, consent: Consent, *, now: datetime
) -> Referral:
    """Keep a grant, a refusal or a revocation; each is a value of the one register."""
    workspace.may(*WRITERS, Role.COORDINATOR)
    referral = _own(workspace, referral_id)
    mine = replace(consent, encounter=referral.encounter_id)
    with workspace.store.transaction():
        workspace.store.keep([_consent_entry(workspace, mine, now)])
        withdraw(workspace, now=now)
        let_come_again(workspace, [mine])
        audit(workspace, f"consent.{consent.state.value}", referral.number, now=now)
    return _the(workspace, referral_id)


def step(workspace: Workspace, referral_id: str, to: ReferralStatus, *, now: datetime) -> Referral:
    """Withdraw or close a referral; refuses a step the role may not take, or not from here."""
    referral = _own(workspace, referral_id)
    saw = referral.status
    roles = REFERRAL_STEPS.get((saw, to))
    if roles is None:
        raise Refused(
            Say("This referral is not at the step before that one."),
            remedy=Say("Look at the referral again; somebody may have moved it on."),
        )
    workspace.may(*roles)
    register = referral.own.registers.get(REFERRAL_STATUS)
    workspace.store.keep(
        [
            Entry(
                at=now,
                by=workspace.author,
                subject=referral_subject(referral_id),
                tags=frozenset({Tag.NONE}),
                sets=(
                    Setting(
                        REFERRAL_STATUS,
                        Known(Step(saw.value if saw else None, to.value)),
                        register.based_on if register else (),
                    ),
                ),
            )
        ]
    )
    audit(workspace, f"referral.{to.value}", referral.number, now=now)
    return _the(workspace, referral_id)


def settle(
    workspace: Workspace, subject: Subject, path: str, value: FactValue, *, now: datetime
) -> None:
    """Decide a field with two answers: the decision is based on all of them.

    The case record is the coordinator's; an officer decides on own referrals alone.
    """
    case = subject.kind is SubjectKind.CASE
    workspace.may(*(() if case else WRITERS), Role.COORDINATOR)
    for referral in workspace.store.referrals():
        if subject.id in (referral.id, referral.encounter_id):
            _refuse_anothers(workspace, referral)
    state = workspace.store.state(subject)
    register = state.registers.get(path) if state else None
    if register is None or not register.disputed:
        raise Refused(
            Say("These two answers are settled already."),
            remedy=Say("Look at the referral again; somebody may have decided meanwhile."),
        )
    workspace.store.keep(
        [
            Entry(
                at=now,
                by=workspace.author,
                subject=subject,
                tags=register.tags,
                sets=(Setting(path, value, register.based_on),),
                versions=tuple(sorted(workspace.versions().items())),
            )
        ]
    )
    audit(workspace, "dispute.settled", subject.id, now=now)


def unsettle(
    workspace: Workspace,
    subject: Subject,
    path: str,
    before: Sequence[FactValue],
    *,
    now: datetime,
) -> None:
    """Take a decision back: the answers it was made between stand against each other again.

    Refuses where somebody has built on the decision since.
    """
    workspace.may(*WRITERS, Role.COORDINATOR)
    state = workspace.store.state(subject)
    register = state.registers.get(path) if state else None
    if register is None or len(register.heads) != 1 or register.heads[0].by != workspace.author:
        raise Refused(
            Say("Somebody has changed this answer since."),
            remedy=Say("Look at the referral again, and correct it there."),
        )
    workspace.store.keep(
        [
            Entry(
                at=now,
                by=workspace.author,
                subject=subject,
                tags=register.tags,
                sets=(Setting(path, value, register.based_on),),
                versions=tuple(sorted(workspace.versions().items())),
            )
            for value in before
        ]
    )
    audit(workspace, "dispute.taken_back", subject.id, now=now)


def also_tags(workspace: Workspace) -> frozenset[Tag]:
    """Return the tag that what this agency writes about a person carries besides the field's own.

    A lead agency's word is a treatment record wherever it is not "from the referral itself".
    """
    return frozenset({Tag.TREATMENT}) if workspace.place.is_lead else frozenset()


def _next_number(workspace: Workspace, now: datetime) -> str:
    place, code = workspace.place, workspace.writer_code
    year = f"{now:%y}"
    count = workspace.store.next_count(f"referral {code} {year}")
    return f"{place.agency}-{code}-{year}-{count:06d}"


def _encounter_entries(workspace: Workspace, encounter: Encounter, now: datetime) -> list[Entry]:
    facts = {p: v for p, v in encounter.facts.items() if v is not Unknown.NOT_ASKED}
    facts["agency"] = Known(workspace.place.agency_name)
    facts["contact_at"] = facts.get("contact_at", Known(encounter.begun_at))
    facts["officer.name"] = facts.get("officer.name", Known(workspace.user.name))
    if workspace.clock_in_doubt:  # whoever reads its dates anywhere has to know
        facts[CLOCK_IN_DOUBT] = Known(True)
    return entries(
        facts,
        subject=encounter_subject(encounter.id),
        seen=None,
        by=workspace.author,
        at=now,
        tags_of=workspace.tags_of,
        opens=True,
        versions=workspace.versions(),
    )


def _referral_entries(
    workspace: Workspace,
    encounter: Encounter,
    decision: Decision,
    referral_id: str,
    number: str,
    now: datetime,
) -> list[Entry]:
    values: dict[str, FactValue] = {
        NUMBER: Known(number),
        ENCOUNTER: Known(encounter.id),
        OUTCOME: Known(decision.outcome.value),
        REFERRAL_STATUS: Known(Step(None, ReferralStatus.LOGGED.value)),
        "decision": Known(json.dumps(decision_to_json(decision, ENGLISH), sort_keys=True)),
        **_deadlines(workspace, encounter.facts, begun_at=encounter.begun_at, made_at=now),
    }
    return entries(
        values,
        subject=referral_subject(referral_id),
        seen=None,
        by=workspace.author,
        at=now,
        tags_of=workspace.tags_of,
        opens=True,
        versions=workspace.versions(),
    )


def _deadlines(
    workspace: Workspace,
    facts: Mapping[str, FactValue],
    *,
    begun_at: datetime,
    made_at: datetime,
) -> dict[str, FactValue]:
    """Return the referral's own clocks as facts; those of the intake start at the intake."""
    met = _known(facts, "contact_at")
    starts = {
        Starts.CONTACT: met if isinstance(met, datetime) else begun_at,
        Starts.REFERRAL: made_at,
    }
    program = workspace.program
    day = _known(facts, "court_date")
    court = day if isinstance(day, PartialDate) else None
    pathway = _known(facts, PATHWAY)
    due = {
        rule.id: deadline(rule, starts[rule.starts], program.calendar, court_date=court)
        for rule in program.deadlines(pathway if isinstance(pathway, str) else None)
        if rule.starts in starts
    }
    return {f"deadline.{name}": Known(at) for name, at in due.items() if at is not None}


def _deadlines_again(
    workspace: Workspace, referral: Referral, changed: Mapping[str, FactValue]
) -> dict[str, FactValue]:
    """Return the clocks as they run once something they start or end with is corrected."""
    made = referral.made_at
    if made is None or referral.encounter is None:
        return {}
    registers = referral.encounter.registers
    facts = {path: value for path in registers if (value := registers[path].value) is not None}
    return _deadlines(workspace, {**facts, **changed}, begun_at=made, made_at=made)


def _known(facts: Mapping[str, FactValue], path: str) -> object:
    value = facts.get(path)
    return value.value if isinstance(value, Known) else None


def _consent_entry(workspace: Workspace, consent: Consent, now: datetime) -> Entry:
    state = workspace.store.state(consent.subject)
    register = state.registers.get(CONSENT_FIELD) if state else None
    return Entry(
        at=now,
        by=workspace.author,
        subject=consent.subject,
        tags=frozenset({Tag.CONSENT}),
        sets=(
            Setting(
                CONSENT_FIELD,
                Known(to_record(consent)),
                register.based_on if register else (),
            ),
        ),
    )


def _own(workspace: Workspace, referral_id: str) -> Referral:
    """Return a referral this person may change; an officer's are those the officer made."""
    referral = _the(workspace, referral_id)
    _refuse_anothers(workspace, referral)
    return referral


def _refuse_anothers(workspace: Workspace, referral: Referral) -> None:
    user = workspace.user
    made_by = referral.home.user if referral.home else ""
    if user.role in (Role.OFFICER, Role.ADMIN) and made_by != user.id:
        raise _another_officers()


def _another_officers() -> Refused:
    return Refused(
        Say("This referral belongs to another officer."),
        remedy=Say("Ask that officer, the desk or a supervisor to change it."),
    )


def _the(workspace: Workspace, referral_id: str) -> Referral:
    referral = workspace.store.referral(referral_id)
    if referral is None:
        raise Refused(
            Say("This referral is not on this computer."),
            remedy=Say("Exchange with your lead agency, then look again."),
        )
    return referral
