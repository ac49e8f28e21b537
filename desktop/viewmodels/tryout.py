"""Trying rules out: one made-up encounter, how the draft and the rules in force judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.answers import answers_from
from desktop.domain.eligibility import Decision, decide, in_words
from desktop.domain.encounter import Encounter
from desktop.domain.program import Program
from desktop.domain.terms import Outcome
from desktop.domain.words import Say, Sayable
from desktop.viewmodels.interview import ScreeningView, screening_view
from desktop.viewmodels.marks import Choice
from desktop.viewmodels.verdict import VerdictView, verdict_view

OUTCOME_CHOICES = tuple(Choice(one.value, in_words(one)) for one in reversed(Outcome))


@dataclass(frozen=True, slots=True)
class CaseWanted:
    """A tried encounter to keep as a case: what it is about, and how it must come out."""

    about: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class TryoutView:
    """The page: the questions, and one or two verdicts."""

    id: str
    begun_at: datetime
    context: Sayable
    screening: ScreeningView
    verdict: VerdictView
    beside: VerdictView | None  # of the rules in force, where a draft is tried
    compared: Sayable  # whether the two differ
    outcome: Outcome
    can_keep: bool
    can_undo: bool


def tryout_view(
    encounter: Encounter,
    tried: Program,
    current: Program | None,
    *,
    can_keep: bool,
    can_undo: bool = False,
) -> TryoutView:
    """Return the page; `current` are the rules in force where another draft is tried."""
    decision = _decide(encounter, tried)
    answers = answers_from(encounter.facts, tried.dictionary, on=encounter.begun_at)
    beside = None
    compared: Sayable = ""
    if current is not None:
        other = _decide(encounter, current)
        answered = answers_from(encounter.facts, current.dictionary, on=encounter.begun_at)
        beside = verdict_view(other, answered, current, current.dictionary)
        if answers.pathway is not None:
            compared = (
                Say("Both come out the same.")
                if other.outcome is decision.outcome
                else Say(
                    "In force: {before}. Draft: {after}.",
                    before=in_words(other.outcome),
                    after=in_words(decision.outcome),
                )
            )
    return TryoutView(
        id=encounter.id,
        begun_at=encounter.begun_at,
        context=Say("Version {version}, made-up answers only", version=tried.version),
        screening=screening_view(encounter, tried, tried.dictionary, answers, decision),
        verdict=verdict_view(decision, answers, tried, tried.dictionary),
        beside=beside,
        compared=compared,
        outcome=decision.outcome,
        can_keep=can_keep and answers.pathway is not None,
        can_undo=can_undo,
    )


def _decide(encounter: Encounter, program: Program) -> Decision:
    answers = answers_from(encounter.facts, program.dictionary, on=encounter.begun_at)
    return decide(answers, program, (), encounter.begun_at)
