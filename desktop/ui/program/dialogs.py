"""Dialogs of the program page: a new draft, who approved it, and a case to keep."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.terms import Outcome
from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import Tiles
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import DateField, TextField
from desktop.viewmodels.program import ApprovedWanted, DraftWanted
from desktop.viewmodels.tryout import OUTCOME_CHOICES, CaseWanted


class _Asking(Dialog):
    """A dialog with fields, Cancel and one main button; Enter in a field presses it."""

    asked = Signal(object)

    def _finish(self, look: Look, words: Say, *fields: QWidget) -> None:
        self.add(8, *fields)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.keep_button = Button(look, words, Kind.PRIMARY)
        self.keep_button.setAutoDefault(False)
        self.keep_button.clicked.connect(self._on_keep)
        self.add_buttons(cancel, self.keep_button)
        for one in fields:
            if isinstance(one, TextField):
                one.entered.connect(self._on_keep)
        first = next((one for one in fields if isinstance(one, TextField)), None)
        if first is not None:
            first.entry.setFocus()

    def _on_keep(self) -> None:
        wanted = self._wanted()
        if wanted is not None:
            self.accept()
            self.asked.emit(wanted)

    def _wanted(self) -> object | None:
        raise NotImplementedError


class DraftDialog(_Asking):
    """Asks what a new draft is called and from when it holds."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        text = Say("It begins as a copy of the rules in force. Nothing changes for anybody yet.")
        super().__init__(look, parent, Say("Begin a draft"), text)
        self.version = TextField(look, Say("Version"), hint=Say("For example 2027-a"), longest=40)
        self.begins = DateField(look, Say("In force from"), hint=Say("For example 1/15/2027"))
        self._finish(look, Say("Begin the draft"), self.version, self.begins)

    def _wanted(self) -> DraftWanted | None:
        version, day = self.version.text().strip(), self.begins.date()
        self.version.show_problem("" if version else Say("Type a version first."))
        whole = day is not None and day.day is not None
        self.begins.show_problem("" if whole else Say("This is not a date. Type month/day/year."))
        return DraftWanted(version, day.first) if version and day is not None and whole else None


class ApprovedDialog(_Asking):
    """Asks who approved the draft and how that is known."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        text = Say("It is kept with your name and the time, and travels with the rules.")
        super().__init__(look, parent, Say("Who approved this draft?"), text)
        self.who = TextField(look, Say("Who"), hint=Say("For example Policy group"), longest=120)
        self.how = TextField(
            look, Say("How that is known"), hint=Say("For example minutes of November 12")
        )
        self._finish(look, Say("Keep the approval"), self.who, self.how)

    def _wanted(self) -> ApprovedWanted | None:
        who, how = self.who.text().strip(), self.how.text().strip()
        self.who.show_problem("" if who else Say("Type who approved it first."))
        self.how.show_problem("" if how else Say("Type how that is known first."))
        return ApprovedWanted(who, how) if who and how else None


class CaseDialog(_Asking):
    """Asks what a tried encounter is about and how it has to come out."""

    def __init__(self, look: Look, parent: QWidget, outcome: Outcome) -> None:
        text = Say("A case holds only what the rules look at. It is tried at every check.")
        super().__init__(look, parent, Say("Keep this as a case?"), text)
        self.about = TextField(
            look, Say("What it is about"), hint=Say("Made-up people only, no names."), longest=200
        )
        self.outcome = Tiles(look, Say("It has to come out as"), OUTCOME_CHOICES, outcome.value)
        self._finish(look, Say("Keep the case"), self.about, self.outcome)

    def _wanted(self) -> CaseWanted | None:
        about = self.about.text().strip()
        self.about.show_problem("" if about else Say("Type what it is about first."))
        return CaseWanted(about, Outcome(self.outcome.current())) if about else None
