"""Who takes a draft over: one tap on a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.layout import column
from desktop.viewmodels.marks import Choice


class ColleagueDialog(Dialog):
    """Asks for a colleague. `chosen` tells the user's id."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget, people: Sequence[Choice]) -> None:
        super().__init__(
            look,
            parent,
            Say("Who goes on with this draft?"),
            Say("It leaves your list and stands on theirs, with everything that was typed."),
        )
        self.buttons = {}
        for one in people:
            button = Button(look, one.words, Kind.SECONDARY, wide=True)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._on_chosen, one.key))
            self.buttons[one.key] = button
        self.add(8, column(*self.buttons.values(), gap=8))
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.add_buttons(cancel)

    def _on_chosen(self, user: str, *_: object) -> None:
        self.accept()
        self.chosen.emit(user)
