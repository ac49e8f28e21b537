"""A list and what it opens: side by side where there is room, else one after the other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.look import Look
from desktop.ui.widgets.layout import row

SIDE_BY_SIDE = 1080  # pixels between the gutters of a window of 1200


class TwoViews(QWidget):
    """Shows `first` and `second`; in a narrow window `second` only after `show_second()`."""

    turned = Signal()  # another side is shown, or both are

    def __init__(
        self,
        look: Look,
        first: QWidget,
        second: QWidget,
        *,
        weights: tuple[int, int] = (10, 11),
        side_by_side_from: int = SIDE_BY_SIDE,
    ) -> None:
        super().__init__()
        self._limit = look.px(side_by_side_from)
        self._first = first
        self._second = second
        self._opened = False
        self._narrow = False
        self.setLayout(row((first, weights[0]), (second, weights[1]), gap=16))

    @property
    def narrow(self) -> bool:
        """Return whether only one side has room."""
        return self._narrow

    @property
    def second_alone(self) -> bool:
        """Return whether the list is hidden behind what it opened."""
        return self._narrow and self._opened

    def show_second(self) -> None:
        """Show what the list opened."""
        self._opened = True
        self._arrange()

    def show_first(self) -> None:
        """Go back to the list."""
        self._opened = False
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the room of the larger side: one is enough."""
        sizes = (self._first.minimumSizeHint(), self._second.minimumSizeHint())
        return QSize(max(size.width() for size in sizes), max(size.height() for size in sizes))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose whether both sides have room."""
        super().resizeEvent(event)
        narrow = event.size().width() < self._limit
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def _arrange(self) -> None:
        self._first.setVisible(not self._narrow or not self._opened)
        self._second.setVisible(not self._narrow or self._opened)
        self.turned.emit()
