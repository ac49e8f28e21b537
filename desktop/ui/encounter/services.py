"""The Services step: what fits this person, best first, and one service in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.encounter.match_list import WholeList
from desktop.ui.look import Look
from desktop.ui.service_card import ServiceCard
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.layout import Columns, Scroll, column, flowing
from desktop.ui.widgets.notes import EmptyState
from desktop.viewmodels.asked import ServiceChoice
from desktop.viewmodels.marks import Line
from desktop.viewmodels.service_detail import ServiceDetail

RANKS: tuple[Sayable, ...] = (Say("Choose as 1st"), Say("Choose as 2nd"), Say("Choose as 3rd"))


class ServicesStep(QWidget):
    """Arrows move, Enter chooses, 1 to 5 record what the phone said."""

    chosen = Signal(object)  # ServiceChoice
    phone_result = Signal(object)  # PhoneCall
    directory_requested = Signal()  # look through all services

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._details: Mapping[str, ServiceDetail] = {}
        self._chosen: Sequence[str] = ()
        self.card = Card(look, Say("Best matches"), hint=" ")
        self.list = WholeList(look, Say("Best matches"))
        self.list.chosen.connect(self._on_line_chosen)
        self.list.opened.connect(lambda _: self.choose())
        self.empty = EmptyState(
            look,
            "search",
            Say("Nothing fits yet"),
            Say("Mark what the person needs, or look through all services."),
        )
        self.choose_button = Button(
            look, RANKS[0], Kind.SECONDARY, icon="check", keycap=look.say(Say("Enter")), small=True
        )
        self.choose_button.clicked.connect(self.choose)
        self.drop_button = Button(
            look, Say("Take back"), Kind.QUIET, keycap=look.say(Say("Del")), small=True
        )
        self.drop_button.clicked.connect(self.drop)
        self.all_button = Button(look, Say("All services"), Kind.QUIET, icon="search", small=True)
        self.all_button.clicked.connect(self.directory_requested)
        self.card.add(self.list, self.empty)
        self.card.add_inset(flowing(self.all_button))
        self.detail = ServiceCard(look)
        self.detail.phone_result.connect(self.phone_result)
        left = Scroll(column(self.card, "*"))
        choose = flowing(self.choose_button, self.drop_button, gap=8)
        right = column((Scroll(column(self.detail, "*")), 1), choose, gap=8)
        columns = Columns(left, right, weights=(11, 10), side_by_side_from=look.px(700))
        self.setLayout(column(columns))

    def show_matches(
        self,
        lines: Sequence[Line],
        details: Mapping[str, ServiceDetail],
        chosen: Sequence[str],
        hint: Sayable,
    ) -> None:
        """Show the services that fit; tells nobody."""
        self._details, self._chosen = details, chosen
        self.card.hint.say(hint)
        if tuple(lines) != tuple(self.list.lines()):
            current = self.list.current()
            first = lines[0].key if lines and not current else None
            self.list.show_lines(lines, first)
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._show_current()

    def open_service(self, id_: str) -> None:
        """Go to one service; tells nobody."""
        self.list.choose(id_)
        self._show_current()

    def press(self, key: str) -> bool:
        """Record what the phone said, or take a choice back."""
        if key == "Delete":
            self.drop()
            return True
        if key.startswith("Ctrl+") and self.list.current():
            rank = int(key[-1])
            self.chosen.emit(ServiceChoice(rank, self.list.current()))
            return True
        return self.detail.press(key)

    def focus_first(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()

    def choose(self) -> None:
        """Ask for the current service as the next choice."""
        current = self.list.current()
        if current and current not in self._chosen:
            self.chosen.emit(ServiceChoice(self._next_rank(), current))

    def drop(self) -> None:
        """Ask to take the current service back."""
        current = self.list.current()
        if current in self._chosen:
            self.chosen.emit(ServiceChoice(self._chosen.index(current) + 1, ""))

    def _next_rank(self) -> int:
        return min(len(self._chosen) + 1, len(RANKS))

    def _on_line_chosen(self, key: str) -> None:
        self._show_current()

    def _show_current(self) -> None:
        current = self.list.current()
        self.detail.show_detail(self._details.get(current))
        self.choose_button.say(RANKS[self._next_rank() - 1])
        self.choose_button.setEnabled(bool(current) and current not in self._chosen)
        self.drop_button.setVisible(current in self._chosen)
