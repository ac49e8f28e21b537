"""The list of packets to print: filtered, opened, all printed; below it what is of no referral."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.layout import column, flowing, holding
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState
from desktop.viewmodels.packets import ALL, QUEUE_CHOICES, PacketState, QueueItem, queue_lines
from desktop.viewmodels.print_queue import all_words

_NOT_NOW = (PacketState.PRINTED, PacketState.WEIGHED_SOON)


class ToPrintCard(Card):
    """Shows the packets; says which one a person opens, and that all shown are to be printed."""

    opened = Signal(str)  # referral id
    chosen = Signal(str)  # referral id
    all_asked = Signal()
    blank_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("To print"))
        self._items: tuple[QueueItem, ...] = ()
        self.filter = Segmented(look, Say("Show"), QUEUE_CHOICES, ALL)
        self.filter.chosen.connect(self._list)
        self._filter_row = holding(column(self.filter, margins=(INSET, 0, INSET, 8)))
        self.queue = LongList(look, Say("To print"))
        self.queue.opened.connect(self.opened)
        self.queue.chosen.connect(self.chosen)
        self.empty = EmptyState(
            look,
            "print",
            Say("Nothing to print"),
            Say("New referrals of your unit appear here by themselves."),
        )
        self.all_button = Button(
            look, all_words(()), Kind.SECONDARY, icon="print", keycap="Ctrl+Shift+P"
        )
        self.all_button.clicked.connect(self.all_asked)
        self.blank_button = Button(
            look, Say("Rules card and paper form"), Kind.QUIET, icon="list", keycap="B"
        )
        self.blank_button.clicked.connect(self.blank_asked)
        below = flowing(self.all_button, self.blank_button, gap=8)
        foot = column(below, margins=(INSET, 8, INSET, 12))
        self.add(self._filter_row, (self.queue, 1), (self.empty, 1), foot)

    def show_items(self, items: tuple[QueueItem, ...]) -> None:
        """Show the packets; the chosen line stays chosen. Tells nobody."""
        self._items = items
        self._list()

    def unprinted(self) -> tuple[str, ...]:
        """Return the referrals in the list of which something is left to print."""
        shown = {one.key for one in self.queue.lines()}
        return tuple(
            one.referral
            for one in self._items
            if one.referral in shown and one.state not in _NOT_NOW
        )

    def focus_first(self) -> None:
        """Start in the list, or at the filter where it is empty."""
        if self.queue.isVisibleTo(self):
            self.queue.setFocus()
        else:
            self.filter.buttons()[0].setFocus()

    def _list(self) -> None:
        lines = queue_lines(self._items, self.filter.current() or ALL)
        self.queue.show_lines(lines)
        self.queue.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._filter_row.setVisible(bool(self._items))
        shown = self.unprinted()
        self.all_button.say(all_words(shown))
        self.all_button.setVisible(bool(shown))
