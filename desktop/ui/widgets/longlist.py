"""A list of any length: one line each, drawn, with arrows, Enter and a screen reader's text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.paint import RIGHT, draw_icon, draw_text, text_height, text_width
from desktop.ui.widgets.pills import draw_pill, pill_size
from desktop.ui.widgets.track import STATE_WORDS, draw_track, track_size
from desktop.viewmodels.marks import Line, Tone

_LINE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


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
        if role == _LINE:
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


class _Drawn(QStyledItemDelegate):
    """Draws one line: title and number over detail; state, time and pill at the right."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of two lines of text with air."""
        look = self._look
        height = text_height(look.font("md", 600)) + text_height(look.font("sm")) + 26
        return QSize(look.px(200), max(64, height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line as it stands: chosen, hovered, with the keyboard on it."""
        line: Line = index.data(_LINE)
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        last = index.row() == index.model().rowCount() - 1
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, rect, state, last)
        inner = rect.adjusted(20, 0, -20, 0)
        right = self._draw_right(painter, inner, line)
        self._draw_words(painter, QRectF(inner.x(), inner.y(), right, inner.height()), line)
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, last: bool
    ) -> None:
        look = self._look
        flags = QStyle.StateFlag
        chosen = bool(state & flags.State_Selected)
        focused = bool(state & flags.State_HasFocus)
        if chosen or state & flags.State_MouseOver:
            ground = "primary_tint2" if chosen and focused else "primary_tint"
            painter.fillRect(rect, look.color(ground))
        if chosen:
            painter.fillRect(QRectF(rect.x(), rect.y(), 4, rect.height()), look.color("primary"))
        if not last:
            line = QRectF(rect.x() + 20, rect.bottom() - 1, rect.width() - 40, 1)
            painter.fillRect(line, look.color("hairline"))
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("focus"), 3))
            painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)

    def _draw_right(self, painter: QPainter, rect: QRectF, line: Line) -> float:
        """Return the width left over for the words."""
        look = self._look
        ratio = painter.device().devicePixelRatioF()
        right = rect.right()
        edge = right
        if line.travel is not None and line.mark is not None:
            size = pill_size(look, line.mark)
            width = max(size.width(), look.px(128))
            at = rect.center().y() - size.height() / 2
            box = QRectF(right - size.width(), at, size.width(), size.height())
            draw_pill(painter, look, box, line.mark, ratio)
            right -= width + 12
            edge = right
        first = rect.y() + 11
        if line.travel is not None:
            edge = self._draw_state(painter, line, right, first, ratio)
        elif line.mark is not None:
            size = pill_size(look, line.mark)
            box = QRectF(right - size.width(), first, size.width(), size.height())
            draw_pill(painter, look, box, line.mark, ratio)
            edge = box.x()
        return min(edge, self._draw_when(painter, line, rect, right, ratio)) - rect.x() - 12

    def _draw_state(
        self, painter: QPainter, line: Line, right: float, top: float, ratio: float
    ) -> float:
        assert line.travel is not None
        look = self._look
        size = track_size(look)
        box = QRectF(right - size.width(), top + 2, size.width(), size.height())
        draw_track(painter, look, box, line.travel, ratio)
        font = look.font("sm", 600)
        word = look.say(STATE_WORDS[line.travel])
        width = text_width(font, word) + 2
        words = QRectF(box.x() - 10 - width, top, width, size.height() + 4)
        draw_text(painter, look, words, word, font=font, align=RIGHT)
        return words.x()

    def _draw_when(
        self, painter: QPainter, line: Line, rect: QRectF, right: float, ratio: float
    ) -> float:
        look = self._look
        text = look.say(line.when)
        if not text:
            return right
        font = look.font("xs")
        ink = "ink_muted" if line.when_tone is Tone.NEUTRAL else f"{line.when_tone}_ink"
        width = text_width(font, text) + 2
        height = text_height(font)
        top = rect.bottom() - height - 11
        alone = line.travel is None and line.mark is None
        if alone:
            top = rect.center().y() - height / 2
        draw_text(
            painter, look, QRectF(right - width, top, width, height), text, font=font, ink=ink
        )
        if line.travel is not None:
            return right - width
        side = look.px(14)
        at = QPointF(right - width - side - 4, top + (height - side) / 2)
        draw_icon(painter, look, "schedule", ink, at, side, ratio)
        return at.x()

    def _draw_words(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        look = self._look
        x = rect.x()
        if line.icon:
            side = look.px(24)
            at = QPointF(x, rect.center().y() - side / 2)
            ratio = painter.device().devicePixelRatioF()
            draw_icon(painter, look, line.icon, "ink_muted", at, side, ratio)
            x += side + 12
        bold, small = look.font("md", 600), look.font("sm")
        room = rect.right() - x
        title = look.say(line.title)
        detail = look.say(line.detail)
        first, second = text_height(bold), text_height(small)
        top = rect.y() + (rect.height() - first - (second + 4 if detail else 0)) / 2
        draw_text(painter, look, QRectF(x, top, room, first), title, font=bold)
        number = look.say(line.number)
        after = x + text_width(bold, title) + 8
        if number and after + text_width(small, number) < rect.right():
            box = QRectF(after, top, rect.right() - after, first)
            draw_text(painter, look, box, number, font=small, ink="ink_muted")
        if detail:
            box = QRectF(x, top + first + 4, room, second)
            draw_text(painter, look, box, detail, font=small, ink="ink_muted")


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
        self.setItemDelegate(_Drawn(look, self))
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
        """Open the current line on Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.currentIndex().isValid():
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

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
