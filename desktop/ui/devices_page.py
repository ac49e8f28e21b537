"""Computers: who belongs to the program, what of each is missing, and shutting one out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.ui.widgets.labels import Label, hint
from desktop.ui.widgets.layout import Scroll, clear, column, holding, row
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState, ErrorBanner, announce
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import checks
from desktop.ui.widgets.two_views import TwoViews
from desktop.viewmodels.devices import DeviceItem, DevicesView, device_lines, devices_context


class DevicesPage(Page):
    """Lists the computers of a program and shows the chosen one. Asks to revoke, never does."""

    revoke_requested = Signal(str)  # device; somebody has agreed
    let_back_requested = Signal(str)  # device; somebody has agreed
    left = Signal()  # back to Exchange

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Computers"))
        self._view = DevicesView()
        self.item: DeviceItem | None = None
        self.banner = ErrorBanner(look)
        self.views = TwoViews(look, self._make_list(), self._make_pane())
        self.views.turned.connect(self._on_turned)
        self._actions = self._make_actions()
        self.fill(column(self.banner, (self.views, 1), gap=16), self._actions)
        self._bind_keys()
        self.show_devices(self._view)

    def _make_list(self) -> QWidget:
        look = self.look
        card = Card(look, Say("Computers of the program"))
        self.list = LongList(look, Say("Computers of the program"))
        self.list.opened.connect(self._on_opened)
        self.list.chosen.connect(self._on_chosen)
        self.empty = EmptyState(
            look,
            "people",
            Say("No other computer yet"),
            Say("Invite one on the Exchange page. It appears here once it is enrolled."),
        )
        card.add((self.list, 1), (self.empty, 1))
        return card

    def _make_pane(self) -> QWidget:
        self._rows = column(gap=16)
        self._scroll = Scroll(self._rows)
        return holding(column((self._scroll, 1)))

    def _make_actions(self) -> ActionBar:
        look = self.look
        self.back_button = Button(look, Say("Back"), Kind.QUIET, icon="arrow_back", keycap="Esc")
        self.let_back_button = Button(
            look, Say("It was found: let it back"), Kind.SECONDARY, keycap="B"
        )
        self.revoke_button = Button(look, Say("Lost or stolen: revoke"), Kind.DANGER, keycap="R")
        self.back_button.clicked.connect(self._back)
        self.let_back_button.clicked.connect(self._on_let_back)
        self.revoke_button.clicked.connect(self._on_revoke)
        return ActionBar(look, self.back_button, self.let_back_button, self.revoke_button)

    def _bind_keys(self) -> None:
        self.note_key("Enter", Say("Look at the computer"))
        words = Say("Revoke the chosen computer")
        self.on_key("R", words, self._on_revoke, button=self.revoke_button)
        words = Say("Let the chosen computer back")
        self.on_key("B", words, self._on_let_back, button=self.let_back_button)
        self.on_key("Esc", Say("Back"), self._back)

    def show_devices(self, view: DevicesView) -> None:
        """Show these computers; the chosen one stays chosen. Tells nobody."""
        self._view = view
        self.banner.show_trouble(view.trouble)
        self.show_heading(Say("Computers"), devices_context(view.items))
        self.list.show_lines(device_lines(view.items))
        self.list.setVisible(bool(view.items))
        self.empty.setVisible(not view.items)
        before = view.item(self.item.key) if self.item is not None else None
        self._show(before or (view.items[0] if view.items else None))

    def focus_first(self) -> None:
        """Start in the list."""
        if self.views.second_alone or not self._view.items:
            self.back_button.setFocus()
        else:
            self.list.setFocus()

    def _show(self, item: DeviceItem | None) -> None:
        self.item = item
        clear(self._rows)
        if item is not None:
            self.list.choose(item.key)
            self._fill(item)
        may = self._view.can_revoke and item is not None
        self.revoke_button.setVisible(may and item is not None and not item.revoked)
        self.let_back_button.setVisible(may and item is not None and item.revoked)
        self._on_turned()

    def _fill(self, item: DeviceItem) -> None:
        look = self.look
        head = Card(look)
        head.add_inset(
            Label(look, item.name, "xl", weight=700, wrap=True),
            hint(look, item.kind),
            row(Pill(look, item.mark), "*"),
            Label(look, item.state, ink="ink_soft", wrap=True),
        )
        self._rows.addWidget(head)
        if item.troubles:
            card = Card(look, Say("What needs a look"))
            card.add_inset(checks(look, [("warning", "warning_ink", one) for one in item.troubles]))
            self._rows.addWidget(card)
        if item.told:
            card = Card(look, Say("Who has heard of it"))
            card.add_inset(checks(look, [("check", "success_ink", one) for one in item.told]))
            self._rows.addWidget(card)
        self._rows.addStretch(1)

    def _on_revoke(self) -> None:
        item = self.item
        if item is None:
            return
        dialog = QuestionDialog(
            self.look,
            self.window(),
            Say("Revoke {name}?", name=item.name),
            Say(
                "What came from it so far stays. Nothing it sends from now on counts, and nothing"
                " is sealed to it. What is on that computer itself stays there, behind its"
                " password. Exchange first if it is still here: what it has not sent would be left"
                " out."
            ),
            Say("Revoke it"),
            danger=True,
        )
        dialog.accepted.connect(lambda: self.revoke_requested.emit(item.key))
        dialog.open()

    def _on_let_back(self) -> None:
        item = self.item
        if item is None:
            return
        dialog = QuestionDialog(
            self.look,
            self.window(),
            Say("Let {name} back in?", name=item.name),
            Say("Only if it is in your agency's hands again and nobody else knows its passwords."),
            Say("Let it back"),
        )
        dialog.accepted.connect(lambda: self.let_back_requested.emit(item.key))
        dialog.open()

    def _on_opened(self, key: str) -> None:
        self._show(self._view.item(key))
        self.views.show_second()
        if self.item is not None:
            announce(self, self.look.say(self.item.name))
        self.back_button.setFocus()

    def _on_chosen(self, key: str) -> None:
        if not self.views.narrow:
            self._show(self._view.item(key))

    def _back(self) -> None:
        if self.views.second_alone:
            self.views.show_first()
            self.focus_first()
        else:
            self.left.emit()

    def _on_turned(self) -> None:
        self._scroll.setVisible(self.item is not None)
