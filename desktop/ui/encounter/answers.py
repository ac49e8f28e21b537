"""How each kind of question is answered by keys: yes or no, one of some, several, item by item."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from desktop.domain.facts import Known
from desktop.domain.words import Say, Sayable
from desktop.ui.encounter.answering import Answers
from desktop.ui.encounter.fields import ListField
from desktop.ui.encounter.options import OptionButton, even
from desktop.ui.encounter.typed_answers import EventAnswers, PaperAnswers, TypedAnswers
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import AnswerButton, Button, IconButton, Kind
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import column, holding, row
from desktop.viewmodels.asked import ItemRef, NewItem
from desktop.viewmodels.asks import Ask, AskKind


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
