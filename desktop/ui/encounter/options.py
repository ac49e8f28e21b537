"""Answers side by side as far as they fit, each as wide as the others, and one answer to press."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLayoutItem, QWidget

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.theme import TOUCH
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.layout import WrappingLayout, holding
from desktop.ui.widgets.paint import (
    draw_box,
    draw_icon,
    draw_keycap,
    keycap_size,
    start,
    text_width,
    wrapped_height,
)


class EvenGrid(WrappingLayout):
    """Gives its widgets columns of one width: as many as fit, `most` at the most."""

    def __init__(self, *widgets: QWidget, most: int, gap: int = 12) -> None:
        super().__init__(*widgets, gap=gap)
        self._most = most

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it takes the width it gets."""
        return Qt.Orientation.Horizontal

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at this width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the room of the most columns."""
        widest = self._widest()
        columns = max(1, min(self._most, len(self._items)))
        width = columns * widest + (columns - 1) * self.spacing()
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Return the room of one column."""
        high = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(self._widest(), high)

    def setGeometry(self, rect: QRect) -> None:
        """Place every item."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _widest(self) -> int:
        return max((item.minimumSize().width() for item in self._items), default=0)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        if not self._items:
            return 0
        gap = self.spacing()
        fit = (rect.width() + gap) // max(1, self._widest() + gap)
        columns = max(1, min(self._most, len(self._items), fit))
        width = (rect.width() - gap * (columns - 1)) // columns
        top = rect.y()
        for first in range(0, len(self._items), columns):
            line = self._items[first : first + columns]
            height = max(_height(item, width) for item in line)
            for place, item in enumerate(line):
                if move:
                    at = QPoint(rect.x() + place * (width + gap), top)
                    item.setGeometry(QRect(at, QSize(width, height)))
            top += height + gap
        return top - gap - rect.y()


def _height(item: QLayoutItem, width: int) -> int:
    if item.hasHeightForWidth():
        return item.heightForWidth(width)
    return item.sizeHint().height()


def even(*widgets: QWidget, most: int, gap: int = 12) -> QWidget:
    """Return a widget that holds the answers in an `EvenGrid`."""
    made = holding(EvenGrid(*widgets, most=most, gap=gap))
    grow_down(made)
    return made


class OptionButton(Pressable):
    """One of several answers with its key before the words, which wrap."""

    def __init__(
        self, look: Look, words: Sayable, keycap: str = "", *, given: bool = False
    ) -> None:
        self._keycap = keycap
        self._given = given
        super().__init__(look, words)
        self.setAccessibleDescription(keycap)
        grow_down(self)

    def hasHeightForWidth(self) -> bool:
        """Return that narrow words need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words."""
        room = width - self._left() - self._right()
        words = wrapped_height(self._look.font("md", 600), self.shown_text(), room)
        return max(TOUCH + 4, words + 22)

    def sizeHint(self) -> QSize:
        """Return a good width."""
        width = self._look.px(220)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the width of its longest word, or of a narrow column."""
        font = self._look.font("md", 600)
        longest = max(self.shown_text().split() or [""], key=len)
        words = text_width(font, longest) + 2
        return QSize(max(self._look.px(96), words + self._left() + self._right()), TOUCH + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the answer; a check mark and a filled ground when it is given."""
        look = self._look
        filled = self._given or self.isDown()
        fill = "primary_tint2" if filled or self.underMouse() else "surface"
        line = "primary" if filled or self.underMouse() else "border_strong"
        with start(self) as painter:
            draw_box(painter, look, self.rect(), fill=fill, line=line, width=2 if filled else 1.5)
            if self._keycap:
                middle = self.height() / 2
                ink = "primary" if filled else "ink_muted"
                draw_keycap(painter, look, 12, middle, self._keycap, ink=ink, line=ink)
            painter.setFont(look.font("md", 600))
            painter.setPen(look.color("ink"))
            box = QRectF(self.rect()).adjusted(self._left(), 0, -self._right(), 0)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, self.shown_text()
            )
            if self._given:
                side = look.px(20)
                at = QPoint(self.width() - side - 10, (self.height() - side) // 2).toPointF()
                draw_icon(painter, look, "check", "primary", at, side, self.devicePixelRatioF())

    def _left(self) -> int:
        return 12 + (keycap_size(self._look, self._keycap)[0] + 10 if self._keycap else 0)

    def _right(self) -> int:
        return 12 + (self._look.px(20) + 4 if self._given else 0)
