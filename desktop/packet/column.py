"""A column of text: what every block is laid out in."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.packet.fonts import FontLibrary
from desktop.packet.look import Look
from desktop.packet.setting import Line, Style, natural_width, set_lines
from desktop.packet.strips import Strip, Words
from desktop.packet.structure import Node


@dataclass(frozen=True, slots=True)
class Column:
    """The fonts, the look, and the width in points."""

    fonts: FontLibrary
    look: Look
    width: float

    def lines(self, text: str, style: Style, width: float) -> tuple[Line, ...]:
        """Return the text in lines."""
        return set_lines(self.fonts, text, style, width)

    def natural_width(self, text: str, style: Style) -> float:
        """Return the width of the text in points if no line were broken."""
        return natural_width(self.fonts, text, style)

    def text(
        self, text: str, style: Style, node: Node, *, x: float = 0.0, right: float = 0.0
    ) -> list[Strip]:
        """Return a text, one strip a line; no line of it is left alone on a page."""
        lines = self.lines(text, style, self.width - x - right)
        last = len(lines) - 1
        return [
            Strip(
                height=style.leading,
                inks=(Words(x, baseline(style), line, node),),
                # The first two lines stay together, and so do the last two.
                holds_next=at != last and at in (0, last - 1),
            )
            for at, line in enumerate(lines)
        ]


def baseline(style: Style) -> float:
    """Return where letters stand in a line, in points below its upper edge."""
    # Public Sans: capitals are 0.70 of the size; this centres them in the line.
    return style.leading / 2 + 0.35 * style.size
