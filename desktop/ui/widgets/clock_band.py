"""The band over every page while the clock of this computer is in doubt."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.notes import Note, announce
from desktop.viewmodels.clock import ClockDoubt
from desktop.viewmodels.marks import Tone


class ClockBand(QWidget):
    """Says what the clock says and what was seen; somebody who has looked may say it is right."""

    right = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._view: ClockDoubt | None = None
        self.right_button = Button(look, Say("The clock is right"), Kind.SECONDARY, small=True)
        self.right_button.clicked.connect(self.right)
        self._note = Note(look, Tone.WARNING, "", button=self.right_button)
        grow_down(self._note)
        self.setLayout(column(self._note, margins=(0, 0, 0, 0)))
        self.hide()

    def show_doubt(self, view: ClockDoubt | None) -> None:
        """Show it, or nothing where the clock is not in doubt; tells a screen reader once."""
        if view == self._view:
            return
        before, self._view = self._view, view
        self.setVisible(view is not None)
        if view is None:
            return
        self._note.show_note(Tone.WARNING, view.text, title=view.title, icon="schedule")
        self.right_button.setVisible(view.may_set)
        if before is None:
            announce(self, self._look.say(view.title))
