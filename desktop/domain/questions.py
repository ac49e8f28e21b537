"""What can still change the answer: whether it is settled, and the best question to ask next.

A fact matters when two extensions that differ only in it differ in outcome. Criteria that share
an unknown are looked at together, others apart: the outcome is the highest of what they say, so a
fact of one matters as far as it lifts that one above the least all others can come to. That is
exact; past the step limit each criterion is taken for itself, which may list a fact too many and
never misses one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from desktop.domain.alike import Board, told_apart_by
from desktop.domain.answers import Answers
from desktop.domain.condition_grounds import grounds
from desktop.domain.extensions import Unknowns, Unsettled
from desktop.domain.facts import Dictionary, Fact, InField, Unknown
from desktop.domain.program import LEVELS, Criterion
from desktop.domain.terms import IfUnknown, Outcome

STEP_LIMIT = 4_096  # criteria weighed for one group of them; some 20 ms on a slow laptop
ASKS = frozenset({IfUnknown.ASK, IfUnknown.ASK_DISPATCH})

Level = Callable[[Criterion, Answers], int]


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to find out now; `measure`: it is known only roughly."""

    path: str
    fact: Fact
    measure: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """What may still come: whether nothing can change the outcome, and what to ask."""

    settled: bool
    ask_next: tuple[Question, ...]
    matter: frozenset[str]  # paths of all facts that matter, whoever can find them out
    exact: bool  # False: past the step limit, `matter` may hold some too many


@dataclass(frozen=True, slots=True)
class _Group:
    """Criteria that share unknowns: the levels they can come to, and how far each path lifts."""

    least: int
    most: int
    lifts: Mapping[str, int]
    exact: bool


def look_ahead(
    criteria: Sequence[Criterion],
    answers: Answers,
    dictionary: Dictionary,
    *,
    level: Level,
    told_apart: Collection[str] = (),
    order: Mapping[str, int] | None = None,
) -> Ahead:
    """Return what can still change. `level` weighs one criterion (0 clear to 5 not eligible).

    `told_apart` names criteria to which "declined" and "not asked" are two things; `order` is the
    place of each fact in the form and decides between questions that are equally good.
    """
    groups: list[_Group] = []
    for paths, together in _sharing(criteria, answers):
        if paths:
            groups += _look(together, answers, level, told_apart)
        else:
            now = max(level(one, answers) for one in together)
            groups.append(_Group(now, now, {}, exact=True))
    leasts = sorted((group.least for group in groups), reverse=True)
    matter: dict[str, int] = {}
    for group in groups:
        others = _without(leasts, group.least)
        for path, lift in group.lifts.items():
            if lift > others:
                matter[path] = max(lift, matter.get(path, 0))
    settled = max(leasts, default=0) == max((group.most for group in groups), default=0)
    blocking = _blocking(criteria, answers)
    asked = [
        _question(path, answers, dictionary)
        for path in matter
        if _can_find_out(path, answers, dictionary)
    ]
    places = order or {}
    asked.sort(
        key=lambda one: (
            one.fact.in_field is not InField.YES,
            one.path not in blocking,
            -matter[one.path],
            one.measure,
            one.fact.seconds,
            places.get(one.fact.id, len(places)),
            one.path,
        )
    )
    return Ahead(settled, tuple(asked), frozenset(matter), all(group.exact for group in groups))


def _without(leasts: Sequence[int], mine: int) -> int:
    """Return the highest of the others' least levels (`leasts` from the highest down)."""
    if leasts and leasts[0] == mine:
        return leasts[1] if len(leasts) > 1 else 0
    return leasts[0] if leasts else 0


def _sharing(
    criteria: Iterable[Criterion], answers: Answers
) -> list[tuple[frozenset[str], list[Criterion]]]:
    """Return the criteria in groups with their unknowns, those that share one together."""
    groups: list[tuple[frozenset[str], list[Criterion]]] = []
    for one in criteria:
        paths = Unknowns([one.hit], answers, tell_apart=False).paths()
        merged, members = paths, [one]
        apart = []
        for group in groups:
            if group[0] & paths:
                merged |= group[0]
                members = group[1] + members
            else:
                apart.append(group)
        groups = [*apart, (merged, members)]
    return groups


