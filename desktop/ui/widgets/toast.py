"""What just happened, at the bottom of the window for a moment, with Undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame

from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.theme import TOUCH
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.notes import announce
from desktop.ui.widgets.paint import CENTER, draw_box, draw_text, start, text_width

SHOWN_MS = 8_000  # long enough to read and reach Undo (WCAG 2.2.1 asks for no hurry)


class _ToastButton(Pressable):
    """Undo, in the inverted colors of a toast."""

    def sizeHint(self) -> QSize:
        """Return the room of the word."""
        width = text_width(self._look.font("md", 600), self.shown_text())
        return QSize(max(TOUCH, width + 24), max(TOUCH, self._look.px(40)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word in a box."""
        with start(self) as painter:
            rect = QRectF(self.rect()).adjusted(0, 4, 0, -4)
            draw_box(painter, self._look, rect, line="surface", width=1.5)
            font = self._look.font("md", 600)
            text = self.shown_text()
            draw_text(painter, self._look, rect, text, font=font, ink="surface", align=CENTER)


class Toast(QFrame):
    """A strip below the page, with room of its own: it covers no line and no button.

    It stays while the pointer or the keyboard is on it.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._undo: Callable[[], None] | None = None
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = Label(look, "", ink="surface", weight=500, wrap=True)
        self.undo_button = _ToastButton(look, Say("Undo"))
        self.undo_button.clicked.connect(self._on_undo)
        self.setLayout(row((self._words, 1), self.undo_button, gap=16, margins=(24, 4, 12, 4)))
        self.setMinimumHeight(TOUCH + 8)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._on_time)
        self.hide()

    def say(self, words: Sayable, undo: Callable[[], None] | None = None) -> None:
        """Show the words; with `undo`, a button that takes the step back."""
        self._words.say(words)
        self._undo = undo
        self.undo_button.setVisible(undo is not None)
        self.show()
        self._timer.start()
        announce(self, self._words.text())

    def leave(self) -> None:
        """Show it no longer, and take nothing back any more."""
        self._undo = None
        self._timer.stop()
        self.hide()

    def _on_undo(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()

    def _on_time(self) -> None:
        if self.underMouse() or self.undo_button.hasFocus():
            self._timer.start()
        else:
            self.hide()
