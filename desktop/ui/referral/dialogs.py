"""Dialogs of a referral: answer what is open, choose a fact to complete or correct."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.referral.answer_input import AnswerInput
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import SearchField
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.longlist import LongList
from desktop.viewmodels.fact_groups import FactLine, FactState
from desktop.viewmodels.marks import Line
from desktop.viewmodels.referral_detail import OpenFact


class AnswerDialog(Dialog):
    """Asks for one open fact."""

    answered = Signal(object)  # FactValue

    def __init__(self, look: Look, parent: QWidget, asked: OpenFact, *, near: datetime) -> None:
        super().__init__(look, parent, asked.fact.question, asked.fact.help)
        if "/" in asked.path and asked.label:  # of which charge or drug
            self.add(8, Label(look, asked.label, weight=600, ink="primary", wrap=True))
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


class FactsDialog(Dialog):
    """Asks which fact to complete or to correct. `chosen` tells it."""

    chosen = Signal(object)  # OpenFact

    def __init__(self, look: Look, parent: QWidget, lines: tuple[FactLine, ...]) -> None:
        super().__init__(
            look,
            parent,
            Say("Which fact?"),
            Say("What was written first stays in the history."),
        )
        # What nobody asked yet stands first: Enter, again and again, completes a referral.
        ordered = sorted(lines, key=lambda line: line.state is not FactState.NOT_ASKED)
        self._lines = {line.path: line for line in ordered if line.fact is not None}
        self.search = SearchField(look, Say("Find a fact"))
        self.search.edited.connect(self._list)
        self.search.entered.connect(self._on_entered)
        self.list = LongList(look, Say("Facts"))
        self.list.setMinimumHeight(look.px(320))
        self.list.opened.connect(self._on_opened)
        self.add(8, self.search, self.list)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.add_buttons(cancel)
        self._list()
        self.search.entry.setFocus()

    def _list(self, _text: str = "") -> None:
        wanted = self.search.text().strip().casefold()
        shown = [
            Line(path, line.label, line.words)
            for path, line in self._lines.items()
            if wanted in self._look.say(line.label).casefold()
        ]
        self.list.show_lines(shown)

    def _on_entered(self) -> None:
        lines = self.list.lines()
        if lines:
            self._on_opened(lines[0].key)

    def _on_opened(self, path: str) -> None:
        line = self._lines[path]
        if line.fact is not None:
            self.accept()
            self.chosen.emit(OpenFact(path, line.fact, line.label))
