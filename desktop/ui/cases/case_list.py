"""The list of cases: a ring before each, for what is left of its deadline."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.linedraw import LINE_ROLE, Index, LineDelegate
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.ring import draw_ring
from desktop.viewmodels.cases import CaseLine
from desktop.viewmodels.marks import Line

RING = 32  # pixels at 1x


class _RingDelegate(LineDelegate):
    """Draws the ring in the room that `LineDelegate` leaves to an icon."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line, then its ring over the place of the icon."""
        super().paint(painter, option, index)
        line: Line = index.data(LINE_ROLE)
        deadline = line.deadline if isinstance(line, CaseLine) else None
        if deadline is None:
            return
        look = self._look
        side = look.px(RING)
        rect = QRectF(option.rect)
        height = rect.height() - (self._below() + 4 if self.narrow else 0)
        ring = QRectF(rect.x() + 14, rect.y() + (height - side) / 2, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = painter.device().devicePixelRatioF()
        draw_ring(painter, look, ring, deadline.tone, deadline.gone, ratio)
        painter.restore()

    def _draw_words(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        shift = self._look.px(RING) + 8
        super()._draw_words(painter, rect.adjusted(shift, 0, 0, 0), line)


class CaseList(LongList):
    """A list of `CaseLine`s."""

    def __init__(self, look: Look, name: Sayable) -> None:
        super().__init__(look, name)
        self._delegate = _RingDelegate(look, self)
        self.setItemDelegate(self._delegate)
