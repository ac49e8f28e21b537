"""Dialogs of a referral: answer what is open."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.referral.answer_input import AnswerInput
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.viewmodels.referral_detail import OpenFact


class AnswerDialog(Dialog):
    """Asks for one open fact."""

    answered = Signal(object)  # FactValue

    def __init__(self, look: Look, parent: QWidget, asked: OpenFact, *, near: datetime) -> None:
        super().__init__(look, parent, asked.fact.question, asked.fact.help)
        self.answer = AnswerInput(look, asked.fact, near=near)
        self.add(8, self.answer)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.keep_button = Button(look, Say("Keep this answer"), Kind.PRIMARY)
        self.keep_button.clicked.connect(self._on_asked)
        self.add_buttons(cancel, self.keep_button)
        self.answer.focus_first()

    def _on_asked(self) -> None:
        value = self.answer.value()
        if value is not None:
            self.accept()
            self.answered.emit(value)
