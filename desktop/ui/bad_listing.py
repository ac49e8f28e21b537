"""Asks what is wrong with a listing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import TextArea
from desktop.viewmodels.asked import BadListing


class BadListingDialog(Dialog):
    """Asks what is wrong with a listing."""

    reported = Signal(object)  # BadListing

    def __init__(self, look: Look, parent: QWidget, service_id: str) -> None:
        super().__init__(
            look,
            parent,
            Say("What is wrong with this listing?"),
            Say("Others see your note beside it. Do not write about a person."),
        )
        self._id = service_id
        self.field = TextArea(look, Say("What you found"))
        self.add(self.field)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        report = Button(look, Say("Report"), Kind.PRIMARY)
        report.clicked.connect(self._on_report)
        self.add_buttons(cancel, report)

    def _on_report(self) -> None:
        words = self.field.text().strip()
        if not words:
            self.field.show_problem(Say("Say in a few words what is wrong."))
            return
        self.reported.emit(BadListing(self._id, words))
        self.accept()
