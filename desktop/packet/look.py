"""How a packet looks: sizes, spaces, greys. Black on white, legible on a poor printer."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.packet.blocks import Shape, Size
from desktop.packet.fonts import Weight
from desktop.packet.setting import Style

SOFT = 0.32  # ink of what is said in passing; contrast 8.6 : 1 on white
LIGHT = 0.72  # ink of the rules between rows
TINT = 0.955  # ink of the ground of a note


@dataclass(frozen=True, slots=True)
class Page:
    """Where the text stands on a sheet, in points from the upper left corner."""

    left: float
    width: float
    top: float
    bottom: float  # the lower edge of the foot
    cut: bool = False  # a line to cut along below it


PAGES = {
    Shape.PAGE: Page(left=60, width=492, top=50, bottom=756),
    Shape.ONE_PAGE: Page(left=40, width=532, top=36, bottom=766),
    Shape.FORM: Page(left=40, width=532, top=36, bottom=766),
    Shape.CARD: Page(left=48, width=516, top=34, bottom=376, cut=True),
}
CUT = 396  # half a page


@dataclass(frozen=True, slots=True)
class Look:
    """The styles of a sheet; a card that overflows is set a little smaller."""

    scale: float = 1.0

    def style(
        self, size: float, leading: float, weight: Weight = Weight.REGULAR, ink: float = 0.0
    ) -> Style:
        """Return a style at this scale."""
        return Style(size * self.scale, leading * self.scale, weight, ink)

    def body(self, size: Size, weight: Weight = Weight.REGULAR, ink: float = 0.0) -> Style:
        """Return running text."""
        return self.style(*_BODY[size], weight, ink)

    @property
    def title(self) -> Style:
        """The sheet's title."""
        return self.style(22, 26, Weight.BOLD)

    def heading(self, level: int) -> Style:
        """Return a heading of level 2 or below."""
        if level == 2:
            return self.style(13.5, 17, Weight.SEMIBOLD)
        return self.style(10.5, 14, Weight.BOLD)

    @property
    def callout(self) -> Style:
        """What is to be seen first."""
        return self.style(24, 28, Weight.BOLD)

    @property
    def overline(self) -> Style:
        """A small label above something large."""
        return self.style(9, 12, Weight.SEMIBOLD, SOFT)

    @property
    def table_head(self) -> Style:
        """A column's name."""
        return self.style(9, 12, Weight.SEMIBOLD)

    @property
    def table_cell(self) -> Style:
        """A cell; `table_head_cell` names its row."""
        return self.style(9.5, 13)

    @property
    def table_row_head(self) -> Style:
        """The cell that names its row."""
        return self.style(9.5, 13, Weight.SEMIBOLD)

    @property
    def foot(self) -> Style:
        """The foot of a page; not scaled, it is small enough."""
        return Style(7.5, 10.5, Weight.REGULAR, SOFT)


_BODY = {Size.SMALL: (8.5, 12.0), Size.NORMAL: (10.5, 15.0), Size.LARGE: (13.0, 18.0)}
