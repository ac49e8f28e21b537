"""Beside the list of the Inbox: what is in the chosen item, and where all of it came from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import TickBox
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Label, hint
from desktop.ui.widgets.layout import Scroll, clear, column, row
from desktop.ui.widgets.notes import EmptyState
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import Row, pairs
from desktop.viewmodels.inbox import MEANINGS, BundleLine, InboxItem


class InboxSide(QWidget):
    """Shows one item, and the bundles with a tick each: unticked ones wait for later."""

    ticked = Signal()  # somebody took a bundle in or left it out
    referral_opened = Signal(str)  # referral id

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._left_out: set[str] = set()
        self.boxes: dict[str, TickBox] = {}
        self.open_button: Button | None = None
        self._item = column(gap=16)
        self._bundles = column(gap=0)
        self._bundles_card = Card(
            look, Say("Where it came from"), hint=Say("Space leaves one out for later")
        )
        self._bundles_card.add(self._bundles)
        scroll = Scroll(column(self._item, self._bundles_card, "*", gap=16))
        self.setLayout(column((scroll, 1)))
        self.show_item(None)
        self.show_bundles(())

    def show_item(self, item: InboxItem | None) -> None:
        """Show what is in this item, None for none. Tells nobody."""
        look = self._look
        clear(self._item)
        self.open_button = None
        card = Card(look)
        self._item.addWidget(card)
        if item is None:
            words = Say("What is in it is shown here.")
            card.add(EmptyState(look, "mail", Say("Nothing chosen"), words))
            return
        parts: list[QWidget] = [hint(look, item.detail)]
        parts.append(Label(look, MEANINGS[item.happens], ink="ink_soft", wrap=True))
        if item.facts:
            parts.append(pairs(look, *item.facts, label_width=150))
        if item.referral:
            self.open_button = Button(look, Say("Open the referral"), Kind.SECONDARY, keycap="O")
            key = item.referral
            self.open_button.clicked.connect(lambda: self.referral_opened.emit(key))
            parts.append(self.open_button)
        title = Label(look, item.title, "lg", weight=700, wrap=True)
        card.add_inset(4, title, *parts)

    def show_bundles(self, bundles: tuple[BundleLine, ...]) -> None:
        """Show the bundles; what was left out stays left out. Tells nobody."""
        clear(self._bundles)
        self.boxes = {}
        self._left_out &= {one.key for one in bundles}
        for at, one in enumerate(bundles):
            self._bundles.addWidget(self._row(one, last=at == len(bundles) - 1))
        self._bundles_card.setVisible(bool(bundles))

    def taken(self) -> tuple[str, ...]:
        """Return the keys of the bundles that would be kept."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def _row(self, bundle: BundleLine, *, last: bool) -> Row:
        look = self._look
        name: QWidget
        if bundle.can_keep:
            box = TickBox(look, bundle.title)
            box.setChecked(bundle.key not in self._left_out)
            box.clicked.connect(lambda on, key=bundle.key: self._on_ticked(key, on))
            self.boxes[bundle.key] = box
            name = box
        else:
            name = Label(look, bundle.title, weight=600, wrap=True)
        words = column(name, hint(look, bundle.detail), gap=0)
        return Row(look, row((words, 1), Pill(look, bundle.mark), gap=12), last=last)

    def _on_ticked(self, key: str, on: bool) -> None:
        if on:
            self._left_out.discard(key)
        else:
            self._left_out.add(key)
        self.ticked.emit()
