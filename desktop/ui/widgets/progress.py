"""Work that takes a while: what is done, how far, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import column, row


class Progress(QWidget):
    """A bar with words above and Cancel beside it."""

    cancel_requested = Signal()

    def __init__(
        self,
        look: Look,
        words: Sayable,
        *,
        can_cancel: bool = True,
        stop: Sayable = Say("Cancel"),  # a value, and frozen
    ) -> None:
        super().__init__()
        self._words = Label(look, words, weight=600, wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self._words.text())
        self.cancel_button = Button(look, stop, Kind.QUIET)
        if not can_cancel:
            self.cancel_button.hide()  # never "show" here: without a parent it would be a window
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.setLayout(row((column(self._words, self._bar, gap=6), 1), self.cancel_button))

    def show_progress(self, done: int, total: int, words: Sayable | None = None) -> None:
        """Show `done` of `total`; a total of 0 means that nobody knows."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if words is not None:
            self._words.say(words)
            self._bar.setAccessibleName(self._words.text())
