"""Asks which sheet of no referral is wanted: a rules card or a paper form, in which language."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import Segmented, Tiles
from desktop.ui.widgets.dialogs import Dialog
from desktop.viewmodels.marks import Choice
from desktop.viewmodels.packets import ALL, BLANK_CHOICES, PAPER_FORM, BlankAsked


class BlankDialog(Dialog):
    """Asks for the sheet and its language, and for which pathway a paper form is."""

    asked = Signal(object)  # BlankAsked

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        languages: Sequence[Choice],
        pathways: Sequence[Choice] = (),
    ) -> None:
        super().__init__(
            look,
            parent,
            Say("Print a rules card or a paper form"),
            Say("They belong to no referral and hold nobody's name."),
        )
        first = BLANK_CHOICES[0].key
        self.sheet = Tiles(look, Say("What to print"), BLANK_CHOICES, first)
        self.language = Segmented(look, Say("In which language"), languages, languages[0].key)
        self.language.setVisible(len(languages) > 1)
        every = Choice(ALL, Say("All pathways"))
        self.pathway = Segmented(look, Say("For which pathway"), (every, *pathways), ALL)
        self._has_ways = len(pathways) > 1
        self.sheet.chosen.connect(self._on_sheet)
        self._on_sheet()
        self.add(8, self.sheet, 4, self.pathway, 4, self.language)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.print_button = Button(look, Say("Print"), Kind.PRIMARY, icon="print")
        self.print_button.clicked.connect(self._on_asked)
        self.add_buttons(cancel, self.print_button)
        self.sheet.buttons()[0].setFocus()

    def _on_sheet(self) -> None:
        self.pathway.setVisible(self._has_ways and self.sheet.current() == PAPER_FORM)

    def _on_asked(self) -> None:
        way = self.pathway.current() if self.pathway.isVisibleTo(self) else ALL
        self.accept()
        self.asked.emit(
            BlankAsked(self.sheet.current(), self.language.current(), "" if way == ALL else way)
        )
