"""Criteria that cannot be meant: they contradict, let nobody in, leave a gap, or never count.

The first matching name is reported for a criterion. Source: architecture.md, rulecheck.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import combinations

from desktop.domain.answers import PATHWAY, Answers, with_charge
from desktop.domain.conditions import Compare, Op, facts_in, outer_atoms
from desktop.domain.extensions import Unknowns
from desktop.domain.facts import Known
from desktop.domain.finding import Example, Finding, Kind
from desktop.domain.program import Criterion, Program
from desktop.domain.rulecheck_gaps import gaps
from desktop.domain.search import Hunt, Wish, facts_of, hunt
from desktop.domain.terms import Effect, Outcome, Pathway
from desktop.domain.words import Say


def logic_faults(program: Program) -> Iterator[Finding]:
    """Yield contradictions, then what lets nobody in, gaps, and criteria that never count."""
    told: set[str] = set()
    scenes = list(_scenes(program))
    for search in (_contradictions, _nobody, _gaps):
        for scene in scenes:
            for finding, ids in search(scene):
                if not told & ids:
                    told |= ids
                    yield finding
    for one in program.criteria:
        if one.id not in told and _is_dead(one, scenes):
            told.add(one.id)
            yield _dead(one, scenes)
    yield from _implied(program, scenes, told)


@dataclass(frozen=True, slots=True)
class Scene:
    """The criteria of one pathway that are in force together, and an encounter to begin with."""

    pathway: Pathway
    criteria: tuple[Criterion, ...]
    base: Answers
    shown: tuple[tuple[str, Known], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", ((PATHWAY, Known(self.pathway.value)),))

    def hunt(self, *wishes: Wish) -> Hunt:
        """Return an encounter of this pathway that grants the wishes."""
        return hunt(wishes, self.base)

    def example(self, found: Hunt) -> Example:
        """Return what was found, with its pathway."""
        return Example.of((*self.shown, *facts_of(found.found or ())))


def pathway_base(program: Program, pathway: Pathway, *, on: date | None = None) -> Answers:
    """Return an encounter of which only the pathway is known, at noon of a day (the first)."""
    noon = datetime.combine(on or program.effective_from, time(12, 0), program.calendar.zone)
    return with_charge(Answers({PATHWAY: Known(pathway.value)}, noon))


def example_of_hit(criterion: Criterion, program: Program) -> Example:
    """Return a smallest encounter that hits a criterion; only a pathway where none does."""
    for scene in _scenes(program):
        if criterion in scene.criteria:
            return scene.example(scene.hunt((criterion.hit, True)))
    return Example()


def _scenes(program: Program) -> Iterator[Scene]:
    """Yield each pathway on each day on which its criteria change."""
    days = {program.effective_from}
    for one in program.criteria:
        days |= {day for day in (one.in_force_from,) if day and day > program.effective_from}
        if one.in_force_to and one.in_force_to >= program.effective_from:
            days.add(one.in_force_to + timedelta(days=1))
    for pathway in program.pathways:
        seen: set[tuple[str, ...]] = set()
        for day in sorted(days):
            criteria = program.running(pathway, day)
            ids = tuple(one.id for one in criteria)
            if ids not in seen:
                seen.add(ids)
                yield Scene(pathway, criteria, pathway_base(program, pathway, on=day))


Found = Iterator[tuple[Finding, frozenset[str]]]


def _contradictions(scene: Scene) -> Found:
    """Yield each require and exclude that are both satisfied, and only at a limit they share."""
    for one, other in combinations(scene.criteria, 2):
        if {one.effect, other.effect} != {Effect.REQUIRE, Effect.EXCLUDE}:
            continue
        both: list[Wish] = [(one.test, True), (other.test, True)]
        both += [(when, True) for when in (one.when, other.when) if when]
        for limit in _shared_limits(one, other):
            found = scene.hunt(*both)
            elsewhere = scene.hunt(*both, (limit, False))
            if found.found is not None and elsewhere.none:
                says = Say(
                    "{one} and {other} contradict each other: at {limit} one lets in what the "
                    "other shuts out.", one=one.id, other=other.id, limit=f"{limit.limit:f}",
                )  # fmt: skip
                ids = frozenset({one.id, other.id})
                where = ", ".join(sorted(ids))
                example = scene.example(found)
                yield Finding(Kind.CONTRADICTION, where, says, example=example), ids
                break


def _shared_limits(one: Criterion, other: Criterion) -> list[Compare]:
    """Return "exactly at the limit" for each limit of the same amount that stands in both."""
    mine, theirs = (
        [part for part in outer_atoms(criterion.test) if isinstance(part, Compare)]
        for criterion in (one, other)
    )
    return [
        Compare(part.term, Op.EQUAL, part.limit)
        for part in mine
        if any(part.term == them.term and part.limit == them.limit for them in theirs)
    ]


def _nobody(scene: Scene) -> Found:
    """Yield the fewest criteria of which one is always hit: nobody can be eligible."""
    telling = [one for one in scene.criteria if one.effect is not Effect.INFO]
    for together in _sharing(telling, scene.base):
        if not _cleared(scene, together).none:
            continue
        fewest = list(together)
        for one in together:
            rest = [other for other in fewest if other is not one]
            if rest and _cleared(scene, rest).none:
                fewest = rest
        says = Say(
            "Nobody can be eligible for {pathway}: one of these is always hit: {criteria}.",
            pathway=scene.pathway.value,
            criteria=", ".join(one.id for one in fewest),
        )
        ids = frozenset(one.id for one in fewest)
        nearest = _cleared(scene, fewest[:-1]) if len(fewest) > 1 else Hunt(())
        # Where each of them can be approved, somebody is let in after all.
        stops = all(one.when_hit is Outcome.NOT_ELIGIBLE for one in fewest)
        where = ", ".join(sorted(ids))
        example = scene.example(nearest)
        yield Finding(Kind.NOBODY, where, says, stops=stops, example=example), ids


def _cleared(scene: Scene, criteria: Sequence[Criterion]) -> Hunt:
    return scene.hunt(*((one.hit, False) for one in criteria))


def _sharing(criteria: Sequence[Criterion], base: Answers) -> list[list[Criterion]]:
    """Return the criteria in groups, those that look at one fact together."""
    groups: list[tuple[frozenset[str], list[Criterion]]] = []
    for one in criteria:
        paths = Unknowns([one.hit], base, tell_apart=False).paths()
        members = [one]
        apart = []
        for facts, others in groups:
            if facts & paths:
                paths |= facts
                members = others + members
            else:
                apart.append((facts, others))
        groups = [*apart, (paths, members)]
    return [members for _, members in groups]


def _gaps(scene: Scene) -> Found:
    for says, ids, where in gaps(scene.criteria, scene.base):
        example = Example.of((*scene.shown, *where))
        finding = Finding(Kind.GAP, ", ".join(sorted(ids)), says, stops=False, example=example)
        yield finding, ids


def _is_dead(one: Criterion, scenes: Sequence[Scene]) -> bool:
    """Return whether it is hit nowhere; so is one that is about no pathway of the program."""
    mine = [scene for scene in scenes if one in scene.criteria]
    return all(scene.hunt((one.hit, True)).none for scene in mine)


def _dead(one: Criterion, scenes: Sequence[Scene]) -> Finding:
    says = Say("It is never hit, whatever is known.")
    for scene in scenes:
        if one in scene.criteria:
            # Where it is asked at all, and still is not hit.
            asked = scene.hunt((one.when, True)) if one.when else scene.hunt((one.hit, False))
            return Finding(Kind.DEAD, one.id, says, stops=False, example=scene.example(asked))
    return Finding(Kind.DEAD, one.id, says, stops=False)


def _implied(program: Program, scenes: Sequence[Scene], told: set[str]) -> Iterator[Finding]:
    for one in reversed(program.criteria):
        if one.id in told or one.effect is Effect.INFO:
            continue
        for other in program.criteria:
            if other.id in told or not _covers(other, one):
                continue
            mine = [scene for scene in scenes if one in scene.criteria]
            if mine and all(_follows(one, other, scene) for scene in mine):
                says = Say("Whoever it is about, {other} says the same already.", other=other.id)
                told.add(one.id)
                example = mine[0].example(mine[0].hunt((one.hit, True)))
                yield Finding(Kind.IMPLIED, one.id, says, stops=False, example=example)
                break


def _covers(other: Criterion, one: Criterion) -> bool:
    """Return whether the other does the same, and looks at a fact this one looks at too."""
    if other is one or other.effect is Effect.INFO:
        return False
    same = other.when_hit is one.when_hit and other.approver is one.approver
    return same and bool(facts_in(other.hit) & facts_in(one.hit))


def _follows(one: Criterion, other: Criterion, scene: Scene) -> bool:
    if other not in scene.criteria:
        return False
    return scene.hunt((one.hit, True), (other.hit, False)).none
