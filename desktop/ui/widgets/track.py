"""How far a referral has travelled: five honest states."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.domain.terms import Travel
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.labels import Icon, Label
from desktop.ui.widgets.layout import clear, column, holding, row
from desktop.ui.widgets.paint import draw_icon, start

STATES = tuple(Travel)
STATE_WORDS = {
    Travel.SAVED: Say("Saved here"),
    Travel.BUNDLED: Say("In a bundle"),
    Travel.LEFT: Say("Left this computer"),
    Travel.RECEIVED: Say("Received"),
    Travel.ACTED_ON: Say("Acted on"),
}
STATE_MEANINGS = {
    Travel.SAVED: Say("Only on this computer"),
    Travel.BUNDLED: Say("Sealed, waiting for a way out"),
    Travel.LEFT: Say("On its way; nobody has opened it yet"),
    Travel.RECEIVED: Say("The lead agency signed a receipt"),
    Travel.ACTED_ON: Say("Somebody works on it"),
}


def track_size(look: Look) -> QSize:
    """Return the room of the five dots."""
    return QSize(look.px(104), look.px(20))


def draw_track(painter: QPainter, look: Look, rect: QRectF, travel: Travel, ratio: float) -> None:
    """Draw the five states as dots: done, now, not yet."""
    now = STATES.index(travel)
    dot = look.px(14)
    step = (rect.width() - dot) / (len(STATES) - 1)
    middle = rect.center().y()
    for index in range(len(STATES)):
        x = rect.x() + dot / 2 + index * step
        if index < len(STATES) - 1:
            painter.setPen(QPen(look.color("primary" if index < now else "border"), 2))
            painter.drawLine(
                QPointF(x + dot / 2 + 1, middle), QPointF(x + step - dot / 2 - 1, middle)
            )
        _draw_dot(painter, look, QPointF(x, middle), dot, index - now, ratio)


def _draw_dot(
    painter: QPainter, look: Look, center: QPointF, dot: float, place: int, ratio: float
) -> None:
    circle = QRectF(center.x() - dot / 2, center.y() - dot / 2, dot, dot)
    if place < 0:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("primary"))
        painter.drawEllipse(circle)
        side = round(dot - 4)
        at = QPointF(center.x() - side / 2, center.y() - side / 2)
        draw_icon(painter, look, "check", "on_primary", at, side, ratio)
        return
    here = place == 0
    painter.setPen(QPen(look.color("primary" if here else "border_strong"), 2 if here else 1.5))
    painter.setBrush(look.color("surface"))
    painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
    if here:
        inset = dot / 3.4
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("primary"))
        painter.drawEllipse(circle.adjusted(inset, inset, -inset, -inset))


class Track(QWidget):
    """How far a referral has come, as five dots; the word beside it is said too."""

    def __init__(self, look: Look, travel: Travel) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(track_size(look))
        self.show_travel(travel)

    def show_travel(self, travel: Travel) -> None:
        """Show another state."""
        self._travel = travel
        self.setAccessibleName(self._look.say(STATE_WORDS[travel]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots."""
        with start(self) as painter:
            rect = QRectF(self.rect())
            draw_track(painter, self._look, rect, self._travel, self.devicePixelRatioF())


class FullTrack(QWidget):
    """The five states one below the other, each with its word and when it was reached.

    `times` holds what is known of each state, in order; what is missing says "not yet".
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows = column(gap=6)
        self.setLayout(self._rows)

    def show_travel(self, travel: Travel, times: Sequence[Sayable]) -> None:
        """Show how far it has come."""
        clear(self._rows)
        now = STATES.index(travel)
        for index, state in enumerate(STATES):
            done, here = index < now, index == now
            icon = "check_circle" if done or here else "radio_button_unchecked"
            ink = "primary" if done or here else "border_strong"
            known = times[index] if index < len(times) else ""
            line = row(
                Icon(self._look, icon, ink, 20),
                (Label(self._look, STATE_WORDS[state], weight=700 if here else 500, wrap=True), 1),
                Label(self._look, known or Say("not yet"), "sm", ink="ink_muted", wrap=False),
                gap=10,
            )
            self._rows.addWidget(holding(line))
