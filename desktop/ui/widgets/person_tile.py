"""Somebody who may sign in: name, role and what waits, as a large radio button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton

from desktop.ui.look import Look
from desktop.ui.widgets.boxes import draw_radio, grow_down
from desktop.ui.widgets.paint import (
    CENTER,
    RIGHT,
    draw_box,
    draw_icon,
    draw_text,
    start,
    text_height,
    text_width,
)
from desktop.viewmodels.signin import Person


class PersonTile(QRadioButton):
    """One person; the note goes below the role where there is no room beside it."""

    def __init__(self, look: Look, person: Person) -> None:
        super().__init__()
        self._look = look
        self.person = person
        self._role = look.say(person.role)
        self._note = look.say(person.note)
        self.setAccessibleName(", ".join(filter(None, (person.name, self._role, self._note))))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        grow_down(self)

    def hasHeightForWidth(self) -> bool:
        """Return that a narrow tile needs a third line."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of its lines."""
        height = text_height(self._bold()) + text_height(self._small()) + 20
        if self._note and self._is_narrow(width):
            height += text_height(self._small())
        return max(60, height)

    def sizeHint(self) -> QSize:
        """Return a good width."""
        width = self._look.px(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow column's room."""
        return QSize(self._look.px(240), 60)

    def hitButton(self, at: QPoint) -> bool:
        """Return that all of it can be pressed."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        look = self._look
        on = self.isChecked()
        fill = "primary_tint" if on or self.underMouse() else "surface"
        line = "primary" if on else "border_strong"
        with start(self) as painter:
            draw_box(painter, look, self.rect(), fill=fill, line=line, width=2 if on else 1)
            dot = look.px(18)
            draw_radio(painter, look, QPointF(14, (self.height() - dot) / 2), on=on)
            side = look.px(40)
            circle = QRectF(14 + dot + 12, (self.height() - side) / 2, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("primary_tint2"))
            painter.drawEllipse(circle)
            letter = self.person.name.split()[-1][:1].upper() if self.person.name.strip() else "?"
            font = look.font("sm", 700)
            draw_text(painter, look, circle, letter, font=font, ink="primary", align=CENTER)
            self._draw_words(painter)

    def _draw_words(self, painter: QPainter) -> None:
        look = self._look
        left = self._left()
        narrow = bool(self._note) and self._is_narrow(self.width())
        first, small = text_height(self._bold()) + 2, text_height(self._small())
        top = (self.height() - first - small * (2 if narrow else 1)) / 2
        room = self.width() - left - 14
        beside = room if narrow or not self._note else room - self._note_width() - 12
        name = QRectF(left, top, beside, first)
        draw_text(painter, look, name, self.person.name, font=self._bold())
        role = QRectF(left, top + first, beside, small)
        draw_text(painter, look, role, self._role, font=self._small(), ink="ink_muted")
        ink = "ink_soft" if self.person.locked else "ink_muted"
        if narrow:
            note = QRectF(left, top + first + small, room, small)
            draw_text(painter, look, note, self._note, font=self._small(), ink=ink)
            return
        note = QRectF(left, 0, room, self.height())
        draw_text(painter, look, note, self._note, font=self._small(), ink=ink, align=RIGHT)
        if self.person.locked and self._note:
            side = look.px(16)
            x = self.width() - 14 - text_width(self._small(), self._note) - side - 8
            at = QPointF(x, (self.height() - side) / 2)
            draw_icon(painter, look, "lock", "ink_muted", at, side, self.devicePixelRatioF())

    def _left(self) -> int:
        return 14 + self._look.px(18) + 12 + self._look.px(40) + 12

    def _note_width(self) -> int:
        lock = self._look.px(16) + 8 if self.person.locked else 0
        return text_width(self._small(), self._note) + lock

    def _is_narrow(self, width: int) -> bool:
        words = max(
            text_width(self._bold(), self.person.name), text_width(self._small(), self._role)
        )
        return self._left() + words + self._note_width() + 40 > width

    def _bold(self) -> QFont:
        return self._look.font("md", 600)

    def _small(self) -> QFont:
        return self._look.font("sm")
