"""Inbox: what came, what would happen, and one button that keeps it. Nothing before that."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.inbox.count_tile import CountTile
from desktop.ui.inbox.side import InboxSide
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.files import dropped_paths
from desktop.ui.widgets.layout import column, flowing
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState, ErrorBanner, announce
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.two_views import TwoViews
from desktop.viewmodels.inbox import (
    HAPPENS_WORDS,
    Happens,
    InboxView,
    inbox_lines,
    keep_words,
    summary,
)
from desktop.viewmodels.marks import Tone

_TILES = {
    Happens.NEW: ("add_circle", "primary"),
    Happens.KNOWN: ("check", "ink_muted"),
    Happens.TWO_ANSWERS: ("warning", "warning_ink"),
    Happens.SET_ASIDE: ("history", "warning_ink"),
    Happens.KEPT_OUT: ("lock", "error_ink"),
}


class InboxPage(Page):
    """Shows what would happen; the five counts filter. Asks to keep, never keeps."""

    keep_requested = Signal(object)  # tuple of bundle keys
    opened = Signal(str)  # key of the item somebody looks at
    referral_opened = Signal(str)  # referral id
    open_file_requested = Signal()
    report_requested = Signal()
    files_dropped = Signal(object)  # tuple of paths
    stop_reading_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Inbox"))
        self._view = InboxView()
        self._only: Happens | None = None
        self.banner = ErrorBanner(look)
        self.side = InboxSide(look)
        self.side.ticked.connect(self._show_amount)
        self.side.referral_opened.connect(self.referral_opened)
        self.views = TwoViews(look, self._make_list(), self.side, weights=(11, 9))
        self.views.turned.connect(self._on_turned)
        self._actions = self._make_actions()
        self.reading = Progress(look, Say("Reading the scan"))
        self.reading.cancel_requested.connect(self.stop_reading_requested)
        self.reading.hide()
        self.setAcceptDrops(True)
        self.fill(column(self.banner, self.reading, (self.views, 1), gap=16), self._actions)
        self._bind_keys()
        self.show_inbox(self._view)
        self._on_turned()

    def _make_list(self) -> QWidget:
        look = self.look
        self.tiles: dict[Happens, CountTile] = {}
        for happens, (icon, ink) in _TILES.items():
            tile = CountTile(look, HAPPENS_WORDS[happens], icon, ink)
            tile.clicked.connect(lambda on, one=happens: self._on_tile(one, on))
            self.tiles[happens] = tile
        self._source = Card(look, Say("What came"), hint=Say("looked at, nothing kept yet"))
        self._source.add_inset(flowing(*self.tiles.values(), gap=8))
        self._list_card = Card(look, Say("What would happen"))
        self.list = LongList(look, Say("What would happen"))
        self.list.opened.connect(self._on_opened)
        self.list.chosen.connect(self._on_chosen)
        everything = Button(look, Say("Show all"), Kind.SECONDARY)
        everything.clicked.connect(lambda: self._filter(None))
        self.nothing = EmptyState(
            look, "check", Say("None of these"), Say("Choose another count."), everything
        )
        self.empty = EmptyState(
            look,
            "mail",
            Say("Nothing waits"),
            Say(
                "New bundles appear here after an exchange. A scan or photo of a referral form, or "
                "a sealed file, can be opened or dropped here."
            ),
        )
        self._list_card.add((self.list, 1), (self.nothing, 1), (self.empty, 1))
        both = QWidget()
        both.setLayout(column(self._source, (self._list_card, 1), gap=16))
        return both

    def _make_actions(self) -> ActionBar:
        look = self.look
        self.back_button = Button(
            look, Say("Back to list"), Kind.QUIET, icon="arrow_back", keycap="Esc"
        )
        self.back_button.clicked.connect(self._back)
        self.keep_button = Button(
            look, keep_words(0), Kind.PRIMARY, icon="check", keycap="Ctrl+Enter"
        )
        self.keep_button.clicked.connect(self._on_keep)
        self.open_file_button = Button(
            look, Say("Open a scan or file"), Kind.SECONDARY, icon="folder_open", keycap="Ctrl+O"
        )
        self.open_file_button.clicked.connect(self.open_file_requested)
        self.report_button = Button(look, Say("Save report"), Kind.QUIET, keycap="Ctrl+P")
        self.report_button.clicked.connect(self.report_requested)
        self.clear_button = Button(look, Say("Keep what is clear"), Kind.SECONDARY, keycap="Ctrl+K")
        self.clear_button.clicked.connect(self._on_keep_clear)
        return ActionBar(
            look,
            self.back_button,
            self.report_button,
            self.open_file_button,
            self.clear_button,
            self.keep_button,
        )

    def _bind_keys(self) -> None:
        self.note_key("Enter", Say("Look at what is in it"))
        keep = Say("Keep the new facts")
        self.on_key("Ctrl+Return", keep, self._on_keep, button=self.keep_button)
        self.on_key("Ctrl+O", Say("Open a scan or file"), self.open_file_requested.emit)
        clear = Say("Keep what is clear; the rest waits")
        act = self._on_keep_clear
        self.on_key("Ctrl+K", clear, act, button=self.clear_button)
        self.on_key("Ctrl+P", Say("Save the import report"), self.report_requested.emit)
        self.on_key("O", Say("Open the referral"), self._on_open_key)
        self.on_key("Esc", Say("Back to the list; show all"), self._back)

    def show_inbox(self, view: InboxView) -> None:
        """Show what came; the filter stays. Tells nobody."""
        before, self._view = self._view, view
        self.banner.show_trouble(view.trouble)
        self.show_heading(Say("Inbox"), view.source)
        for happens, tile in self.tiles.items():
            tile.show_count(view.count(happens))
        waits = bool(view.bundles)
        self._source.setVisible(waits)
        self.keep_button.setVisible(waits)
        self.side.show_bundles(view.bundles)
        self._filter(self._only if waits else None)
        self._show_amount()
        if waits and view.counts != before.counts:
            announce(self, self.look.say(summary(view)))

    def show_reading(self, on: bool) -> None:
        """Show that a scan is being read. Tells nobody."""
        self.reading.setVisible(on)
        self.reading.show_progress(0, 0)
        self.open_file_button.setEnabled(not on)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine."""
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the files dropped here, all at once: pages of one form belong together."""
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def focus_first(self) -> None:
        """Start in the list."""
        if self.list.isVisibleTo(self):
            self.list.setFocus()
        elif self.views.second_alone:
            self.back_button.setFocus()
        else:
            self.tiles[Happens.NEW].setFocus()

    def _filter(self, only: Happens | None) -> None:
        self._only = only
        for happens, tile in self.tiles.items():
            tile.setChecked(happens is only)
        lines = inbox_lines(self._view.items, only)
        self.list.show_lines(lines)
        waits = bool(self._view.bundles)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(waits and not lines)
        self.empty.setVisible(not waits and not lines)
        self._show_item(self.list.current())

    def _show_item(self, key: str) -> None:
        self.side.show_item(next((one for one in self._view.items if one.key == key), None))

    def _show_amount(self) -> None:
        taken = set(self.side.taken())
        new = sum(one.new for one in self._view.bundles if one.key in taken)
        self.keep_button.say(keep_words(new))
        self.keep_button.setEnabled(bool(taken))
        clear = self._clear()
        self.clear_button.setVisible(bool(clear) and len(clear) < len(taken))
        words = Say("Receipts go out after you keep") if self._view.bundles else ""
        self._actions.show_kept(words, Tone.NEUTRAL)

    def _on_tile(self, happens: Happens, on: bool) -> None:
        self._filter(happens if on else None)

    def _on_chosen(self, key: str) -> None:
        self._show_item(key)

    def _on_opened(self, key: str) -> None:
        self._show_item(key)
        self.views.show_second()
        if self.side.open_button is not None:
            self.side.open_button.setFocus()
        elif self.views.second_alone:
            self.back_button.setFocus()
        self.opened.emit(key)

    def _on_open_key(self) -> None:
        if self.side.open_button is not None:
            self.side.open_button.click()

    def _on_keep(self) -> None:
        self.keep_requested.emit(self.side.taken())

    def _clear(self) -> tuple[str, ...]:
        """Return the ticked bundles nobody has to look at."""
        clear = {one.key for one in self._view.bundles if one.clear}
        return tuple(key for key in self.side.taken() if key in clear)

    def _on_keep_clear(self) -> None:
        if self.clear_button.isVisibleTo(self):
            self.keep_requested.emit(self._clear())

    def _back(self) -> None:
        if not self.views.second_alone and self._only is not None:
            self._filter(None)
        self.views.show_first()
        self.focus_first()

    def _on_turned(self) -> None:
        self.back_button.setVisible(self.views.second_alone)
