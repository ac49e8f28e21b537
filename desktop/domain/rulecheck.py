"""Faults of a program, found before it is published; one that `stops` keeps it from that.

Rows that say what they must not, rules that contradict or never count (`rulecheck_logic`), cases
that fail or are missing (`rulecheck_cases`), texts that name what nobody knows (`phrases`), words
that are missing, hard or hurtful (`rulecheck_words`), and what the form does not ask or may ask
too much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from desktop.domain.answers import PATHWAY, Answers, Item
from desktop.domain.conditions import facts_in
from desktop.domain.eligibility import look_ahead_over, running
from desktop.domain.facts import FactValue, InField, Known
from desktop.domain.finding import Example, Finding, Kind
from desktop.domain.phrases import phrase_faults
from desktop.domain.program import Criterion, Program
from desktop.domain.rulecheck_cases import case_faults, failing_cases
from desktop.domain.rulecheck_logic import example_of_hit, logic_faults, pathway_base
from desktop.domain.rulecheck_words import word_faults
from desktop.domain.terms import Effect, IfUnknown, Pathway, Strength
from desktop.domain.words import Listing, Say, Sayable

__all__ = ["Finding", "Kind", "check", "failing_cases", "faults_of", "stopping"]

ASKS = frozenset({IfUnknown.ASK, IfUnknown.ASK_DISPATCH})
BARS = frozenset({Effect.REQUIRE, Effect.EXCLUDE})
NOT_OF_THE_FORM = frozenset({"charge.held"})  # the pathway says it
ORDER = {kind: place for place, kind in enumerate(Kind)}


def check(program: Program) -> tuple[Finding, ...]:
    """Return what is wrong with a program: what stops it first, then what weighs most."""
    found = [fault for one in program.criteria for fault in faults_of(one, program)]
    found += logic_faults(program)
    found += case_faults(program)
    found += phrase_faults(program)
    found += word_faults(program)
    found += _never_asked(program)
    found += _asked_too_much(program)
    found.sort(key=lambda finding: (not finding.stops, ORDER[finding.kind]))
    return tuple(_with_example(one, program) for one in found)


def _with_example(finding: Finding, program: Program) -> Finding:
    """Return a finding with the smallest encounter in which an officer would meet it.

    What is wrong with a row or its words is met where the rule is hit; a text, on any pathway.
    """
    if finding.example.facts or not program.pathways:
        return finding
    criterion = program.criterion(finding.where)
    example = example_of_hit(criterion, program) if criterion else Example()
    if not example.facts:
        example = Example.of([(PATHWAY, Known(program.pathways[0].value))])
    return replace(finding, example=example)


def stopping(program: Program) -> tuple[Finding, ...]:
    """Return what keeps a program from being published; nothing when it may be."""
    return tuple(finding for finding in check(program) if finding.stops)


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
    wrong = [one for one in Pathway if one in criterion.pathways and not criterion.on_pathway(one)]
    if wrong and set(wrong) & set(program.pathways):
        yield _row(
            Kind.NO_CHARGE, criterion, Say("Only a held charge has charges and drugs, so this rule "
            "never runs there: write INT alone in pathways.")
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


def _never_asked(program: Program) -> Iterator[Finding]:
    for one in program.criteria:
        for id_ in sorted(facts_in(one.hit) - NOT_OF_THE_FORM):
            rows = [row for row in program.form if row.fact.id == id_]
            if not any(one.pathways & row.pathways & set(program.pathways) for row in rows):
                fact = program.dictionary.fact_of(id_)
                says = Say("The form never asks for this: {fact}.", fact=fact.label)
                example = example_of_hit(one, program)
                yield Finding(Kind.NEVER_ASKED, one.id, says, stops=False, example=example)


def _asked_too_much(program: Program) -> Iterator[Finding]:
    """Yield the facts that may be asked though they cannot matter: past the step limit."""
    told: set[str] = set()
    for pathway in program.pathways:
        for answers in _beginnings(program, pathway):
            for path in sorted(look_ahead_over(running(program, answers), answers, program).loose):
                fact = program.dictionary.fact_of(path)
                if fact.id in told:
                    continue
                told.add(fact.id)
                yield Finding(
                    Kind.ASKED_TOO_MUCH,
                    pathway.value,
                    Say("May be asked though it cannot matter: {fact}. Too many criteria share "
                    "facts with one another.", fact=fact.label),
                    stops=False,
                    example=_shown(answers),
                )  # fmt: skip


def _beginnings(program: Program, pathway: Pathway) -> Iterator[Answers]:
    """Yield an encounter of which nothing is known, and one whose lists have one item each."""
    nothing = pathway_base(program, pathway)
    yield nothing
    items = {name: (Item("1", {}),) for name in program.dictionary.lists()}
    yield replace(nothing, lists=items)


def _shown(answers: Answers) -> Example:
    facts: dict[str, FactValue] = {
        path: value for path, value in answers.facts.items() if path not in NOT_OF_THE_FORM
    }
    return Example.of(facts.items())


def _row(kind: Kind, criterion: Criterion, says: Sayable) -> Finding:
    return Finding(kind, criterion.id, says)
