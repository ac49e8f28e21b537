"""The band above the packets: what waits for the printer, what is in doubt, how far it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Icon, Label
from desktop.ui.widgets.layout import column, flowing, row
from desktop.ui.widgets.notes import announce
from desktop.ui.widgets.progress import Progress
from desktop.viewmodels.print_queue import (
    CameOut,
    PrintQueueView,
    Progressing,
    progress_words,
    queue_words,
)


class PrintQueueBand(QWidget):
    """Shows the queue in one line; says what a person wants done with it."""

    stop_asked = Signal()  # after the page that is being printed
    resume_asked = Signal()
    look_asked = Signal()
    came_out = Signal(object)  # CameOut

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._view = PrintQueueView()
        self.progress = Progress(look, Say("Printing"), stop=Say("Stop after this page"))
        self.progress.cancel_requested.connect(self.stop_asked)
        self._icon = Icon(look, "print", "ink_muted")
        self._words = Label(look, "", weight=600, wrap=True)
        self.yes_button = Button(look, Say("They came out"), Kind.SECONDARY, small=True)
        self.no_button = Button(look, Say("Print them again"), Kind.SECONDARY, small=True)
        self.again_button = Button(look, Say("Last page again"), Kind.SECONDARY, small=True)
        self.look_button = Button(look, Say("Look at the queue"), Kind.SECONDARY, small=True)
        self.resume_button = Button(look, Say("Resume"), Kind.PRIMARY, small=True, keycap="R")
        self.yes_button.clicked.connect(lambda: self._on_doubt(yes=True))
        self.no_button.clicked.connect(lambda: self._on_doubt(yes=False))
        self.again_button.clicked.connect(self._on_again)
        self.look_button.clicked.connect(self.look_asked)
        self.resume_button.clicked.connect(self.resume_asked)
        self._card = Card(look)
        buttons = flowing(
            self.yes_button,
            self.no_button,
            self.again_button,
            self.look_button,
            self.resume_button,
            gap=8,
            to_the_right=True,
        )
        line = row(self._icon, (self._words, 1), (buttons, 1), gap=12)
        self._card.add_inset(8, line)
        self.setLayout(column(self.progress, self._card, gap=0))
        self.show_queue(self._view)
        self.show_progress(None)

    def show_queue(self, view: PrintQueueView) -> None:
        """Show what waits. Tells nobody."""
        before, self._view = self._view, view
        doubt = view.doubt is not None
        self._words.say(queue_words(view))
        self._card.setVisible(not view.running and (doubt or bool(view.packets)))
        self.yes_button.setVisible(doubt)
        self.no_button.setVisible(doubt)
        self.again_button.setVisible(not doubt and view.last_page is not None)
        self.look_button.setVisible(bool(view.packets))
        self.resume_button.setVisible(not doubt and view.waits)
        self.setVisible(view.running or doubt or bool(view.packets))
        if view.doubt is not None and view.doubt != before.doubt:
            announce(self, self._words.text())

    def show_progress(self, at: Progressing | None) -> None:
        """Show how far the run is, None for none. Tells nobody."""
        self.progress.setVisible(at is not None)
        if at is not None:
            self.setVisible(True)
            self._card.hide()
            # By sheets: how many pages the later ones have, nobody knows yet.
            self.progress.show_progress(at.sheet - 1, at.sheets, progress_words(at))

    @property
    def printing(self) -> bool:
        """Return whether pages come out now."""
        return self.progress.isVisibleTo(self)

    def _on_doubt(self, *, yes: bool) -> None:
        doubt = self._view.doubt
        if doubt is not None:
            self.came_out.emit(CameOut(doubt.job, doubt.last if yes else doubt.first - 1))

    def _on_again(self) -> None:
        if self._view.last_page is not None:
            job, page = self._view.last_page
            self.came_out.emit(CameOut(job, page - 1))
