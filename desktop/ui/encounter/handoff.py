"""The hand-off: method, ride, three stamps, whom to call, what happens next, what leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.facts import Known
from desktop.domain.words import Listing, Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import Icon, Label, hint
from desktop.ui.widgets.layout import Scroll, clear, column, holding, row
from desktop.ui.widgets.notes import Note, announce
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import Row
from desktop.viewmodels.amounts import read_time
from desktop.viewmodels.asked import Edit
from desktop.viewmodels.asks import Option
from desktop.viewmodels.handoff import METHOD, RIDE, HandoffView, LeaveLine, NextLine, StampView
from desktop.viewmodels.marks import Choice, Tone


class HandoffColumn(QWidget):
    """The right side of the step."""

    edited = Signal(object)  # Edit
    stamp_requested = Signal(str)  # path
    stamp_undone = Signal(str)  # path
    consent_opened = Signal(str)  # key of the question a held line needs

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._view: HandoffView | None = None
        self._near: datetime | None = None
        self.stamp_buttons: dict[str, Button] = {}
        self.method: Segmented | None = None
        self.ride: Segmented | None = None
        self._card = Card(look, Say("Hand-off"), hint=Say("one key each"))
        self._choices = column(gap=4, margins=(20, 0, 20, 4))
        self._stamps = QVBoxLayout()
        self._stamps.setSpacing(0)
        self._offer = Note(look, Tone.INFO, "", icon="directions_car")
        self._offer.hide()
        grow_down(self._offer)
        self._card.add(self._choices, self._stamps)
        self._card.add_inset(self._offer)
        self._calls_card = Card(look, Say("Who to call now"))
        self._calls = QVBoxLayout()
        self._calls.setSpacing(0)
        self._advice = Label(look, "", weight=600, wrap=True)
        self._calls_card.add_inset(self._advice)
        self._calls_card.add(self._calls)
        self._next_card = Card(look, Say("What happens next"))
        self._next = QVBoxLayout()
        self._next_card.add(self._next)
        self.leave = LeaveCard(look)
        self.leave.consent_opened.connect(self.consent_opened)
        inside = column(self._card, self._calls_card, self.leave, self._next_card, "*", gap=16)
        self.setLayout(column((Scroll(inside), 1)))

    def show_handoff(self, view: HandoffView, near: datetime) -> None:
        """Show the hand-off; tells nobody."""
        self._near = near
        if view == self._view:
            return
        before, self._view = self._view, view
        if self.method is None or self.ride is None:
            self._make_choices(view)
        else:
            self.method.choose(view.method)
            self.ride.choose(view.ride)
        self._show_stamps(view, before)
        self._offer.setVisible(bool(view.offer))
        self._offer.show_note(Tone.INFO, view.offer, icon="directions_car")
        self._show_calls(view)
        self._show_next(view.next)
        self.leave.show_leave(view.leave)

    def press(self, key: str) -> bool:
        """Stamp with its key; return whether the key means anything."""
        button = self.stamp_buttons.get(key)
        if button is None:
            return False
        button.click()
        return True

    def _make_choices(self, view: HandoffView) -> None:
        clear(self._choices)
        self.method = self._segmented(Say("How"), view.methods, view.method, METHOD)
        self.ride = self._segmented(Say("Ride"), view.rides, view.ride, RIDE)

    def _segmented(
        self, name: Sayable, options: Sequence[Option], given: str, path: str
    ) -> Segmented:
        label = Label(self.look, name, "sm", weight=600, wrap=True)
        made = Segmented(self.look, name, [Choice(o.value, o.words) for o in options], given)
        made.chosen.connect(lambda value: self.edited.emit(Edit(path, Known(value))))
        self._choices.addWidget(label)
        self._choices.addWidget(made)
        return made

    def _show_stamps(self, view: HandoffView, before: HandoffView | None) -> None:
        if before is not None and before.stamps == view.stamps:
            return
        focused = next((key for key, b in self.stamp_buttons.items() if b.hasFocus()), "")
        clear(self._stamps)
        self.stamp_buttons = {}
        for stamp in view.stamps:
            self._stamps.addWidget(self._stamp(stamp, last=stamp is view.stamps[-1]))
        if focused:
            self.stamp_buttons[focused].setFocus()
        for stamp, old in zip(view.stamps, before.stamps if before else (), strict=False):
            if stamp.at is not None and old.at is None:
                said = Say("{what}, {time}", what=stamp.words, time=stamp.shown)
                announce(self, self.look.say(said))

    def _stamp(self, stamp: StampView, *, last: bool) -> QWidget:
        look = self.look
        icon, ink = "radio_button_unchecked", "ink_muted"
        if stamp.at is not None:
            icon, ink = "check_circle", "success_ink"
        elif stamp.waiting:
            icon, ink = "timer", "warning_ink"
        words = column(
            Label(look, stamp.words, weight=600, wrap=True), hint(look, stamp.detail), gap=1
        )
        parts: list[QWidget] = []
        if stamp.at is None:
            press = Button(look, Say("Now"), Kind.SECONDARY, keycap=stamp.key, small=True)
            press.clicked.connect(lambda: self.stamp_requested.emit(stamp.path))
        else:
            at = Button(look, stamp.shown, Kind.QUIET, small=True)
            said = Say("{what}, {time}. Type another time", what=stamp.words, time=stamp.shown)
            at.setAccessibleName(look.say(said))
            at.clicked.connect(lambda: self._type_time(stamp))
            parts.append(at)
            press = Button(look, Say("Undo"), Kind.QUIET, keycap=stamp.key, small=True)
            press.clicked.connect(lambda: self.stamp_undone.emit(stamp.path))
        named = Say("{what}: {button}", what=stamp.words, button=press.shown_text())
        press.setAccessibleName(look.say(named))
        self.stamp_buttons[stamp.key] = press
        return Row(
            look, row(Icon(look, icon, ink, 22), (words, 1), *parts, press, gap=10), last=last
        )

    def _type_time(self, stamp: StampView) -> None:
        dialog = TimeDialog(self.look, self.window(), stamp, self._near)
        dialog.typed.connect(lambda at: self.edited.emit(Edit(stamp.path, Known(at))))
        dialog.open()

    def _show_calls(self, view: HandoffView) -> None:
        look = self.look
        clear(self._calls)
        self._calls_card.setVisible(bool(view.calls))
        self._advice.say(view.advice)
        for call in view.calls:
            words = column(Label(look, call.name, weight=600, wrap=True), gap=1)
            words.addWidget(Label(look, call.phone, "lg", weight=600, ink="primary", wrap=True))
            if call.note:
                words.addWidget(hint(look, call.note))
            words.addLayout(row(Pill(look, call.mark), "*"))
            line = row(Icon(look, "phone", "primary", 22), (words, 1), gap=12)
            self._calls.addWidget(Row(look, line, last=call is view.calls[-1]))

    def _show_next(self, lines: Sequence[NextLine]) -> None:
        look = self.look
        clear(self._next)
        self._next_card.setVisible(bool(lines))
        for line in lines:
            words = column(Label(look, line.title, weight=600, wrap=True), gap=1)
            words.addWidget(hint(look, line.detail))
            made = row(Icon(look, line.icon, "ink_muted", 22), (words, 1), gap=12)
            self._next.addWidget(Row(look, made, last=line is lines[-1]))


class LeaveCard(Card):
    """What will leave this computer, for whom; a held line leads to the question it needs."""

    consent_opened = Signal(str)  # key of a consent question

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("What will leave this computer"))
        self.look = look
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._shown: tuple[LeaveLine, ...] | None = None
        self.add(self._lines)

    def show_leave(self, lines: tuple[LeaveLine, ...]) -> None:
        """Show what leaves; a screen reader hears a change once."""
        if lines == self._shown:
            return
        look = self.look
        changed = self._shown is not None
        self._shown = lines
        clear(self._lines)
        self.setVisible(bool(lines))
        for line in lines:
            icon, ink = ("lock", "warning_ink") if line.held else ("check_circle", "success_ink")
            words = column(
                Label(look, line.name, weight=600, wrap=True), hint(look, line.words), gap=1
            )
            ask = None
            if line.held and line.asks:
                ask = Button(look, Say("Ask"), Kind.QUIET, small=True)
                ask.setAccessibleName(look.say(Say("Ask: {name}", name=line.name)))
                ask.clicked.connect(lambda _=False, key=line.asks: self.consent_opened.emit(key))
            made = row(Icon(look, icon, ink, 22), (words, 1), ask, gap=12)
            self._lines.addWidget(Row(look, made, last=line is lines[-1]))
        if changed:
            spoken = Listing(
                tuple(Listing((one.name, one.words), between=": ") for one in lines), between=". "
            )
            announce(self, look.say(spoken))


class TimeDialog(Dialog):
    """Asks for another time of a stamp."""

    typed = Signal(object)  # datetime

    def __init__(
        self, look: Look, parent: QWidget, stamp: StampView, near: datetime | None
    ) -> None:
        super().__init__(look, parent, stamp.words, Say("Type the time it happened."))
        self._near = stamp.at or near
        self.field = TextField(look, Say("Time"), hint=Say("For example 22:14"), longest=5)
        self.field.show_text(stamp.shown)
        self.field.entered.connect(self._on_take)
        self.add(holding(column(self.field)))
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        take = Button(look, Say("Take it"), Kind.PRIMARY)
        take.clicked.connect(self._on_take)
        self.add_buttons(cancel, take)

    def _on_take(self) -> None:
        at = read_time(self.field.text(), self._near) if self._near else None
        if at is None:
            self.field.show_problem(Say("This is not a time. Type for example 22:14."))
            return
        self.typed.emit(at)
        self.accept()
