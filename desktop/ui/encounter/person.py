"""The Person step: the fields of the program's form, in two columns of cards."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.encounter.alike import AlikeCard
from desktop.ui.encounter.fields import PersonField, field_for
from desktop.ui.look import Look
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.layout import Columns, Scroll, clear, column
from desktop.viewmodels.person import Group, PersonView

LEFT = ("name", "reach", "home")


class PersonStep(QWidget):
    """Every keystroke is told; Enter goes on to the next field, F4 says not known."""

    edited = Signal(object)  # Edit

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._id = ""
        self._shape: tuple[tuple[str, ...], ...] = ()
        self.fields: dict[str, PersonField] = {}
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for side in (self._left, self._right):
            side.setSpacing(16)
            side.setContentsMargins(0, 0, 0, 0)
        self.alike = AlikeCard(look)
        left = Scroll(column(self._left, "*"))
        # Beside the names, not above them: what is typed in must not move.
        right = Scroll(column(self.alike, self._right, "*", gap=16))
        self.setLayout(column(Columns(left, right, side_by_side_from=look.px(700))))

    def show_person(self, view: PersonView, id_: str, near: datetime) -> None:
        """Show the person; tells nobody and never touches what is being typed."""
        self.alike.show_alike(view.alike)
        shape = tuple(tuple(one.path for one in group.fields) for group in view.groups)
        if (id_, shape) != (self._id, self._shape):
            self._id, self._shape = id_, shape
            self._build(view)
            return
        for group in view.groups:
            for field in group.fields:
                self.fields[field.path].show_field(field)

    def press(self, key: str) -> bool:
        """Do what F4 means in the field with the keyboard."""
        if key != "F4":
            return False
        for field in self.fields.values():
            focused = QApplication.focusWidget()
            if focused is not None and field.isAncestorOf(focused):
                field.not_known()
                return True
        return False

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        if self.fields:
            next(iter(self.fields.values())).setFocus()

    def _build(self, view: PersonView) -> None:
        clear(self._left)
        clear(self._right)
        self.fields = {}
        for group in view.groups:
            side = self._left if group.id in LEFT else self._right
            side.addWidget(self._card(group))
        previous: PersonField | None = None
        for field in self.fields.values():
            if previous is not None:
                previous.entered.connect(field.setFocus)
            previous = field

    def _card(self, group: Group) -> Card:
        card = Card(self.look, group.title)
        for view in group.fields:
            field = field_for(self.look, view)
            field.edited.connect(self.edited)
            self.fields[view.path] = field
        card.add_inset(*[self.fields[view.path] for view in group.fields], gap=10)
        return card
