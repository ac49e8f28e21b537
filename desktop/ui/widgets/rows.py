"""Lines of short lists. Long lists use `longlist.LongList`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.theme import TOUCH
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.cards import INSET
from desktop.ui.widgets.labels import ElidedLabel, Icon, Label, selectable
from desktop.ui.widgets.layout import column, holding, row
from desktop.ui.widgets.paint import start


class Row(QWidget):
    """One line of a card, with a hairline below unless it is the last."""

    def __init__(self, look: Look, layout: QLayout, *, last: bool = False) -> None:
        super().__init__()
        self._look = look
        self._last = last
        outer = QVBoxLayout(self)
        outer.setContentsMargins(INSET, 4, INSET, 5)
        outer.addLayout(layout)
        self.setMinimumHeight(look.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline."""
        if self._last:
            return
        with start(self) as painter:
            line = QRectF(INSET, self.height() - 1, self.width() - 2 * INSET, 1)
            painter.fillRect(line, self._look.color("hairline"))


class SelectableRow(Pressable):
    """A line that can be chosen with pointer or keyboard; a bar at its left says it is.

    A button underneath: what it shows is only drawn, so the whole line can be pressed.
    """

    chosen = Signal(str)  # key

    def __init__(
        self, look: Look, key: str, layout: QLayout, spoken: Sayable, *, last: bool = False
    ) -> None:
        super().__init__(look)
        self.key = key
        self._on = False
        self._last = last
        self._inside = holding(layout)
        self._inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(INSET, 8, INSET, 8)
        outer.addWidget(self._inside)
        self.setAccessibleName(look.say(spoken))
        grow_down(self)
        self.clicked.connect(lambda: self.chosen.emit(self.key))

    def show_chosen(self, on: bool) -> None:
        """Draw it as chosen or not; tells nobody."""
        self._on = on
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of what it shows."""
        inside = self._inside.sizeHint()
        return QSize(inside.width() + 2 * INSET, max(TOUCH, inside.height() + 16))

    def minimumSizeHint(self) -> QSize:
        """Return the least room of what it shows."""
        inside = self._inside.minimumSizeHint()
        return QSize(inside.width() + 2 * INSET, max(TOUCH, inside.height() + 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, bar and hairline."""
        with start(self) as painter:
            if self._on or self.underMouse():
                painter.fillRect(self.rect(), self._look.color("primary_tint"))
            if self._on:
                painter.fillRect(0, 0, 4, self.height(), self._look.color("primary"))
            elif not self._last:
                line = QRectF(INSET, self.height() - 1, self.width() - 2 * INSET, 1)
                painter.fillRect(line, self._look.color("hairline"))


def two_lines(look: Look, title: Sayable, detail: Sayable, *, number: Sayable = "") -> QWidget:
    """Return a name above a quiet line; both end in an ellipsis where they must."""
    first = row(
        ElidedLabel(look, title, "md", weight=600),
        ElidedLabel(look, number, "sm", ink="ink_muted") if number else None,
        "*",
        gap=8,
    )
    second = ElidedLabel(look, detail, "sm", ink="ink_muted") if detail else None
    return holding(column(first, second, gap=2))


def pairs(look: Look, *lines: tuple[Sayable, Sayable], label_width: int = 120) -> QWidget:
    """Return "label: words" lines, the words wrapped beside their labels, to be copied."""
    rows: list[QWidget] = []
    for name, words in lines:
        label = Label(look, name, "sm", ink="ink_muted", weight=600, wrap=True)
        label.setFixedWidth(look.px(label_width))
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, 2, 0, 0)  # on one line with the larger words
        text = selectable(Label(look, words, "md", ink="ink_soft", wrap=True))
        rows.append(holding(row(label, (text, 1), gap=8)))
    return holding(column(*rows, gap=6))


def checks(look: Look, lines: Sequence[tuple[str, str, Sayable]]) -> QWidget:
    """Return lines with an icon each, given as (icon, ink, words)."""
    rows = []
    for icon, ink, words in lines:
        mark = Icon(look, icon, ink, 20)
        line = row(mark, (Label(look, words, ink="ink_soft", wrap=True), 1), gap=8)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        rows.append(holding(line))
    return holding(column(*rows, gap=6))
