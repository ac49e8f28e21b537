"""Who has a copy of a referral, and erasing it: what it reaches and what it cannot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import TickBox
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import Tiles
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.labels import Label, strong
from desktop.ui.widgets.rows import checks
from desktop.viewmodels.copies import EXTENTS, REASONS, CopiesView, EraseAsked
from desktop.viewmodels.marks import Tone


class CopiesDialog(Dialog):
    """Lists machines, paper and backups; whoever may erase goes on from here."""

    erase_requested = Signal()

    def __init__(self, look: Look, parent: QWidget, view: CopiesView) -> None:
        super().__init__(look, parent, Say("Who has a copy"), view.number)
        lines = [(icon, "ink_soft", words) for icon, words in view.lines]
        self.add(8, checks(look, lines))
        close = Button(look, Say("Close"), Kind.PRIMARY)
        close.clicked.connect(self.accept)
        self.erase_button = Button(look, Say("Erase"), Kind.DANGER)
        self.erase_button.setVisible(view.can_erase)
        self.erase_button.clicked.connect(self._on_erase)
        self.add_buttons(self.erase_button, close)

    def _on_erase(self) -> None:
        self.accept()
        self.erase_requested.emit()


class EraseDialog(Dialog):
    """Asks how much goes and why; nothing is chosen, and a tick says that it is meant."""

    erased = Signal(object)  # EraseAsked

    def __init__(self, look: Look, parent: QWidget, referral: str, number: str) -> None:
        text = Say(
            "It goes here at once and on every other computer as it hears of it, and never comes"
            " back. It cannot be undone. Paper, backups and what was copied by hand stay."
        )
        title = Say("Erase {number}?", number=number)
        super().__init__(look, parent, title, text, tone=Tone.WARNING)
        self._referral = referral
        self.extent = Tiles(look, Say("How much goes"), EXTENTS)
        self.why = Tiles(look, Say("Why it goes"), REASONS)
        self.tick = TickBox(look, Say("I am sure, and I am allowed to order this."))
        self._problem = Label(look, "", "sm", ink="error_ink", wrap=True)
        self._problem.hide()
        how, why = strong(look, Say("How much goes")), strong(look, Say("Why it goes"))
        self.add(8, how, self.extent, why, self.why, self.tick, self._problem)
        cancel = Button(look, Say("Cancel"), Kind.PRIMARY)
        cancel.clicked.connect(self.reject)
        self.erase_button = Button(look, Say("Erase it"), Kind.DANGER)
        self.erase_button.clicked.connect(self._on_erase)
        self.add_buttons(self.erase_button, cancel)

    def _on_erase(self) -> None:
        if not (self.extent.current() and self.why.current() and self.tick.isChecked()):
            self._problem.say(Say("Choose how much and why, and tick that you are sure."))
            self._problem.show()
            return
        self.accept()
        self.erased.emit(EraseAsked(self._referral, self.extent.current(), self.why.current()))
