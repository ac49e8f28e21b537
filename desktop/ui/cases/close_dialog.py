"""Asks why a case closes; none of the reasons is proposed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import Tiles
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.labels import Label
from desktop.viewmodels.marks import Choice


class CloseDialog(Dialog):
    """The reasons as large answers."""

    closed = Signal(str)  # key of the reason

    def __init__(self, look: Look, parent: QWidget, reasons: tuple[Choice, ...]) -> None:
        super().__init__(
            look,
            parent,
            Say("Why does this case close?"),
            Say("The reason stays with your agency. It never travels to the officer."),
        )
        self.reasons = Tiles(look, Say("Why does this case close?"), reasons)
        self._problem = Label(look, "", "sm", ink="error_ink", wrap=True)
        self._problem.hide()
        self.add(8, self.reasons, self._problem)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.close_button = Button(look, Say("Close the case"), Kind.PRIMARY)
        self.close_button.clicked.connect(self._on_asked)
        self.add_buttons(cancel, self.close_button)
        if reasons:
            self.reasons.buttons()[0].setFocus()

    def _on_asked(self) -> None:
        if not self.reasons.current():
            self._problem.say(Say("Choose a reason first."))
            self._problem.show()
            return
        self.accept()
        self.closed.emit(self.reasons.current())
