"""Answers that are typed: amounts, dates, times, a few words; an event is never or a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop.domain.condition_words import value_in_words
from desktop.domain.facts import NEVER, FactValue, Known, PartialDate
from desktop.domain.words import Say, Sayable
from desktop.ui.encounter.answering import Answers
from desktop.ui.encounter.fields import NOT_TAKEN
from desktop.ui.encounter.options import even
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import AnswerButton, Button, Kind
from desktop.ui.widgets.fields import TextArea, TextField
from desktop.ui.widgets.layout import column, row
from desktop.viewmodels.amounts import read_amount, read_time, write_amount
from desktop.viewmodels.asks import Ask, AskKind
from desktop.viewmodels.dates import read_date, write_date
from desktop.viewmodels.marks import Tone


class TypedAnswers(Answers):
    """Something typed and ended with Enter; says below what it was understood as."""

    def __init__(self, look: Look, ask: Ask, *, near: datetime) -> None:
        super().__init__(look, ask)
        self._near = near
        self._told = ask.value
        label, hint = YEARS if _is_years(ask) else _LABELS[ask.kind]
        self.field = TextField(look, label, hint=hint)
        typed = ask.typed or _typed(ask)
        if ask.kind is AskKind.TIME and not typed:
            typed = f"{near:%H:%M}"  # when the encounter began: Enter takes it
        self.field.show_text(typed)
        if ask.typed:
            self.field.show_state(NOT_TAKEN, Tone.WARNING)
        self.field.edited.connect(self._on_edited)
        self.field.entered.connect(self._on_entered)
        # Leaving the field takes what stands there: nothing typed is lost.
        self.field.entry.editingFinished.connect(self._on_left)
        self.field.entry.installEventFilter(self)
        self.enter = Button(look, Say("Take it"), Kind.PLAIN, keycap=look.say(Say("Enter")))
        self.enter.clicked.connect(self._on_entered)
        side = row((self.field, 1), gap=8)
        under = row(self.enter, "*")
        self.setLayout(column(side, under, gap=8))

    def focus_first(self) -> None:
        """Put the keyboard into the field."""
        self.field.entry.setFocus()
        if not self.ask.typed:  # half typed: the next key goes on with it
            self.field.entry.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave Ctrl+Z to the page where the field itself has nothing to take back."""
        if watched is self.field.entry and event.type() is QEvent.Type.ShortcutOverride:
            undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
            if undo and not self.field.entry.isUndoAvailable():
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _read(self) -> FactValue | None:
        text = self.field.text()
        match self.ask.kind:
            case AskKind.AMOUNT:
                return read_amount(text, self.ask.fact)
            case AskKind.DATE | AskKind.EVENT:
                date = read_date(text)
                return Known(date) if date else None
            case AskKind.TIME:
                at = read_time(text, self._near)
                return Known(at) if at else None
        return Known(text.strip()) if text.strip() else None

    def _on_edited(self) -> None:
        value = self._read()
        self.field.show_problem("")
        if self.ask.kind is AskKind.TEXT:
            self._told = value
            self.changed.emit(value)
        else:
            self.half_typed.emit(self.field.text())
        if value is not None and self.ask.kind is not AskKind.TEXT:
            said = self.look.say(value_in_words(self.ask.fact, value))
            self.field.below.say(Say("Understood as: {value}", value=said))
            self.field.below.show()

    def _on_entered(self) -> None:
        value = self._read()
        if value is None:
            wrong = WRONG_YEARS if _is_years(self.ask) else _WRONG[self.ask.kind]
            self.field.show_problem(wrong)
            return
        self._told = value
        self.answered.emit(value)

    def _on_left(self) -> None:
        if not self.field.entry.isModified():
            return  # nobody typed: the hour that stands there is only offered
        value = self._read()
        if value is not None and value != self._told and not self.field.entry.hasFocus():
            self._told = value
            self.answered.emit(value)

    def take(self, ask: Ask) -> bool:
        """Take what is being typed in place."""
        if ask.kind is AskKind.TEXT:
            mine = ask.value == self._told
        else:
            same = replace(ask, typed=self.ask.typed) == self.ask
            mine = same and ask.typed.strip() == self.field.text().strip()
        self.ask = ask
        return mine

    def type(self, key: str) -> None:
        """Go on in the field with this key."""
        self.focus_first()
        self.field.entry.insert(key)
        self._on_edited()


