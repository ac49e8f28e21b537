"""Of the ways an unknown may turn out, one for all that no condition can tell apart.

A list of drugs can go on in some hundred ways, yet the rules see only whether there is an opioid
and whether the sum is over the limit: a handful of ways stand for all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from desktop.domain.answers import Answers, Item
from desktop.domain.conditions import Condition, outer_atoms
from desktop.domain.extensions import Going, Part, Unknowns, Unsettled, Way
from desktop.domain.facts import FactValue, Known, complete_path

FEW = 3  # ways that are sooner tried than compared


def told_apart_by(
    conditions: Iterable[Condition], unsettled: Sequence[Unsettled], answers: Answers
) -> tuple[Unsettled, ...]:
    """Return the unknowns with only those ways that the conditions can tell apart.

    Nothing is lost: a part of a condition that looks at one unknown alone is all the conditions
    see of it. Where a part looks at several, their ways are left as they are.
    """
    if all(one.ways is None or len(one.ways) <= FEW for one in unsettled):
        return tuple(unsettled)
    alone: dict[str, list[Part]] = {one.path: [] for one in unsettled}
    tangled: set[str] = set()
    for part in (part for one in conditions for part in outer_atoms(one)):
        paths = Unknowns([part], answers, tell_apart=False).paths()
        if len(paths) == 1:
            alone[next(iter(paths))].append(part)
        else:
            tangled |= paths
    board = Board(answers)
    return tuple(
        one
        if one.path in tangled or one.ways is None or len(one.ways) <= FEW
        else Unsettled(one.path, _distinct(one.path, one.ways, alone[one.path], board))
        for one in unsettled
    )


def _distinct(
    path: str, ways: Sequence[Way], parts: Sequence[Part], board: Board
) -> tuple[Way, ...]:
    found: dict[Hashable, Way] = {}
    for way in ways:
        board.put(path, way)
        truths = tuple(part.truth(board.answers) for part in parts)
        # While something stays unknown it matters how: not asked and declined are two things.
        found.setdefault(id(way) if None in truths or not _known(way) else truths, way)
    board.put(path, ways[0])
    return tuple(found.values())


def _known(way: Way) -> bool:
    return isinstance(way.complete if isinstance(way, Going) else way, Known)


class Board:
    """Answers on which one unknown after another is put down, in place: it is done often."""

    def __init__(self, answers: Answers) -> None:
        self.facts: dict[str, FactValue] = dict(answers.facts)
        self.base = {
            name: tuple(Item(item.id, dict(item.facts)) for item in items)
            for name, items in answers.lists.items()
        }
        self.lists = dict(self.base)
        self.answers = Answers(self.facts, answers.on, self.lists)
        self.now: dict[str, Way] = {}

    def put(self, path: str, way: Way) -> None:
        """Put one unknown down as it may turn out."""
        if path in self.now and self.now[path] is way:
            return
        self.now[path] = way
        if isinstance(way, Going):
            name = path.removesuffix(complete_path(""))
            self.lists[name] = self.base.get(name, ()) + way.items
            _set(self.facts, path, way.complete)
        elif "/" in path:
            self._put_in_item(path, way)
        else:
            _set(self.facts, path, way)

    def _put_in_item(self, path: str, way: FactValue | None) -> None:
        prefix, id_, name = path.split("/", 2)
        for items in self.base.values():
            for item in items:
                if item.id == id_ and isinstance(item.facts, dict):
                    _set(item.facts, f"{prefix}.{name}", way)


def _set(facts: dict[str, FactValue], path: str, way: FactValue | None) -> None:
    if way is None:
        facts.pop(path, None)
    else:
        facts[path] = way
