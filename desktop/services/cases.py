"""What the lead agency does: accept, reach, enroll, close, answer an open point."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.change import CASE_STATUS, Entry, Setting, Subject
from desktop.domain.facts import FactValue, Known, Step, Unknown
from desktop.domain.referral import Referral, case_subject, encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import CASE_STEPS, CaseStatus, Role, SubjectKind, Tag
from desktop.domain.words import Say
from desktop.domain.writing import entries
from desktop.services.workspace import Workspace, audit

OWN_WORD = frozenset({Tag.TREATMENT})
LEAD_ANSWERS = ("bars", "does_not_bar", "cannot_say")


def step(
    workspace: Workspace,
    referral_id: str,
    to: CaseStatus,
    *,
    now: datetime,
    reason: str = "",
) -> Referral:
    """Take the next step of a case; each names the status its author saw."""
    may_work_cases(workspace)
    referral = _referral(workspace, referral_id)
    saw = referral.case_status
    if (saw, to) not in CASE_STEPS:
        raise Refused(
            Say("This case is not at the step before that one."),
            remedy=Say("Look at the case again; somebody may have moved it on."),
        )
    values: dict[str, FactValue] = {CASE_STATUS: Known(Step(saw.value if saw else None, to.value))}
    made = _entries(workspace, referral, values, now)
    if reason:
        # Why a case closed stays in a change of its own: the step may travel without it.
        made += _entries(workspace, referral, {"case.closed_reason": Known(reason)}, now)
    workspace.store.keep(made)
    audit(workspace, f"case.{to.value}", referral.number, now=now)
    return _referral(workspace, referral_id)


def attempt(
    workspace: Workspace,
    referral_id: str,
    *,
    attempt_id: str,
    mode: str,
    result: str,
    now: datetime,
) -> None:
    """Log one try to reach the person."""
    may_work_cases(workspace)
    referral = _referral(workspace, referral_id)
    workspace.store.keep(
        entries(
            {
                "contact_attempt.at": Known(now),
                "contact_attempt.mode": Known(mode),
                "contact_attempt.result": Known(result),
                "referral.id": Known(referral.id),
            },
            subject=Subject(SubjectKind.CONTACT_ATTEMPT, attempt_id),
            seen=None,
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            also=OWN_WORD,
        )
    )
    audit(workspace, f"attempt.{result}", referral.number, now=now)


def answer_point(
    workspace: Workspace, referral_id: str, criterion: str, answer: str, *, now: datetime
) -> Referral:
    """Answer an open point the lead agency resolves; the word travels, its reason does not."""
    may_work_cases(workspace)
    if answer not in LEAD_ANSWERS or workspace.program.criterion(criterion) is None:
        raise ValueError("no such answer or criterion")
    referral = _referral(workspace, referral_id)
    workspace.store.keep(
        entries(
            {f"answer/{criterion}": Known(answer)},
            subject=encounter_subject(referral.encounter_id),
            seen=referral.encounter,
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            versions=workspace.versions(),
        )
    )
    audit(workspace, "point.answered", referral.number, now=now)
    return _referral(workspace, referral_id)


def take_back_step(workspace: Workspace, referral_id: str, *, now: datetime) -> Referral:
    """Undo the last step of a case with a change of its own; both stay in the history.

    Refuses while two steps stand against each other: then somebody has to decide first.
    """
    may_work_cases(workspace)
    referral = _referral(workspace, referral_id)
    way = _way(workspace, referral)
    if not way or referral.case_status is None or way[-1] != referral.case_status:
        raise Refused(
            Say("There is no step to take back."),
            remedy=Say("Look at the case again; somebody may have moved it on."),
        )
    before = way[-2] if len(way) > 1 else ""
    values: dict[str, FactValue] = {CASE_STATUS: Known(Step(way[-1], before))}
    workspace.store.keep(_entries(workspace, referral, values, now))
    audit(workspace, "case.taken_back", referral.number, now=now)
    return _referral(workspace, referral_id)


def _way(workspace: Workspace, referral: Referral) -> list[str]:
    """Return the steps the case has come and not gone back, oldest first."""
    way: list[str] = []
    aside = {one.id for one in referral.case.set_aside} if referral.case else set()
    for kept in workspace.store.changes(case_subject(referral.id)):
        for one in kept.change.sets:
            step = one.value.value if isinstance(one.value, Known) else None
            if one.path != CASE_STATUS or not isinstance(step, Step) or kept.change.id in aside:
                continue
            if (step.saw, step.to) in CASE_STEPS:
                way.append(step.to)
            elif way and way[-1] == step.saw:
                way.pop()
    return way


def take_back_attempt(workspace: Workspace, attempt_id: str, *, now: datetime) -> None:
    """Undo a try to reach the person: it was never made."""
    may_work_cases(workspace)
    subject = Subject(SubjectKind.CONTACT_ATTEMPT, attempt_id)
    workspace.store.keep(
        entries(
            dict.fromkeys(("contact_attempt.at", "contact_attempt.result"), Unknown.NOT_ASKED),
            subject=subject,
            seen=workspace.store.state(subject),
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            also=OWN_WORD,
        )
    )
    audit(workspace, "attempt.taken_back", attempt_id, now=now)


def take_back_answer(
    workspace: Workspace,
    referral_id: str,
    criterion: str,
    before: FactValue | None,
    *,
    now: datetime,
) -> None:
    """Undo an answer to an open point: what stood before it stands again."""
    may_work_cases(workspace)
    referral = _referral(workspace, referral_id)
    workspace.store.keep(
        entries(
            {f"answer/{criterion}": before or Unknown.NOT_ASKED},
            subject=encounter_subject(referral.encounter_id),
            seen=referral.encounter,
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            versions=workspace.versions(),
        )
    )
    audit(workspace, "point.taken_back", referral.number, now=now)


def may_work_cases(workspace: Workspace) -> None:
    """Refuse everybody but the lead agency's coordinator: a case is the lead agency's word."""
    workspace.may(Role.COORDINATOR)
    if not workspace.place.is_lead:
        raise Refused(
            Say("A case is kept on the lead agency's computer."),
            remedy=Say("Ask the lead agency to take this step."),
        )


def _entries(
    workspace: Workspace, referral: Referral, values: dict[str, FactValue], now: datetime
) -> list[Entry]:
    subject = case_subject(referral.id)
    state = workspace.store.state(subject)
    register = state.registers.get(CASE_STATUS) if state else None
    if CASE_STATUS in values:
        return [
            Entry(
                at=now,
                by=workspace.author,
                subject=subject,
                tags=OWN_WORD,
                sets=(
                    Setting(
                        CASE_STATUS, values[CASE_STATUS], register.based_on if register else ()
                    ),
                ),
            )
        ]
    return entries(
        values,
        subject=subject,
        seen=state,
        by=workspace.author,
        at=now,
        tags_of=workspace.tags_of,
        also=OWN_WORD,
    )


def _referral(workspace: Workspace, referral_id: str) -> Referral:
    referral = workspace.store.referral(referral_id)
    if referral is None:
        raise Refused(
            Say("This referral is not on this computer."),
            remedy=Say("Exchange first, then keep what came in the Inbox."),
        )
    return referral
