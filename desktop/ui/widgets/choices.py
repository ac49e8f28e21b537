"""Choosing: a few answers side by side, filters, large tiles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QSizePolicy, QWidget

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.theme import TOUCH
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.layout import Flow, column
from desktop.ui.widgets.paint import (
    CENTER,
    draw_box,
    draw_icon,
    draw_text,
    start,
    text_height,
    text_width,
    wrapped_height,
)
from desktop.viewmodels.marks import Choice


class _Segment(QRadioButton):
    """One answer of a `Segmented`."""

    def __init__(self, look: Look, choice: Choice) -> None:
        super().__init__()
        self._look = look
        self.key = choice.key
        self._words = look.say(choice.words)
        self.setAccessibleName(self._words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of the words."""
        font = self._look.font("sm", 600)
        return QSize(max(TOUCH, text_width(font, self._words) + 28), self._high())

    def minimumSizeHint(self) -> QSize:
        """Return that it is never cut."""
        return self.sizeHint()

    def _high(self) -> int:
        return max(TOUCH, text_height(self._look.font("sm", 600)) + 26)

    def hitButton(self, at: QPoint) -> bool:
        """Return that all of it can be pressed."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the answer; filled when chosen."""
        on = self.isChecked()
        over = self.underMouse() and not on
        fill = "primary" if on else "primary_tint2" if over else "surface"
        line = "primary" if on else "border_strong"
        rect = QRectF(self.rect()).adjusted(0, 5, 0, -5)
        ink = "on_primary" if on else "ink_soft"
        with start(self) as painter:
            draw_box(painter, self._look, rect, fill=fill, line=line)
            font = self._look.font("sm", 600)
            draw_text(painter, self._look, rect, self._words, font=font, ink=ink, align=CENTER)


def tab_to_chosen(buttons: Sequence[QRadioButton]) -> None:
    """Let Tab reach only the chosen answer, as arrows choose only from there on; else all."""
    nothing = not any(button.isChecked() for button in buttons)
    for button in buttons:
        reached = nothing or button.isChecked()
        policy = Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(policy)


class _OneOf(QWidget):
    """Answers of which one at most is chosen."""

    chosen = Signal(str)  # key; only when a person chooses

    def __init__(
        self, look: Look, name: Sayable, answers: Sequence[_Segment | Tile], current: str
    ) -> None:
        super().__init__()
        self.setAccessibleName(look.say(name))
        self._answers = answers
        self._group = QButtonGroup(self)
        for answer in answers:
            self._group.addButton(answer)
        self._group.buttonClicked.connect(self._on_clicked)
        self.choose(current)

    def choose(self, key: str) -> None:
        """Show this answer as chosen, "" for none; tells nobody."""
        self._group.setExclusive(False)
        for answer in self._answers:
            answer.setChecked(answer.key == key)
        self._group.setExclusive(True)
        tab_to_chosen(self._answers)

    def current(self) -> str:
        """Return the key chosen, "" for none."""
        return next((answer.key for answer in self._answers if answer.isChecked()), "")

    def buttons(self) -> Sequence[QRadioButton]:
        """Return the answers in order."""
        return self._answers

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _Segment | Tile):
            self.chosen.emit(button.key)


