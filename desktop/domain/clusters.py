"""The levels that criteria can come to over all ways their unknowns may turn out.

Unknowns that some part of a condition looks at together form a cluster (the items of a list and
what may still join it); between clusters only the truth of those parts counts. So each cluster is
tried for itself, its states that look alike to every criterion become one, and only those few are
combined. Nothing is lost by it: the result is that of trying every combination.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from desktop.domain.answers import Answers, can_be_asked
from desktop.domain.board import Board
from desktop.domain.condition_grounds import grounds
from desktop.domain.conditions import outer_atoms
from desktop.domain.extensions import Unknowns, Unsettled, Way
from desktop.domain.joining import Part
from desktop.domain.program import Criterion

Level = Callable[[Criterion, Answers], int]
States = tuple[Way, ...]  # one way for each unknown of a cluster


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that share unknowns: the levels they can come to, and how far each path lifts."""

    least: int
    most: int
    lifts: Mapping[str, int]
    exact: bool


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Unknowns looked at together: states that are told apart, and what one alone changes."""

    paths: tuple[str, ...]
    states: tuple[States, ...]  # one of each kind
    moves: Mapping[str, frozenset[frozenset[int]]]  # kinds that differ only in this path


def tried(
    together: Sequence[Criterion],
    unsettled: Sequence[Unsettled],
    answers: Answers,
    level: Level,
    *,
    told_apart: Collection[str],
    limit: int,
) -> Group | None:
    """Return what the criteria can come to; None when that takes more than `limit` steps."""
    board = Board(answers)
    clusters: list[_Cluster] = []
    for unknowns, parts in _tied(together, unsettled, answers):
        steps = prod(limit + 1 if one.ways is None else len(one.ways) for one in unknowns)
        if steps * max(1, len(parts)) > limit:
            return None
        # An approval looks at the values themselves, so no two states are alike to it.
        every = any(one.id in told_apart for one in together)
        clusters.append(_cluster(unknowns, parts, board, every=every))
    if prod(len(one.states) for one in clusters) * len(together) > limit:
        return None
    levels = _levels(clusters, together, board, level)
    lifts = {
        path: lift
        for place, cluster in enumerate(clusters)
        for path, moves in cluster.moves.items()
        if (lift := _lift(levels, place, moves))
    }
    return Group(min(levels.values()), max(levels.values()), lifts, exact=True)


def _tied(
    together: Iterable[Criterion], unsettled: Sequence[Unsettled], answers: Answers
) -> list[tuple[list[Unsettled], list[Part]]]:
    """Return the unknowns that some part of a condition looks at together, with those parts."""
    groups: list[tuple[frozenset[str], list[Part]]] = []
    for part in (part for one in together for part in outer_atoms(one.hit)):
        paths = Unknowns([part], answers, tell_apart=False).paths()
        if not paths:
            continue
        parts = [part]
        apart = []
        for others, theirs in groups:
            if others & paths:
                paths |= others
                parts = theirs + parts
            else:
                apart.append((others, theirs))
        groups = [*apart, (paths, parts)]
    return [([one for one in unsettled if one.path in paths], parts) for paths, parts in groups]


def _cluster(
    unknowns: Sequence[Unsettled], parts: Sequence[Part], board: Board, *, every: bool
) -> _Cluster:
    paths = tuple(one.path for one in unknowns)
    ways = [one.ways or () for one in unknowns]
    kinds: dict[Hashable, int] = {}
    states: list[States] = []
    kind_of: list[int] = []
    for number, state in enumerate(product(*ways)):
        for path, way in zip(paths, state, strict=True):
            board.put(path, way)
        sight = number if every else tuple(_sight(part, board.answers) for part in parts)
        kind = kinds.setdefault(sight, len(kinds))
        if kind == len(states):
            states.append(state)
        kind_of.append(kind)
    for path, of in zip(paths, ways, strict=True):
        board.put(path, of[0])
    return _Cluster(paths, tuple(states), _moves(paths, [len(of) for of in ways], kind_of))


def _sight(part: Part, answers: Answers) -> Hashable:
    """Return all a criterion sees of a part: its truth, and whether asking may settle it."""
    truth = part.truth(answers)
    if truth is not None:
        return truth
    return any(can_be_asked(path, answers) for path in grounds(part, answers)), None


def _moves(
    paths: Sequence[str], sizes: Sequence[int], kind_of: Sequence[int]
) -> dict[str, frozenset[frozenset[int]]]:
    found: dict[str, frozenset[frozenset[int]]] = {}
    stride = len(kind_of)
    for path, size in zip(paths, sizes, strict=True):
        block, stride = stride, stride // size
        lines = {
            frozenset(kind_of[start + offset : start + block : stride])
            for start in range(0, len(kind_of), block)
            for offset in range(stride)
        }
        found[path] = frozenset(line for line in lines if len(line) > 1)
    return found


def _levels(
    clusters: Sequence[_Cluster], together: Sequence[Criterion], board: Board, level: Level
) -> dict[tuple[int, ...], int]:
    levels: dict[tuple[int, ...], int] = {}
    for kinds in product(*(range(len(one.states)) for one in clusters)):
        for cluster, kind in zip(clusters, kinds, strict=True):
            for path, way in zip(cluster.paths, cluster.states[kind], strict=True):
                board.put(path, way)
        levels[kinds] = max(level(one, board.answers) for one in together)
    return levels


def _lift(
    levels: Mapping[tuple[int, ...], int], place: int, moves: Iterable[frozenset[int]]
) -> int:
    """Return the highest level that one unknown, all else alike, makes the difference to."""
    alike: dict[tuple[int, ...], dict[int, int]] = {}
    for kinds, found in levels.items():
        alike.setdefault((*kinds[:place], *kinds[place + 1 :]), {})[kinds[place]] = found
    lift = 0
    for line in moves:
        for by_kind in alike.values():
            found_here = [by_kind[kind] for kind in line]
            highest = max(found_here)
            if highest > lift and min(found_here) != highest:
                lift = highest
    return lift
