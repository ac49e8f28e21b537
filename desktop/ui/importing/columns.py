"""The columns of somebody's own list, each with a few cells and a choice of what it holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import ElidedLabel
from desktop.ui.widgets.layout import Columns, clear, column, holding
from desktop.ui.widgets.notes import Note
from desktop.ui.widgets.pick_box import PickBox
from desktop.ui.widgets.rows import Row
from desktop.viewmodels.directory_import import ColumnMatched, ColumnView, ImportView, holdings
from desktop.viewmodels.marks import Tone


class ColumnsCard(Card):
    """All columns of the list. What is still needed stands above them."""

    matched = Signal(object)  # ColumnMatched

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            Say("What does each column hold?"),
            hint=Say("This is remembered for the next list like it."),
        )
        self._look = look
        self.boxes: dict[int, PickBox] = {}
        self._shown: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
        self.missing = Note(look, Tone.WARNING, "")
        self._lines = column(gap=0)
        self.add_inset(self.missing)
        self.add(self._lines)

    def show_columns(self, view: ImportView) -> None:
        """Show the columns; tells nobody and keeps the keyboard where it is."""
        look = self._look
        if view.missing:
            self.missing.show_note(Tone.WARNING, view.missing)
        elif view.remembered:
            self.missing.show_note(Tone.SUCCESS, Say("As you matched them the last time."))
        else:
            words = Say("Guessed from the names of the columns. Look them over.")
            self.missing.show_note(Tone.INFO, words)
        shape = tuple((one.place, one.header, one.samples) for one in view.columns)
        if shape != self._shown:
            self._shown = shape
            self._build(view.columns)
        for one in view.columns:
            box = self.boxes[one.place]
            box.pick(one.holds)
            box.setAccessibleDescription(look.say(Say("Cells: {cells}", cells=_cells(one))))

    def _build(self, columns: Sequence[ColumnView]) -> None:
        clear(self._lines)
        self.boxes = {}
        for one in columns:
            self._lines.addWidget(self._line(one, last=one is columns[-1]))

    def _line(self, one: ColumnView, *, last: bool) -> QWidget:
        look = self._look
        title = one.header or look.say(Say("Column {n}, without a name", n=one.place + 1))
        name = Say("What the column {header} holds", header=title)
        box = PickBox(look, name, holdings())
        box.picked.connect(
            lambda key, place=one.place: self.matched.emit(ColumnMatched(place, key))
        )
        self.boxes[one.place] = box
        said = column(
            ElidedLabel(look, title, "md", weight=600),
            ElidedLabel(look, _cells(one), "sm", ink="ink_muted"),
            gap=1,
        )
        pair = Columns(holding(said), box, weights=(11, 9), side_by_side_from=look.px(560), gap=12)
        return Row(look, column(pair), last=last)


def _cells(one: ColumnView) -> str:
    return " · ".join(" ".join(cell.split())[:60] for cell in one.samples)
