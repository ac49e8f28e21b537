"""Cards: a white part of a page with its title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import Part, column, fill, holding, row

INSET = 20  # pixels from a card's edge to its text


class Card(QFrame):
    """A part of a page: title left, a hint or a control right, then what is `add`ed below."""

    def __init__(
        self,
        look: Look,
        title: Sayable = "",
        *,
        hint: Sayable = "",
        control: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(1, 1, 1, 8)
        self._rows.setSpacing(0)
        self.title = Label(look, title, "md", weight=700, wrap=True)
        self.hint = Label(look, hint, "sm", ink="ink_muted", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if self.title.text():
            self.setAccessibleName(self.title.text())
            head = holding(
                row(
                    (self.title, 3),
                    (self.hint, 2) if self.hint.text() else None,
                    control,
                    margins=(INSET, 2, INSET if control is None else 12, 2),
                )
            )
            head.setMinimumHeight(48)
            self._rows.addWidget(head)
        else:
            self.title.setParent(self)
            self.title.hide()
        if not (self.title.text() and self.hint.text()):
            self.hint.setParent(self)
            self.hint.hide()

    def add(self, *parts: Part) -> None:
        """Add parts from edge to edge: lines, lists, notes with their own inset."""
        fill(self._rows, parts)

    def add_inset(self, *parts: Part, gap: int = 8) -> None:
        """Add parts inset as text is."""
        top = 4 if self._rows.count() else 18
        self._rows.addLayout(column(*parts, gap=gap, margins=(INSET, top, INSET, 8)))
