"""How our own widgets draw: rounded boxes, text, icons, key caps. Colors are roles of the look."""

from __future__ import annotations

import html

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.look import Look

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


def start(widget: QWidget) -> QPainter:
    """Return a smooth painter on the widget; use it in `with`."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def text_width(font: QFont, text: str) -> int:
    """Return how wide the text is, in pixels."""
    return QFontMetrics(font).horizontalAdvance(text)


def text_height(font: QFont) -> int:
    """Return the height of one line, in pixels."""
    return QFontMetrics(font).height()


def draw_box(
    painter: QPainter,
    look: Look,
    rect: QRect | QRectF,
    *,
    fill: str = "",
    line: str = "",
    width: float = 1.0,
    radius: float = 6.0,
) -> None:
    """Draw a rounded box inside `rect`; an empty role draws nothing of its kind."""
    inner = QRectF(rect)
    if line:
        inset = width / 2
        inner = inner.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(look.color(line), width) if line else Qt.PenStyle.NoPen)
    painter.setBrush(look.color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius, radius)


def draw_text(
    painter: QPainter,
    look: Look,
    rect: QRect | QRectF,
    text: str,
    *,
    font: QFont,
    ink: str = "ink",
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Draw one line of text; what does not fit ends in an ellipsis."""
    box = QRectF(rect)
    room = int(box.width()) + 1
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.setFont(font)
    painter.setPen(look.color(ink))
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine, shown)


def draw_icon(
    painter: QPainter, look: Look, name: str, ink: str, at: QPointF, size: int, ratio: float
) -> None:
    """Draw an icon with its upper left corner at `at`."""
    painter.drawPixmap(at, look.icons.pixmap(name, look.hex(ink), size, ratio))


def keycap_size(look: Look, text: str) -> tuple[int, int]:
    """Return width and height of a key cap."""
    font = look.font("sm", 600)
    return max(look.px(26), text_width(font, text) + look.px(12)), text_height(font) + 4


def draw_keycap(
    painter: QPainter, look: Look, x: float, middle: float, text: str, *, ink: str, line: str
) -> None:
    """Draw a key cap from `x` on, its middle at height `middle`."""
    width, height = keycap_size(look, text)
    rect = QRectF(x, round(middle - height / 2), width, height)
    draw_box(painter, look, rect, line=line, width=1.2, radius=4)
    draw_text(painter, look, rect, text, font=look.font("sm", 600), ink=ink, align=CENTER)


def set_tip(widget: QWidget, text: str) -> None:
    """Set a tool tip that shows the text as typed: Qt guesses rich text otherwise."""
    widget.setToolTip(f"<qt>{html.escape(text)}</qt>" if text else "")


def repolish(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet asks about, and let the sheet see it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def wrapped_height(font: QFont, text: str, width: int) -> int:
    """Return how high the text is when wrapped at this width, in pixels."""
    room = QRect(0, 0, max(20, width), 100_000)
    flags = Qt.TextFlag.TextWordWrap
    return QFontMetrics(font).boundingRect(room, flags, text).height() if text else 0
