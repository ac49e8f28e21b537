"""How each kind of question is answered: by keys, by typing, item by item."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.condition_words import value_in_words
from desktop.domain.facts import NEVER, FactValue, Known
from desktop.domain.words import Say, Sayable
from desktop.ui.encounter.fields import ListField
from desktop.ui.encounter.options import OptionButton, even
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import AnswerButton, Button, IconButton, Kind
from desktop.ui.widgets.fields import TextArea, TextField
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import column, holding, row
from desktop.viewmodels.amounts import read_amount, read_time, write_amount
from desktop.viewmodels.asked import ItemRef, NewItem
from desktop.viewmodels.dates import read_date, write_date
from desktop.viewmodels.interview import Ask, AskKind


class Answers(QWidget):
    """The answers to one question."""

    answered = Signal(object)  # FactValue: this is the answer
    changed = Signal(object)  # FactValue or None: part of the answer, more may come
    done = Signal()  # nothing more to say
    unknown_asked = Signal()  # U was pressed
    item_added = Signal(object)  # NewItem
    item_removed = Signal(object)  # ItemRef

    def __init__(self, look: Look, ask: Ask) -> None:
        super().__init__()
        self.look = look
        self.ask = ask
        self._keys: dict[str, Button | AnswerButton | OptionButton] = {}

    def press(self, key: str) -> bool:
        """Press the answer with this key; return whether there is one."""
        button = self._keys.get(key)
        if button is None:
            return False
        button.click()
        return True

    def focus_first(self) -> None:
        """Put the keyboard on the first answer."""
        if self._keys:
            next(iter(self._keys.values())).setFocus()

    def focused(self) -> str:
        """Return the key of the answer that has the keyboard, "" for none."""
        return next((key for key, button in self._keys.items() if button.hasFocus()), "")

    def focus(self, key: str) -> None:
        """Put the keyboard on the answer with this key, else on the first."""
        button = self._keys.get(key)
        if button is not None:
            button.setFocus()
        else:
            self.focus_first()

    def take(self, ask: Ask) -> bool:
        """Take what is now known of the same question in place; False: make new answers."""
        return False

    def _known(self) -> object:
        return self.ask.value.value if isinstance(self.ask.value, Known) else None


class YesNoAnswers(Answers):
    """Yes Y, No N, Not known U."""

    def __init__(self, look: Look, ask: Ask) -> None:
        super().__init__(look, ask)
        yes = AnswerButton(look, Say("Yes"), "Y")
        no = AnswerButton(look, Say("No"), "N")
        unknown = AnswerButton(look, Say("Unknown"), "U")
        self._keys = {"Y": yes, "N": no, "U": unknown}
        yes.clicked.connect(lambda: self.answered.emit(Known(True)))
        no.clicked.connect(lambda: self.answered.emit(Known(False)))
        unknown.clicked.connect(self.unknown_asked)
        yes.show_given(ask.value == Known(True))
        no.show_given(ask.value == Known(False))
        unknown.show_given(ask.value is not None and not isinstance(ask.value, Known))
        self.setLayout(column(even(yes, no, unknown, most=3)))


class ChoiceAnswers(Answers):
    """One of several, a key each."""

    def __init__(self, look: Look, ask: Ask) -> None:
        super().__init__(look, ask)
        for option in ask.options:
            button = OptionButton(look, option.words, option.key, given=option.given)
            button.clicked.connect(
                lambda _=False, value=option.value: self.answered.emit(Known(value))
            )
            self._keys[option.key] = button
        self.setLayout(column(even(*self._keys.values(), most=2, gap=8)))


class ManyAnswers(Answers):
    """Several of some: keys mark and unmark, Enter ends."""

    def __init__(self, look: Look, ask: Ask) -> None:
        super().__init__(look, ask)
        known = self._known()
        self._marked = known if isinstance(known, tuple) else ()
        for option in ask.options:
            button = OptionButton(look, option.words, option.key, given=option.given)
            button.clicked.connect(lambda _=False, value=option.value: self._on_pressed(value))
            self._keys[option.key] = button
        end = Button(look, Say("That is all"), Kind.PLAIN)
        end.clicked.connect(self.done)
        self.setLayout(column(even(*self._keys.values(), most=2, gap=8), row(end, "*"), gap=8))

    def _on_pressed(self, value: str) -> None:
        marked = [*self._marked]
        marked.remove(value) if value in marked else marked.append(value)
        self.changed.emit(Known(tuple(sorted(marked))))


class TypedAnswers(Answers):
    """Something typed and ended with Enter; says below what it was understood as."""

    def __init__(self, look: Look, ask: Ask, *, near: datetime) -> None:
        super().__init__(look, ask)
        self._near = near
        self._told = ask.value
        label, hint = _LABELS[ask.kind]
        self.field = TextField(look, label, hint=hint)
        typed = _typed(ask)
        if ask.kind is AskKind.TIME and not typed:
            typed = f"{near:%H:%M}"  # when the encounter began: Enter takes it
        self.field.show_text(typed)
        self.field.edited.connect(self._on_edited)
        self.field.entered.connect(self._on_entered)
        # Leaving the field takes what stands there: nothing typed is lost.
        self.field.entry.editingFinished.connect(self._on_left)
        self.enter = Button(look, Say("Take it"), Kind.PLAIN, keycap=look.say(Say("Enter")))
        self.enter.clicked.connect(self._on_entered)
        side = row((self.field, 1), gap=8)
        under = row(self.enter, "*")
        self.setLayout(column(side, under, gap=8))

    def focus_first(self) -> None:
        """Put the keyboard into the field."""
        self.field.entry.setFocus()
        self.field.entry.selectAll()

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
        if value is not None and self.ask.kind is not AskKind.TEXT:
            said = self.look.say(value_in_words(self.ask.fact, value))
            self.field.below.say(Say("Understood as: {value}", value=said))
            self.field.below.show()

    def _on_entered(self) -> None:
        value = self._read()
        if value is None:
            self.field.show_problem(_WRONG[self.ask.kind])
            return
        self._told = value
        self.answered.emit(value)

    def _on_left(self) -> None:
        value = self._read()
        if value is not None and value != self._told and not self.field.entry.hasFocus():
            self._told = value
            self.answered.emit(value)

    def take(self, ask: Ask) -> bool:
        """Take a text that is being typed in place."""
        typed = ask.kind is AskKind.TEXT and ask.value == self._told
        self.ask = ask
        return typed


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
        self.setLayout(column(even(never, unknown, most=2), self.when, gap=12))

    def press(self, key: str) -> bool:
        """Press Never or Not known; a digit begins the year."""
        if key.isdigit():
            self.when.focus_first()
            self.when.field.entry.insert(key)
            return True
        return super().press(key)


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


class PickAnswers(Answers):
    """One of many, from a list that finds what is typed."""

    def __init__(self, look: Look, ask: Ask) -> None:
        super().__init__(look, ask)
        self.field = ListField(look, ask.fact.label, ask.options)
        self.field.chosen.connect(lambda value: self.answered.emit(Known(value)))
        self.setLayout(column(self.field))

    def focus_first(self) -> None:
        """Put the keyboard into the list."""
        self.field.entry.setFocus()


class ItemAnswers(Answers):
    """What stands on a list: a key adds an item, No more closes the list."""

    def __init__(self, look: Look, ask: Ask) -> None:
        super().__init__(look, ask)
        parts: list[QWidget] = [self._line(item.id, item.words) for item in ask.items]
        adding = []
        for option in ask.options:
            button = OptionButton(look, option.words, option.key)
            button.clicked.connect(lambda _=False, value=option.value: self._on_add(value))
            self._keys[option.key] = button
            adding.append(button)
        words: Sayable = Say("No more") if ask.items else Say("None at all")
        end = AnswerButton(look, words, "N", icon="check")
        unknown = AnswerButton(look, Say("Unknown"), "U")
        end.clicked.connect(lambda: self.answered.emit(Known(True)))
        unknown.clicked.connect(self.unknown_asked)
        end.show_given(ask.value == Known(True))
        self._keys |= {"N": end, "U": unknown}
        add = Label(
            look, Say("Add one more") if ask.items else Say("Add each one"), "sm", weight=600
        )
        self.setLayout(
            column(*parts, add, even(*adding, most=2, gap=8), 4, even(end, unknown, most=2), gap=8)
        )

    def _on_add(self, value: str) -> None:
        new = self.ask.new_item
        if new is not None:
            self.item_added.emit(NewItem(self.ask.fact.list, new.id, Known(value)))

    def _line(self, item: str, words: Sayable) -> QWidget:
        remove = IconButton(
            self.look, Say("Take off the list: {item}", item=self.look.say(words)), "delete"
        )
        ref = ItemRef(self.ask.fact.list, item)
        remove.clicked.connect(lambda: self.item_removed.emit(ref))
        return holding(row((Label(self.look, words, weight=600, wrap=True), 1), remove, gap=8))


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
    return "" if known is None or known is NEVER else write_date(known)  # type: ignore[arg-type]


def answers_to(look: Look, ask: Ask, *, near: datetime) -> Answers:
    """Return the answers of this kind of question; `near` is the day typed times are of."""
    match ask.kind:
        case AskKind.YESNO:
            return YesNoAnswers(look, ask)
        case AskKind.CHOICE:
            return ChoiceAnswers(look, ask)
        case AskKind.LONG_CHOICE:
            return PickAnswers(look, ask)
        case AskKind.CHOICES:
            return ManyAnswers(look, ask)
        case AskKind.EVENT:
            return EventAnswers(look, ask, near=near)
        case AskKind.ITEMS:
            return ItemAnswers(look, ask)
        case AskKind.TEXT if ask.fact.free_text:
            return PaperAnswers(look, ask)
    return TypedAnswers(look, ask, near=near)
