"""Minutes side by side on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.words import Plural, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.paint import RIGHT, draw_box, draw_text, start, text_height, text_width


class MinuteBars(QWidget):
    """Bars of minutes with their words above: the first in color, the others in gray."""

    def __init__(self, look: Look, bars: Sequence[tuple[Sayable, int]]) -> None:
        super().__init__()
        self._look = look
        self._bars = [
            (look.say(words), look.say(Plural("{n} min", "{n} min", minutes)), minutes)
            for words, minutes in bars
        ]
        self.setAccessibleName("; ".join(f"{words}: {said}" for words, said, _ in self._bars))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _each(self) -> int:
        return text_height(self._look.font("sm", 500)) + 4 + 12 + 10

    def sizeHint(self) -> QSize:
        """Return the room of all bars."""
        return QSize(self._look.px(240), self._each() * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        """Return the least width that shows the numbers."""
        widest = max(text_width(self._look.font("sm", 600), said) for _, said, _ in self._bars)
        return QSize(widest + self._look.px(80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words, numbers and bars."""
        look = self._look
        longest = max(1, *(minutes for _, _, minutes in self._bars))
        line = text_height(look.font("sm", 500))
        with start(self) as painter:
            for at, (words, said, minutes) in enumerate(self._bars):
                top = at * self._each()
                number = text_width(look.font("sm", 600), said) + 4
                room = QRectF(0, top, self.width() - number - 8, line)
                draw_text(painter, look, room, words, font=look.font("sm", 500), ink="ink_soft")
                room = QRectF(0, top, self.width(), line)
                draw_text(painter, look, room, said, font=look.font("sm", 600), align=RIGHT)
                width = max(8.0, self.width() * minutes / longest)
                bar = QRectF(0, top + line + 4, width, 12)
                fill = "primary" if at == 0 else "border_strong"
                draw_box(painter, look, bar, fill=fill, radius=3)
