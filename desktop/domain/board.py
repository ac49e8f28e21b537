"""Answers on which one unknown after another is put down, as it may turn out."""

from __future__ import annotations

from desktop.domain.answers import Answers, Item
from desktop.domain.extensions import Going, Way
from desktop.domain.facts import FactValue, complete_path


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
