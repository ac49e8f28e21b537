"""What the rules say about one encounter, with every reason; an unknown is never a yes or a no.

Source: architecture.md, Eligibility. `weigh` is one criterion, `decide` the whole; what may still
change the answer is worked out in `questions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain import questions
from desktop.domain.answers import CHARGE_HELD, PATHWAY, Answers, with_charge
from desktop.domain.condition_grounds import grounds
from desktop.domain.program import LEVELS, Approval, Criterion, Program
from desktop.domain.questions import Ahead, Question
from desktop.domain.terms import Effect, IfUnknown, Outcome, Pathway, Resolver
from desktop.domain.weighing import (
    CLEAR,
    NO_APPROVALS,
    Weighed,
    at_home,
    holds_no_charge,
    newest,
    outcome_of,
    running,
    seen,
    weigh,
)
from desktop.domain.words import Say, Sayable

__all__ = [
    "Decision", "Entry", "Flag", "OpenPoint", "Weighed", "decide", "in_words", "look_ahead_over",
    "outcome_of", "running", "seen", "weigh",
]  # fmt: skip


IN_THE_FIELD = frozenset({Resolver.OFFICER, Resolver.DISPATCH})


@dataclass(frozen=True, slots=True)
class Entry:
    """One criterion that is not clear."""

    criterion: str
    hit: bool | None
    effect: Effect
    outcome: Outcome
    says: Sayable
    facts: tuple[str, ...]  # paths it rests on
    policy_ref: str = ""
    source: str = ""
    approver: Resolver | None = None  # who may approve, where approval is what it needs
    due: datetime | None = None  # by when the approver should have answered
    approval: Approval | None = None  # one that was refused


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What is still to be found out, by whom and by when (None: the program sets no clock)."""

    criterion: str
    facts: tuple[str, ...]
    resolver: Resolver
    due: datetime | None
    says: Sayable


@dataclass(frozen=True, slots=True)
class Flag:
    """An unknown that was let through: shown, printed and counted."""

    criterion: str
    facts: tuple[str, ...]
    says: Sayable
    policy_ref: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules say, frozen with the program it was made under."""

    outcome: Outcome
    entries: tuple[Entry, ...]
    open: tuple[OpenPoint, ...]
    flags: tuple[Flag, ...]
    approved: tuple[Approval, ...]
    ask_next: tuple[Question, ...]
    settled: bool
    program: str
    version: str
    digest: str
    otherwise: Pathway | None
    pathway: str | None
    on: datetime


def decide(
    answers: Answers,
    program: Program,
    approvals: Iterable[Approval] = (),
    on: datetime | None = None,
    *,
    look_ahead: bool = True,
) -> Decision:
    """Return the decision; `on` (aware) is the moment it is about, by default the encounter's.

    Without `look_ahead` it is the outcome and its reasons alone, many times faster: nothing is
    said of what may still come, so `ask_next` is empty and `settled` is no.
    """
    answers = at_home(answers, program, on)
    if answers.pathway is None:
        return _without_pathway(answers, program)
    if holds_no_charge(answers):
        return _without_charge(answers, program)
    answers = with_charge(answers)
    given = newest(approvals)
    weighed = [(one, weigh(one, answers, given)) for one in running(program, answers)]
    if not look_ahead:
        return _decision(answers, program, weighed, ask_next=(), settled=False)
    ahead = look_ahead_over([one for one, _ in weighed], answers, program, given)
    return _decision(answers, program, weighed, ask_next=ahead.ask_next, settled=ahead.settled)


def look_ahead_over(
    criteria: Sequence[Criterion],
    answers: Answers,
    program: Program,
    approvals: Mapping[str, Approval] = NO_APPROVALS,
) -> Ahead:
    """Return what may still come for these criteria; `approvals` by criterion."""
    return questions.look_ahead(
        criteria,
        answers,
        program.dictionary,
        level=lambda one, then: LEVELS[weigh(one, then, approvals).outcome],
        told_apart=approvals.keys(),
        order={row.fact.id: place for place, row in enumerate(program.form)},
    )


def _decision(
    answers: Answers,
    program: Program,
    weighed: list[tuple[Criterion, Weighed]],
    *,
    ask_next: tuple[Question, ...],
    settled: bool,
) -> Decision:
    telling = [(one, found) for one, found in weighed if found is not CLEAR]
    entries = [
        _entry(one, found, answers, program) for one, found in telling if _is_entry(one, found)
    ]
    entries.sort(key=lambda entry: (-LEVELS[entry.outcome], entry.criterion))
    return Decision(
        outcome=entries[0].outcome if entries else Outcome.ELIGIBLE,
        entries=tuple(entries),
        open=tuple(
            _open(one, found, answers, program) for one, found in telling if _is_open(found)
        ),
        flags=tuple(
            Flag(one.id, grounds(one.hit, answers), one.text, one.policy_ref)
            for one, found in telling
            if found.flagged
        ),
        approved=tuple(
            found.approval
            for _, found in telling
            if found.approval and found.outcome is Outcome.ELIGIBLE
        ),
        ask_next=ask_next,
        settled=settled,
        program=program.slug,
        version=program.version,
        digest=program.digest,
        otherwise=program.otherwise,
        pathway=answers.pathway,
        on=answers.on,
    )


def _is_entry(criterion: Criterion, found: Weighed) -> bool:
    note = criterion.effect is Effect.INFO and found.hit is True
    return note or found.outcome is not Outcome.ELIGIBLE


def _is_open(found: Weighed) -> bool:
    waits = found.outcome in (Outcome.NEEDS_ANSWER, Outcome.ELIGIBLE_VERIFY)
    return found.hit is None and waits


def _entry(criterion: Criterion, found: Weighed, answers: Answers, program: Program) -> Entry:
    approver = criterion.approver if found.outcome is Outcome.NEEDS_APPROVAL else None
    return Entry(
        criterion=criterion.id,
        hit=found.hit,
        effect=criterion.effect,
        outcome=found.outcome,
        says=criterion.text,
        facts=grounds(criterion.hit, answers),
        policy_ref=criterion.policy_ref,
        source=criterion.source,
        approver=approver,
        due=program.due(approver, answers.pathway, answers.on),
        approval=found.approval,
    )


def _open(criterion: Criterion, found: Weighed, answers: Answers, program: Program) -> OpenPoint:
    resolver = _who_finds_out(criterion, found)
    return OpenPoint(
        criterion=criterion.id,
        facts=grounds(criterion.hit, answers),
        resolver=resolver,
        due=program.due(resolver, answers.pathway, answers.on),
        says=criterion.text,
    )


def _who_finds_out(criterion: Criterion, found: Weighed) -> Resolver:
    """Return who has it now: what the officer and dispatch were asked in vain is the desk's."""
    resolver = criterion.resolver or Resolver.DESK
    asked = criterion.if_unknown in (IfUnknown.ASK, IfUnknown.ASK_DISPATCH)
    if asked and found.outcome is Outcome.ELIGIBLE_VERIFY and resolver in IN_THE_FIELD:
        return Resolver.DESK
    return resolver


