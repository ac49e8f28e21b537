"""Asks why a sheet is printed once more."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import Tiles
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.labels import Label
from desktop.viewmodels.packets import WHY_CHOICES


class ReprintDialog(Dialog):
    """Asks for the reason of a second copy; it goes on record with the print."""

    asked = Signal(str)  # key of WHY_CHOICES

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(
            look,
            parent,
            Say("Why print it again?"),
            Say("The sheet says which copy it is, and the reason is kept with the print log."),
        )
        self.why = Tiles(look, Say("Why print it again?"), WHY_CHOICES)
        self._problem = Label(look, "", "sm", ink="error_ink", wrap=True)
        self._problem.hide()
        self.add(8, self.why, self._problem)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.print_button = Button(look, Say("Print a copy"), Kind.PRIMARY)
        self.print_button.clicked.connect(self._on_asked)
        self.add_buttons(cancel, self.print_button)
        self.why.buttons()[0].setFocus()

    def _on_asked(self) -> None:
        if not self.why.current():
            self._problem.say(Say("Choose a reason first."))
            self._problem.show()
            return
        self.accept()
        self.asked.emit(self.why.current())
