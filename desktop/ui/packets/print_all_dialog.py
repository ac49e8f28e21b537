"""Asks whose page sets are printed of all packets that are shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import TickBox
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.labels import Label
from desktop.viewmodels.print_queue import READERS, PrintAllAsked, ReaderKey, all_words


class PrintAllDialog(Dialog):
    """One tick a reader; the sheets come out packet by packet, reader by reader."""

    asked = Signal(object)  # PrintAllAsked

    def __init__(self, look: Look, parent: QWidget, referrals: tuple[str, ...]) -> None:
        super().__init__(
            look,
            parent,
            all_words(referrals),
            Say(
                "Sheets come out packet by packet, each reader's together. What lacks a consent or "
                "was printed before is left out."
            ),
        )
        self._referrals = referrals
        self.boxes: dict[ReaderKey, TickBox] = {}
        for key, words in READERS:
            box = TickBox(look, words)
            box.setChecked(key in (ReaderKey.PERSON, ReaderKey.LEAD))
            self.boxes[key] = box
        self.cover = TickBox(look, Say("A fax cover before each referral form"))
        self._problem = Label(look, "", "sm", ink="error_ink", wrap=True)
        self._problem.hide()
        self.add(8, *self.boxes.values(), self.cover, self._problem)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.print_button = Button(look, Say("Print"), Kind.PRIMARY, icon="print")
        self.print_button.clicked.connect(self._on_print)
        self.add_buttons(cancel, self.print_button)

    def _on_print(self) -> None:
        readers = tuple(key for key, box in self.boxes.items() if box.isChecked())
        if not readers:
            self._problem.say(Say("Choose a reader first."))
            self._problem.show()
            return
        self.accept()
        cover = self.cover.isChecked() and ReaderKey.LEAD in readers
        self.asked.emit(PrintAllAsked(self._referrals, readers, cover))
