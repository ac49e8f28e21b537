"""Fields of the Person step: each tells a fact, keystroke by keystroke, and nothing of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop.domain.facts import FactValue, Known, Unknown
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.choices import FilterChip, Segmented
from desktop.ui.widgets.fields import DateField, TextArea, TextField, entry_height
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import column, flowing, row
from desktop.ui.widgets.paint import text_height
from desktop.viewmodels.amounts import read_amount
from desktop.viewmodels.asked import Edit, HalfTyped
from desktop.viewmodels.asks import Option
from desktop.viewmodels.dates import read_date
from desktop.viewmodels.marks import Choice, Tone
from desktop.viewmodels.person import FieldKind, FieldView

NOT_SAID = "\x00"  # the key of "would not say" among a field's answers
_NOTHING = object()
NOT_TAKEN: Sayable = Say("Not taken yet: finish it, or empty the field.")


class ListField(QWidget):
    """One of many answers; typing finds it. Nothing is chosen at first."""

    chosen = Signal(str)  # value; only when a person chooses

    def __init__(self, look: Look, label: Sayable, options: Sequence[Option]) -> None:
        super().__init__()
        self.label = Label(look, label, "sm", weight=600, wrap=True)
        self.entry = QComboBox()
        self.entry.setMinimumHeight(entry_height(look))
        self.entry.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.entry.setMinimumContentsLength(8)
        adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.entry.setSizeAdjustPolicy(adjust)
        self.entry.setAccessibleName(self.label.text())
        self.entry.addItem(look.say(Say("Not asked")), "")
        for option in options:
            self.entry.addItem(look.say(option.words), option.value)
        self.show_options(options)
        self.entry.activated.connect(lambda at: self.chosen.emit(self.entry.itemData(at)))
        self.setFocusProxy(self.entry)
        self.setLayout(column(self.label, self.entry, gap=4))

    def show_options(self, options: Sequence[Option]) -> None:
        """Show which answer is given; tells nobody."""
        given = next((one.value for one in options if one.given), "")
        self.entry.setCurrentIndex(max(0, self.entry.findData(given)))


class PersonField(QWidget):
    """One field. While somebody types in it, what is shown again leaves the cursor alone."""

    edited = Signal(object)  # Edit or HalfTyped
    entered = Signal()  # Enter was pressed: on to the next

    def __init__(self, look: Look, view: FieldView) -> None:
        super().__init__()
        self._look = look
        self._view = view
        self._told: object = _NOTHING  # the value last told

    def show_field(self, view: FieldView) -> None:
        """Show the field's value; tells nobody."""
        self._view = view

    def not_known(self) -> None:
        """Go on from known to would not say, to cannot be known, to not asked."""
        order: list[FactValue | None] = [Unknown.DECLINED, Unknown.CANNOT_KNOW, None]
        value = self._view.value
        self._tell(order[order.index(value) + 1] if value in order[:2] else order[0])

    def _tell(self, value: FactValue | None) -> None:
        self._told = value
        self.edited.emit(Edit(self._view.path, value))

    def _tell_half(self, text: str) -> None:
        """Tell what is no value yet: kept as typed, and what was known before is gone."""
        self._told = None
        self.edited.emit(HalfTyped(self._view.path, text, instead=True))


