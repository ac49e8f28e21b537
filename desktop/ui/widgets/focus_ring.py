"""The focus ring: drawn outside the control, for people who use the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QWidget
from shiboken6 import isValid

from desktop.ui.look import Look

OUTSIDE = 5  # pixels around the control
_MOVING_KEYS = {
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
}
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class FocusRing(QWidget):
    """Follows the focus of one window.

    A style sheet cannot draw outside a control and QFocusFrame cuts its inside. Two tones: the
    USWDS blue alone has 2.8:1 on the page's gray.
    """

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._by_keyboard = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        window.installEventFilter(self)

    def follow(self, target: QWidget | None) -> None:
        """Stay around this control; None for no control."""
        for widget in self._watched:
            if isValid(widget):  # lists are made anew: what had the focus may be gone
                widget.removeEventFilter(self)
        self._watched = []
        self._target = None
        if target is not None and self._window.isAncestorOf(target):
            self._target = target
            inside: QWidget | None = target
            while inside is not None and inside is not self._window:
                inside.installEventFilter(self)
                self._watched.append(inside)
                inside = inside.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Learn whether keys or the pointer are used; move along."""
        kind = event.type()
        if kind in _MOVES:
            QTimer.singleShot(0, self, self._place)
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in _MOVING_KEYS:
                self._by_keyboard = True
                QTimer.singleShot(0, self, self._place)
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self._by_keyboard = False
            self._place()
        return False

    def _place(self) -> None:
        if self._target is not None and not isValid(self._target):
            self._target = None
        target = self._target
        # A long list draws its own ring around the line.
        drawn_elsewhere = isinstance(target, QAbstractItemView)
        if target is None or not self._by_keyboard or drawn_elsewhere or not target.isVisible():
            self.hide()
            return
        seen = self._seen_part(target)
        if seen.isEmpty():
            self.hide()
            return
        self.setGeometry(seen.adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE))
        self.show()
        self.raise_()

    def _seen_part(self, target: QWidget) -> QRect:
        rect = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        for widget in self._watched:
            if isValid(widget) and isinstance(widget, QScrollArea):
                port = widget.viewport()
                at = port.mapTo(self._window, QPoint(0, 0))
                rect = rect.intersected(QRect(at, port.size()))
        return rect

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dark edge and the blue ring."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect())
            painter.setPen(QPen(self._look.color("focus_edge"), 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
            painter.setPen(QPen(self._look.color("focus"), 3))
            painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), 8, 8)

    def showEvent(self, event: QShowEvent) -> None:
        """Stay above everything."""
        self.raise_()
