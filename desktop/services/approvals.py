"""A supervisor's word on a rule, or the prosecutor's word a supervisor logs.

One answer stands for one rule of one referral. It names the changes its author saw, never their
values: when one of the values changes it lapses, and when they are erased nothing of them stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from desktop.domain.answers import answers_from, with_charge
from desktop.domain.change import ChangeId, Head, Register, Subject
from desktop.domain.eligibility import decide, seen
from desktop.domain.facts import FactValue, Known, Record
from desktop.domain.program import Approval, Criterion
from desktop.domain.referral import Referral
from desktop.domain.refused import Refused
from desktop.domain.release import Gate
from desktop.domain.terms import ReferralStatus, Resolver, Role, SubjectKind, Tag
from desktop.domain.words import Say
from desktop.domain.writing import entries
from desktop.services.assess import known_values
from desktop.services.gates import gate_for, reader_here
from desktop.services.rests_on import names_of, values_named
from desktop.services.versions import as_logged
from desktop.services.workspace import Workspace, audit
from desktop.wire.words import Unreadable, time_from_text, time_to_text

FIELD = "approval"
REFERRAL_ID = "referral.id"
ANSWERED_HERE = (Resolver.SUPERVISOR, Resolver.PROSECUTOR)
HOW = ("phone", "paper")  # how a prosecutor's word came. Source: architecture.md, Eligibility
_OVER = (ReferralStatus.WITHDRAWN, ReferralStatus.CLOSED)


@dataclass(frozen=True)
class Waiting:
    """One rule that waits for an approval: whose word, by when, and the values it rests on."""

    referral: Referral
    criterion: Criterion
    approver: Resolver
    due: datetime | None
    saw: tuple[tuple[str, FactValue | None], ...]
    rests_on: str  # the changes these values are of, as an answer names them
    lapsed: bool  # an answer was given, and no longer counts


@dataclass(frozen=True)
class Answered:
    """One rule that was answered, and still counts; it can be answered anew, with a reason."""

    rule: Waiting
    word: Approval


def approval_subject(referral_id: str, criterion: str) -> Subject:
    """Return the one register for this rule of this referral."""
    words = "\x1f".join((referral_id, criterion))
    return Subject(SubjectKind.APPROVAL, sha256(words.encode()).hexdigest()[:32])


def subjects_of(workspace: Workspace, referral: Referral) -> tuple[Subject, ...]:
    """Return the registers of this referral's approvals, by the rules it was made under."""
    return tuple(
        approval_subject(referral.id, one.id)
        for one in as_logged(workspace, referral).program.criteria
        if one.approver in ANSWERED_HERE
    )


def approvals_of(workspace: Workspace, referral: Referral, gate: Gate) -> tuple[Approval, ...]:
    """Return the approvals of a referral this reader may see, with the values they saw.

    Two supervisors who contradict each other make none: the rule waits for another word.
    """
    found = []
    for criterion in as_logged(workspace, referral).program.criteria:
        said = _said(workspace, referral, criterion, gate)
        if said and len({(one.by, one.granted, one.saw) for one in said}) == 1:
            found.append(said[-1])
    return tuple(found)


def latest(workspace: Workspace, referral: Referral) -> tuple[ChangeId | None, ...]:
    """Return what differs as soon as an approval of the referral does."""
    states = (workspace.store.state(one) for one in subjects_of(workspace, referral))
    return tuple(state.last if state else None for state in states)


def queue(workspace: Workspace, now: datetime) -> tuple[Waiting, ...]:
    """Return the rules that wait for an approval, the soonest deadline first."""
    workspace.may(Role.SUPERVISOR)
    found = [
        one
        for referral in workspace.store.referrals()
        if referral.status not in _OVER
        for one in _waiting(workspace, referral, now)
    ]
    never = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(found, key=lambda one: (one.due or never, one.referral.number)))


def answered(workspace: Workspace, now: datetime) -> tuple[Answered, ...]:
    """Return the answers that count on referrals that are not over, the newest first."""
    workspace.may(Role.SUPERVISOR)
    found = [
        one
        for referral in workspace.store.referrals()
        if referral.status not in _OVER
        for one in _answered(workspace, referral, now)
    ]
    return tuple(sorted(found, key=lambda one: one.word.at, reverse=True))


