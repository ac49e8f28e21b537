"""A count that filters: a number, its word, and whether only these are shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.paint import draw_box, draw_icon, draw_text, start, text_height, text_width


class CountTile(Pressable):
    """A toggle; on, only what it counts is shown."""

    def __init__(self, look: Look, words: Sayable, icon: str, ink: str) -> None:
        self._icon = look.icons.require(icon)
        self._ink = ink
        self._count = 0
        super().__init__(look, words)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many there are."""
        self._count = count
        self.setAccessibleName(f"{self.shown_text()}, {count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for number and word."""
        look = self._look
        number = look.px(24) + 10 + text_width(look.font("xxl", 700), str(self._count))
        words = text_width(look.font("sm", 500), self.shown_text())
        high = text_height(look.font("xxl", 700)) + text_height(look.font("sm", 500)) + 22
        return QSize(max(look.px(80), number + 28, words + 28), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        look = self._look
        on = self.isChecked()
        fill = "primary_tint" if on or self.underMouse() else "surface"
        bold, small = look.font("xxl", 700), look.font("sm", 500)
        high, side = text_height(bold), look.px(24)
        with start(self) as painter:
            line = "primary" if on else "border_strong"
            draw_box(painter, look, self.rect(), fill=fill, line=line, width=2 if on else 1)
            at = QPointF(13, 8 + (high - side) / 2)
            draw_icon(painter, look, self._icon, self._ink, at, side, self.devicePixelRatioF())
            box = QRectF(13 + side + 10, 8, self.width(), high)
            draw_text(painter, look, box, str(self._count), font=bold)
            box = QRectF(14, 10 + high, self.width() - 22, text_height(small))
            draw_text(painter, look, box, self.shown_text(), font=small, ink="ink_soft")
