"""How one `Line` of a long list is drawn, wide and narrow."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.domain.terms import Travel
from desktop.ui.look import Look
from desktop.ui.widgets.paint import RIGHT, draw_icon, draw_text, text_height, text_width
from desktop.ui.widgets.pills import draw_pill, pill_size
from desktop.ui.widgets.track import STATE_WORDS, draw_track, track_size
from desktop.viewmodels.marks import Line, Tone

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class LineDelegate(QStyledItemDelegate):
    """Draws one line: title and number over detail; state, time and pill at the right.

    In a narrow list the right part goes below the words instead.
    """

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.narrow = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of two lines of text with air; three in a narrow list."""
        look = self._look
        height = text_height(look.font("md", 600)) + text_height(look.font("sm")) + 26
        if self.narrow:
            height += self._below() + 4
        return QSize(look.px(120), max(64, height))

    def right_width(self, line: Line) -> int:
        """Return how wide the part at the right is."""
        look = self._look
        pill = pill_size(look, line.mark).width() if line.mark else 0
        when = text_width(look.font("xs"), look.say(line.when))
        if line.travel is None:
            return max(pill, when + look.px(14) + 4)
        word = text_width(look.font("sm", 600), look.say(STATE_WORDS[line.travel]))
        state = max(word + 12 + track_size(look).width(), when)
        return state + (max(pill, look.px(128)) + 12 if line.mark else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line as it stands: chosen, hovered, with the keyboard on it."""
        line: Line = index.data(LINE_ROLE)
        rect = QRectF(option.rect)
        last = index.row() == index.model().rowCount() - 1
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, self._look, rect, option.state, last=last)
        inner = rect.adjusted(20, 0, -20, 0)
        if self.narrow:
            below = self._below()
            self._draw_words(painter, inner.adjusted(0, 0, 0, -below - 4), line)
            foot = QRectF(inner.x(), inner.bottom() - below - 11, inner.width(), below)
            self._draw_below(painter, foot, line)
        else:
            room = self._draw_right(painter, inner, line)
            self._draw_words(painter, QRectF(inner.x(), inner.y(), room, inner.height()), line)
        painter.restore()

    def _below(self) -> int:
        return text_height(self._look.font("sm", 600)) + 8

    def _draw_below(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        look = self._look
        ratio = painter.device().devicePixelRatioF()
        x, right = rect.x(), rect.right()
        if line.mark is not None:
            size = pill_size(look, line.mark)
            box = QRectF(right - size.width(), rect.y(), size.width(), size.height())
            draw_pill(painter, look, box, line.mark, ratio)
            right = box.x() - 12
        if line.travel is not None:
            size = track_size(look)
            if x + size.width() <= right:
                box = QRectF(x, rect.center().y() - size.height() / 2, size.width(), size.height())
                draw_track(painter, look, box, line.travel, ratio)
                x += size.width() + 8
        words = [look.say(STATE_WORDS[line.travel])] if line.travel is not None else []
        words.append(look.say(line.when))
        text = " · ".join(filter(None, words))
        quiet = line.when_tone in (Tone.NEUTRAL, Tone.INFO)
        ink = "ink_muted" if quiet else f"{line.when_tone}_ink"
        box = QRectF(x, rect.y(), right - x, rect.height())
        draw_text(painter, look, box, text, font=look.font("sm"), ink=ink)

    def _draw_right(self, painter: QPainter, rect: QRectF, line: Line) -> float:
        """Return the width left over for the words."""
        look = self._look
        ratio = painter.device().devicePixelRatioF()
        right = rect.right()
        if line.travel is not None and line.mark is not None:
            size = pill_size(look, line.mark)
            top = rect.center().y() - size.height() / 2
            box = QRectF(right - size.width(), top, size.width(), size.height())
            draw_pill(painter, look, box, line.mark, ratio)
            right -= max(size.width(), look.px(128)) + 12
        edge = right
        top = rect.y() + 11
        if line.travel is not None:
            edge = self._draw_state(painter, line.travel, right, top, ratio)
        elif line.mark is not None:
            size = pill_size(look, line.mark)
            box = QRectF(right - size.width(), top, size.width(), size.height())
            draw_pill(painter, look, box, line.mark, ratio)
            edge = box.x()
        return min(edge, self._draw_when(painter, line, rect, right, ratio)) - rect.x() - 12

    def _draw_state(
        self, painter: QPainter, travel: Travel, right: float, top: float, ratio: float
    ) -> float:
        look = self._look
        size = track_size(look)
        box = QRectF(right - size.width(), top + 2, size.width(), size.height())
        draw_track(painter, look, box, travel, ratio)
        font = look.font("sm", 600)
        word = look.say(STATE_WORDS[travel])
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
        quiet = line.when_tone in (Tone.NEUTRAL, Tone.INFO)
        ink = "ink_muted" if quiet else f"{line.when_tone}_ink"
        width = text_width(font, text) + 2
        height = text_height(font)
        top = rect.bottom() - height - 11
        if line.travel is None and line.mark is None:
            top = rect.center().y() - height / 2
        box = QRectF(right - width, top, width, height)
        draw_text(painter, look, box, text, font=font, ink=ink)
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


def draw_ground(
    painter: QPainter, look: Look, rect: QRectF, state: QStyle.StateFlag, *, last: bool
) -> None:
    """Draw what lies under a line: tint, bar at the left, hairline, focus ring."""
    flags = QStyle.StateFlag
    chosen = bool(state & flags.State_Selected)
    focused = bool(state & flags.State_HasFocus)
    if chosen or state & flags.State_MouseOver:
        painter.fillRect(
            rect, look.color("primary_tint2" if chosen and focused else "primary_tint")
        )
    if chosen:
        painter.fillRect(QRectF(rect.x(), rect.y(), 4, rect.height()), look.color("primary"))
    if not last:
        line = QRectF(rect.x() + 20, rect.bottom() - 1, rect.width() - 40, 1)
        painter.fillRect(line, look.color("hairline"))
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("focus"), 3))
        painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)
