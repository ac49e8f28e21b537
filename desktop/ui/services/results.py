"""What is looked for and what is found: search, quick filters, the list, the nearest misses."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.choices import FilterChip
from desktop.ui.widgets.fields import SearchField
from desktop.ui.widgets.labels import Icon, Label, hint
from desktop.ui.widgets.layout import clear, column, flowing, holding, row
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState, Note, announce
from desktop.ui.widgets.pills import Keycap
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.services import FilterView, ServicesView
from desktop.viewmodels.services_misses import MissView
from desktop.viewmodels.services_query import Query

NO_LIST = Say("No list of services yet")
TAKE_IN = Say("Import the list of your state or of SAMHSA. It then works with no network.")
WAIT_FOR_IT = Say(
    "It comes with an exchange once your lead agency has sent it, or your desk takes one in."
)


class Results(Card):
    """Tells what is typed and chosen; what comes of it, the page knows."""

    typed = Signal()  # into a field: the search follows when the typing pauses
    entered = Signal()
    filter_set = Signal(str, bool)  # code, on
    filters_requested = Signal()  # all of them
    opened = Signal(str)  # service id: show it in full
    taken = Signal()  # the service of the line, for the open draft
    asked = Signal(object)  # Query: without what keeps everything out
    import_requested = Signal()
    board_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.look = look
        self.chips: dict[str, FilterChip] = {}
        self._view: ServicesView | None = None
        self._takes_lists = False
        self._make_fields()
        self._make_list()
        self._make_tools()
        find = row(
            Icon(look, "search", "ink_muted", 24),
            (self.search, 1),
            Keycap(look, "Ctrl+F"),
            gap=10,
        )
        self.add(
            column(find, self._filters, self._spelling, gap=4, margins=(INSET, 14, INSET, 4)),
            row(
                (column(self._found, self._order, gap=1), 1),
                self.near,
                gap=8,
                margins=(INSET, 4, INSET, 8),
            ),
            (self.list, 1),
            self._misses_box,
            (self.none_yet, 1),
            self._tools,
        )

    def show_results(self, view: ServicesView) -> None:
        """Show what was found; tells nobody and leaves the fields alone."""
        before, self._view = self._view, view
        self._spelling.setVisible(bool(view.spelling))
        self._spelling.show_note(Tone.INFO, view.spelling)
        self._show_filters(view.filters)
        narrowed = view.query.narrowed
        more: Sayable = Plural("Filters, {n} on", "Filters, {n} on", narrowed)
        self.filter_button.say(more if narrowed else Say("More filters"))
        self._found.say(view.found)
        self._order.say(view.order)
        if before is None or before.found != view.found or before.spelling != view.spelling:
            said = [one for one in (view.spelling, view.found, view.order) if one]
            announce(self, self.look.say(Listing(tuple(said))))
        if before is None or before.lines != view.lines or view.current != self.list.current():
            self.list.show_lines(view.lines, view.current or None)
        self._show_emptiness(view)

    def show_keeping(self, *, board: bool, lists: bool) -> None:
        """Offer the board of reported room, and taking in lists, to those who may."""
        self._takes_lists = lists
        self.board_button.setVisible(board)
        self.list_button.setVisible(lists)
        self.import_button.setVisible(lists)
        self.none_yet.say(NO_LIST, TAKE_IN if lists else WAIT_FOR_IT)

    def ask_for_import(self) -> None:
        """Go to the import, for those who may."""
        if self._takes_lists:
            self.import_requested.emit()

    def _make_fields(self) -> None:
        look = self.look
        self.search = SearchField(look, Say("Search"), placeholder=Say("Name, need or town"))
        self.near = SearchField(look, Say("Near which ZIP code"), placeholder=Say("Near ZIP"))
        self.near.entry.setMaxLength(10)
        self.near.setMinimumWidth(look.px(110))
        self.near.setMaximumWidth(look.px(150))
        for field in (self.search, self.near):
            field.edited.connect(lambda _: self.typed.emit())
            field.entered.connect(self.entered)
        self._filters = flowing(gap=4)
        self.filter_button = Button(
            look, Say("More filters"), Kind.QUIET, icon="filter_list", keycap="Ctrl+M", small=True
        )
        self.filter_button.clicked.connect(self.filters_requested)
        self._spelling = Note(look, Tone.INFO, "")
        self._spelling.hide()

    def _make_list(self) -> None:
        look = self.look
        self._found = Label(look, "", weight=700)
        self._order = hint(look, "")
        self.list = LongList(look, Say("Services"))
        self.list.chosen.connect(self.opened)
        self.list.opened.connect(lambda _: self.taken.emit())
        self.list.setMinimumHeight(look.px(220))
        self._misses = QVBoxLayout()
        self._misses.setSpacing(4)
        self._misses_box = holding(column(self._misses, margins=(INSET, 4, 12, 8)))

    def _make_tools(self) -> None:
        look = self.look
        self.import_button = Button(look, Say("Import a list"), Kind.PRIMARY, icon="file_upload")
        self.import_button.clicked.connect(self.ask_for_import)
        self.none_yet = EmptyState(look, "local_hospital", NO_LIST, WAIT_FOR_IT, self.import_button)
        self.list_button = Button(
            look, Say("Import a list"), Kind.QUIET, icon="file_upload", keycap="Ctrl+I", small=True
        )
        self.list_button.clicked.connect(self.ask_for_import)
        self.board_button = Button(
            look, Say("Reported room"), Kind.QUIET, icon="hotel", keycap="Ctrl+B", small=True
        )
        self.board_button.clicked.connect(self.board_requested)
        self._tools = holding(
            column(flowing(self.board_button, self.list_button, gap=4), margins=(8, 0, 8, 0))
        )
        for one in (self.import_button, self.list_button, self.board_button):
            one.setVisible(False)

    def _show_filters(self, filters: tuple[FilterView, ...]) -> None:
        layout = self._filters.layout()
        if [one.code for one in filters] != list(self.chips) and layout is not None:
            layout.removeWidget(self.filter_button)
            clear(layout)
            self.chips = {}
            for one in filters:
                chip = FilterChip(self.look, one.words, one.count)
                chip.clicked.connect(lambda on, code=one.code: self.filter_set.emit(code, on))
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
        drop.clicked.connect(lambda: self.asked.emit(miss.query))
        return holding(column(Label(self.look, miss.words, wrap=True), flowing(drop), gap=0))

    def show_query(self, query: Query) -> None:
        """Put what was searched into the fields; tells nobody."""
        for field, text in ((self.search, query.words), (self.near, query.near)):
            if field.text().strip() != text:
                field.show_text(text)

    def texts(self) -> tuple[str, str]:
        """Return the words and the place that stand in the fields."""
        return self.search.text().strip(), self.near.text().strip()

    def focus_list(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_search(self) -> None:
        """Put the keyboard into the search, to type over what stands there."""
        self.search.entry.setFocus()
        self.search.entry.selectAll()
