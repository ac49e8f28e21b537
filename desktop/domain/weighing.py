"""What one criterion says of an encounter, and which outcome they come to together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.answers import CHARGE_HELD, Answers, can_be_asked, with_charge
from desktop.domain.condition_grounds import grounds
from desktop.domain.facts import FactValue, Known, Unknown
from desktop.domain.program import LEVELS, Approval, Criterion, Program
from desktop.domain.terms import IfUnknown, Outcome, Pathway, Resolver

NO_APPROVALS: Mapping[str, Approval] = {}
LEAD_ANSWERS = {"bars": True, "does_not_bar": False}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one criterion says: hit, not hit or unknown, and the outcome that follows."""

    hit: bool | None
    outcome: Outcome
    flagged: bool = False  # unknown and let through, visibly
    approval: Approval | None = None  # the one that counts for it


CLEAR = Weighed(False, Outcome.ELIGIBLE)


def outcome_of(
    answers: Answers,
    program: Program,
    approvals: Iterable[Approval] = (),
    on: datetime | None = None,
) -> Outcome:
    """Return the outcome alone, without its reasons: what `decide` says, many times faster."""
    answers = at_home(answers, program, on)
    pathway = answers.pathway
    if pathway is None:
        return Outcome.NEEDS_ANSWER
    if pathway == Pathway.OFFICER_INTERVENTION:
        if holds_no_charge(answers):
            return Outcome.NOT_ELIGIBLE
        answers = with_charge(answers)
    given = newest(approvals) if approvals else NO_APPROVALS
    highest = Outcome.ELIGIBLE
    level = LEVELS[highest]
    for criterion in program.running(pathway, answers.on.date()):
        # One that cannot weigh more needs no look; an approval may have been refused.
        if (criterion.most <= level and criterion.id not in given) or (
            criterion.hit.truth(answers) is False
        ):
            continue
        outcome = weigh(criterion, answers, given).outcome
        if LEVELS[outcome] > level:
            highest, level = outcome, LEVELS[outcome]
            if highest is Outcome.NOT_ELIGIBLE:
                break  # nothing weighs more
    return highest


def at_home(answers: Answers, program: Program, on: datetime | None = None) -> Answers:
    """Return the answers about that moment, on the agency's own calendar.

    The day an event lies back is counted where the agency is, not where the typist is.
    """
    moment = on or answers.on
    zone = program.calendar.zone
    if moment is answers.on and moment.tzinfo is zone:
        return answers
    return replace(answers, on=moment.astimezone(zone))


def holds_no_charge(answers: Answers) -> bool:
    """Return whether the pathway means a held charge and it is known that there is none."""
    held = answers.facts.get(CHARGE_HELD)
    if not isinstance(held, Known) or held.value is not False:
        return False
    return answers.pathway == Pathway.OFFICER_INTERVENTION


def running(program: Program, answers: Answers) -> tuple[Criterion, ...]:
    """Return the criteria about this pathway that are in force on the day it is about."""
    today = answers.on.astimezone(program.calendar.zone).date()
    return program.running(answers.pathway, today)


def weigh(criterion: Criterion, answers: Answers, approvals: Mapping[str, Approval]) -> Weighed:
    """Return what one criterion says; `approvals` by criterion."""
    hit = criterion.hit.truth(answers)
    if hit is None and criterion.resolver is Resolver.LEAD:
        hit = _lead_answer(criterion, answers)
    if hit is False:
        return CLEAR
    approval = approvals.get(criterion.id)
    if approval and approval.by is criterion.approver and approval.saw == seen(criterion, answers):
        outcome = Outcome.ELIGIBLE if approval.granted else Outcome.NOT_ELIGIBLE
        return Weighed(hit, outcome, approval=approval)
    if hit is True:
        return Weighed(True, criterion.when_hit)
    outcome = criterion.when_unknown
    if outcome is Outcome.NEEDS_ANSWER and _asked_in_vain(criterion, answers):
        outcome = Outcome.ELIGIBLE_VERIFY
    return Weighed(None, outcome, flagged=criterion.if_unknown is IfUnknown.ALLOW_FLAG)


def _asked_in_vain(criterion: Criterion, answers: Answers) -> bool:
    """Return whether nothing that keeps it unknown can be asked any more."""
    vain = any(isinstance(answers.facts.get(id_), Unknown) for id_ in criterion.facts) or any(
        isinstance(value, Unknown)
        for items in answers.lists.values()
        for item in items
        for value in item.facts.values()
    )
    # Mostly nothing was asked in vain at all, and then what it rests on need not be worked out.
    return vain and not any(can_be_asked(path, answers) for path in grounds(criterion.hit, answers))


def seen(criterion: Criterion, answers: Answers) -> tuple[tuple[str, FactValue | None], ...]:
    """Return the values a criterion rests on now: what an approver sees, and what lapses it."""
    ids = criterion.facts
    values: dict[str, FactValue | None] = {id_: answers.facts.get(id_) for id_ in ids}
    for items in answers.lists.values():
        for item in items:
            for id_ in ids & item.facts.keys():
                prefix, _, name = id_.partition(".")
                values[f"{prefix}/{item.id}/{name}"] = item.facts[id_]
    return tuple(sorted(values.items(), key=lambda pair: pair[0]))


def _lead_answer(criterion: Criterion, answers: Answers) -> bool | None:
    """The lead agency answers what it resolves without its reason, as `answer/<criterion>`."""
    known = answers.facts.get(f"answer/{criterion.id}")
    word = known.value if isinstance(known, Known) else None
    return LEAD_ANSWERS.get(word) if isinstance(word, str) else None


def newest(approvals: Iterable[Approval]) -> dict[str, Approval]:
    """Return the newest approval of each criterion."""
    return {one.criterion: one for one in sorted(approvals, key=lambda one: one.at)}
