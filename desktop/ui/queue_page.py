"""To do: what officers left open, and drafts handed over; what is due first stands first."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState
from desktop.viewmodels.queue import QueueView


class QueuePage(Page):
    """Lists what waits; Enter opens it where it is done."""

    opened = Signal(str)  # key of the line
    paper_requested = Signal()  # type in a paper form

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("To do"))
        card = Card(look, Say("Left open"), hint=Say("first due first"))
        self.list = LongList(look, Say("To do"))
        self.list.opened.connect(self.opened)
        self.empty = EmptyState(
            look,
            "check_circle",
            Say("Nothing waits"),
            Say("What officers leave open comes here by itself, for 60 days."),
        )
        card.add((self.list, 1), (self.empty, 1))
        self.note_key("Enter", Say("Open it"))
        self.paper_button = Button(
            look, Say("Type in a paper form"), Kind.SECONDARY, icon="edit", keycap="Ctrl+T"
        )
        self.paper_button.clicked.connect(self.paper_requested)
        self.on_key("Ctrl+T", Say("Type in a paper form"), self.paper_requested.emit)
        self.fill(column((card, 1)), ActionBar(look, self.paper_button))

    def show_queue(self, view: QueueView) -> None:
        """Show what waits."""
        self.show_heading(Say("To do"), view.summary)
        self.list.show_lines(view.lines)
        self.list.setVisible(bool(view.lines))
        self.empty.setVisible(not view.lines and view.known)

    def focus_first(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()