class EventAnswers(Answers):
    """Never N, or when: a year is enough."""

    def __init__(self, look: Look, ask: Ask, *, near: datetime) -> None:
        super().__init__(look, ask)
        never = AnswerButton(look, Say("Never"), "N")
        unknown = AnswerButton(look, Say("Unknown"), "U")
        never.clicked.connect(lambda: self.answered.emit(Known(NEVER)))
        unknown.clicked.connect(self.unknown_asked)
        never.show_given(ask.value == Known(NEVER))
        unknown.show_given(ask.value is not None and not isinstance(ask.value, Known))
        self._keys = {"N": never, "U": unknown}
        self.when = TypedAnswers(look, ask, near=near)
        self.when.answered.connect(self.answered)
        self.when.half_typed.connect(self.half_typed)
        self.setLayout(column(even(never, unknown, most=2), self.when, gap=12))

    def press(self, key: str) -> bool:
        """Press Never or Not known; a digit begins the year."""
        if key.isdigit():
            self.when.type(key)
            return True
        return super().press(key)

    def take(self, ask: Ask) -> bool:
        """Take a date that is being typed in place."""
        self.ask = ask
        return self.when.take(ask)


class PaperAnswers(Answers):
    """Several lines; Ctrl+Enter or the button ends."""

    def __init__(self, look: Look, ask: Ask) -> None:
        super().__init__(look, ask)
        known = self._known()
        self.field = TextArea(look, Say("In your words"), lines=4)
        self.field.show_text(known if isinstance(known, str) else "")
        self._told = ask.value
        self.field.edited.connect(self._on_edited)
        end = Button(look, Say("Take it"), Kind.PLAIN)
        end.clicked.connect(self._on_end)
        self.setLayout(column(self.field, row(end, "*"), gap=8))

    def focus_first(self) -> None:
        """Put the keyboard into the field."""
        self.field.entry.setFocus()

    def take(self, ask: Ask) -> bool:
        """Take a text that is being typed in place."""
        self.ask = ask
        return ask.value == self._told

    def _on_edited(self, text: str) -> None:
        self._told = Known(text) if text.strip() else None
        self.changed.emit(self._told)

    def _on_end(self) -> None:
        if self.field.text().strip():
            self.done.emit()
        else:
            self.field.show_problem(_WRONG[AskKind.TEXT])


YEARS: tuple[Sayable, Sayable] = (Say("Years"), Say("34, or 28-32, or about 30"))
WRONG_YEARS: Sayable = Say("This is not a number of years. Type for example 34 or 28-32.")


def _is_years(ask: Ask) -> bool:
    return ask.kind is AskKind.AMOUNT and ask.fact.unit == "years"


_LABELS: dict[AskKind, tuple[Sayable, Sayable]] = {
    AskKind.AMOUNT: (Say("Amount"), Say("2.0, or 1.8-2.2, or about 2, or at least 2")),
    AskKind.DATE: (Say("Date"), Say("3/14/1992, or 3/1992, or only the year")),
    AskKind.EVENT: (Say("It happened in"), Say("The year is enough: 2016. Or 3/2016.")),
    AskKind.TIME: (Say("Time"), Say("For example 22:14")),
    AskKind.TEXT: (Say("In a few words"), ""),
}
_WRONG: dict[AskKind, Sayable] = {
    AskKind.AMOUNT: Say("This is not an amount. Type for example 2.0 or 1.8-2.2."),
    AskKind.DATE: Say("This is not a date. Type month/day/year."),
    AskKind.EVENT: Say("This is not a date. Type the year, for example 2016."),
    AskKind.TIME: Say("This is not a time. Type for example 22:14."),
    AskKind.TEXT: Say("Type a few words, or skip it."),
}


def _typed(ask: Ask) -> str:
    if ask.kind is AskKind.AMOUNT:
        return write_amount(ask.value)
    known = ask.value.value if isinstance(ask.value, Known) else None
    if ask.kind is AskKind.TIME:
        return f"{known:%H:%M}" if isinstance(known, datetime) else ""
    if ask.kind is AskKind.TEXT:
        return known if isinstance(known, str) else ""
    return write_date(known) if isinstance(known, PartialDate) else ""