def _look(
    together: Sequence[Criterion], answers: Answers, level: Level, told_apart: Collection[str]
) -> list[_Group]:
    unsettled = _unknowns(together, answers, told_apart)
    if _steps(unsettled, together) <= STEP_LIMIT:
        return [_enumerated(together, unsettled, answers, level)]
    return [_alone(one, answers, level, told_apart) for one in together]


def _alone(one: Criterion, answers: Answers, level: Level, told_apart: Collection[str]) -> _Group:
    unsettled = _unknowns([one], answers, told_apart)
    if _steps(unsettled, [one]) <= STEP_LIMIT:
        group = _enumerated([one], unsettled, answers, level)
        return _Group(group.least, group.most, group.lifts, exact=False)
    # Nothing is ruled out: from clear to the highest it could ever say.
    most = max(LEVELS[one.when_hit], LEVELS[one.when_unknown])
    if one.id in told_apart:
        most = LEVELS[Outcome.NOT_ELIGIBLE]  # an approval may have been refused
    return _Group(0, most, dict.fromkeys((u.path for u in unsettled), most), exact=False)


def _unknowns(
    together: Iterable[Criterion], answers: Answers, told_apart: Collection[str]
) -> tuple[Unsettled, ...]:
    criteria = list(together)
    apart = any(one.if_unknown in ASKS or one.id in told_apart for one in criteria)
    hits = [one.hit for one in criteria]
    unsettled = Unknowns(hits, answers, tell_apart=apart).all()
    # An approval looks at the values themselves, so no two of them are alike to it.
    if any(one.id in told_apart for one in criteria):
        return unsettled
    return told_apart_by(hits, unsettled, answers)


def _steps(unsettled: Iterable[Unsettled], together: Sequence[Criterion]) -> int:
    sizes = [STEP_LIMIT + 1 if one.ways is None else len(one.ways) for one in unsettled]
    return prod(sizes) * len(together)


def _enumerated(
    together: Sequence[Criterion], unsettled: Sequence[Unsettled], answers: Answers, level: Level
) -> _Group:
    board = Board(answers)
    ways = [one.ways or () for one in unsettled]
    levels: list[int] = []
    for choice in product(*ways):
        for one, way in zip(unsettled, choice, strict=True):
            board.put(one.path, way)
        levels.append(max(level(one, board.answers) for one in together))
    lifts = {}
    stride = len(levels)
    for one, mine in zip(unsettled, ways, strict=True):
        stride //= len(mine)
        lift = _lift(levels, stride, len(mine))
        if lift:
            lifts[one.path] = lift
    return _Group(min(levels), max(levels), lifts, exact=True)


def _lift(levels: Sequence[int], stride: int, ways: int) -> int:
    """Return the highest level that one unknown, all else alike, makes the difference to."""
    lift = 0
    for start in range(0, len(levels), stride * ways):
        for offset in range(start, start + stride):
            alike = levels[offset : offset + stride * ways : stride]
            highest = max(alike)
            if highest > lift and min(alike) != highest:
                lift = highest
    return lift


def _question(path: str, answers: Answers, dictionary: Dictionary) -> Question:
    value = answers.at(path)
    return Question(path, dictionary.fact_of(path), measure=value is not None)


def _can_find_out(path: str, answers: Answers, dictionary: Dictionary) -> bool:
    if isinstance(answers.at(path), Unknown):
        return False
    return dictionary.fact_of(path).in_field is not InField.NO


def _blocking(criteria: Iterable[Criterion], answers: Answers) -> frozenset[str]:
    """Return what keeps a criterion that asks from being known: asked before all else."""
    return frozenset(
        path
        for one in criteria
        if one.if_unknown in ASKS and one.hit.truth(answers) is None
        for path in grounds(one.hit, answers)
    )