def _without_pathway(answers: Answers, program: Program) -> Decision:
    """Which rules run hangs on the pathway: until it is known it is the only question."""
    says = Say("How did you meet this person? The rules depend on it.")
    entry = Entry(
        PATHWAY, None, Effect.REQUIRE, Outcome.NEEDS_ANSWER, says, (PATHWAY,)
    )  # fmt: skip
    asked = Question(PATHWAY, program.dictionary.fact_of(PATHWAY))
    decision = _decision(answers, program, [], ask_next=(asked,), settled=False)
    point = OpenPoint(PATHWAY, (PATHWAY,), Resolver.OFFICER, None, says)
    return replace(decision, outcome=Outcome.NEEDS_ANSWER, entries=(entry,), open=(point,))


def _without_charge(answers: Answers, program: Program) -> Decision:
    says: Sayable = Say("No charge is held: choose a pathway without a charge.")
    entry = Entry(
        CHARGE_HELD, True, Effect.REQUIRE, Outcome.NOT_ELIGIBLE, says, (CHARGE_HELD,)
    )  # fmt: skip
    decision = _decision(answers, program, [], ask_next=(), settled=True)
    return replace(decision, outcome=Outcome.NOT_ELIGIBLE, entries=(entry,))


def in_words(outcome: Outcome) -> Sayable:
    """Return the outcome as it is shown."""
    return OUTCOME_WORDS[outcome]


OUTCOME_WORDS: dict[Outcome, Sayable] = {
    Outcome.NOT_ELIGIBLE: Say("Not eligible for this pathway"),
    Outcome.NEEDS_ANSWER: Say("Needs an answer: can go for review"),
    Outcome.NEEDS_APPROVAL: Say("Needs approval"),
    Outcome.ELIGIBLE_VERIFY: Say("Eligible, to be verified"),
    Outcome.YOUR_DECISION: Say("Your decision"),
    Outcome.ELIGIBLE: Say("Eligible"),
}
