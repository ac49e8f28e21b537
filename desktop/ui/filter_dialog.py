"""All filters of the services, by group, each with how many services it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.hours import DAY_WORDS, DAYS
from desktop.domain.words import Plural, Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import FilterChip
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import Label, heading
from desktop.ui.widgets.layout import column, flowing, holding, row
from desktop.ui.widgets.pick_box import PickBox
from desktop.viewmodels.amounts import read_time
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.services import ServicesView
from desktop.viewmodels.services_query import OLDEST, Query

DAYS_AHEAD = 7


class FilterDialog(Dialog):
    """Each change is searched at once; Esc or Enter goes back to the list."""

    wide = 760
    searched = Signal(object)  # Query

    def __init__(self, look: Look, parent: QWidget, view: ServicesView, now: datetime) -> None:
        super().__init__(look, parent, Say("Filters"), tone=Tone.INFO)
        self._now = now
        self._query = view.query
        self.chips: dict[str, FilterChip] = {}
        self._found = Label(look, view.found, weight=600, wrap=True)
        self.add(self._found, *self._make_groups(view), self._make_fields(view.query))
        self.clear_button = Button(look, Say("Clear all"), Kind.QUIET)
        self.clear_button.clicked.connect(self._on_clear)
        done = Button(look, Say("Done"), Kind.PRIMARY, keycap="Esc")
        done.clicked.connect(self.accept)
        self.add_buttons(self.clear_button, done)
        self.show_services(view)

    def _make_groups(self, view: ServicesView) -> Sequence[QWidget]:
        look = self._look
        made: list[QWidget] = []
        for group in view.groups:
            chips = []
            for one in group.filters:
                chip = FilterChip(look, one.words, one.count)
                chip.clicked.connect(lambda on, code=one.code: self._toggle(code, on))
                self.chips[one.code] = chip
                chips.append(chip)
            inside = column(heading(look, group.title), flowing(*chips, gap=4), gap=0)
            made.append(holding(inside))
        return made

    def _make_fields(self, query: Query) -> QWidget:
        look = self._look
        self.age = TextField(look, Say("Age"), longest=3)
        self.age.show_text("" if query.age is None else str(query.age))
        days: list[tuple[str, Sayable]] = [("", Say("Any day"))]
        for ahead in range(DAYS_AHEAD):
            day = self._now + timedelta(days=ahead)
            words = Say("{day} {date}", day=DAY_WORDS[DAYS[day.weekday()]], date=f"{day:%d}")
            days.append((str(ahead), Say("Today") if ahead == 0 else words))
        self.day = PickBox(look, Say("Open on"), days, least=8)
        self.hour = TextField(look, Say("at"), hint=Say("Such as 22:30"), longest=8)
        if query.at is not None:
            self.day.pick(str((query.at.date() - self._now.date()).days))
            self.hour.show_text(f"{query.at:%H:%M}")
        self.code = TextField(look, Say("Service code of SAMHSA"), longest=8)
        self.code.show_text(query.code)
        self.age.edited.connect(lambda _: self._on_fields())
        self.hour.edited.connect(lambda _: self._on_fields())
        self.code.edited.connect(lambda _: self._on_fields())
        self.day.picked.connect(lambda _: self._on_day())
        day_field = column(Label(look, Say("Open on"), "sm", weight=600), self.day, "*", gap=4)
        return holding(
            column(
                row((holding(day_field), 1), (self.hour, 1), gap=12),
                row((self.age, 1), (self.code, 1), gap=12),
                gap=10,
            )
        )

    def show_services(self, view: ServicesView) -> None:
        """Show what is on and how many each filter leaves; tells nobody."""
        self._query = view.query
        self._found.say(view.found)
        for group in view.groups:
            for one in group.filters:
                chip = self.chips[one.code]
                chip.show_count(one.count)
                with QSignalBlocker(chip):
                    chip.setChecked(one.on)
                chip.updateGeometry()
                chip.setAccessibleName(self._look.say(one.spoken))
        narrowed = view.query.narrowed
        self.clear_button.setEnabled(bool(narrowed))
        self.clear_button.say(
            Plural("Clear {n} filter", "Clear {n} filters", narrowed)
            if narrowed
            else Say("Clear all")
        )

    def _toggle(self, code: str, on: bool) -> None:
        self._ask(self._query.toggled(code, on))

    def _on_fields(self) -> None:
        age, at, problem = self.age.text().strip(), None, False
        years = int(age) if age.isascii() and age.isdecimal() else None
        wrong = bool(age) and (years is None or years > OLDEST)
        self.age.show_problem(Say("In years") if wrong else "")
        if self.day.key():
            day = self._now + timedelta(days=int(self.day.key()))
            at = read_time(self.hour.text(), day)
            problem = at is None
        self.hour.show_problem(Say("Such as 22:30") if problem else "")
        if not wrong and not problem:
            code = self.code.text().strip().upper()
            self._ask(replace(self._query, age=years, at=at, code=code))

    def _on_day(self) -> None:
        if self.day.key() and not self.hour.text().strip():
            self.hour.show_text("12:00")
        self._on_fields()

    def _on_clear(self) -> None:
        for field in (self.age, self.hour, self.code):
            field.show_text("")
        self.day.pick("")
        self._ask(self._query.without_all())

    def _ask(self, query: Query) -> None:
        self._query = query
        self.searched.emit(query)
