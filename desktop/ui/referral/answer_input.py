"""A place to type the answer to any fact of the dictionary, an unknown one included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.domain.facts import NEVER, Fact, FactType, FactValue, Known, Unknown
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import TickBox
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.fields import DateField, TextArea, TextField, entry_height
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import Scroll, column, holding
from desktop.viewmodels.amounts import read_amount, read_time
from desktop.viewmodels.marks import Choice

SIDE_BY_SIDE = 8  # answers; more are chosen from a list
_YES_NO = (Choice("yes", Say("Yes")), Choice("no", Say("No")))
_KNOWN = "known"
_KINDS = (
    Choice(_KNOWN, Say("It is known")),
    Choice(Unknown.DECLINED, Say("Declined to say")),
    Choice(Unknown.CANNOT_KNOW, Say("Cannot be known")),
)
_EVENTS = (Choice("never", Say("Never")), Choice("when", Say("It happened")))


class AnswerInput(QWidget):
    """The right input for a fact, and below it whether it can be known at all."""

    def __init__(self, look: Look, fact: Fact, *, near: datetime) -> None:
        super().__init__()
        self._look = look
        self._fact = fact
        self._near = near
        self._read: Callable[[], FactValue | None]
        self._complain: Callable[[Sayable], None] = self._say_problem
        self._problem = Label(look, "", "sm", ink="error_ink", wrap=True)
        self._problem.hide()
        self.input = self._make()
        self.kind = Segmented(look, Say("What is known"), _KINDS, _KNOWN)
        self.kind.chosen.connect(self._on_kind)
        self.setLayout(column(self.input, self._problem, self.kind, gap=12))

    def value(self) -> FactValue | None:
        """Return the answer, None while there is none; then it says what is missing."""
        self._complain("")
        if self.kind.current() != _KNOWN:
            return Unknown(self.kind.current())
        found = self._read()
        if found is None:
            self._complain(self._missing())
        return found

    def focus_first(self) -> None:
        """Put the keyboard where the answer goes."""
        if isinstance(self.input, Segmented):
            self.input.buttons()[0].setFocus()
        else:
            self.input.setFocus()

    def _make(self) -> QWidget:
        fact = self._fact
        match fact.type:
            case FactType.YESNO:
                return self._segments(_YES_NO, lambda key: Known(key == "yes"))
            case FactType.CHOICE if len(fact.choices) <= SIDE_BY_SIDE:
                choices = tuple(Choice(one.value, one.label) for one in fact.choices)
                return self._segments(choices, Known)
            case FactType.CHOICE:
                return self._pick()
            case FactType.CHOICES:
                return self._ticks()
            case FactType.DATE:
                return self._date()
            case FactType.EVENT:
                return self._event()
        return self._typed()

    def _segments(self, choices: tuple[Choice, ...], make: Callable[[str], FactValue]) -> Segmented:
        made = Segmented(self._look, self._fact.question, choices)
        self._read = lambda: make(made.current()) if made.current() else None
        return made

    def _pick(self) -> QWidget:
        box = QComboBox()
        box.setMinimumHeight(entry_height(self._look))
        box.setAccessibleName(self._look.say(self._fact.question))
        box.addItem(self._look.say(Say("Choose")), "")
        for one in self._fact.choices:
            box.addItem(self._look.say(one.label), one.value)
        self._read = lambda: Known(str(box.currentData())) if box.currentData() else None
        return box

    def _ticks(self) -> QWidget:
        boxes = [(one.value, TickBox(self._look, one.label)) for one in self._fact.choices]

        def read() -> FactValue | None:
            chosen = tuple(value for value, box in boxes if box.isChecked())
            return Known(chosen) if chosen else None

        self._read = read
        scroll = Scroll(column(*(box for _, box in boxes), gap=0))
        scroll.setMinimumHeight(self._look.px(220))
        scroll.setFocusProxy(boxes[0][1])
        return scroll

    def _date(self) -> QWidget:
        made = DateField(self._look, self._fact.label)
        self._complain = made.show_problem
        self._read = lambda: Known(day) if (day := made.date()) else None
        return made

    def _event(self) -> QWidget:
        which = Segmented(self._look, self._fact.question, _EVENTS)
        day = DateField(self._look, Say("When"))
        day.hide()
        which.chosen.connect(lambda key: day.setVisible(key == "when"))

        def read() -> FactValue | None:
            if which.current() == "never":
                return Known(NEVER)
            when = day.date()
            return Known(when) if when and which.current() == "when" else None

        self._read = read
        both = holding(column(which, day, gap=8))
        both.setFocusProxy(which.buttons()[0])
        return both

    def _typed(self) -> QWidget:
        fact = self._fact
        field: TextField | TextArea
        if fact.free_text:
            field = TextArea(self._look, fact.label)
        else:
            field = TextField(self._look, fact.label, hint=self._example())
        self._complain = field.show_problem

        def read() -> FactValue | None:
            text = field.text().strip()
            match fact.type:
                case FactType.AMOUNT:
                    return read_amount(text, fact)
                case FactType.TIME:
                    moment = read_time(text, self._near)
                    return Known(moment) if moment else None
            return Known(text) if text else None

        self._read = read
        return field

    def _example(self) -> Sayable:
        if self._fact.type is FactType.AMOUNT:
            return Say("For example 2.0, about 2, 28 to 32, at least 3")
        return Say("For example 22:14") if self._fact.type is FactType.TIME else ""

    def _missing(self) -> Sayable:
        match self._fact.type:
            case FactType.AMOUNT:
                return Say("This is not an amount. Type a number, or a range such as 1.8 to 2.2.")
            case FactType.TIME:
                return Say("This is not a time. Type it as 22:14.")
            case FactType.DATE | FactType.EVENT:
                return Say("This is not a date. Type month/day/year.")
            case FactType.TEXT:
                return Say("Type the answer first.")
        return Say("Choose an answer first.")

    def _say_problem(self, words: Sayable) -> None:
        self._problem.say(words)
        self._problem.setVisible(bool(self._problem.text()))

    def _on_kind(self, kind: str) -> None:
        self.input.setEnabled(kind == _KNOWN)
        self._complain("")