class Segmented(_OneOf):
    """A choice of a few short answers side by side; wraps where there is no room.

    None is chosen at first unless said. Arrow keys move and choose, Tab leaves.
    """

    def __init__(
        self, look: Look, name: Sayable, choices: Sequence[Choice], current: str = ""
    ) -> None:
        segments = [_Segment(look, choice) for choice in choices]
        super().__init__(look, name, segments, current)
        for segment in segments:
            # A group of names is heard as "Theme: Night", so the name goes before each answer.
            segment.setAccessibleDescription(look.say(name))
        self.setLayout(Flow(*segments, gap=2))
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class FilterChip(Pressable):
    """A filter that is on or off, with how many results it has; a check mark says it is on."""

    def __init__(self, look: Look, words: Sayable, count: int | None = None) -> None:
        self._count = count
        super().__init__(look, words)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._on_toggled)
        self.show_count(count)

    def show_count(self, count: int | None) -> None:
        """Show how many results this filter has."""
        self._count = count
        name = self.shown_text() if count is None else f"{self.shown_text()}, {count}"
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of its parts; the check mark's room is kept so that nothing jumps."""
        look = self._look
        width = text_width(look.font("sm", 500), self.shown_text()) + 30
        if self._count is not None:
            width += text_width(look.font("sm", 600), str(self._count)) + 8
        if self.isChecked():
            width += look.px(16) + 4
        return QSize(max(TOUCH, width), max(TOUCH, text_height(look.font("sm")) + 28))

    def _on_toggled(self, on: bool) -> None:
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        look = self._look
        on = self.isChecked()
        rect = QRectF(self.rect()).adjusted(0, 6, 0, -6)
        over = self.underMouse() and not on
        fill = "primary_tint2" if on else "primary_tint" if over else "surface"
        with start(self) as painter:
            line = "primary" if on or over else "border_strong"
            width = 1.5 if on else 1
            draw_box(
                painter, look, rect, fill=fill, line=line, width=width, radius=rect.height() / 2
            )
            x = 14.0
            if on:
                side = look.px(16)
                at = QPointF(x - 4, (self.height() - side) / 2)
                draw_icon(painter, look, "check", "primary", at, side, self.devicePixelRatioF())
                x += side
            font = look.font("sm", 500)
            words = text_width(font, self.shown_text())
            ink = "primary" if on else "ink"
            box = QRectF(x, 0, words + 2, self.height())
            draw_text(painter, look, box, self.shown_text(), font=font, ink=ink)
            if self._count is not None:
                box = QRectF(x + words + 8, 0, self.width(), self.height())
                ink = "primary" if on else "ink_muted"
                text = str(self._count)
                draw_text(painter, look, box, text, font=look.font("sm", 600), ink=ink)


class Tile(QRadioButton):
    """One of a few large answers: icon, words, a sentence; a check mark when chosen."""

    def __init__(self, look: Look, choice: Choice) -> None:
        super().__init__()
        self._look = look
        self.key = choice.key
        self._icon = look.icons.require(choice.icon)
        self._words = look.say(choice.words)
        self._detail = look.say(choice.detail)
        self.setAccessibleName(self._words)
        self.setAccessibleDescription(self._detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        grow_down(self)

    def hasHeightForWidth(self) -> bool:
        """Return that narrow words need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of words and sentence."""
        words, detail = self._heights(width)
        return max(60, words + detail + 20)

    def sizeHint(self) -> QSize:
        """Return a good width."""
        width = self._look.px(340)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow column's room."""
        return QSize(self._look.px(180), 60)

    def hitButton(self, at: QPoint) -> bool:
        """Return that all of it can be pressed."""
        return self.rect().contains(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose on Enter as on Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        look = self._look
        on = self.isChecked()
        fill = "primary_tint" if on or self.underMouse() else "surface"
        line = "primary" if on else "border_strong"
        words, detail = self._heights(self.width())
        left = self._left()
        side = look.px(24)
        ratio = self.devicePixelRatioF()
        with start(self) as painter:
            draw_box(painter, look, self.rect(), fill=fill, line=line, width=2 if on else 1)
            ink = "primary" if on else "ink_muted"
            if self._icon:
                at = QPointF(14, (self.height() - side) / 2)
                draw_icon(painter, look, self._icon, ink, at, side, ratio)
            top = (self.height() - words - detail) / 2
            room = self.width() - left - look.px(20) - 28
            flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
            painter.setFont(look.font("md", 600))
            painter.setPen(look.color("ink"))
            painter.drawText(QRectF(left, top, room, words), flags, self._words)
            painter.setFont(look.font("sm"))
            painter.setPen(look.color("ink_muted"))
            painter.drawText(QRectF(left, top + words, room, detail), flags, self._detail)
            if on:
                small = look.px(20)
                at = QPointF(self.width() - small - 14, (self.height() - small) / 2)
                draw_icon(painter, look, "check_circle", "primary", at, small, ratio)

    def _left(self) -> int:
        return 14 + (self._look.px(24) + 14 if self._icon else 4)

    def _heights(self, width: int) -> tuple[int, int]:
        room = width - self._left() - self._look.px(20) - 28
        return (
            wrapped_height(self._look.font("md", 600), self._words, room),
            wrapped_height(self._look.font("sm"), self._detail, room),
        )


class Tiles(_OneOf):
    """Large answers below each other; none is chosen at first unless said."""

    def __init__(
        self, look: Look, name: Sayable, choices: Sequence[Choice], current: str = ""
    ) -> None:
        tiles = [Tile(look, choice) for choice in choices]
        super().__init__(look, name, tiles, current)
        self.setLayout(column(*tiles, gap=8))
