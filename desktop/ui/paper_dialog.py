"""What was taken down on paper is typed in: who wrote it, and when the contact was."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import DateField, TextField
from desktop.viewmodels.amounts import read_time
from desktop.viewmodels.asked import PaperForm
from desktop.viewmodels.dates import read_date


class PaperDialog(Dialog):
    """Asks for what only the paper says. `begun` tells it."""

    begun = Signal(object)  # PaperForm

    def __init__(self, look: Look, parent: QWidget, *, now: datetime, writer: str = "") -> None:
        super().__init__(
            look,
            parent,
            Say("Type in a paper form"),
            Say("It is judged by the rules of the day of the contact. You are kept as its typist."),
        )
        self._now = now
        self.writer = TextField(look, Say("Who wrote the paper form"), longest=120)
        self.writer.show_text(writer)
        self.day = DateField(look, Say("Day of the contact"), hint=Say("For example 11/23/2026"))
        self.time = TextField(look, Say("Time"), hint=Say("For example 22:14"), longest=5)
        for field in (self.writer, self.day, self.time):
            field.entered.connect(self._on_take)
        self.add(8, self.writer, self.day, self.time)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.take_button = Button(look, Say("Begin typing"), Kind.PRIMARY)
        self.take_button.clicked.connect(self._on_take)
        self.add_buttons(cancel, self.take_button)
        self.writer.entry.setFocus()

    def _on_take(self) -> None:
        writer = self.writer.text().strip()
        day, at = read_date(self.day.text()), read_time(self.time.text(), self._now)
        self.writer.show_problem("" if writer else Say("Type the name that stands on the form."))
        whole = day is not None and day.day is not None
        self.day.show_problem("" if whole else Say("Type month, day and year: 11/23/2026."))
        self.time.show_problem(
            "" if at is not None else Say("This is not a time. Type for example 22:14.")
        )
        if not writer or day is None or day.month is None or day.day is None or at is None:
            return
        met = at.replace(year=day.year, month=day.month, day=day.day)
        if met > self._now:
            self.day.show_problem(Say("This is in the future."))
            return
        self.accept()
        self.begun.emit(PaperForm(writer, met))
