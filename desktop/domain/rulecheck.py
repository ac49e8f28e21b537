"""Faults of a program, found before it is published: its own cases, and rows that contradict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.conditions import facts_in
from desktop.domain.eligibility import Decision, decide, in_words
from desktop.domain.facts import InField
from desktop.domain.program import Case, Criterion, Program
from desktop.domain.terms import Effect, IfUnknown, Strength
from desktop.domain.words import Given, Listing, Say, Sayable

LANGUAGES = ("en", "es")
ASKS = frozenset({IfUnknown.ASK, IfUnknown.ASK_DISPATCH})
BARS = frozenset({Effect.REQUIRE, Effect.EXCLUDE})
NOT_OF_THE_FORM = frozenset({"charge.held"})  # the pathway says it


class Kind(StrEnum):
    """What is wrong. Values are printed by `program check --json`: add, never rename."""

    ABSOLUTE_OVERRIDE = "absolute_override"
    PRESUMPTIVE_ALONE = "presumptive_alone"
    STRENGTH = "strength"
    NO_RESOLVER = "no_resolver"
    ASK_NOBODY = "ask_nobody"
    ASK_NEEDLESS = "ask_needless"
    CASE = "case"
    LANGUAGE = "language"
    NEVER_ASKED = "never_asked"
    NO_CASES = "no_cases"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault and where it is; one that `stops` keeps the program from being published."""

    kind: Kind
    where: str  # a criterion, a case, or a text
    says: Sayable
    stops: bool = True


def check(program: Program) -> tuple[Finding, ...]:
    """Return what is wrong with a program, what stops it first."""
    found = [fault for one in program.criteria for fault in faults_of(one, program)]
    found += failing_cases(program)
    found += _languages(program)
    found += _never_asked(program)
    if not program.cases:
        found.append(Finding(Kind.NO_CASES, "cases.csv", Say("The program has no cases.")))
    return tuple(sorted(found, key=lambda finding: not finding.stops))


def faults_of(criterion: Criterion, program: Program) -> Iterator[Finding]:
    """Yield what one row of criteria.csv must not say."""
    bars = criterion.effect in BARS
    absolute = criterion.strength is Strength.ABSOLUTE
    if absolute and criterion.override_by:
        yield _row(
            Kind.ABSOLUTE_OVERRIDE, criterion, Say("Absolute, so nobody can set it aside: "
            "empty override_by, or make it presumptive.")
        )  # fmt: skip
    if criterion.strength is Strength.PRESUMPTIVE and not criterion.override_by:
        yield _row(
            Kind.PRESUMPTIVE_ALONE, criterion, Say("Presumptive: say in override_by who may set "
            "it aside.")
        )  # fmt: skip
    if bars and criterion.strength is None:
        yield _row(Kind.STRENGTH, criterion, Say("Say whether it is absolute or presumptive."))
    if not bars and criterion.strength is not None:
        yield _row(Kind.STRENGTH, criterion, Say("Only require and exclude have a strength."))
    asks = criterion.if_unknown in ASKS
    if (asks or criterion.if_unknown is IfUnknown.PEND) and criterion.resolver is None:
        yield _row(Kind.NO_RESOLVER, criterion, Say("Say in resolver who finds out."))
    if asks and criterion.effect in (Effect.DISCRETION, Effect.INFO):
        yield _row(
            Kind.ASK_NEEDLESS, criterion, Say("It bars nobody, so it cannot hold an answer up: "
            "use allow_flag or pend.")
        )  # fmt: skip
    nobody = [
        fact.label
        for id_ in sorted(facts_in(criterion.hit))
        if (fact := program.dictionary.fact_of(id_)).in_field is InField.NO
    ]
    if asks and nobody:
        yield _row(
            Kind.ASK_NOBODY, criterion, Say("Nobody in the field can know this: {facts}. Use pend.",
            facts=Listing(tuple(nobody)))
        )  # fmt: skip


def failing_cases(program: Program) -> Iterator[Finding]:
    """Yield the program's own cases that come out otherwise than they say."""
    for case in program.cases:
        decision = decide(case.answers, program, case.approvals)
        says = _difference(case, decision)
        if says is not None:
            yield Finding(Kind.CASE, case.id, says)


def _difference(case: Case, decision: Decision) -> Sayable | None:
    if decision.outcome is not case.outcome:
        return Say(
            "Expected: {wanted}. Found: {found}, because of {criteria}.",
            wanted=in_words(case.outcome),
            found=in_words(decision.outcome),
            criteria=_listed(entry.criterion for entry in decision.entries),
        )
    entries = {entry.criterion for entry in decision.entries}
    flags = {flag.criterion for flag in decision.flags}
    for wanted, found in ((case.because, entries), (case.flags, flags)):
        if wanted != found:
            return Say(
                "Expected because of: {wanted}. Found: {found}.",
                wanted=_listed(wanted),
                found=_listed(found),
            )
    return None


def _languages(program: Program) -> Iterator[Finding]:
    words: list[tuple[str, Given]] = [(one.id, one.text) for one in program.criteria]
    words += [(f"texts/{name}", text) for name, text in program.texts.items()]
    words += [(clock.id, clock.label) for clock in program.clocks]
    words += [(contact.id, contact.name) for contact in program.contacts]
    for where, given in words:
        missing = [code for code in LANGUAGES if code not in dict(given.by_language)]
        if missing:
            says = Say("Not written in: {languages}.", languages=", ".join(missing))
            yield Finding(Kind.LANGUAGE, where, says)


def _never_asked(program: Program) -> Iterator[Finding]:
    for one in program.criteria:
        for id_ in sorted(facts_in(one.hit) - NOT_OF_THE_FORM):
            rows = [row for row in program.form if row.fact.id == id_]
            if not any(one.pathways & row.pathways & set(program.pathways) for row in rows):
                fact = program.dictionary.fact_of(id_)
                says = Say("The form never asks for this: {fact}.", fact=fact.label)
                yield Finding(Kind.NEVER_ASKED, one.id, says, stops=False)


def _row(kind: Kind, criterion: Criterion, says: Sayable) -> Finding:
    return Finding(kind, criterion.id, says)


def _listed(ids: Iterable[str]) -> Sayable:
    names = sorted(ids)
    return ", ".join(names) if names else Say("none")
