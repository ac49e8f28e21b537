"""Tick boxes and radio buttons: Qt's own underneath, so keys and screen readers work as usual."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.theme import TOUCH
from desktop.ui.widgets.paint import (
    draw_box,
    draw_icon,
    start,
    text_height,
    text_width,
    wrapped_height,
)


def draw_tick(painter: QPainter, look: Look, at: QPointF, *, on: bool, ratio: float) -> None:
    """Draw a tick box, 18 pixels at 1x."""
    side = look.px(18)
    rect = QRectF(at.x(), at.y(), side, side)
    fill, line = ("primary", "primary") if on else ("surface", "border_strong")
    draw_box(painter, look, rect, fill=fill, line=line, width=1.5, radius=3)
    if on:
        inner = look.px(16)
        shift = (side - inner) / 2
        at = QPointF(at.x() + shift, at.y() + shift)
        draw_icon(painter, look, "check", "on_primary", at, inner, ratio)


def draw_radio(painter: QPainter, look: Look, at: QPointF, *, on: bool) -> None:
    """Draw a radio button, 18 pixels at 1x."""
    side = look.px(18)
    rect = QRectF(at.x(), at.y(), side, side)
    painter.setPen(QPen(look.color("primary" if on else "border_strong"), 2))
    painter.setBrush(look.color("surface"))
    painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
    if on:
        inset = side * 0.27
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("primary"))
        painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))


class _Worded:
    """Words to the right of a mark, wrapped where there is no room."""

    _look: Look
    _words: str

    def hasHeightForWidth(self) -> bool:
        """Return that narrow words need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words."""
        room = width - self._look.px(18) - 14
        return max(TOUCH, wrapped_height(self._look.font(), self._words, room) + 16)

    def sizeHint(self) -> QSize:
        """Return the room of the words in one line."""
        width = text_width(self._look.font(), self._words) + self._look.px(18) + 18
        return QSize(width, max(TOUCH, text_height(self._look.font()) + 16))

    def minimumSizeHint(self) -> QSize:
        """Return the room of a narrow column."""
        whole = self.sizeHint()
        return QSize(min(self._look.px(140), whole.width()), whole.height())

    def _dress(self, button: QAbstractButton) -> None:
        button.setAccessibleName(self._words)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        grow_down(button)

    def _draw_words(self, painter: QPainter, button: QAbstractButton) -> None:
        left = self._look.px(18) + 14
        painter.setFont(self._look.font())
        painter.setPen(self._look.color("ink" if button.isEnabled() else "disabled_ink"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        room = QRectF(left, 0, button.width() - left, button.height())
        painter.drawText(room, flags, self._words)


class TickBox(_Worded, QCheckBox):
    """Yes or nothing, with words that wrap."""

    def __init__(self, look: Look, words: Sayable) -> None:
        super().__init__()
        self._look = look
        self._words = look.say(words)
        self._dress(self)

    def hitButton(self, at: QPoint) -> bool:
        """Return that words can be pressed too."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box and words."""
        with start(self) as painter:
            at = QPointF(2, (self.height() - self._look.px(18)) / 2)
            draw_tick(painter, self._look, at, on=self.isChecked(), ratio=self.devicePixelRatioF())
            self._draw_words(painter, self)


class Radio(_Worded, QRadioButton):
    """One of several, with words that wrap."""

    def __init__(self, look: Look, words: Sayable) -> None:
        super().__init__()
        self._look = look
        self._words = look.say(words)
        self._dress(self)

    def hitButton(self, at: QPoint) -> bool:
        """Return that words can be pressed too."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle and words."""
        with start(self) as painter:
            at = QPointF(2, (self.height() - self._look.px(18)) / 2)
            draw_radio(painter, self._look, at, on=self.isChecked())
            self._draw_words(painter, self)


def grow_down(widget: QWidget) -> None:
    """Let the widget get higher where its words wrap."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
