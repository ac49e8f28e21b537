"""Strips: the parts of a sheet that are never torn apart, and how they fall on pages.

A strip is a line of a paragraph, a row of a table, a code: what stands beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.packet.setting import Line
from desktop.packet.structure import Node


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text at a place of its strip (points from its upper left corner)."""

    x: float
    baseline: float
    line: Line
    node: Node


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle of a strip."""

    x: float
    y: float
    width: float
    height: float
    ink: float


@dataclass(frozen=True, slots=True)
class Modules:
    """A square code in a strip."""

    x: float
    y: float
    side: float
    matrix: tuple[bytes, ...]
    node: Node


@dataclass(frozen=True, slots=True)
class Strip:
    """Heights in points."""

    height: float
    inks: tuple[Words | Bar | Modules, ...] = ()
    before: float = 0.0  # space above, unless it is first on its page
    holds_next: bool = False  # the next strip must stand on the same page
    starts_page: bool = False
    head: Strip | None = None  # drawn again when this strip is first on a page
    box: int = 0  # strips with the same number other than 0 stand in one box


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip on a page; `top` in points below the upper edge of the text."""

    strip: Strip
    top: float
    again: bool = False  # a table's head, repeated: not to be read out twice


def on_pages(strips: Sequence[Strip], height: float) -> list[list[Placed]]:
    """Return the strips page by page; `height` is that of the text on a page.

    Strips that hold each other move to the next page together, if one page can take them.
    """
    pages: list[list[Placed]] = [[]]
    used = 0.0
    for group in _held(strips):
        needed = sum(strip.before + strip.height for strip in group)
        over = used + needed > height
        head = group[0].head.height if group[0].head else 0.0
        if pages[-1] and (group[0].starts_page or (over and needed + head <= height)):
            pages.append([])
            used = 0.0
        for strip in group:
            if pages[-1] and used + strip.before + strip.height > height:
                pages.append([])
                used = 0.0
            if not pages[-1] and strip.head:
                pages[-1].append(Placed(strip.head, 0.0, again=True))
                used = strip.head.height
            top = used + strip.before if pages[-1] else 0.0
            pages[-1].append(Placed(strip, top))
            used = top + strip.height
    return pages


def _held(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.holds_next:
            yield group
            group = []
    if group:
        yield group
