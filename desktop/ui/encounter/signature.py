"""A pad to sign on with finger, pen or mouse. Keyboard way: choose On paper or Spoken instead."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.paint import draw_text, start

SIZE = QSize(600, 160)  # pixels of the picture kept; enough for print at 3 inches, 200 dpi
LEAST = 40.0  # pixels of ink: a tap is no signature


class SignaturePad(QWidget):
    """Paper to sign on; `signed` tells the picture after each stroke."""

    signed = Signal(object)  # bytes, PNG; empty when cleared

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._strokes: list[list[QPointF]] = []
        self._picture = QImage()
        self.setAccessibleName(look.say(Say("Signature pad. Without a pen choose On paper.")))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_signature(self, png: bytes) -> None:
        """Show a signature kept before, unless somebody is signing; tells nobody."""
        if png and not self._strokes:
            self._picture = QImage.fromData(png, "PNG")  # type: ignore[arg-type]
        elif not png:
            self._picture = QImage()
            self._strokes = []
        self.update()

    def is_signed(self) -> bool:
        """Return whether there is a signature on it."""
        return bool(self._strokes) or not self._picture.isNull()

    def clear(self) -> None:
        """Take the signature away."""
        self._strokes = []
        self._picture = QImage()
        self.update()
        self.signed.emit(b"")

    def sizeHint(self) -> QSize:
        """Return the room for a name."""
        return QSize(360, max(96, self._look.px(96)))

    def minimumSizeHint(self) -> QSize:
        """Return the least room for a name."""
        return QSize(200, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        self._picture = QImage()
        self._strokes.append([event.position()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        if self._strokes and event.buttons() & Qt.MouseButton.LeftButton:
            self._strokes[-1].append(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke and tell the picture."""
        if self._ink() < LEAST:
            self._strokes = []
            self.update()
            return
        self.signed.emit(self._png())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paper, the line and the ink."""
        look = self._look
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        with start(self) as painter:
            painter.setBrush(look.color("surface_alt"))
            painter.setPen(QPen(look.color("border_strong"), 1.2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(rect, 6, 6)
            line = rect.bottom() - 22
            painter.setPen(QPen(look.color("border"), 1.5))
            painter.drawLine(QPointF(rect.x() + 46, line), QPointF(rect.right() - 22, line))
            box = QRectF(rect.x() + 20, line - 22, 24, 28)
            draw_text(painter, look, box, "X", font=look.font("md", 600), ink="ink_muted")
            if not self._picture.isNull():
                self._draw_picture(painter, rect)
            self._draw_strokes(painter, look.hex("ink"))

    def _draw_picture(self, painter: QPainter, rect: QRectF) -> None:
        shown = self._picture.copy()
        with QPainter(shown) as inked:  # black ink would be lost on the night theme
            inked.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            inked.fillRect(shown.rect(), self._look.color("ink"))
        size = QSize(shown.size()).scaled(rect.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(rect.topLeft(), QRectF(rect.topLeft(), size).size()), shown)

    def _draw_strokes(self, painter: QPainter, color: str) -> None:
        pen = QPen(QColor(color), 2.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            path = QPainterPath(stroke[0])
            for point in stroke[1:]:
                path.lineTo(point)
            painter.drawPath(path)

    def _ink(self) -> float:
        return sum(
            (after - before).manhattanLength()
            for stroke in self._strokes
            for before, after in pairwise(stroke)
        )

    def _png(self) -> bytes:
        picture = QImage(SIZE, QImage.Format.Format_ARGB32)
        picture.fill(Qt.GlobalColor.transparent)
        scale = min(SIZE.width() / self.width(), SIZE.height() / self.height())
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            self._draw_strokes(painter, "#000000")
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(held.data())
