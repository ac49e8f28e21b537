"""From blocks to strips: what a block looks like, and what it is to a screen reader."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from desktop.packet.blocks import (
    Block,
    Bullets,
    Callout,
    Checkboxes,
    Code,
    Codes,
    Facts,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Sheet,
    Signatures,
    Size,
    Space,
    Table,
)
from desktop.packet.column import Column, baseline
from desktop.packet.fonts import Weight
from desktop.packet.look import SOFT
from desktop.packet.pdf_file import Name
from desktop.packet.strips import Bar, Modules, Strip, Words
from desktop.packet.structure import Node
from desktop.packet.tables import facts_strips, table_strips

_GAP = 8.0  # points between two blocks
_BELOW_HEADING = 4.0
_NOTE_PADDING = 12.0
_NOTE_WHOLE = 240.0  # points; a shorter note is not torn apart
_WRITING_HEIGHT = 34.0  # points to write a signature in


def lay_out(sheet: Sheet, column: Column, section: Node) -> list[Strip]:
    """Return the whole sheet, its title first; what it means is added to `section`."""
    return _Layout(column, section).sheet(sheet)


class _Layout:
    def __init__(self, column: Column, section: Node) -> None:
        self._column = column
        self._look = column.look
        self._section = section
        self._level = 1  # of the last heading
        self._boxes = 0

    def sheet(self, sheet: Sheet) -> list[Strip]:
        found = self._top(sheet)
        new_page = below_heading = False
        for block in sheet.blocks:
            if isinstance(block, PageBreak):
                new_page = True
                continue
            strips = self._strips(block)
            if not strips:
                continue
            gap = _BELOW_HEADING if below_heading else strips[0].before or _GAP
            gap = 0.0 if isinstance(block, Space) else gap * self._look.scale
            found.append(replace(strips[0], before=gap, starts_page=new_page))
            found += strips[1:]
            new_page, below_heading = False, isinstance(block, Heading)
        return found

    def _top(self, sheet: Sheet) -> list[Strip]:
        look, add = self._look, self._section.add
        overline = self._column.text(sheet.header, look.overline, add("P"))
        if sheet.footer.copy:
            overline = self._with_mark(overline, sheet.footer.copy)
        title = _spaced(self._column.text(sheet.title, look.title, add("H1")), 2.0)
        audience = self._column.text(sheet.audience, look.body(Size.NORMAL, ink=SOFT), add("P"))
        rule = Strip(height=8, inks=(Bar(0, 5, self._column.width, 1.5, 0),))
        return _held([*overline, *title, *audience, rule, Strip(height=4)])

    def _with_mark(self, strips: list[Strip], mark: str) -> list[Strip]:
        """Return the strips with a mark at the right of the first."""
        style = self._look.style(11, 12, Weight.BOLD)
        node = self._section.add("P")
        words = [
            Words(self._column.width - line.width, baseline(style), line, node)
            for line in self._column.lines(mark, style, self._column.width)[:1]
        ]
        first, *rest = strips or [Strip(height=style.leading)]
        return [replace(first, inks=(*first.inks, *words)), *rest]

    def _strips(self, block: Block) -> list[Strip]:
        look = self._look
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                weight = Weight.SEMIBOLD if block.strong else Weight.REGULAR
                node = self._section.add("P", language=block.language)
                return self._column.text(block.text, look.body(block.size, weight), node)
            case Callout():
                return self._callout(block)
            case Facts():
                return facts_strips(self._column, block, self._section)
            case Table():
                return table_strips(self._column, block, self._section)
            case Bullets():
                return self._list([("\u2022", item) for item in block.items], block.size, "Disc")
            case Numbered():
                numbered = [(f"{number}.", item) for number, item in enumerate(block.items, 1)]
                return self._list(numbered, block.size, "Decimal")
            case Checkboxes():
                boxes = [("\u2611" if on else "\u2610", item) for item, on in block.items]
                return self._list(boxes, block.size, "None")
            case Note():
                return self._note(block)
            case Signatures():
                return self._signatures(block)
            case Code():
                return self._code(block)
            case Codes():
                return self._codes(block)
            case Space():
                return [Strip(height=block.points * look.scale)]
            case PageBreak():
                return []
            case _:
                assert_never(block)

    def _heading(self, block: Heading) -> list[Strip]:
        # A level must not be skipped, or a reader seems to have missed something.
        self._level = min(max(2, block.level), self._level + 1)
        node = self._section.add(f"H{self._level}", language=block.language)
        strips = self._column.text(block.text, self._look.heading(self._level), node)
        return _held(_spaced(strips, 18.0 if self._level == 2 else 12.0))

    def _callout(self, block: Callout) -> list[Strip]:
        parts = (
            (block.label, self._look.overline),
            (block.text, self._look.callout),
            (block.detail, self._look.body(Size.LARGE)),
        )
        found: list[Strip] = []
        for text, style in parts:
            found += self._column.text(text, style, self._section.add("P"), x=14)
        barred = [
            replace(strip, inks=(Bar(0, 0, 4, strip.height, 0), *strip.inks)) for strip in found
        ]
        return [*_held(barred[:-1]), *barred[-1:]]

    def _list(self, items: list[tuple[str, str]], size: Size, kind: str) -> list[Strip]:
        style = self._look.body(size)
        node = self._section.add("L", O=Name("List"), ListNumbering=Name(kind))
        widest = max((self._column.natural_width(sign, style) for sign, _ in items), default=0.0)
        indent = widest + 10
        found: list[Strip] = []
        for sign, text in items:
            item = node.add("LI")
            label, body = item.add("Lbl"), item.add("LBody")
            (mark,) = self._column.lines(sign, style, indent)
            words = Words(2, baseline(style), mark, label)
            lines = self._column.text(text, style, body, x=indent)
            first, *rest = lines or [Strip(height=style.leading)]
            found += [replace(first, inks=(words, *first.inks), before=3.0), *rest]
        return _spaced(found, 0.0)

    def _note(self, block: Note) -> list[Strip]:
        self._boxes += 1
        node = self._section.add("Div", language=block.language)
        body = self._look.body(block.size)
        found: list[Strip] = []
        for at, text in enumerate((block.title, *block.texts)):
            style = body if at else self._look.body(block.size, Weight.BOLD)
            strips = self._column.text(
                text, style, node.add("P"), x=_NOTE_PADDING, right=_NOTE_PADDING
            )
            strips = _spaced(strips, 4.0 if found else 0.0)
            found += strips if at else _held(strips)
        if not found:
            return []
        if sum(strip.height for strip in found) < _NOTE_WHOLE:
            found = _held(found)
        edge = Strip(height=_NOTE_PADDING - 3)
        found = [replace(edge, holds_next=True), *found[:-1], *_held(found[-1:]), edge]
        return _spaced([replace(strip, box=self._boxes) for strip in found], 12.0)

    def _signatures(self, block: Signatures) -> list[Strip]:
        style = self._look.style(8.5, 11, ink=SOFT)
        gutter = 24.0
        count = max(1, len(block.labels))
        width = (self._column.width - gutter * (count - 1)) / count
        inks: list[Words | Bar] = []
        height = _WRITING_HEIGHT
        for at, label in enumerate(block.labels):
            x = at * (width + gutter)
            inks.append(Bar(x, _WRITING_HEIGHT, width, 0.75, 0))
            node = self._section.add("P")
            for row, line in enumerate(self._column.lines(label, style, width)):
                top = _WRITING_HEIGHT + 3 + row * style.leading
                inks.append(Words(x, top + baseline(style), line, node))
                height = max(height, top + style.leading)
        return [Strip(height=height, inks=tuple(inks))] if block.labels else []

    def _code(self, block: Code) -> list[Strip]:
        figure = self._section.add("Figure", says=block.says)
        side = float(block.points)
        style = self._look.body(Size.SMALL)
        caption = self._column.text(block.caption, style, self._section.add("P"))
        code = Strip(side, (Modules(0, 0, side, block.matrix, figure),), holds_next=bool(caption))
        return [code, *caption]

    def _codes(self, block: Codes) -> list[Strip]:
        style = self._look.body(Size.SMALL)
        side = max((float(one.points) for one in block.codes), default=0.0)
        across = max(1, int(self._column.width // side)) if side else 1
        # Four stand two by two: a row of three with one below looks like a missing one.
        across = 2 if len(block.codes) == 4 else across
        found: list[Strip] = []
        for start in range(0, len(block.codes), across):
            inks: list[Words | Modules] = []
            height = side
            for at, one in enumerate(block.codes[start : start + across]):
                figure = self._section.add("Figure", says=one.says)
                inks.append(Modules(at * side, 0, side, one.matrix, figure))
                node = self._section.add("P")
                for row, line in enumerate(self._column.lines(one.caption, style, side - 8)):
                    top = side + row * style.leading
                    # In line with the code itself: its quiet zone is four modules wide.
                    x = at * side + side * 4 / (len(one.matrix) + 8)
                    inks.append(Words(x, top + baseline(style), line, node))
                    height = max(height, top + style.leading)
            found.append(Strip(height, tuple(inks), before=4.0))
        return _held(found[:-1]) + found[-1:]


def _held(strips: list[Strip]) -> list[Strip]:
    return [replace(strip, holds_next=True) for strip in strips]


def _spaced(strips: list[Strip], before: float) -> list[Strip]:
    """Return the strips with that space above the first."""
    return [replace(strips[0], before=before), *strips[1:]] if strips else []
