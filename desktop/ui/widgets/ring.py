"""A deadline as a ring that fills; the words beside it say the same."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.look import Look
from desktop.ui.widgets.paint import CENTER, draw_icon, draw_text, start
from desktop.viewmodels.marks import Tone

_INKS = {Tone.INFO: "primary", Tone.NEUTRAL: "ink_muted"}


def ring_ink(tone: Tone) -> str:
    """Return the role a deadline of this tone is drawn and written in."""
    return _INKS.get(tone, f"{tone}_ink")


def draw_ring(
    painter: QPainter, look: Look, rect: QRectF, tone: Tone, gone: float, ratio: float
) -> None:
    """Draw what is left of the time as an arc; late is a whole ring around "!"."""
    thick = max(3.0, rect.width() / 9)
    inner = rect.adjusted(thick, thick, -thick, -thick)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.color("hairline"), thick))
    painter.drawEllipse(inner)
    ink = ring_ink(tone)
    pen = QPen(look.color(ink), thick)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    late = tone is Tone.ERROR
    left = 1.0 if late or tone is Tone.SUCCESS else max(0.04, 1.0 - gone)
    painter.drawArc(inner, 90 * 16, round(left * 360 * 16))
    if late:
        font = look.font("lg" if rect.width() > 40 else "sm", 700)
        draw_text(painter, look, rect, "!", font=font, ink=ink, align=CENTER)
        return
    side = round(rect.width() * 0.42)
    center = rect.center()
    corner = QRectF(center.x() - side / 2, center.y() - side / 2, side, side).topLeft()
    icon = "check" if tone is Tone.SUCCESS else "schedule"
    draw_icon(painter, look, look.icons.require(icon), ink, corner, side, ratio)


class Ring(QWidget):
    """How much of a deadline's time is left. Decoration: screen readers skip it."""

    def __init__(self, look: Look, tone: Tone, gone: float, size: int = 36) -> None:
        super().__init__()
        self._look = look
        self._tone = tone
        self._gone = gone
        self.setFixedSize(QSize(look.px(size), look.px(size)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        with start(self) as painter:
            rect = QRectF(self.rect())
            draw_ring(painter, self._look, rect, self._tone, self._gone, self.devicePixelRatioF())
