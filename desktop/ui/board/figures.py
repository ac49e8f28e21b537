"""One row of the board: what was said last, and fields for what is said now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.domain.encounter import Problem
from desktop.domain.words import Listing, Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.fields import entry_height
from desktop.ui.widgets.labels import ElidedLabel, Label, hint
from desktop.ui.widgets.layout import Columns, column, fill, flowing, holding, row
from desktop.ui.widgets.notes import announce
from desktop.ui.widgets.paint import repolish
from desktop.ui.widgets.pick_box import PickBox
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import Row
from desktop.viewmodels.capacity_board import (
    BY_FIGURES,
    FREE,
    MOST_FIELD,
    OPENS,
    STATUS_CHOICES,
    WAITING,
    BoardLine,
    BoardTexts,
)

_FIELDS: dict[str, Sayable] = {
    FREE: Say("Free"),
    MOST_FIELD: Say("Of at most"),
    WAITING: Say("Waiting"),
    OPENS: Say("Next opening"),
}
WHO = "reported_by"
WIDE = {FREE: 60, MOST_FIELD: 60, WAITING: 60, OPENS: 88}  # pixels; room for what is typed
LONGEST = {FREE: 6, MOST_FIELD: 6, WAITING: 6, OPENS: 10, WHO: 80}


class BoardFigures(Row):
    """Enter keeps what was typed; Up and Down go to the same field of another row."""

    kept = Signal(object)  # BoardTexts
    moved = Signal(str, str, int)  # key, field, rows down

    def __init__(self, look: Look, line: BoardLine) -> None:
        body = column(gap=4)
        super().__init__(look, body)
        self._line = line
        self._ours = look
        self.entries: dict[str, QLineEdit] = {}
        self._name = ElidedLabel(look, line.name, "md", weight=600)
        self._unit = hint(look, line.unit)
        self._said = hint(look, line.said)
        self._pill = Pill(look, line.mark)
        self._problem = Label(look, "", "sm", ink="error_ink", weight=600, wrap=True)
        self._problem.hide()
        self.status = PickBox(look, "", STATUS_CHOICES, least=8)
        self.keep_button = Button(look, Say("Keep"), Kind.SECONDARY, small=True)
        self.keep_button.clicked.connect(self.keep)
        said = column(row((self._name, 1), self._pill, gap=8), self._unit, self._said, "*", gap=2)
        fields = flowing(*self._make_fields(), gap=8)
        pair = Columns(
            holding(said), fields, weights=(10, 15), side_by_side_from=look.px(900), gap=16
        )
        fill(body, (pair, self._problem))
        self.show_line(line)

    def _make_fields(self) -> list[QWidget]:
        look = self._ours
        made = [self._field(name, words, WIDE[name]) for name, words in _FIELDS.items()]
        said = Label(look, Say("What they said"), "sm", weight=600)
        box = holding(column(said, self.status, gap=2))
        box.setFixedWidth(max(look.px(204), said.sizeHint().width()))
        who = self._field(WHO, Say("Who said so"), 116)
        button = holding(column("*", self.keep_button, gap=2))
        return [*made, box, who, button]

    def _field(self, name: str, words: Sayable, width: int) -> QWidget:
        look = self._ours
        entry = self.entries[name] = QLineEdit()
        entry.setMaxLength(LONGEST[name])
        entry.setMinimumHeight(entry_height(look))
        entry.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        entry.returnPressed.connect(self.keep)
        entry.installEventFilter(self)
        label = Label(look, words, "sm", weight=600)
        label.setBuddy(entry)
        made = holding(column(label, entry, gap=2))
        made.setFixedWidth(max(look.px(width), label.sizeHint().width()))
        return made

    @property
    def key(self) -> str:
        """Return what the row is known by."""
        return self._line.key

    def show_line(self, line: BoardLine) -> None:
        """Show what was said last; what is being typed stays. Tells nobody."""
        look = self._ours
        old_most = self._line.most
        self._line = line
        self._name.say(line.name)
        self._unit.say(line.unit)
        self._said.say(line.said)
        self._pill.show_mark(line.mark)
        # What is said of the whole row is heard with each of its fields.
        spoken = look.say(Listing((line.name, line.unit)))
        for name, words in (*_FIELDS.items(), (WHO, Say("Who said so"))):
            entry = self.entries[name]
            entry.setAccessibleName(f"{spoken}: {look.say(words)}")
            if not self._problem.isVisible():
                entry.setAccessibleDescription(look.say(line.said))
        self.status.setAccessibleName(f"{spoken}: {look.say(Say('What they said'))}")
        self.keep_button.setAccessibleName(f"{spoken}: {look.say(Say('Keep'))}")
        most = self.entries[MOST_FIELD]
        if most.text() in ("", old_most):
            most.setText(line.most)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what cannot be, at the field; nothing typed is lost."""
        look = self._ours
        wrong = {one.path: look.say(one.says) for one in problems}
        for name, entry in self.entries.items():
            repolish(entry, "problem", "true" if name in wrong else "false")
            entry.setAccessibleDescription(wrong.get(name, look.say(self._line.said)))
        text = " ".join(dict.fromkeys(wrong.values()))
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        if text:
            announce(self, text, at_once=True)
            first = next((entry for name, entry in self.entries.items() if name in wrong), None)
            if first is not None:
                first.setFocus()
                first.selectAll()

    def clear_typed(self) -> None:
        """Forget what was typed: it is kept."""
        self.show_problems(())
        for name, entry in self.entries.items():
            entry.setText(self._line.most if name == MOST_FIELD else "")
        self.status.pick(BY_FIGURES)

    @property
    def typed(self) -> bool:
        """Return whether something stands here that is not kept yet."""
        texts = self.texts()
        return bool(texts.free or texts.waiting or texts.opens or texts.status or texts.who) or (
            texts.most != self._line.most
        )

    def texts(self) -> BoardTexts:
        """Return what stands in the fields."""
        said = {name: entry.text().strip() for name, entry in self.entries.items()}
        return BoardTexts(
            self.key,
            free=said[FREE],
            most=said[MOST_FIELD],
            waiting=said[WAITING],
            opens=said[OPENS],
            status=self.status.key(),
            who=said[WHO],
        )

    def keep(self) -> None:
        """Ask to keep what stands in the fields."""
        self.kept.emit(self.texts())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to the same field of the next or the last row on Down and Up."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            name = next((one for one, entry in self.entries.items() if entry is watched), "")
            if step and name:
                self.moved.emit(self.key, name, step)
                return True
        return super().eventFilter(watched, event)
