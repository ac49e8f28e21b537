"""The board of reported room: oldest first, new figures typed in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.encounter import Problem
from desktop.domain.words import Plural, Say, Sayable
from desktop.ui.board.figures import BoardFigures
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.services_page import PAUSE_MS
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import hint
from desktop.ui.widgets.layout import Scroll, clear, column, flowing
from desktop.ui.widgets.notes import EmptyState, announce
from desktop.ui.widgets.tabs import tab_in_reading_order
from desktop.viewmodels.capacity_board import FREE, BoardLine, BoardView
from desktop.viewmodels.marks import Tone


class CapacityPage(Page):
    """Rows of fields. Shows and asks; what is typed stays until it is kept."""

    typed = Signal(object)  # BoardTexts
    service_sought = Signal(str)  # words
    service_pinned = Signal(str)  # service id: put it on the board
    more_requested = Signal()
    leave_requested = Signal()  # back to Services

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Reported room"))
        self._view = BoardView()
        self.rows: dict[str, BoardFigures] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._on_pause)
        body = Scroll(column(self._make_board(), self._make_add(), "*", gap=16))
        self._scroll = body
        self.back_button = Button(
            look, Say("Back to Services"), Kind.QUIET, icon="arrow_back", keycap="Esc"
        )
        self.back_button.clicked.connect(self.leave_requested)
        self._actions = ActionBar(
            look,
            self.back_button,
            hint=Say("Enter keeps a row · Up and Down change rows"),
        )
        self.fill(column((body, 1)), self._actions)
        self.on_key("Esc", Say("Back to Services"), self.leave_requested.emit)
        self.on_key("Ctrl+F", Say("Put another service on the board"), self.add.entry.setFocus)
        self.note_key("Enter", Say("Keep the row, go to the next"))
        self.note_key("Up, Down", Say("The same field of another row"))
        self.show_board(self._view)

    def _make_board(self) -> QWidget:
        look = self.look
        self._card = Card(look, Say("Ask the oldest first"), hint=Say("it goes to everybody"))
        self._lines = column(gap=0)
        self.more_button = Button(look, "", Kind.SECONDARY, small=True)
        self.more_button.clicked.connect(self.more_requested)
        self.empty = EmptyState(
            look,
            "hotel",
            Say("Nobody has reported yet"),
            Say("Put a service on the board below, then type what it says of its room."),
        )
        self._more = flowing(self.more_button)
        self._card.add(self._lines, self.empty)
        self._card.add_inset(self._more)
        return self._card

    def _make_add(self) -> Card:
        look = self.look
        card = Card(look, Say("Put another service on the board"))
        self.add = TextField(
            look, Say("Name or town of the service"), hint=Say("The first of them are shown.")
        )
        self.add.edited.connect(lambda _: self._timer.start())
        self.add.entered.connect(self._on_pause)
        self._found = column(gap=4)
        card.add_inset(self.add, self._found)
        return card

    def show_board(self, view: BoardView) -> None:
        """Show the rows in this order; what is being typed stays. Tells nobody."""
        self._view = view
        self.show_heading(Say("Reported room"), view.context)
        focused = self._focused()
        # A row with something typed stays, though it would no longer be among the first.
        lines = list(view.lines)
        shown = {one.key for one in lines}
        left = [one for one in self.rows.values() if one.key not in shown and one.typed]
        while self._lines.count():
            self._lines.takeAt(0)
        rows = {one.key: self._row(one) for one in lines} | {one.key: one for one in left}
        for key, old in self.rows.items():
            if key not in rows:
                old.hide()
                old.deleteLater()
        self.rows = rows
        for one in rows.values():
            self._lines.addWidget(one)
            one.show()
        if focused is not None:
            self._focus(*focused)
        self.empty.setVisible(not rows)
        self._more.setVisible(view.more > 0)
        self.more_button.say(Plural("Show {n} more", "Show {n} more", view.more))
        tab_in_reading_order(self)
        self._show_left()

    def show_row(self, line: BoardLine) -> None:
        """Show one row anew after it was kept, in its place, and go on to the next."""
        row = self.rows.get(line.key)
        if row is None:
            return
        row.show_line(line)
        row.clear_typed()
        announce(row, self.look.say(Say("Kept: {name}", name=line.name)))
        self._step(line.key, FREE, 1)
        self._show_left()

    def show_problems(self, key: str, problems: Sequence[Problem]) -> None:
        """Say at a row why it was not kept."""
        row = self.rows.get(key)
        if row is not None:
            row.show_problems(problems)

    def show_found(self, found: Sequence[tuple[str, Sayable]]) -> None:
        """Show the services found, as (id, words), to put one on the board."""
        clear(self._found)
        for id_, words in found:
            button = Button(self.look, words, Kind.PLAIN, icon="add", small=True, wide=True)
            button.clicked.connect(lambda _=False, one=id_: self._on_pinned(one))
            self._found.addWidget(button)
        if not found and self.add.text().strip():
            self._found.addWidget(hint(self.look, Say("No service has these words.")))
        tab_in_reading_order(self)

    def focus_first(self) -> None:
        """Start at the oldest figure."""
        first = next(iter(self.rows.values()), None)
        if first is not None:
            first.entries[FREE].setFocus()
        else:
            self.add.entry.setFocus()

    def _row(self, line: BoardLine) -> BoardFigures:
        row = self.rows.get(line.key)
        if row is not None:
            row.show_line(line)
            return row
        row = BoardFigures(self.look, line)
        row.kept.connect(self.typed)
        row.moved.connect(self._step)
        for entry in row.entries.values():
            entry.textEdited.connect(lambda _: self._show_left())
        return row

    def _step(self, key: str, field: str, rows: int) -> None:
        keys = list(self.rows)
        at = keys.index(key) + rows if key in keys else -1
        if 0 <= at < len(keys):
            self._focus(keys[at], field)

    def _focus(self, key: str, field: str) -> None:
        row = self.rows.get(key)
        if row is None:
            return
        entry = row.entries[field]
        entry.setFocus(Qt.FocusReason.TabFocusReason)
        entry.selectAll()
        self._scroll.ensureWidgetVisible(row)

    def _focused(self) -> tuple[str, str] | None:
        for key, row in self.rows.items():
            for name, entry in row.entries.items():
                if entry.hasFocus():
                    return key, name
        return None

    def _show_left(self) -> None:
        left = sum(row.typed for row in self.rows.values())
        words = Plural("{n} row is typed and not kept.", "{n} rows are typed and not kept.", left)
        self._actions.show_kept(words if left else "", Tone.NEUTRAL)

    def _on_pause(self) -> None:
        self._timer.stop()
        self.service_sought.emit(self.add.text().strip())

    def _on_pinned(self, service_id: str) -> None:
        self.add.show_text("")
        self.show_found(())
        self.service_pinned.emit(service_id)
