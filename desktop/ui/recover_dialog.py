"""A forgotten password: whom to ask, or the words of the recovery sheet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import PasswordField, TextArea
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.passwords import strength
from desktop.viewmodels.signin import Person, Recovery

SHEET_WORDS = 12


class RecoverDialog(Dialog):
    """Asks for the 12 words and a new password."""

    recovery_requested = Signal(object)  # Recovery

    def __init__(self, look: Look, parent: QWidget, person: Person) -> None:
        super().__init__(
            look,
            parent,
            Say("A new password for {name}", name=person.name),
            Say(
                "Ask your administrator: in Settings, Users, a new password takes a minute and "
                "loses nothing. Without one, use the recovery sheet from the safe."
            ),
            tone=Tone.INFO,
        )
        self._person = person
        self.words = TextArea(
            look,
            Say("The 12 words of the recovery sheet"),
            hint=Say("With spaces between"),
            lines=2,
        )
        self.password = PasswordField(look, Say("New password"))
        self.again = PasswordField(look, Say("New password again"))
        self.add(8, self.words, self.password, self.again)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.ask_button = Button(look, Say("Set the new password"), Kind.PRIMARY)
        self.ask_button.clicked.connect(self._on_asked)
        self.add_buttons(cancel, self.ask_button)
        self.words.setFocus()

    def _on_asked(self) -> None:
        words = " ".join(self.words.text().split()).casefold()
        count = len(words.split())
        wrong = count != SHEET_WORDS
        self.words.show_problem(
            Say("These are {n} words, the sheet has 12.", n=count) if wrong else ""
        )
        measured = strength(self.password.text(), name=self._person.name)
        self.password.show_problem("" if measured.enough else measured.words)
        differ = self.password.text() != self.again.text()
        self.again.show_problem(Say("The two passwords differ.") if differ else "")
        if measured.enough and not (wrong or differ):
            self.accept()
            asked = Recovery(self._person.id, words, self.password.text())
            self.recovery_requested.emit(asked)
