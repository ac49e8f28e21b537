"""Looks for an encounter in which conditions come out as wished, and makes it as small as can be.

Everything in it is known: of all values of a fact only those on either side of a limit are tried
(`extensions`), so to find none is to know that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.answers import Answers
from desktop.domain.board import Board
from desktop.domain.conditions import Condition
from desktop.domain.extensions import Going, Unknowns, Way
from desktop.domain.facts import FactValue, Known

STEP_LIMIT = 20_000  # encounters tried for one wish; over it nothing is said

NOTHING_OF_IT = Known(Decimal(0))

Wish = tuple[Condition, bool]  # a condition and how it must come out


@dataclass(frozen=True, slots=True)
class Hunt:
    """What came of looking: the ways that fit; `sure`: none fits if none was found."""

    found: tuple[tuple[str, Way], ...] | None
    sure: bool = True

    @property
    def none(self) -> bool:
        """Return whether there certainly is no such encounter."""
        return self.found is None and self.sure


def hunt(wishes: Sequence[Wish], base: Answers) -> Hunt:
    """Return the first encounter that grants all wishes, nothing in it that is not needed."""
    conditions = [condition for condition, _ in wishes]
    unsettled = Unknowns(conditions, base, tell_apart=False).all()
    open_ways: list[tuple[str, list[Way]]] = []
    for one in unsettled:
        if one.ways is None:
            return Hunt(None, sure=False)
        known = [way for way in one.ways if _is_known(way)]
        # An age of 17 tells more than one of 0: what stands at a limit is tried first.
        open_ways.append((one.path, sorted(known, key=lambda way: way == NOTHING_OF_IT)))
    seeker = _Seeker(wishes, open_ways, base)
    found = seeker.seek()
    return Hunt(found, sure=found is not None or seeker.steps <= STEP_LIMIT)


class _Seeker:
    def __init__(
        self, wishes: Sequence[Wish], ways: Sequence[tuple[str, list[Way]]], base: Answers
    ) -> None:
        self.wishes = wishes
        self.ways = ways
        self.board = Board(base)
        self.nothing: dict[str, Way] = {
            path: Going((), None) if any(isinstance(way, Going) for way in of) else None
            for path, of in ways
        }
        self.steps = 0

    def seek(self) -> tuple[tuple[str, Way], ...] | None:
        chosen: dict[str, Way] = {}
        return self._smallest(chosen) if self._next(0, chosen) else None

    def granted(self) -> bool | None:
        """Return whether all wishes are granted; None while that is not settled."""
        settled = True
        for condition, wanted in self.wishes:
            truth = condition.truth(self.board.answers)
            if truth is None:
                settled = False
            elif truth is not wanted:
                return False
        return True if settled else None

    def _next(self, place: int, chosen: dict[str, Way]) -> bool:
        self.steps += 1
        granted = self.granted()
        if granted is not None:
            return granted
        if place == len(self.ways) or self.steps > STEP_LIMIT:
            return False
        path, ways = self.ways[place]
        for way in ways:
            chosen[path] = way
            self.board.put(path, way)
            if self._next(place + 1, chosen):
                return True
        del chosen[path]
        self.board.put(path, self.nothing[path])
        return False

    def _smallest(self, chosen: dict[str, Way]) -> tuple[tuple[str, Way], ...]:
        for path, way in list(chosen.items()):
            # Nothing of it, or else its items without the word that there are no more.
            less: list[Way] = [self.nothing[path]]
            if isinstance(way, Going) and way.items:
                less.append(Going(way.items, None))
            for fewer in less:
                self.board.put(path, fewer)
                if self.granted():
                    chosen[path] = fewer
                    break
            else:
                self.board.put(path, way)
        return tuple((path, way) for path, way in chosen.items() if way != self.nothing[path])


def facts_of(found: Sequence[tuple[str, Way]]) -> list[tuple[str, FactValue]]:
    """Return what was found as facts by path, items counted from 1: `drug/1/kind`."""
    facts: list[tuple[str, FactValue]] = []
    for path, way in found:
        if isinstance(way, Going):
            for number, item in enumerate(way.items, start=1):
                for id_, value in item.facts.items():
                    prefix, _, name = id_.partition(".")
                    facts.append((f"{prefix}/{number}/{name}", value))
            way = way.complete
        if way is not None:
            facts.append((path, way))
    return facts


def _is_known(way: Way) -> bool:
    value = way.complete if isinstance(way, Going) else way
    return isinstance(value, Known)