class TypedField(PersonField):
    """A line, several lines, an amount or a date."""

    def __init__(self, look: Look, view: FieldView) -> None:
        super().__init__(look, view)
        self.field = self._made(look, view)
        self.field.edited.connect(self._on_edited)
        if isinstance(self.field, TextField):
            self.field.entered.connect(self.entered)
        name = look.say(view.label)
        self._unknown = IconButton(
            look, Say("Not known: {field} (F4)", field=name), "help_outline", ink="ink_muted"
        )
        # F4 does the same from the keyboard, so that Tab goes from field to field.
        self._unknown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._unknown.clicked.connect(self.not_known)
        self.setFocusProxy(self.field.entry)
        beside = column(text_height(look.font("sm", 600)) + 6, self._unknown, "*", gap=0)
        self.setLayout(row((self.field, 1), beside, gap=4))
        self.show_field(view)

    def _made(self, look: Look, view: FieldView) -> TextField | TextArea:
        match view.kind:
            case FieldKind.PAPER:
                return TextArea(look, view.label, hint=view.hint, lines=2)
            case FieldKind.DATE:
                return DateField(look, view.label, hint=view.hint)
            case FieldKind.AMOUNT:
                return TextField(look, view.label, hint=view.hint, longest=40)
        return TextField(look, view.label, hint=view.hint)

    def show_field(self, view: FieldView) -> None:
        """Show the value, unless it is the one this field told while somebody types in it."""
        super().show_field(view)
        said = self._look.say(view.unknown)
        self.field.entry.setPlaceholderText(said)
        self._unknown.show_icon("do_not_disturb" if said else "help_outline")
        typing = self.field.entry.hasFocus()
        shown = view.text == self.field.text().strip()
        if typing and not view.typed and (self._told == view.value or shown):
            return
        if typing and view.typed and view.typed == self.field.text():
            return
        self.field.show_text(view.typed or view.text)
        self.field.show_state(NOT_TAKEN if view.typed else "", Tone.WARNING)

    def _on_edited(self, text: str) -> None:
        words = text.strip()
        value: FactValue | None = None
        if self._view.kind is FieldKind.AMOUNT:
            value = read_amount(words, self._view.fact)
        elif self._view.kind is FieldKind.DATE:
            date = read_date(words)
            value = Known(date) if date else None
        elif words:
            value = Known(text)
        if self._view.kind is FieldKind.AMOUNT:
            wrong = bool(words) and value is None
            self.field.show_problem(Say("Type for example 30, 28-32 or about 30.") if wrong else "")
        elif self._view.typed:
            self.field.show_problem("")
        if words and value is None:
            self._tell_half(text)
        else:
            self._tell(value)


class PickField(PersonField):
    """One of a few, side by side; would not say is one of them."""

    def __init__(self, look: Look, view: FieldView) -> None:
        super().__init__(look, view)
        choices = [Choice(one.value, one.words) for one in view.options]
        choices.append(Choice(NOT_SAID, Say("Would not say")))
        self.label = Label(look, view.label, "sm", weight=600, wrap=True)
        self.segmented = Segmented(look, view.label, choices)
        self.segmented.chosen.connect(self._on_chosen)
        self.setFocusProxy(self.segmented.buttons()[0])
        below = Label(look, view.hint, "sm", ink="ink_muted", wrap=True) if view.hint else None
        self.setLayout(column(self.label, self.segmented, below, gap=0))
        self.show_field(view)

    def show_field(self, view: FieldView) -> None:
        """Show the answer given."""
        super().show_field(view)
        given = next((one.value for one in view.options if one.given), "")
        self.segmented.choose(NOT_SAID if isinstance(view.value, Unknown) else given)

    def _on_chosen(self, key: str) -> None:
        if key == NOT_SAID:
            self._tell(Unknown.DECLINED)
        elif key in ("yes", "no") and self._view.fact.choice(key) is None:
            self._tell(Known(key == "yes"))
        else:
            self._tell(Known(key))


class LongPickField(PersonField):
    """One of many."""

    def __init__(self, look: Look, view: FieldView) -> None:
        super().__init__(look, view)
        self.field = ListField(look, view.label, view.options)
        self.field.chosen.connect(lambda value: self._tell(Known(value) if value else None))
        self.setFocusProxy(self.field.entry)
        self.setLayout(column(self.field))

    def show_field(self, view: FieldView) -> None:
        """Show the answer given."""
        super().show_field(view)
        self.field.show_options(view.options)


class MarkField(PersonField):
    """Several of some: chips to tap."""

    def __init__(self, look: Look, view: FieldView) -> None:
        super().__init__(look, view)
        self.chips = {one.value: FilterChip(look, one.words) for one in view.options}
        for chip in self.chips.values():
            chip.clicked.connect(self._on_clicked)
        self.label = Label(look, view.label, "sm", weight=600, wrap=True)
        if self.chips:
            self.setFocusProxy(next(iter(self.chips.values())))
        self.setLayout(column(self.label, flowing(*self.chips.values(), gap=6), gap=0))
        self.show_field(view)

    def show_field(self, view: FieldView) -> None:
        """Show what is marked."""
        super().show_field(view)
        for option in view.options:
            self.chips[option.value].setChecked(option.given)

    def _on_clicked(self) -> None:
        marked = tuple(sorted(value for value, chip in self.chips.items() if chip.isChecked()))
        self._tell(Known(marked) if marked else None)


def field_for(look: Look, view: FieldView) -> PersonField:
    """Return the widget for a field."""
    match view.kind:
        case FieldKind.PICK:
            return PickField(look, view)
        case FieldKind.LIST:
            return LongPickField(look, view)
        case FieldKind.MARK:
            return MarkField(look, view)
    return TypedField(look, view)
