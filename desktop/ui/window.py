"""The window: shows sign-in, first start or the frame, and draws what lies over all of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from desktop.domain.words import Sayable
from desktop.ui.card_screen import CardScreen
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialogs import Dialog, RefusedDialog
from desktop.ui.widgets.focus_ring import FocusRing
from desktop.ui.widgets.layout import CurrentPage, column, holding
from desktop.ui.widgets.toast import Toast
from desktop.viewmodels.marks import Trouble

GOOD_SIZE = QSize(1280, 820)


class Window(QMainWindow):
    """The one window of a workspace. Its title is the product's, never a person's name."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setWindowTitle("Offramp")
        self._stack = CurrentPage()
        self._stack.setObjectName("page")
        self.toast_box = Toast(look)
        self.setCentralWidget(holding(column((self._stack, 1), self.toast_box, gap=0)))
        self.focus_ring = FocusRing(look, self)
        self._followed = False

    def fit_screen(self) -> None:
        """Before it is shown, take a good size the screen has; small screens are filled.

        A size that was already given stays.
        """
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return
        room = self.screen().availableGeometry().size()
        self.resize(GOOD_SIZE.boundedTo(room))
        if GOOD_SIZE.boundedTo(room) != GOOD_SIZE:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def show_content(self, content: QWidget) -> None:
        """Show this and forget what was shown before."""
        before = self._stack.currentWidget()
        self._stack.addWidget(content)
        self._stack.setCurrentWidget(content)
        if before is not None and before is not content:
            self._stack.removeWidget(before)
            before.hide()
            before.deleteLater()

    def leave(self) -> None:
        """Leave the field typed in, which takes what stands there, and close what lies over all.

        A dialog holds what its page holds: names, facts, a signature. None outlives its person.
        """
        for dialog in self.findChildren(QDialog):  # the system's own, too: print, choose a file
            dialog.reject()
            if isinstance(dialog, Dialog):
                dialog.deleteLater()
        for card in self.findChildren(CardScreen):
            card.close_card()
        self.toast_box.leave()
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()

    def content(self) -> QWidget | None:
        """Return what is shown."""
        return self._stack.currentWidget()

    def toast(self, words: Sayable, undo: Callable[[], None] | None = None) -> None:
        """Say what just happened, with Undo if it can be undone."""
        self.toast_box.say(words, undo)

    def show_trouble(self, trouble: Trouble, button: Button | None = None) -> RefusedDialog:
        """Show a refusal over the page; returns at once with the open dialog."""
        dialog = RefusedDialog(self.look, self, trouble, button)
        dialog.open()
        return dialog

    def showEvent(self, event: QShowEvent) -> None:
        """Let the ring follow the focus, from the first time the window is shown."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None and not self._followed:
            self._followed = True
            handle.focusObjectChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, new: QObject | None) -> None:
        focused = new if isinstance(new, QWidget) else QApplication.focusWidget()
        self.focus_ring.follow(focused)
