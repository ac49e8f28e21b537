"""A list of any length: one line each, drawn, with arrows, Enter and a screen reader's text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.copying import copy_text
from desktop.ui.widgets.linedraw import LINE_ROLE, Index, LineDelegate
from desktop.ui.widgets.track import STATE_WORDS
from desktop.viewmodels.marks import Line


class _Lines(QAbstractListModel):
    """The lines; a screen reader hears `spoken` or all words in order."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.lines: Sequence[Line] = ()

    def replace(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the line, its title, or what is said of it."""
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return self._look.say(line.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self._look, line)
        return None


def spoken(look: Look, line: Line) -> str:
    """Return what a screen reader says of the line."""
    if line.spoken:
        return look.say(line.spoken)
    words: list[Sayable] = [line.title, line.number, line.detail]
    if line.travel is not None:
        words.append(STATE_WORDS[line.travel])
    words.append(line.when)
    if line.mark is not None:
        words.append(line.mark.words)
    return ", ".join(filter(None, (look.say(word) for word in words)))


class LongList(QListView):
    """A list of `Line`s. Arrows move, Enter or a double click opens."""

    chosen = Signal(str)  # key; only when a person moves to another line
    opened = Signal(str)  # key

    def __init__(self, look: Look, name: Sayable) -> None:
        super().__init__()
        self._look = look
        self._lines = _Lines(look, self)
        self._showing = False
        self.setModel(self._lines)
        self._delegate = LineDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(look.say(name))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(self._on_double_clicked)

    def show_lines(self, lines: Sequence[Line], current: str | None = None) -> None:
        """Show these lines; the current one stays current, or `current` becomes it."""
        keep = self.current() if current is None else current
        self._showing = True
        self._lines.replace(lines)
        keys = [line.key for line in lines]
        if keep in keys:
            self._set_current(keys.index(keep))
        self._showing = False
        self._fit()

    def choose(self, key: str) -> None:
        """Make this line current; tells nobody."""
        self._showing = True
        keys = [line.key for line in self._lines.lines]
        if key in keys:
            self._set_current(keys.index(key))
        self._showing = False

    def current(self) -> str:
        """Return the key of the current line, "" for none."""
        index = self.currentIndex()
        return self._lines.lines[index.row()].key if index.isValid() else ""

    def line_of(self, key: str) -> Line:
        """Return the line with this key; KeyError without one."""
        for line in self._lines.lines:
            if line.key == key:
                return line
        raise KeyError(key)

    def lines(self) -> Sequence[Line]:
        """Return all lines."""
        return self._lines.lines

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current line on Enter; copy what it says on Ctrl+C."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Copy) and self.current():
            copy_text(self._look, self, spoken(self._look, self.line_of(self.current())))
            return
        if enter and self.currentIndex().isValid():
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put state and pill below the words where there is no room beside them."""
        super().resizeEvent(event)
        self._fit()
        if self.hasFocus() and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())  # the line somebody is on stays in sight

    def _fit(self) -> None:
        # Of many thousand lines most look alike at the right: each look is measured once.
        looks = {(line.mark, line.when, line.travel): line for line in self._lines.lines}
        widest = max(map(self._delegate.right_width, looks.values()), default=0)
        narrow = self.viewport().width() - 40 - widest < self._look.px(190)
        if narrow != self._delegate.narrow:
            self._delegate.narrow = narrow
            self.scheduleDelayedItemsLayout()

    def _set_current(self, at: int) -> None:
        index = self._lines.index(at)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._showing and current.isValid():
            self.chosen.emit(self._lines.lines[current.row()].key)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._lines.lines[index.row()].key)
