"""Two answers: every field that several people answered differently, decided with one key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.referral.disputes_card import KEYED, DisputeCard
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Label, hint
from desktop.ui.widgets.layout import Scroll, clear, column, holding
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState, ErrorBanner, announce
from desktop.ui.widgets.two_views import TwoViews
from desktop.viewmodels.disputes import Answer, spoken_dispute
from desktop.viewmodels.disputes_list import (
    DisputeItem,
    DisputesView,
    dispute_lines,
    disputes_context,
)
from desktop.viewmodels.referral_detail import Settled


class DisputesPage(Page):
    """Lists fields with two answers and shows the chosen one side by side. Asks, never decides."""

    settled = Signal(object)  # Settled
    undo_requested = Signal()  # take the last decision back
    referral_opened = Signal(str)  # referral id

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Two answers"))
        self._view = DisputesView()
        self.item: DisputeItem | None = None
        self.card: DisputeCard | None = None
        self.banner = ErrorBanner(look)
        self.views = TwoViews(look, self._make_list(), self._make_pane())
        self.views.turned.connect(self._on_turned)
        self._actions = self._make_actions()
        self.fill(column(self.banner, (self.views, 1), gap=16), self._actions)
        self._bind_keys()
        self.show_disputes(self._view)

    def _make_list(self) -> QWidget:
        look = self.look
        card = Card(look, Say("Fields with two answers"))
        self.list = LongList(look, Say("Fields with two answers"))
        self.list.opened.connect(self._on_opened)
        self.list.chosen.connect(self._on_chosen)
        self.empty = EmptyState(
            look,
            "check",
            Say("Nothing has two answers"),
            Say("When two people answer the same question differently, it comes here by itself."),
        )
        card.add((self.list, 1), (self.empty, 1))
        return card

    def _make_pane(self) -> QWidget:
        self._rows = column(gap=16)
        self._scroll = Scroll(self._rows)
        return holding(column((self._scroll, 1)))

    def _make_actions(self) -> ActionBar:
        look = self.look
        self.back_button = Button(
            look, Say("Back to list"), Kind.QUIET, icon="arrow_back", keycap="Esc"
        )
        self.undo_button = Button(look, Say("Undo"), Kind.QUIET, keycap="Ctrl+Z")
        self.open_button = Button(look, Say("Open referral"), Kind.SECONDARY, keycap="O")
        self.back_button.clicked.connect(self._back)
        self.undo_button.clicked.connect(self.undo_requested)
        self.open_button.clicked.connect(self._on_open)
        return ActionBar(look, self.back_button, self.undo_button, self.open_button)

    def _bind_keys(self) -> None:
        self.note_key("Enter", Say("Look at both answers"))
        for at in range(KEYED):
            words = Say("Keep answer {n}", n=at + 1)
            self.on_key(str(at + 1), words, partial(self._keep, at))
        words = Say("Take the last decision back")
        self.on_key("Ctrl+Z", words, self.undo_button.click, button=self.undo_button)
        self.on_key("O", Say("Open referral"), self.open_button.click, button=self.open_button)
        self.on_key("Esc", Say("Back to the list"), self._back)

    def show_disputes(self, view: DisputesView) -> None:
        """Show these fields; the chosen one stays, else the next is shown. Tells nobody."""
        self._view = view
        self.banner.show_trouble(view.trouble)
        self.show_heading(Say("Two answers"), disputes_context(view.items))
        self.list.show_lines(dispute_lines(view.items))
        self.list.setVisible(bool(view.items))
        self.empty.setVisible(not view.items)
        self.undo_button.setVisible(view.can_take_back)
        before = view.item(self.item.key) if self.item is not None else None
        if before is None:
            self.views.show_first()
        self._show(before or (view.items[0] if view.items else None))

    def focus_first(self) -> None:
        """Start in the list."""
        if self.views.second_alone:
            self.back_button.setFocus()
        elif self._view.items:
            self.list.setFocus()

    def _show(self, item: DisputeItem | None) -> None:
        self.item, self.card = item, None
        clear(self._rows)
        if item is not None:
            self.list.choose(item.key)
            look = self.look
            head = Card(look)
            head.add_inset(
                Label(look, item.person, "xl", weight=700, wrap=True),
                hint(look, item.number),
                hint(look, item.unit),
            )
            self.card = DisputeCard(look, item.dispute, self._on_settle, keyed=True)
            self._rows.addWidget(head)
            self._rows.addWidget(self.card)
            self._rows.addStretch(1)
        self.open_button.setVisible(item is not None)
        self._on_turned()

    def _on_settle(self, answer: Answer) -> None:
        if self.item is not None:
            one = self.item
            self.settled.emit(
                Settled(one.referral, one.dispute.subject, one.dispute.path, answer.value)
            )

    def _keep(self, at: int) -> None:
        # Digits typed in the list are no decision: it has to be looked at first.
        if self.card is not None and not self.list.hasFocus():
            self.card.keep(at)

    def _on_opened(self, key: str) -> None:
        self._show(self._view.item(key))
        self.views.show_second()
        if self.item is not None and self.card is not None and self.card.buttons:
            announce(self, self.look.say(spoken_dispute(self.item.dispute)))
            self.card.buttons[0].setFocus()

    def _on_chosen(self, key: str) -> None:
        if not self.views.narrow:
            self._show(self._view.item(key))

    def _on_open(self) -> None:
        if self.item is not None:
            self.referral_opened.emit(self.item.referral)

    def _back(self) -> None:
        self.views.show_first()
        self.focus_first()

    def _on_turned(self) -> None:
        self.back_button.setVisible(self.views.second_alone)
        self._scroll.setVisible(self.item is not None)
