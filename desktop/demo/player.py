"""Plays a person at a window: keys with their text, waits for a state, pictures of what is shown.

One machine is shown at a time: a key sent to an inactive window would fire the active one's
shortcuts (architecture.md, Facts to build on).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop.wiring import Shell

PATIENCE = 30_000  # milliseconds a state may take on a slow computer


class Stuck(RuntimeError):
    """The story waited for something that did not come: a fault of the demo or the program."""


class Player:
    """One person at one machine's window."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def sit_down(self) -> None:
        """Show the window and wait until keys reach it."""
        window = self.shell.window
        window.show()
        self.settle()
        window.activateWindow()
        self.wait(lambda: window.isActiveWindow(), "the window is active")

    def get_up(self) -> None:
        """Hide the window, and let the focus go elsewhere.

        Without a screen the platform believes that a hidden window still has the focus, and would
        not give it back when it is shown again.
        """
        self.shell.window.hide()
        elsewhere = QWidget()
        elsewhere.show()
        self.settle()
        elsewhere.close()

    def settle(self) -> None:
        """Let everything asked for be done and drawn."""
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Wait for a state, never for a time."""
        if ready():
            return
        loop = QEventLoop()
        check = QTimer()
        check.setInterval(10)
        check.timeout.connect(lambda: loop.quit() if ready() else None)
        check.start()
        QTimer.singleShot(PATIENCE, loop.quit)
        loop.exec()
        check.stop()
        if not ready():
            raise Stuck(what)

    def press(self, keys: str) -> None:
        """Press a key such as "Y" or "Ctrl+Return" wherever the keyboard is."""
        target = QApplication.focusWidget() or self.shell.window
        QTest.keySequence(target, QKeySequence(keys))
        self.settle()

    def type(self, text: str) -> None:
        """Type text into the field that has the keyboard, one key event a letter."""
        for letter in text:
            target = QApplication.focusWidget()
            if target is None:
                raise Stuck("a field to type into")
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.sendEvent(target, event)
        self.settle()

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget."""
        middle = QPoint(widget.width() // 2, widget.height() // 2)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
        self.settle()

    def button(self, name: str, inside: QWidget | None = None) -> QAbstractButton:
        """Return the visible button whose words begin with this; finds things as a person does."""
        for button in (inside or self.shell.window).findChildren(QAbstractButton):
            words = button.text() or button.accessibleName()
            if words.startswith(name) and button.isVisible() and button.isEnabled():
                return button
        raise Stuck(f"a button {name!r}")

    def picture(self, path: Path) -> None:
        """Keep a picture of the window."""
        self.settle()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.shell.window.grab().save(str(path))


def keep_quiet() -> None:
    """Drop the one warning that only the platform without a screen gives, and no other."""

    def tell(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if "propagateSizeHints" not in text:
            sys.stderr.write(f"{kind.name}: {text}\n")

    qInstallMessageHandler(tell)
