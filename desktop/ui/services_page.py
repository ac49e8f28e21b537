"""Services: search, filters with counts, results at once, one service in full."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal

from desktop.domain.words import Say, Sayable
from desktop.ui.bad_listing import BadListingDialog
from desktop.ui.filter_dialog import FilterDialog
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page, bind_key
from desktop.ui.service_card import ServiceCard
from desktop.ui.services.results import Results
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.layout import Columns, Scroll, column
from desktop.ui.widgets.notes import Note
from desktop.ui.widgets.tabs import tab_in_reading_order
from desktop.viewmodels.asked import ServiceChoice
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.services import ServicesView
from desktop.viewmodels.services_query import Query

RANKS: tuple[Sayable, ...] = (Say("Choose as 1st"), Say("Choose as 2nd"), Say("Choose as 3rd"))
PAUSE_MS = 120  # a search begins when the typing pauses this long


class ServicesPage(Page):
    """All services. Arrows move, Enter chooses for the open draft, 1 to 5 record a call."""

    searched = Signal(object)  # Query
    opened = Signal(str)  # service id: show it in full
    phone_result = Signal(object)  # PhoneCall
    undo_requested = Signal()  # take back the call recorded last
    chosen = Signal(object)  # ServiceChoice
    bad_listing_reported = Signal(object)  # BadListing
    print_requested = Signal(str)  # service id
    note_settled = Signal(str)  # service id: what was wrong with its listing is put right
    import_requested = Signal()  # take in a list
    board_requested = Signal()  # the board of reported room

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Services"))
        self._query = Query()
        self._typed = False  # typed, and no answer to it has come yet
        self._view: ServicesView | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._on_pause)
        self.detail = ServiceCard(look)
        self.detail.phone_result.connect(self.phone_result)
        self.detail.note_settled.connect(self.note_settled)
        self.results = self._make_results()
        self._dialog: FilterDialog | None = None
        self._make_actions()
        left, right = Scroll(column((self.results, 1))), Scroll(column(self.detail, "*"))
        columns = Columns(left, right, weights=(10, 11), side_by_side_from=look.px(700))
        self._banner = Note(look, Tone.WARNING, "")
        self._banner.hide()
        grow_down(self._banner)
        body = column(self._banner, (columns, 1), gap=12)
        self.fill(body, self._actions)
        self._bind_keys()

    def show_services(self, view: ServicesView) -> None:
        """Show the page; tells nobody and leaves the search field alone while it is typed in."""
        self._view = view
        self.show_heading(Say("Services"), view.context)
        self._banner.setVisible(bool(view.banner))
        self._banner.show_note(Tone.WARNING, view.banner)
        self._show_query(view.query)
        self.results.show_results(view)
        if self._dialog is not None:
            self._dialog.show_services(view)
        self.detail.show_detail(view.detail)
        self._show_actions(view)
        tab_in_reading_order(self)

    def show_keeping(self, *, board: bool, lists: bool) -> None:
        """Offer the board and putting notes away, and taking in lists, to those who may."""
        self.results.show_keeping(board=board, lists=lists)
        self.detail.settles = board

    def focus_first(self) -> None:
        """Put the keyboard into the search field."""
        self.results.search.entry.setFocus()

    def _make_results(self) -> Results:
        results = Results(self.look)
        results.typed.connect(self._on_typed)
        results.entered.connect(self._on_entered)
        results.filter_set.connect(self._on_filter)
        results.filters_requested.connect(self._on_filters)
        results.opened.connect(self.opened)
        results.taken.connect(self._on_choose)
        results.asked.connect(self._ask)
        results.import_requested.connect(self.import_requested)
        results.board_requested.connect(self.board_requested)
        return results

    def _make_actions(self) -> None:
        look = self.look
        self.bad_button = Button(look, Say("Report a bad listing"), Kind.QUIET, icon="flag")
        self.bad_button.clicked.connect(self._on_bad_listing)
        self.print_button = Button(look, Say("Print this page"), Kind.SECONDARY, icon="print")
        self.print_button.clicked.connect(self._on_print)
        enter = look.say(Say("Enter"))
        self.choose_button = Button(look, RANKS[0], Kind.PRIMARY, icon="check", keycap=enter)
        self.choose_button.clicked.connect(self._on_choose)
        self._actions = ActionBar(
            look,
            self.bad_button,
            self.print_button,
            self.choose_button,
            hint=Say("Arrows move · 1-5 record a call"),
        )

    def _bind_keys(self) -> None:
        self.on_key("Ctrl+F", Say("Search"), self.results.focus_search)
        for key in "12345":
            bind_key(self, key, partial(self.detail.press, key))
        self.note_key("1-5", Say("What the phone said"))
        self.note_key("Enter", Say("Choose for the open draft"))
        for rank in (1, 2, 3):
            words = RANKS[rank - 1]
            self.on_key(f"Ctrl+{rank}", words, partial(self._choose_as, rank))
        self.on_key("Ctrl+P", Say("Print this page"), self._on_print)
        self.on_key("Ctrl+R", Say("Report a bad listing"), self._on_bad_listing)
        self.on_key("Ctrl+M", Say("More filters"), self._on_filters)
        self.on_key("Ctrl+Z", Say("Take the last call back"), self.undo_requested.emit)
        self.on_key("Ctrl+C", Say("Copy this service"), self.detail.copy)
        self.on_key("Ctrl+I", Say("Import a list"), self.results.ask_for_import)
        board = self.results.board_button
        self.on_key("Ctrl+B", Say("Reported room"), self.board_requested.emit, button=board)

    def _show_query(self, query: Query) -> None:
        """Show what was searched, unless something newer is typed and not answered yet."""
        if self._typed and query != self._query:
            return
        self._typed = self._timer.isActive()
        if not self._typed:
            self._query = query
            self.results.show_query(query)

    def _on_typed(self) -> None:
        self._typed = True
        self._timer.start()

    def _show_actions(self, view: ServicesView) -> None:
        open_ = view.detail is not None
        self.bad_button.setEnabled(open_)
        self.print_button.setEnabled(open_)
        self.choose_button.setVisible(bool(view.draft))
        self.choose_button.say(RANKS[min(len(view.chosen), 2)])
        current = view.detail.id if view.detail else ""
        self.choose_button.setEnabled(open_ and current not in view.chosen)
        self._actions.show_kept(view.draft or Say("No draft is open"), Tone.NEUTRAL)

    def _ask(self, query: Query) -> None:
        self._timer.stop()
        self._query = query
        self.searched.emit(query)

    def _on_pause(self) -> None:
        words, near = self.results.texts()
        self._ask(replace(self._query, words=words, near=near))

    def _on_entered(self) -> None:
        self._on_pause()
        self.results.focus_list()

    def _on_filter(self, code: str, on: bool) -> None:
        self._ask(self._query.toggled(code, on))

    def _on_filters(self) -> None:
        if self._view is None or self._view.empty_list:
            return
        dialog = FilterDialog(self.look, self.window(), self._view, self._view.now)
        dialog.searched.connect(self._ask)
        dialog.finished.connect(self._on_filters_left)
        self._dialog = dialog
        dialog.open()

    def _on_filters_left(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None
        self.results.focus_list()

    def _on_choose(self) -> None:
        if self._view is not None and self.choose_button.isEnabled():
            self._choose_as(min(len(self._view.chosen), 2) + 1)

    def _choose_as(self, rank: int) -> None:
        view = self._view
        if view is not None and view.draft and view.detail is not None:
            self.chosen.emit(ServiceChoice(rank, view.detail.id))

    def _on_print(self) -> None:
        if self._view is not None and self._view.detail is not None:
            self.print_requested.emit(self._view.detail.id)

    def _on_bad_listing(self) -> None:
        if self._view is None or self._view.detail is None:
            return
        dialog = BadListingDialog(self.look, self.window(), self._view.detail.id)
        dialog.reported.connect(self.bad_listing_reported)
        dialog.open()
