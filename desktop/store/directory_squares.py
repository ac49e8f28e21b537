"""Squares of the map, small to large: words of the full-text index by which it knows places."""

from __future__ import annotations

from functools import lru_cache
from math import floor

from desktop.domain.places import Box, Point, box_around

START = "qz"  # of a word nobody types
SIDES = (0.1, 0.5, 2.5, 10.0)  # degrees
MOST = 40  # squares of one query; a wider look uses larger ones


@lru_cache(maxsize=50_000)  # as many as there are ZIP codes
def squares_of(point: Point | None) -> str:
    """Return the squares a point lies in, one of each size, parted by blanks; "" for no point."""
    if point is None:
        return ""
    places = ((floor(point.lat / side), floor(point.lon / side)) for side in SIDES)
    return " ".join(_named(size, row, column) for size, (row, column) in enumerate(places))


def squares_around(middle: Point, miles: float) -> list[str]:
    """Return squares that cover everything within that many road miles."""
    return [one for box in box_around(middle, miles).parts() for one in _covering(box)]


def either(words: list[str]) -> str:
    """Return the full-text query for any one of these words."""
    return "(" + " OR ".join(f'"{one}"' for one in words) + ")"


def _covering(box: Box) -> list[str]:
    for size, side in enumerate(SIDES):
        rows = range(floor(box.south / side), floor(box.north / side) + 1)
        columns = range(floor(box.west / side), floor(box.east / side) + 1)
        if len(rows) * len(columns) <= MOST or side == SIDES[-1]:
            return [_named(size, row, column) for row in rows for column in columns]
    raise AssertionError("the largest squares cover any box")


def _named(size: int, row: int, column: int) -> str:
    return f"{START}{size}{'sn'[row >= 0]}{abs(row)}{'we'[column >= 0]}{abs(column)}"
