"""Services: search, filters with counts, results at once, one service in full."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.ui.bad_listing import BadListingDialog
from desktop.ui.filter_dialog import FilterDialog
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page, bind_key
from desktop.ui.service_card import ServiceCard
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.choices import FilterChip
from desktop.ui.widgets.fields import SearchField
from desktop.ui.widgets.labels import Icon, Label, hint
from desktop.ui.widgets.layout import Scroll, clear, column, flowing, holding, row
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState, Note, announce
from desktop.ui.widgets.pills import Keycap
from desktop.ui.widgets.tabs import tab_in_reading_order
from desktop.viewmodels.asked import ServiceChoice
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.services import FilterView, MissView, Query, ServicesView

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
        self.chips: dict[str, FilterChip] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._on_pause)
        self.detail = ServiceCard(look)
        self.detail.phone_result.connect(self.phone_result)
        self.detail.note_settled.connect(self.note_settled)
        self._spelling = Note(look, Tone.INFO, "")
        self._spelling.hide()
        self._dialog: FilterDialog | None = None
        self._make_actions()
        left, right = Scroll(column((self._make_left(), 1))), Scroll(column(self.detail, "*"))
        self._banner = Note(look, Tone.WARNING, "")
        self._banner.hide()
        grow_down(self._banner)
        body = column(self._banner, (holding(row((left, 10), (right, 11), gap=16)), 1), gap=12)
        self.fill(body, self._actions)
        self._bind_keys()

    def show_services(self, view: ServicesView) -> None:
        """Show the page; tells nobody and leaves the search field alone while it is typed in."""
        before, self._view = self._view, view
        self.show_heading(Say("Services"), view.context)
        self._banner.setVisible(bool(view.banner))
        self._banner.show_note(Tone.WARNING, view.banner)
        self._spelling.setVisible(bool(view.spelling))
        self._spelling.show_note(Tone.INFO, view.spelling)
        self._show_query(view.query)
        self._show_filters(view.filters)
        narrowed = view.query.narrowed
        more: Sayable = Plural("Filters, {n} on", "Filters, {n} on", narrowed)
        self.filter_button.say(more if narrowed else Say("More filters"))
        if self._dialog is not None:
            self._dialog.show_services(view)
        self._found.say(view.found)
        self._order.say(view.order)
        if before is None or before.found != view.found or before.spelling != view.spelling:
            said = [one for one in (view.spelling, view.found, view.order) if one]
            announce(self, self.look.say(Listing(tuple(said))))
        if before is None or before.lines != view.lines or view.current != self.list.current():
            self.list.show_lines(view.lines, view.current or None)
        self._show_emptiness(view)
        self.detail.show_detail(view.detail)
        self._show_actions(view)
        tab_in_reading_order(self)

    def show_keeping(self, shown: bool) -> None:
        """Offer the board, and putting notes away, to those who keep the directory."""
        self.board_button.setVisible(shown)
        self.detail.settles = shown

    def focus_first(self) -> None:
        """Put the keyboard into the search field."""
        self.search.entry.setFocus()

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

    def _make_left(self) -> Card:
        look = self.look
        self.search = SearchField(look, Say("Search"), placeholder=Say("Name, need or town"))
        self.search.edited.connect(lambda _: self._on_typed())
        self.search.entered.connect(self._on_entered)
        self.near = SearchField(look, Say("Near which ZIP code"), placeholder=Say("Near ZIP"))
        self.near.entry.setMaxLength(10)
        self.near.setMinimumWidth(look.px(110))
        self.near.setMaximumWidth(look.px(150))
        self.near.edited.connect(lambda _: self._on_typed())
        self.near.entered.connect(self._on_entered)
        self._filters = flowing(gap=4)
        self.filter_button = Button(
            look, Say("More filters"), Kind.QUIET, icon="filter_list", keycap="Ctrl+M", small=True
        )
        self.filter_button.clicked.connect(self._on_filters)
        self._found = Label(look, "", weight=700)
        self._order = hint(look, "")
        self.list = LongList(look, Say("Services"))
        self.list.chosen.connect(self.opened)
        self.list.opened.connect(lambda _: self._on_choose())
        self.list.setMinimumHeight(look.px(220))
        self._misses = QVBoxLayout()
        self._misses.setSpacing(4)
        self._misses_box = holding(column(self._misses, margins=(INSET, 4, 12, 8)))
        self.import_button = Button(look, Say("Import a list"), Kind.PRIMARY, icon="file_upload")
        self.import_button.clicked.connect(self.import_requested)
        self.none_yet = EmptyState(
            look,
            "local_hospital",
            Say("No list of services yet"),
            Say("Import the list of your state or of SAMHSA. It then works with no network."),
            self.import_button,
        )
        self.list_button = Button(
            look, Say("Import a list"), Kind.QUIET, icon="file_upload", keycap="Ctrl+I", small=True
        )
        self.list_button.clicked.connect(self.import_requested)
        self.board_button = Button(
            look, Say("Reported room"), Kind.QUIET, icon="hotel", keycap="Ctrl+B", small=True
        )
        self.board_button.clicked.connect(self.board_requested)
        self.board_button.setVisible(False)
        card = Card(look)
        find = row(
            Icon(look, "search", "ink_muted", 24),
            (self.search, 1),
            Keycap(look, "Ctrl+F"),
            gap=10,
        )
        card.add(
            column(
                find,
                self._filters,
                self._spelling,
                gap=4,
                margins=(INSET, 14, INSET, 4),
            ),
            row(
                (column(self._found, self._order, gap=1), 1),
                self.near,
                gap=8,
                margins=(INSET, 4, INSET, 8),
            ),
            (self.list, 1),
            self._misses_box,
            (self.none_yet, 1),
        )
        self._tools = holding(
            column(flowing(self.board_button, self.list_button, gap=4), margins=(8, 0, 8, 0))
        )
        card.add(self._tools)
        return card

    def _bind_keys(self) -> None:
        self.on_key("Ctrl+F", Say("Search"), self._on_search_key)
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
        self.on_key("Ctrl+I", Say("Import a list"), self.import_requested.emit)
        self.on_key(
            "Ctrl+B", Say("Reported room"), self.board_requested.emit, button=self.board_button
        )

    def _show_query(self, query: Query) -> None:
        """Show what was searched, unless something newer is typed and not answered yet."""
        if self._typed and query != self._query:
            return
        self._typed = self._timer.isActive()
        if not self._typed:
            self._query = query
            for field, text in ((self.search, query.words), (self.near, query.near)):
                if field.text().strip() != text:
                    field.show_text(text)

    def _on_typed(self) -> None:
        self._typed = True
        self._timer.start()

    def _show_filters(self, filters: tuple[FilterView, ...]) -> None:
        layout = self._filters.layout()
        if [one.code for one in filters] != list(self.chips) and layout is not None:
            layout.removeWidget(self.filter_button)
            clear(layout)
            self.chips = {}
            for one in filters:
                chip = FilterChip(self.look, one.words, one.count)
                chip.clicked.connect(lambda on, code=one.code: self._on_filter(code, on))
                self.chips[one.code] = chip
                layout.addWidget(chip)
            layout.addWidget(self.filter_button)
        for one in filters:
            chip = self.chips[one.code]
            chip.show_count(one.count)
            with QSignalBlocker(chip):
                chip.setChecked(one.on)
            chip.updateGeometry()
            chip.setAccessibleName(self.look.say(one.spoken))

    def _show_emptiness(self, view: ServicesView) -> None:
        self.none_yet.setVisible(view.empty_list)
        self._tools.setVisible(not view.empty_list)
        self.list.setVisible(not view.empty_list and bool(view.lines))
        clear(self._misses)
        show = bool(view.misses) and not view.empty_list
        self._misses_box.setVisible(show or not (view.lines or view.empty_list))
        if not view.lines and not view.empty_list:
            nothing = Label(
                self.look, Say("Nothing fits all of this."), "lg", weight=600, wrap=True
            )
            self._misses.addWidget(nothing)
        if show:
            self._misses.addWidget(hint(self.look, Say("Nearest misses:")))
        elif not view.lines:
            self._misses.addWidget(hint(self.look, Say("Drop a filter or search for less.")))
        for miss in view.misses if show else ():
            self._misses.addWidget(self._miss(miss))
        if not view.lines:
            self._misses.addStretch(1)

    def _miss(self, miss: MissView) -> QWidget:
        drop = Button(self.look, miss.drop, Kind.QUIET, small=True)
        drop.clicked.connect(lambda: self._ask(miss.query))
        return holding(column(Label(self.look, miss.words, wrap=True), flowing(drop), gap=0))

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
        words, near = self.search.text().strip(), self.near.text().strip()
        self._ask(replace(self._query, words=words, near=near))

    def _on_entered(self) -> None:
        self._on_pause()
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_search_key(self) -> None:
        self.search.entry.setFocus()
        self.search.entry.selectAll()

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
