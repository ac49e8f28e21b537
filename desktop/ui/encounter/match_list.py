"""A list of services that is as high as its lines: the page around it scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.longlist import LongList
from desktop.viewmodels.marks import Line


class WholeList(LongList):
    """Shows all its lines, at least one line high."""

    def __init__(self, look: Look, name: Sayable) -> None:
        super().__init__(look, name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[Line], current: str | None = None) -> None:
        """Show these lines and take the height they need."""
        super().show_lines(lines, current)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height of all lines."""
        return QSize(200, self._high())

    def minimumSizeHint(self) -> QSize:
        """Return the height of all lines."""
        return QSize(120, self._high())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height again: narrow lines are higher."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _high(self) -> int:
        return len(self.lines()) * self.sizeHintForRow(0) + 4 if self.lines() else 8
