"""The band over every page of practice: striped, in words, with the way back."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.labels import Icon, Label
from desktop.ui.widgets.layout import row

STRIPES = 24  # pixels from one stripe to the next


class PracticeBand(QFrame):
    """Says that nothing here is real. Stripes and words: never color alone."""

    ended = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        words = Say("PRACTICE. Made-up people: nothing here is sent, counted or printed as real.")
        self._words = Label(look, words, weight=700, ink="ink", wrap=True)
        self.end_button = Button(look, Say("End practice"), Kind.SECONDARY, small=True)
        self.end_button.clicked.connect(self.ended)
        self.setAccessibleName(self._words.text())
        icon = Icon(look, "school", "ink", 24)
        self.setLayout(row(icon, (self._words, 1), self.end_button, gap=12, margins=(20, 6, 12, 6)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stripes at both ends, the ground between them."""
        look = self._look
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), look.color("warning_tint"))
            painter.setPen(QPen(look.color("warning"), 6))
            painter.setClipRect(self.rect())
            height = float(self.height())
            for edge in (6.0, height - 6.0):
                x = -STRIPES
                while x < self.width() + STRIPES:
                    painter.drawLine(QPointF(x, edge + 4), QPointF(x + 10, edge - 4))
                    x += STRIPES
            painter.setPen(Qt.PenStyle.NoPen)
