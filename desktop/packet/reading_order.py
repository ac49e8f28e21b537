"""Which way the parts of a text run, and where they stand on a line.

The Unicode bidirectional algorithm (UAX #9) for whole runs: without explicit embeddings, which
`clean` has removed; other than there, a telephone number after an Arabic word stays in order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_CLOSING = frozenset(_BRACKETS.values())


def levels(pieces: Sequence[str]) -> list[int]:
    """Return a level for each piece of a paragraph: an odd one runs to the left."""
    sides = _sides(pieces)
    first = next((side for side in sides if side in "LR"), "L")
    _take_brackets_along(pieces, sides, first)
    base = 1 if first == "R" else 0
    level_of = {"L": 2 * base, "R": 1, "D": 2}
    following = _following(sides, first)
    found = []
    before = first
    for side, after in zip(sides, following, strict=True):
        if side == "N":  # between two words of one side it belongs there, else to the paragraph
            between = before if before == after else first
            found.append(level_of[between])
        else:
            found.append(level_of[side])
            before = _outer(side)
    return found


def as_drawn(line: Sequence[T], level: Callable[[T], int]) -> list[T]:
    """Return the parts of a line from left to right (UAX #9, L2)."""
    drawn = list(line)
    for limit in range(max(map(level, drawn), default=0), 0, -1):
        start = 0
        while start < len(drawn):
            end = start
            while end < len(drawn) and level(drawn[end]) >= limit:
                end += 1
            drawn[start:end] = reversed(drawn[start:end])
            start = end + 1
    return drawn


def _sides(pieces: Sequence[str]) -> list[str]:
    """Return L, R, N (neutral) or D (a number among words that run to the left) for each piece."""
    kinds = [_kind(piece) for piece in pieces]
    sides = []
    last = next((kind for kind in kinds if kind in "LR"), "L")
    for at, kind in enumerate(kinds):
        if kind == "S":  # a hyphen or a point: part of the number when it stands within one
            within = 0 < at < len(kinds) - 1 and kinds[at - 1] == kinds[at + 1] == "D"
            kind = "D" if within else "N"
        if kind in "LR":
            last = kind
        sides.append("L" if kind == "D" and last == "L" else kind)
    return sides


def _take_brackets_along(pieces: Sequence[str], sides: list[str], first: str) -> None:
    """Give both brackets of a pair the side of what they hold (UAX #9, N0).

    What they hold runs the paragraph's way, at least in part: so do they. It runs the other way:
    so do they if the word before does.
    """
    for opened, closed in _pairs(pieces):
        inside = {_outer(side) for side in sides[opened + 1 : closed]} - {"N"}
        if not inside:
            continue
        side = first
        if first not in inside:
            ahead = (_outer(one) for one in reversed(sides[:opened]) if one != "N")
            side = next(ahead, first)
        sides[opened] = sides[closed] = side


def _pairs(pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Return where brackets open and close, in the order in which they open."""
    found = []
    waiting: list[tuple[str, int]] = []
    for at, piece in enumerate(pieces):
        if piece in _BRACKETS:
            waiting.append((_BRACKETS[piece], at))
        elif piece in _CLOSING:
            place = next((n for n in reversed(range(len(waiting))) if waiting[n][0] == piece), None)
            if place is not None:
                found.append((waiting[place][1], at))
                del waiting[place:]
    return sorted(found)


def _kind(piece: str) -> str:
    for letter in piece:
        match unicodedata.bidirectional(letter):
            case "L":
                return "L"
            case "R" | "AL":
                return "R"
            case "EN" | "AN":
                return "D"
            case "ES" | "CS" if len(piece) == 1:
                return "S"
    return "N"


def _outer(side: str) -> str:
    """Return how neutral pieces beside it see it: a number among Arabic words is one of them."""
    return "R" if side == "D" else side


def _following(sides: Sequence[str], at_the_end: str) -> list[str]:
    """Return for each piece the side of the next one that is not neutral."""
    found = []
    after = at_the_end
    for side in reversed(sides):
        after = after if side == "N" else _outer(side)
        found.append(after)
    return found[::-1]
