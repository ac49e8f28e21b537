"""What can still change the answer: whether it is settled, and the best question to ask next.

A fact matters when two extensions that differ only in it differ in outcome. Criteria that share
an unknown are looked at together, others apart: the outcome is the highest of what they say, so a
fact of one matters as far as it lifts that one above the least all others can come to. That is
exact; past the step limit each criterion is taken for itself, which may list a fact too many and
never misses one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.domain.answers import Answers
from desktop.domain.clusters import Group, Level, tried
from desktop.domain.condition_grounds import grounds
from desktop.domain.extensions import Unknowns, Unsettled
from desktop.domain.facts import Dictionary, Fact, InField, Unknown
from desktop.domain.program import LEVELS, Criterion
from desktop.domain.terms import IfUnknown, Outcome

STEP_LIMIT = 4_096  # parts tried, or criteria weighed, for one group; 20 ms on a slow laptop
ASKS = frozenset({IfUnknown.ASK, IfUnknown.ASK_DISPATCH})


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
    loose: frozenset[str] = frozenset()  # past the step limit: those that may be too many

    @property
    def exact(self) -> bool:
        """Return whether `matter` holds no fact too many."""
        return not self.loose


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
    groups: list[Group] = []
    for paths, together in _sharing(criteria, answers, told_apart):
        if paths:
            groups += _look(together, answers, level, told_apart)
        else:
            now = max(level(one, answers) for one in together)
            groups.append(Group(now, now, {}, exact=True))
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
    loose = frozenset(path for group in groups if not group.exact for path in group.lifts)
    return Ahead(settled, tuple(asked), frozenset(matter), loose)


def _without(leasts: Sequence[int], mine: int) -> int:
    """Return the highest of the others' least levels (`leasts` from the highest down)."""
    if leasts and leasts[0] == mine:
        return leasts[1] if len(leasts) > 1 else 0
    return leasts[0] if leasts else 0


def _sharing(
    criteria: Iterable[Criterion], answers: Answers, told_apart: Collection[str]
) -> list[tuple[frozenset[str], list[Criterion]]]:
    """Return the criteria in groups with their unknowns, those that share one together.

    What is true or false stays so whatever becomes known, so such a criterion has no unknowns;
    unless it was approved, for an approval lapses when a value it saw changes.
    """
    groups: list[tuple[frozenset[str], list[Criterion]]] = []
    sure: list[Criterion] = []
    for one in criteria:
        if one.id not in told_apart and one.hit.truth(answers) is not None:
            sure.append(one)
            continue
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
    return [*groups, (frozenset(), sure)] if sure else groups


def _look(
    together: Sequence[Criterion], answers: Answers, level: Level, told_apart: Collection[str]
) -> list[Group]:
    unsettled = _unknowns(together, answers, told_apart)
    found = tried(
        together, unsettled, answers, level, told_apart=told_apart, limit=STEP_LIMIT
    )  # fmt: skip
    if found is not None:
        return [found]
    return [_alone(one, answers, level, told_apart) for one in together]


def _alone(one: Criterion, answers: Answers, level: Level, told_apart: Collection[str]) -> Group:
    unsettled = _unknowns([one], answers, told_apart)
    group = tried([one], unsettled, answers, level, told_apart=told_apart, limit=STEP_LIMIT)
    if group is not None:
        return replace(group, exact=False)
    # Nothing is ruled out: from clear to the highest it could ever say.
    most = max(LEVELS[one.when_hit], LEVELS[one.when_unknown])
    if one.id in told_apart:
        most = LEVELS[Outcome.NOT_ELIGIBLE]  # an approval may have been refused
    return Group(0, most, dict.fromkeys((u.path for u in unsettled), most), exact=False)


def _unknowns(
    together: Iterable[Criterion], answers: Answers, told_apart: Collection[str]
) -> tuple[Unsettled, ...]:
    criteria = list(together)
    apart = any(one.if_unknown in ASKS or one.id in told_apart for one in criteria)
    return Unknowns([one.hit for one in criteria], answers, tell_apart=apart).all()


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