def approve(
    workspace: Workspace, referral_id: str, criterion: str, *, reason: str, now: datetime
) -> None:
    """Keep the supervisor's yes and its reason; refuses a rule that waits for no supervisor."""
    _answer(workspace, referral_id, criterion, Resolver.SUPERVISOR, True, reason, now)


def decline(
    workspace: Workspace, referral_id: str, criterion: str, *, reason: str, now: datetime
) -> None:
    """Keep the supervisor's no and its reason; refuses a no without one."""
    _answer(workspace, referral_id, criterion, Resolver.SUPERVISOR, False, reason, now)


def log_prosecutor(
    workspace: Workspace,
    referral_id: str,
    criterion: str,
    *,
    granted: bool,
    who: str,
    how: str,
    said_at: datetime,
    reason: str,
    now: datetime,
) -> None:
    """Keep what the prosecutor said: who, by phone or on paper, when, and why."""
    if how not in HOW:
        raise ValueError("no such way to give one's word")
    if not who.strip():
        raise Refused(
            Say("The prosecutor's name is missing."),
            remedy=Say("Type who gave their word, then keep it again."),
        )
    if said_at > now:
        raise Refused(
            Say("This time is still to come."),
            remedy=Say("Type when the prosecutor said it, for example 22:14."),
        )
    _answer(
        workspace,
        referral_id,
        criterion,
        Resolver.PROSECUTOR,
        granted,
        reason,
        now,
        who=who.strip(),
        how=how,
        at=said_at,
    )


def _answer(
    workspace: Workspace,
    referral_id: str,
    criterion_id: str,
    by: Resolver,
    granted: bool,
    reason: str,
    now: datetime,
    *,
    who: str = "",
    how: str = "",
    at: datetime | None = None,
) -> None:
    workspace.may(Role.SUPERVISOR)
    if not reason.strip():
        raise Refused(
            Say("The reason is missing."),
            remedy=Say("Type why, then keep it again.")
            if granted
            else Say("Type why not, then keep it again."),
        )
    referral = workspace.store.referral(referral_id)
    # A rule that was answered can be answered anew: both words stay in the history.
    rules = _waiting(workspace, referral, now, without=criterion_id) if referral else []
    one = next((each for each in rules if each.criterion.id == criterion_id), None)
    if referral is None or one is None:
        raise Refused(
            Say("This rule waits for no approval."),
            remedy=Say("Look at the list again; somebody may have answered, or a fact changed."),
        )
    if one.approver is not by:
        raise Refused(
            Say("This is not the supervisor's to decide.")
            if by is Resolver.SUPERVISOR
            else Say("This is not the prosecutor's to decide."),
            remedy=Say("Log the prosecutor's word instead.")
            if by is Resolver.SUPERVISOR
            else Say("Approve or decline it yourself."),
        )
    word = Approval(
        criterion=criterion_id,
        by=by,
        who=who or workspace.user.name,
        at=at or now,
        saw=one.saw,
        granted=granted,
        how=how,
        reason=reason.strip(),
    )
    _keep(workspace, referral, word, one.rests_on, now)


def _keep(
    workspace: Workspace, referral: Referral, word: Approval, rests_on: str, now: datetime
) -> None:
    subject = approval_subject(referral.id, word.criterion)
    # Whoever may not see a value the approval rests on does not see the approval: it tells of them.
    tags = frozenset({Tag.JUSTICE}).union(*(workspace.tags_of(path) for path, _ in word.saw))
    workspace.store.keep(
        entries(
            {
                FIELD: Known(_to_record(referral.id, word, rests_on)),
                REFERRAL_ID: Known(referral.id),
            },
            subject=subject,
            seen=workspace.store.state(subject),
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            # One stamp for both fields: that there is an approval at all says there was a bar.
            also=tags | workspace.tags_of(FIELD),
            versions=workspace.versions(),
        )
    )
    audit(
        workspace,
        "approval.granted" if word.granted else "approval.declined",
        f"{referral.number} {word.criterion}",
        now=now,
    )


