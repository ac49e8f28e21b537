"""The foot of a page: which page of which referral, made by which rules, and a digest."""

from __future__ import annotations

from itertools import chain

from desktop.packet.blocks import Sheet
from desktop.packet.column import Column, baseline
from desktop.packet.look import LIGHT, Page
from desktop.packet.paper import Paper
from desktop.packet.plain import digest
from desktop.packet.setting import Line

_LEFT = 0.72  # of the width: referral, versions, notice; the rest is for page and digest
_RIGHT = 0.26
_BELOW_RULE = 5.0  # points


class Foot:
    """The foot of every page of a sheet."""

    def __init__(self, sheet: Sheet, column: Column) -> None:
        self._column = column
        self._style = column.look.foot
        self._words = sheet.footer
        self._digest = digest(sheet)
        first = " \u00b7 ".join(filter(None, (sheet.footer.referral, sheet.footer.versions)))
        self._left = self._lines((first, sheet.footer.notice), _LEFT)

    @property
    def height(self) -> float:
        """Points from the rule above it to its lower edge."""
        rows = max(len(self._left), len(self._right(1, 1)))
        return _BELOW_RULE + rows * self._style.leading

    def draw(self, paper: Paper, page: Page, number: int, count: int) -> None:
        """Draw it on a page, which is `number` of `count`."""
        top = page.bottom - self.height
        with paper.ornament("Footer"):
            paper.fill(page.left, top, page.width, 0.5, LIGHT)
            for lines, to_the_right in ((self._left, False), (self._right(number, count), True)):
                for row, line in enumerate(lines):
                    x = page.left + (page.width - line.width if to_the_right else 0)
                    y = top + _BELOW_RULE + row * self._style.leading + baseline(self._style)
                    paper.text(line, x, y)

    def _right(self, number: int, count: int) -> list[Line]:
        words = self._words
        place = words.page.replace("{pages}", str(count)).replace("{page}", str(number))
        return self._lines((place, words.digest.replace("{digest}", self._digest)), _RIGHT)

    def _lines(self, texts: tuple[str, ...], share: float) -> list[Line]:
        width = self._column.width * share
        return list(
            chain.from_iterable(self._column.lines(text, self._style, width) for text in texts)
        )
