"""Past encounters under other rules: an old decision today, a draft before it is published.

An old decision stays as it was; these only hold it beside what the rules would say now.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from desktop.domain.answers import PATHWAY, Answers, with_charge
from desktop.domain.eligibility import Decision, decide, in_words, outcome_of
from desktop.domain.encounter import CLOSED
from desktop.domain.program import LEVELS, Approval, Program
from desktop.domain.terms import Outcome
from desktop.domain.words import Given, Say, Sayable


@dataclass(frozen=True, slots=True)
class Noted:
    """A decision as it was written down: its program, and what each criterion came to."""

    program: str
    version: str
    digest: str
    outcome: Outcome
    criteria: Mapping[str, tuple[Outcome, str]]  # what it came to, and its words


@dataclass(frozen=True, slots=True)
class Turned:
    """A criterion that comes to something else; None: clear, or not in the program."""

    criterion: str
    before: Outcome | None
    after: Outcome | None
    says: Sayable


@dataclass(frozen=True, slots=True)
class Comparison:
    """An old decision and what the rules say now about the same facts."""

    then: Noted
    now: Decision
    turned: tuple[Turned, ...]

    @property
    def same_rules(self) -> bool:
        """Return whether the program has not changed by a letter since."""
        return self.then.digest == self.now.digest

    @property
    def changed(self) -> bool:
        """Return whether the outcome is another one today."""
        return self.then.outcome is not self.now.outcome

    @property
    def says(self) -> Sayable:
        """Return both outcomes in a sentence."""
        return Say(
            "Then, under version {version}: {before}. Under version {today}: {after}.",
            version=self.then.version,
            before=in_words(self.then.outcome),
            today=self.now.version,
            after=in_words(self.now.outcome),
        )


def compare(
    old: str | Mapping[str, Any],
    program: Program,
    answers: Answers,
    approvals: Iterable[Approval] = (),
) -> Comparison | None:
    """Return an old decision beside today's rules; None when the old one cannot be read.

    `old` is the record of the decision as it was kept (JSON); the answers are those of then.
    """
    then = noted(old)
    if then is None:
        return None
    now = decide(answers, program, approvals, look_ahead=False)
    return Comparison(then, now, _turned(then.criteria, _criteria(now)))


def noted(old: str | Mapping[str, Any]) -> Noted | None:
    """Return what a record of a decision says; None for anything else."""
    try:
        found = json.loads(old) if isinstance(old, str) else old
        criteria = {
            str(entry["criterion"]): (Outcome(entry["outcome"]), str(entry["says"]))
            for entry in found["entries"]
        }
        return Noted(
            program=str(found["program"]),
            version=str(found["version"]),
            digest=str(found["digest"]),
            outcome=Outcome(found["outcome"]),
            criteria=criteria,
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None  # kept by another version, or by a hand


@dataclass(frozen=True, slots=True)
class Past:
    """A past encounter: whose it was (any word that tells people apart), and what was known."""

    id: str
    person: str
    answers: Answers
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A past encounter that comes out otherwise, and the criteria that make it so."""

    encounter: str
    before: Outcome
    after: Outcome
    because: tuple[Turned, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft would have done to past encounters."""

    encounters: int
    moved: tuple[Moved, ...]

    @property
    def moves(self) -> tuple[tuple[Outcome, Outcome, int], ...]:
        """Return how many went from which outcome to which, the most first."""
        counts = Counter((one.before, one.after) for one in self.moved)
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple((before, after, number) for (before, after), number in ordered)

    @property
    def by_criterion(self) -> tuple[tuple[str, int], ...]:
        """Return in how many of them each criterion turned, the most first."""
        counts = Counter(turned.criterion for one in self.moved for turned in one.because)
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def preview(draft: Program, current: Program, encounters: Iterable[Past]) -> Preview:
    """Return which past encounters would come out otherwise under a draft, and why."""
    tried = 0
    moved: list[Moved] = []
    for past in encounters:
        tried += 1
        before = outcome_of(past.answers, current, past.approvals)
        after = outcome_of(past.answers, draft, past.approvals)
        if before is not after:
            then, now = (
                _criteria(decide(past.answers, rules, past.approvals, look_ahead=False))
                for rules in (current, draft)
            )
            moved.append(Moved(past.id, before, after, _turned(then, now)))
    return Preview(tried, tuple(moved))


@dataclass(frozen=True, slots=True)
class KeptOut:
    """How many people one criterion kept out, and how many of them nothing else did."""

    criterion: str
    says: Given
    people: int
    alone: int  # without this criterion they could have gone on


@dataclass(frozen=True, slots=True)
class Barred:
    """One person that rules kept out on a day: by which criteria."""

    person: str
    on: date
    criteria: tuple[str, ...]


def barring(decision: Decision, program: Program) -> tuple[str, ...]:
    """Return the criteria of a program that make a decision not eligible."""
    return tuple(
        entry.criterion
        for entry in decision.entries
        if entry.outcome is Outcome.NOT_ELIGIBLE and program.criterion(entry.criterion)
    )


def barred(program: Program, past: Past) -> Barred:
    """Return what kept a person out; one who went on otherwise, by the pathway that was closed."""
    decision = decide(
        _before_it_closed(past.answers), program, past.approvals, look_ahead=False
    )  # fmt: skip
    on = past.answers.on.astimezone(program.calendar.zone).date()
    return Barred(past.person, on, barring(decision, program))


def kept_out(
    program: Program, met: Iterable[Barred], *, since: date, until: date
) -> tuple[KeptOut, ...]:
    """Return how many people each criterion made not eligible, the most first, 0 included.

    Days of the agency's calendar from `since` to `until`, both counted. A person met twice is
    counted once.
    """
    people: dict[str, set[str]] = {one.id: set() for one in program.criteria}
    alone: dict[str, set[str]] = {one.id: set() for one in program.criteria}
    for one in met:
        if not since <= one.on <= until:
            continue
        for criterion in people.keys() & set(one.criteria):
            people[criterion].add(one.person)
            if len(one.criteria) == 1:
                alone[criterion].add(one.person)
    counted = [
        KeptOut(one.id, one.text, len(people[one.id]), len(alone[one.id]))
        for one in program.criteria
    ]
    return tuple(sorted(counted, key=lambda one: (-one.people, -one.alone, one.criterion)))


def _before_it_closed(answers: Answers) -> Answers:
    closed = answers.facts.get(CLOSED)
    if closed is None:
        return answers
    return with_charge(replace(answers, facts={**answers.facts, PATHWAY: closed}))


def quarter_before(day: date) -> tuple[date, date]:
    """Return the first and the last day of the last whole quarter before the one of a day."""
    month = (day.month - 1) // 3 * 3 + 1
    begun = date(day.year, month, 1)
    last = date.fromordinal(begun.toordinal() - 1)
    return date(last.year, last.month - 2, 1), last


def version_on(programs: Iterable[Program], slug: str, on: datetime) -> Program | None:
    """Return the version of a program in force at that moment: of several the one begun last."""
    holding = [
        one
        for one in programs
        if one.slug == slug and one.in_force(on.astimezone(one.calendar.zone).date())
    ]
    return max(holding, key=lambda one: (one.effective_from, one.version), default=None)


def _criteria(decision: Decision) -> dict[str, tuple[Outcome, Sayable]]:
    return {entry.criterion: (entry.outcome, entry.says) for entry in decision.entries}


def _turned(
    before: Mapping[str, tuple[Outcome, Sayable]] | Mapping[str, tuple[Outcome, str]],
    after: Mapping[str, tuple[Outcome, Sayable]],
) -> tuple[Turned, ...]:
    """Return the criteria that came to something else, what weighs most first."""
    found: list[Turned] = []
    for criterion in sorted({*before, *after}):
        was, is_now = before.get(criterion), after.get(criterion)
        if (was and was[0]) is not (is_now and is_now[0]):
            words = (is_now or was or (Outcome.ELIGIBLE, ""))[1]
            found.append(
                Turned(criterion, was[0] if was else None, is_now[0] if is_now else None, words)
            )
    return tuple(sorted(found, key=lambda one: (-_weight(one), one.criterion)))


def _weight(one: Turned) -> int:
    return max(LEVELS[outcome] for outcome in (one.before, one.after) if outcome is not None)
