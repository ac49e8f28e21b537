"""Asks somebody to compare words by phone; nothing is trusted before they agree."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import TickBox
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.labels import Label, hint
from desktop.ui.widgets.layout import column, frame
from desktop.ui.widgets.notes import Note
from desktop.viewmodels.exchange import Compared, WordsToCompare
from desktop.viewmodels.marks import Tone

_TITLES: dict[Compared, Sayable] = {
    Compared.INVITATION: Say("Is this really your lead agency?"),
    Compared.ENROLLMENT: Say("Is this really their computer?"),
    Compared.RELEASE: Say("Is this computer one of ours?"),
}
_YES: dict[Compared, Sayable] = {
    Compared.INVITATION: Say("The words agree: join"),
    Compared.ENROLLMENT: Say("The words agree: enroll"),
    Compared.RELEASE: Say("The words agree: release"),
}


class CompareDialog(Dialog):
    """Shows the words; only a ticked "we compared them" opens the way on."""

    agreed = Signal(object)  # WordsToCompare
    differed = Signal(object)  # WordsToCompare

    def __init__(self, look: Look, parent: QWidget, asked: WordsToCompare) -> None:
        text = Say(
            "Call {who} on the number of your printed letter, not one in the file. "
            "Read these words to each other.",
            who=asked.who,
        )
        super().__init__(look, parent, _TITLES[asked.about], text, tone=Tone.WARNING)
        self._asked = asked
        words = Label(look, asked.words, "xl", weight=700, wrap=True)
        words.setAccessibleName(asked.words)
        who = hint(look, Say("The words of {who}", who=asked.who))
        panel = frame("panel", column(who, words, gap=6, margins=(16, 12, 16, 12)))
        self.tick = TickBox(look, Say("We compared every word, by phone or face to face."))
        self.warning = Note(
            look,
            Tone.ERROR,
            Say("Do not go on. Tell the lead agency, and keep the file for them."),
            title=Say("Stop. The words differ."),
        )
        self.warning.hide()
        self.add(8, panel, self.tick, self.warning)
        self.differ_button = Button(look, Say("They differ"), Kind.QUIET)
        self.agree_button = Button(look, _YES[asked.about], Kind.PRIMARY)
        self.agree_button.setEnabled(False)
        self.tick.toggled.connect(self.agree_button.setEnabled)
        self.differ_button.clicked.connect(self._on_differ)
        self.agree_button.clicked.connect(self._on_agree)
        self.add_buttons(self.differ_button, self.agree_button)
        self.tick.setFocus()

    def _on_agree(self) -> None:
        self.accept()
        self.agreed.emit(self._asked)

    def _on_differ(self) -> None:
        if self.warning.isVisible():
            self.reject()
            return
        self.tick.hide()
        self.agree_button.hide()
        self.warning.show()
        self.differ_button.say(Say("Close"))
        self.adjustSize()
        self.differed.emit(self._asked)
