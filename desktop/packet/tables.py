"""Tables: rows of cells with a light rule below each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.packet.blocks import Facts, Size, Table
from desktop.packet.column import Column, baseline
from desktop.packet.fonts import Weight
from desktop.packet.look import LIGHT
from desktop.packet.pdf_file import Name
from desktop.packet.setting import Style
from desktop.packet.strips import Bar, Strip, Words
from desktop.packet.structure import Node

_GUTTER = 14.0  # points between two columns
_LINES_HELD = 20  # a row with more lines may run over the end of a page
_WIDEST_LABEL = 0.36  # of the column
_WIDEST_NATURAL = 0.45  # of the column: what one column may ask for


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    style: Style
    x: float
    width: float
    node: Node


def facts_strips(column: Column, facts: Facts, section: Node) -> list[Strip]:
    """Return pairs of label and value; the label is the head of its row."""
    label = column.look.body(facts.size, Weight.SEMIBOLD)
    value = column.look.body(facts.size)
    if not facts.rows:
        return []
    natural = max(column.natural_width(text, label) for text, _ in facts.rows)
    first = min(natural + 1, column.width * _WIDEST_LABEL)
    second = first + _GUTTER
    body = section.add("Table").add("TBody")
    found: list[Strip] = []
    for name, text in facts.rows:
        row = body.add("TR")
        head = row.add("TH", O=Name("Table"), Scope=Name("Row"))
        cells = [
            _Cell(name, label, 0, first, head),
            _Cell(text, value, second, column.width - second, row.add("TD")),
        ]
        padding = 4.0 if facts.size is Size.LARGE else 3.0
        found += _row(column, cells, padding * column.look.scale, rule=0.5, ink=LIGHT)
    return found


def table_strips(column: Column, table: Table, section: Node) -> list[Strip]:
    """Return the rows under their head, which is drawn again on every page."""
    look = column.look
    count = len(table.header)
    widths = _widths(column, table)
    places = [sum(widths[:at]) + at * _GUTTER for at in range(count)]
    node = section.add("Table")

    def cells(texts: Sequence[str], styles: Sequence[Style], nodes: list[Node]) -> list[_Cell]:
        # A row may be shorter than the header; what is longer has no column to stand in.
        return [_Cell(*each) for each in zip(texts, styles, places, widths, nodes, strict=False)]

    head_row = node.add("THead").add("TR")
    heads = [head_row.add("TH", O=Name("Table"), Scope=Name("Column")) for _ in table.header]
    styles = [look.table_head] * count
    (head,) = _row(
        column, cells(table.header, styles, heads), 3.0 * look.scale, rule=1.0, ink=0, whole=True
    )
    body = node.add("TBody")
    found = [replace(head, holds_next=bool(table.rows))]
    for texts in table.rows:
        row = body.add("TR")
        nodes = [row.add("TD") for _ in table.header]
        styles = [look.table_cell] * count
        if table.row_heads:
            nodes[0].role = "TH"
            nodes[0].attributes = {"O": Name("Table"), "Scope": Name("Row")}
            styles[0] = look.table_row_head
        strips = _row(column, cells(texts, styles, nodes), 4.0 * look.scale, rule=0.5, ink=LIGHT)
        found += [replace(strip, head=head) for strip in strips]
    return found


def _row(
    column: Column,
    cells: list[_Cell],
    padding: float,
    *,
    rule: float,
    ink: float,
    whole: bool = False,
) -> list[Strip]:
    """Return a row with a rule below it; a very long one in several strips."""
    lines = [column.lines(cell.text, cell.style, cell.width) for cell in cells]
    count = max((len(each) for each in lines), default=0)
    held = max(1, count) if whole else _LINES_HELD
    leading = max((cell.style.leading for cell in cells), default=0.0)
    found: list[Strip] = []
    for start in range(0, max(1, count), held):
        first, last = start == 0, start + held >= count
        top = padding if first else 0.0
        words = [
            Words(cell.x, top + at * leading + baseline(cell.style), line, cell.node)
            for cell, all_lines in zip(cells, lines, strict=True)
            for at, line in enumerate(all_lines[start : start + held])
        ]
        height = top + leading * max(1, min(held, count - start)) + (padding + rule if last else 0)
        bars = [Bar(0, height - rule, column.width, rule, ink)] if last else []
        found.append(Strip(height=height, inks=(*words, *bars)))
    return found


def _widths(column: Column, table: Table) -> list[float]:
    """Return the width of each column in points."""
    room = column.width - _GUTTER * (len(table.header) - 1)
    shares = list(table.widths)
    if len(shares) == len(table.header) and min(shares, default=0.0) > 0:
        return [room * share / sum(shares) for share in shares]
    asked = [_asked(column, table, at) for at in range(len(table.header))]
    left_over = room - sum(asked)
    if left_over > 0:  # nothing need be broken: short columns stay short
        asked[asked.index(max(asked))] += left_over
        return asked
    # No word is broken while there is room for the longest of each column; the rest is shared out.
    least = [min(_longest_word(column, table, at), room * _WIDEST_NATURAL) for at in
             range(len(table.header))]  # fmt: skip
    free = room - sum(least)
    if free < 0:
        return [room * one / sum(least) for one in least]
    wanted = [max(0.0, min(one, room * _WIDEST_NATURAL) - low)
              for one, low in zip(asked, least, strict=True)]  # fmt: skip
    total = sum(wanted) or 1.0
    return [low + free * one / total for low, one in zip(least, wanted, strict=True)]


def _longest_word(column: Column, table: Table, at: int) -> float:
    """Return the width of the longest word of a column."""
    words = {word for row in table.rows if at < len(row) for word in row[at].split()}
    style = _style(column, table, at)
    found = [column.natural_width(word, style) for word in words]
    head = [column.natural_width(w, column.look.table_head) for w in table.header[at].split()]
    return max([24.0, *head, *found]) + 0.5


def _style(column: Column, table: Table, at: int) -> Style:
    look = column.look
    return look.table_row_head if table.row_heads and at == 0 else look.table_cell


def _asked(column: Column, table: Table, at: int) -> float:
    """Return the width that a column would need to break no line."""
    style = _style(column, table, at)
    cells = [column.natural_width(row[at], style) for row in table.rows if at < len(row)]
    head = column.natural_width(table.header[at], column.look.table_head)
    return max([24.0, head, *cells]) + 0.5