def _answered(workspace: Workspace, referral: Referral, now: datetime) -> list[Answered]:
    gate = gate_for(workspace, referral, reader_here(workspace), now=now)
    given = approvals_of(workspace, referral, gate)
    if not given:
        return []
    waits = {one.criterion.id for one in _waiting(workspace, referral, now)}
    return [
        Answered(rule, word)
        for word in given
        if word.criterion not in waits
        for rule in _waiting(workspace, referral, now, without=word.criterion)
        if rule.criterion.id == word.criterion
    ]


def _waiting(
    workspace: Workspace, referral: Referral, now: datetime, *, without: str = ""
) -> list[Waiting]:
    """Return the rules of a referral that wait; `without` as if that one were not answered."""
    made = referral.made_at
    if made is None:
        return []
    program = as_logged(workspace, referral).program
    gate = gate_for(workspace, referral, reader_here(workspace), now=now)
    registers = _sees(referral, gate)
    known = known_values(workspace, registers)
    # The same answers the rules weigh: an approval counts for exactly what it saw.
    answers = with_charge(answers_from(known, workspace.dictionary, on=made))
    given = [one for one in approvals_of(workspace, referral, gate) if one.criterion != without]
    found = []
    for entry in decide(answers, program, given, made, look_ahead=False).entries:
        criterion = program.criterion(entry.criterion)
        if criterion is None or entry.approver is None or entry.approver not in ANSWERED_HERE:
            continue
        saw = seen(criterion, answers)
        found.append(
            Waiting(
                referral,
                criterion,
                entry.approver,
                entry.due,
                saw,
                rests_on=names_of(saw, registers),
                lapsed=bool(_heads(workspace, referral, criterion, gate)),
            )
        )
    return found


def _sees(referral: Referral, gate: Gate) -> dict[str, Register]:
    """Return what the reader sees of the facts the rules look at."""
    found: dict[str, Register] = {}
    for state in (referral.encounter, referral.own):
        if state is not None:
            found |= gate.sees(state.subject, state.registers)
    return found


def _said(
    workspace: Workspace, referral: Referral, criterion: Criterion, gate: Gate
) -> list[Approval]:
    """Return the answers that stand for a rule, oldest first; more than one is a dispute."""
    return [
        word
        for head in _heads(workspace, referral, criterion, gate)
        if (word := _from_head(workspace, referral, criterion, head)) is not None
    ]


def _heads(
    workspace: Workspace, referral: Referral, criterion: Criterion, gate: Gate
) -> tuple[Head, ...]:
    subject = approval_subject(referral.id, criterion.id)
    state = workspace.store.state(subject) if criterion.approver in ANSWERED_HERE else None
    register = gate.sees(subject, state.registers).get(FIELD) if state else None
    return register.heads if register else ()


def _from_head(
    workspace: Workspace, referral: Referral, criterion: Criterion, head: Head
) -> Approval | None:
    """Return the approval; None for another's, an unreadable one, or one nobody may give.

    One whose values are no longer here says nothing of them, and counts for nothing.
    """
    home = referral.home
    record = head.value.value if isinstance(head.value, Known) else None
    if home is None or not isinstance(record, Record):
        return None
    if head.by.role is not Role.SUPERVISOR or head.by.agency != home.agency:
        return None
    if (record.get("referral"), record.get("criterion")) != (referral.id, criterion.id):
        return None
    if record.get("by") != criterion.approver or record.get("granted") not in ("yes", "no"):
        return None
    try:
        return Approval(
            criterion=criterion.id,
            by=Resolver(record.get("by")),
            who=record.get("who"),
            at=time_from_text(record.get("at")),
            saw=values_named(workspace.store, record.get("rests_on")),
            granted=record.get("granted") == "yes",
            how=record.get("how"),
            reason=record.get("reason"),
        )
    except Unreadable:
        return None


def _to_record(referral_id: str, word: Approval, rests_on: str) -> Record:
    return Record.of(
        referral=referral_id,
        criterion=word.criterion,
        by=word.by.value,
        who=word.who,
        at=time_to_text(word.at),
        granted="yes" if word.granted else "no",
        how=word.how or None,
        reason=word.reason or None,
        rests_on=rests_on,
    )
