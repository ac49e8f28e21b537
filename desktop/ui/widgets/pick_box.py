"""One of many words, picked from a list that drops down; typing finds it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.fields import entry_height
from desktop.ui.widgets.paint import draw_icon


class PickBox(QComboBox):
    """Tells only what a person picks. The wheel scrolls the page around it, not the choice."""

    picked = Signal(str)  # key

    def __init__(
        self, look: Look, name: Sayable, choices: Sequence[tuple[str, Sayable]], *, least: int = 12
    ) -> None:
        super().__init__()
        self._look = look
        self.setMinimumHeight(entry_height(look))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(least)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setAccessibleName(look.say(name))
        for key, words in choices:
            self.addItem(look.say(words), key)
        self.activated.connect(lambda at: self.picked.emit(self.itemData(at)))

    def key(self) -> str:
        """Return the key of what is picked."""
        return str(self.currentData() or "")

    def pick(self, key: str) -> None:
        """Show this one as picked, the first where there is none; tells nobody."""
        self.setCurrentIndex(max(0, self.findData(key)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow that the style sheet takes away."""
        super().paintEvent(event)
        side = self._look.px(20)
        at = QPointF(self.width() - side - 8, (self.height() - side) / 2)
        with QPainter(self) as painter:
            ratio = self.devicePixelRatioF()
            draw_icon(painter, self._look, "expand_more", "ink_muted", at, side, ratio)
