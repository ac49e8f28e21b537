"""Dialogs of Approvals: the supervisor's reason, and the prosecutor's word."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import Label
from desktop.viewmodels.approvals import (
    ANSWER_CHOICES,
    HOW_CHOICES,
    ApprovalGiven,
    ApprovalItem,
    ProsecutorSaid,
    is_time,
)

_NO_REASON = Say("Type the reason first.")


class ReasonDialog(Dialog):
    """Asks for the reason of a yes or a no."""

    answered = Signal(object)  # ApprovalGiven

    def __init__(self, look: Look, parent: QWidget, item: ApprovalItem, *, granted: bool) -> None:
        title = Say("Approve this?") if granted else Say("Decline this?")
        if item.granted is not None:
            title = Say("Change it to approved?") if granted else Say("Change it to declined?")
        super().__init__(look, parent, title, item.rule)
        self._item = item
        self._granted = granted
        hint = Say("It is kept with your name and the time.")
        self.reason = TextField(look, Say("Reason"), hint=hint)
        self.reason.entered.connect(self._on_keep)
        self.add(8, self.reason)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.keep_button = Button(look, Say("Approve") if granted else Say("Decline"), Kind.PRIMARY)
        self.keep_button.setAutoDefault(False)
        self.keep_button.clicked.connect(self._on_keep)
        self.add_buttons(cancel, self.keep_button)
        self.reason.entry.setFocus()

    def _on_keep(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.reason.show_problem(_NO_REASON)
            return
        item = self._item
        self.accept()
        self.answered.emit(ApprovalGiven(item.referral, item.criterion, self._granted, reason))


class ProsecutorDialog(Dialog):
    """Asks what the prosecutor said: who, how, when, yes or no, and why."""

    answered = Signal(object)  # ProsecutorSaid

    def __init__(self, look: Look, parent: QWidget, item: ApprovalItem) -> None:
        super().__init__(look, parent, Say("What did the prosecutor say?"), item.rule)
        self._item = item
        self.answer = Segmented(look, Say("What did the prosecutor say?"), ANSWER_CHOICES)
        self._problem = Label(look, "", "sm", ink="error_ink", wrap=True)
        self._problem.hide()
        self.who = TextField(look, Say("Who said it"), longest=120)
        self.how = Segmented(look, Say("How it was said"), HOW_CHOICES, "phone")
        self.when = TextField(look, Say("When"), hint=Say("For example 22:14"), longest=10)
        self.reason = TextField(look, Say("Reason"))
        self.add(8, self.answer, self._problem, self.who, self.how, self.when, self.reason)
        self.reason.entered.connect(self._on_keep)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.keep_button = Button(look, Say("Keep this word"), Kind.PRIMARY)
        self.keep_button.setAutoDefault(False)
        self.keep_button.clicked.connect(self._on_keep)
        self.add_buttons(cancel, self.keep_button)
        self.answer.buttons()[0].setFocus()

    def _on_keep(self) -> None:
        if not self._complete():
            return
        item = self._item
        self.accept()
        self.answered.emit(
            ProsecutorSaid(
                item.referral,
                item.criterion,
                self.answer.current() == "yes",
                self.who.text().strip(),
                self.how.current(),
                self.when.text(),
                self.reason.text().strip(),
            )
        )

    def _complete(self) -> bool:
        """Say what is missing; return whether nothing is."""
        answer = self.answer.current()
        self._problem.say("" if answer else Say("Choose an answer first."))
        self._problem.setVisible(not answer)
        who = self.who.text().strip()
        self.who.show_problem("" if who else Say("Type the prosecutor's name first."))
        when = is_time(self.when.text())
        self.when.show_problem("" if when else Say("This is not a time. Type it as 22:14."))
        why = bool(self.reason.text().strip())
        self.reason.show_problem("" if why else _NO_REASON)
        return bool(answer and who and when and why)
