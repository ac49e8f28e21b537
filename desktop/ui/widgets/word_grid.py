"""The words of a recovery sheet, hidden until somebody asks to see them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.paint import CENTER, draw_box, draw_text, start, text_height, text_width

GAP = 8
HIDDEN_DOTS = 6


class WordGrid(QWidget):
    """Words with their numbers. Hidden words are neither drawn nor told to a screen reader."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words: tuple[str, ...] = ()
        self._shown = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_words(self, words: Sequence[str]) -> None:
        """Take these words, hidden."""
        self._words = tuple(words)
        self.reveal(False)
        self.updateGeometry()

    def reveal(self, shown: bool) -> None:
        """Show or hide the words."""
        self._shown = shown
        numbered = [f"{at}: {word}" for at, word in enumerate(self._words, 1)]
        hidden = Say("{n} words, hidden", n=len(self._words))
        self.setAccessibleName(", ".join(numbered) if shown else self._look.say(hidden))
        self.update()

    def is_revealed(self) -> bool:
        """Return whether the words can be read."""
        return self._shown

    def hasHeightForWidth(self) -> bool:
        """Return that fewer columns need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all boxes."""
        lines = -(-max(1, len(self._words)) // self._columns(width))
        return lines * (self._box_height() + GAP) - GAP

    def sizeHint(self) -> QSize:
        """Return three columns."""
        width = 3 * (self._least_width() + GAP)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return one column's room."""
        return QSize(self._least_width(), self._box_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a box for each word."""
        columns = self._columns(self.width())
        width = (self.width() - GAP * (columns - 1)) / columns
        height = self._box_height()
        with start(self) as painter:
            for at, word in enumerate(self._words):
                x = (at % columns) * (width + GAP)
                y = (at // columns) * (height + GAP)
                self._draw_box(painter, QRectF(x, y, width, height), at + 1, word)

    def _draw_box(self, painter: QPainter, rect: QRectF, number: int, word: str) -> None:
        look = self._look
        draw_box(painter, look, rect, fill="surface", line="border_strong", radius=4)
        small = look.font("sm")
        place = QRectF(rect.x() + 6, rect.y(), look.px(24), rect.height())
        draw_text(painter, look, place, str(number), font=small, ink="ink_muted", align=CENTER)
        left = place.right() + 8
        if self._shown:
            room = QRectF(left, rect.y(), rect.right() - left - 4, rect.height())
            draw_text(painter, look, room, word, font=look.font("md", 600))
            return
        dot = look.px(6)
        painter.setPen(look.color("ink_muted"))
        painter.setBrush(look.color("ink_muted"))
        for at in range(HIDDEN_DOTS):
            x = left + at * (dot + look.px(5))
            painter.drawEllipse(QRectF(x, rect.center().y() - dot / 2, dot, dot))

    def _columns(self, width: int) -> int:
        return max(1, min(3, (width + GAP) // (self._least_width() + GAP)))

    def _least_width(self) -> int:
        return text_width(self._look.font("md", 600), "mmmmmmmm") + self._look.px(24) + 20

    def _box_height(self) -> int:
        return max(40, text_height(self._look.font("md", 600)) + 20)
