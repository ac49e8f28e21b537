"""The dark band at the left of the pages before the frame: sign-in and first start."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.labels import Avatar, Icon, Label
from desktop.ui.widgets.layout import Part, Scroll, column, fill, frame, holding, row
from desktop.ui.widgets.paint import repolish


class Band(QFrame):
    """The product and a line below it, what is added, and a foot at the bottom."""

    def __init__(self, look: Look, below: Sayable) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("band")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        name = Label(look, "Offramp", "xxl", ink="rail_active_ink", weight=700)
        self._below = Label(look, below, "sm", ink="rail_ink", wrap=True)
        logo = Icon(look, "directions", "rail_active_ink", 44)
        self._rows = column(
            row(logo, (column(name, self._below, gap=0), 1), gap=12), 24, gap=8, margins=(0,) * 4
        )
        self._foot = column(gap=4)
        inside = column(self._rows, "*", self._foot, gap=16, margins=(24, 32, 20, 24))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(inside))

    def add(self, *parts: Part) -> None:
        """Add parts below the product's name."""
        fill(self._rows, parts)

    def add_foot(self, icon: str, title: Sayable, *lines: Sayable) -> None:
        """Add a small title and lines at the bottom."""
        look = self._look
        head = Label(look, title, "md", ink="rail_active_ink", weight=600, wrap=True)
        self._foot.addLayout(row(Icon(look, icon, "rail_active_ink", 20), (head, 1), gap=10))
        for line in lines:
            if look.say(line):
                self._foot.addWidget(Label(look, line, "sm", ink="rail_ink", wrap=True))


def band_heading(look: Look, words: Sayable) -> Label:
    """Return a heading on the band."""
    return Label(look, words, "lg", ink="rail_active_ink", weight=600, wrap=True)


def band_text(look: Look, words: Sayable) -> Label:
    """Return running text on the band."""
    return Label(look, words, "md", ink="rail_ink", wrap=True)


def band_box(look: Look, name: str, words: Sayable) -> QFrame:
    """Return a name with a line below, in a lighter box of the band."""
    picture = Avatar(look, name, fill="rail", ink="rail_active_ink")
    first = Label(look, name, "md", ink="rail_active_ink", weight=600, wrap=True)
    second = Label(look, words, "sm", ink="rail_active_ink", wrap=True)
    text = column(first, second, gap=1)
    return frame("bandbox", row(picture, (text, 1), gap=12, margins=(12, 10, 12, 10)))


class BandSteps(QWidget):
    """The steps of a first start, one below the other: done, now, to come."""

    def __init__(self, look: Look, steps: Sequence[Sayable]) -> None:
        super().__init__()
        self._look = look
        self._icons = [Icon(look, "radio_button_unchecked", "rail_ink") for _ in steps]
        self._names = [Label(look, step, ink="rail_ink", weight=500, wrap=True) for step in steps]
        self._details = [Label(look, "", "sm", ink="rail_ink", wrap=True) for _ in steps]
        self._boxes: list[QFrame] = []
        for icon, name, detail in zip(self._icons, self._names, self._details, strict=True):
            words = holding(column(name, detail, gap=0))
            line = row(icon, (words, 1), gap=12, margins=(12, 8, 12, 8))
            self._boxes.append(frame("bandbox", line))
            detail.hide()
        self.setLayout(column(*self._boxes, gap=4))

    def show_step(self, current: int, details: Sequence[Sayable]) -> None:
        """Show the current step, counted from 0, and what was answered in the others."""
        for at, box in enumerate(self._boxes):
            done, here = at < current, at == current
            icon = "check_circle" if done else "navigate_next" if here else "radio_button_unchecked"
            self._icons[at].show_icon(icon, "rail_active_ink" if at <= current else "rail_ink")
            box.setObjectName("bandbox" if here else "bandplain")
            box.style().unpolish(box)
            box.style().polish(box)
            self._names[at].set_ink("rail_active_ink" if at <= current else "rail_ink")
            repolish(self._names[at], "weight", "700" if here else "500")
            self._details[at].say(details[at] if at < len(details) else "")
            self._details[at].setVisible(bool(self._details[at].text()))
        place = Say("Step {n} of {all}", n=current + 1, all=len(self._boxes))
        self.setAccessibleName(self._look.say(place))


class Banded(QWidget):
    """A page with the band at its left, a third of the width and never less than it needs."""

    def __init__(self, band: Band, rest: QWidget, *, widest: int = 480) -> None:
        super().__init__()
        self._band = band
        self._widest = widest
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(band)
        layout.addWidget(rest, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the band its third."""
        super().resizeEvent(event)
        third = min(self._widest, round(event.size().width() * 0.33))
        self._band.setFixedWidth(max(self._band.minimumSizeHint().width(), third))
