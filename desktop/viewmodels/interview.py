"""The screening as questions: what is answered, what to ask now, what can still matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.domain.answers import Answers
from desktop.domain.eligibility import Decision
from desktop.domain.encounter import PATHWAY, Encounter
from desktop.domain.facts import Dictionary
from desktop.domain.program import Program
from desktop.domain.terms import Outcome
from desktop.domain.words import Plural, Say, Sayable
from desktop.viewmodels.asks import CHOSEN, CHOSEN_REASON, Ask, AskKind, Asks


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """All questions: answered ones in the order of the form, then those to come."""

    answered: tuple[Ask, ...]
    to_come: tuple[Ask, ...]
    matter: int  # how many can still change the result
    progress: Sayable
    finished: Sayable = ""  # what is said when no question is left

    @property
    def current(self) -> str:
        """Return the path of the question to ask now, "" when none is left."""
        return self.to_come[0].path if self.to_come else ""

    def ask(self, path: str) -> Ask | None:
        """Return the question about a path."""
        return next((one for one in (*self.to_come, *self.answered) if one.path == path), None)


def screening_view(
    encounter: Encounter,
    program: Program,
    dictionary: Dictionary,
    answers: Answers,
    decision: Decision,
) -> ScreeningView:
    """Return the screening: the next question is the best one that can still change the result."""
    made = Asks(encounter, dictionary, answers, program)
    matter = {one.path: one.measure for one in decision.ask_next}
    closed = decision.outcome is Outcome.NOT_ELIGIBLE
    asked = [*_next_paths(encounter, answers, decision)]
    paths = dict.fromkeys(asked if closed else [*asked, *made.record_paths()])
    to_come = [path for path in paths if not made.is_answered(path) or matter.get(path)]
    answered = [path for path in made.answered_paths() if path not in to_come]
    return ScreeningView(
        answered=tuple(made.ask(path) for path in answered),
        to_come=tuple(
            made.ask(path, matters=path in asked, measure=matter.get(path, False))
            for path in to_come
        ),
        matter=len(matter),
        progress=_progress(answers, decision),
        finished=_CLOSED if closed else _FINISHED,
    )


def keys_of(ask: Ask | None) -> Sayable:
    """Return the keys that answer this question, as the hint says them; none is left: what next."""
    if ask is None:
        return Say("? says why · Ctrl+Enter next")
    match ask.kind:
        case AskKind.YESNO:
            return Say("Y / N / U answers · ? says why · Ctrl+Enter next")
        case AskKind.CHOICE if ask.options:
            return Say("{keys} answers · ? says why · Ctrl+Enter next", keys=_span(ask))
        case AskKind.CHOICES if ask.options:
            return Say("{keys} marks · Enter ends · ? says why", keys=_span(ask))
        case AskKind.ITEMS if ask.options:
            return Say("{keys} adds one · N no more · ? says why", keys=_span(ask))
        case AskKind.EVENT:
            return Say("N never · U not known · ? says why · Ctrl+Enter next")
    return Say("Type it, Enter keeps it · F4 not known · Ctrl+Enter next")


def _span(ask: Ask) -> str:
    first, last = ask.options[0].key, ask.options[-1].key
    return first if first == last else f"{first}-{last}"


_FINISHED = Say("All questions are asked. Go on with the person: Ctrl+Enter.")
_CLOSED = Say("No question is left on this pathway. See what can still be done.")


def _next_paths(encounter: Encounter, answers: Answers, decision: Decision) -> Iterator[str]:
    if answers.pathway is None:
        yield PATHWAY
        return
    yield from (one.path for one in decision.ask_next)
    if decision.outcome is Outcome.YOUR_DECISION and not decision.ask_next:
        yield CHOSEN
        if CHOSEN in encounter.facts:
            yield CHOSEN_REASON


def _progress(answers: Answers, decision: Decision) -> Sayable:
    if answers.pathway is None:
        return Say("first question")
    if not decision.ask_next:
        if decision.outcome is Outcome.YOUR_DECISION:
            return Say("your decision")
        if decision.settled:
            return Say("nothing more can change the result")
        return Say("nothing you can find out now can change the result")
    return Plural(
        "{n} question can still matter",
        "{n} questions can still matter",
        len(decision.ask_next),
    )
