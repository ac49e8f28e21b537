"""What is shown, on the clipboard as plain text; a screen reader hears that it is there."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.notes import announce


def copy_text(look: Look, widget: QWidget, text: str) -> None:
    """Put the text on the clipboard, and nothing but the text."""
    QGuiApplication.clipboard().setText(text)
    announce(widget, look.say(Say("Copied")))
