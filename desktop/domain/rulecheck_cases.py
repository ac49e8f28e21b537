"""A program's own cases: those that fail, and what none of them tries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop.domain.answers import Answers
from desktop.domain.conditions import (
    Amount,
    Compare,
    Condition,
    Op,
    Some,
    Within,
    atoms,
)
from desktop.domain.eligibility import Decision, decide, in_words
from desktop.domain.facts import Known, PartialDate
from desktop.domain.finding import Example, Finding, Kind
from desktop.domain.program import Case, Criterion, Program
from desktop.domain.rulecheck_logic import pathway_base
from desktop.domain.search import facts_of, hunt
from desktop.domain.terms import Pathway
from desktop.domain.words import Say, Sayable

TRUTHS: dict[bool | None, Sayable] = {
    True: Say("No case hits it."),
    False: Say("In no case it is clear."),
    None: Say("In no case it is unknown."),
}


def case_faults(program: Program) -> Iterator[Finding]:
    """Yield cases that fail, that none are there, and limits and ways out that none tries."""
    if not program.cases:
        yield Finding(Kind.NO_CASES, "cases.csv", Say("The program has no cases."))
        return
    yield from failing_cases(program)
    for one in program.criteria:
        mine = [case.answers for case in program.cases if _is_about(case, one, program)]
        if _pathways(one, program):
            yield from _untried(one, mine, program)
            yield from _untried_limits(one, mine, program)


def failing_cases(program: Program) -> Iterator[Finding]:
    """Yield the program's own cases that come out otherwise than they say."""
    for case in program.cases:
        decision = decide(case.answers, program, case.approvals, look_ahead=False)
        says = _difference(case, decision)
        if says is not None:
            facts = sorted(case.answers.by_path().items())
            yield Finding(Kind.CASE, case.id, says, example=Example.of(facts))


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


def _is_about(case: Case, one: Criterion, program: Program) -> bool:
    on = case.answers.on.astimezone(program.calendar.zone).date()
    return one.runs(case.answers.pathway, on)


def _untried(one: Criterion, cases: Sequence[Answers], program: Program) -> Iterator[Finding]:
    tried = {one.hit.truth(answers) for answers in cases}
    for truth, says in TRUTHS.items():
        if truth not in tried:
            wishes = [] if truth is None else [(one.hit, truth)]
            example = _example(one, wishes, program)
            yield Finding(Kind.UNTRIED, one.id, says, stops=False, example=example)


def _untried_limits(
    one: Criterion, cases: Sequence[Answers], program: Program
) -> Iterator[Finding]:
    for part in atoms(one.hit):
        if isinstance(part, Compare) and not any(_stands_at(part, case) for case in cases):
            at: Condition = Compare(part.term, Op.EQUAL, part.limit)
            if isinstance(part.term, Amount) and part.term.fact.in_item:
                at = Some(part.term.fact.list, at)
            says = Say("No case stands exactly at the limit of {n}.", n=f"{part.limit:f}")
            example = _example(one, [(at, True)], program)
            yield Finding(Kind.BOUNDARY, one.id, says, stops=False, example=example)
        if isinstance(part, Within) and not any(_is_first_day(part, case) for case in cases):
            says = Say("No case stands on the first day that still counts as within.")
            base = pathway_base(program, _pathways(one, program)[0])
            since = part.since(base.on.date())
            day = Known(PartialDate(since.year, since.month, since.day))
            facts = [*_pathway_of(base), (part.fact.path("1"), day)]
            yield Finding(Kind.BOUNDARY, one.id, says, stops=False, example=Example.of(facts))


def _stands_at(part: Compare, answers: Answers) -> bool:
    limits = (part.limit, part.limit)
    if isinstance(part.term, Amount) and part.term.fact.in_item:
        items = answers.items(part.term.fact.list)
        return any(part.term.bounds(answers, item) == limits for item in items)
    return part.term.bounds(answers, None) == limits


def _is_first_day(part: Within, answers: Answers) -> bool:
    known = answers.at(part.fact.id)
    day = known.value if isinstance(known, Known) else None
    since = part.since(answers.on.date())
    return isinstance(day, PartialDate) and (day.year, day.month, day.day) == (
        since.year, since.month, since.day,
    )  # fmt: skip


def _example(one: Criterion, wishes: list[tuple[Condition, bool]], program: Program) -> Example:
    base = pathway_base(program, _pathways(one, program)[0])
    found = hunt(wishes, base).found or ()
    return Example.of([*_pathway_of(base), *facts_of(found)])


def _pathways(one: Criterion, program: Program) -> list[Pathway]:
    """Return the pathways of the program on which the criterion can run."""
    return sorted(p for p in one.pathways & set(program.pathways) if one.on_pathway(p))


def _pathway_of(base: Answers) -> list[tuple[str, Known]]:
    return [("pathway", Known(base.pathway or ""))]


def _listed(ids: Iterable[str]) -> Sayable:
    names = sorted(ids)
    return ", ".join(names) if names else Say("none")
