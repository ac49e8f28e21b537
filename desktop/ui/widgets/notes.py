"""Notes between the lines of a page, an error with its remedy, and an empty list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.labels import Icon, Label
from desktop.ui.widgets.layout import column, flowing, holding, row
from desktop.ui.widgets.paint import repolish
from desktop.viewmodels.marks import Tone, Trouble

BUTTON_BESIDE = 1.25  # text scale up to which a button has room beside the words
_ICONS = {
    Tone.INFO: ("info_outline", "primary"),
    Tone.SUCCESS: ("check_circle", "success_ink"),
    Tone.WARNING: ("warning", "warning_ink"),
    Tone.ERROR: ("error", "error_ink"),
    Tone.NEUTRAL: ("info_outline", "ink_soft"),
}


def announce(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Let a screen reader say the text; `at_once` interrupts what it is saying."""
    event = QAccessibleAnnouncementEvent(widget, text)
    levels = QAccessible.AnnouncementPoliteness
    event.setPoliteness(levels.Assertive if at_once else levels.Polite)
    QAccessible.updateAccessibility(event)


class Note(QFrame):
    """A few words set apart: a title, a text, perhaps a button."""

    def __init__(
        self,
        look: Look,
        tone: Tone,
        text: Sayable,
        *,
        title: Sayable = "",
        icon: str = "",
        button: Button | None = None,
    ) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        grow_down(self)
        self._icon = Icon(look, "info_outline", size=20)
        self._title = Label(look, "", "md", weight=600, wrap=True)
        self._text = Label(look, "", "sm", ink="ink_soft", wrap=True)
        words = holding(column(self._title, self._text, gap=2))
        beside = button if look.text_scale <= BUTTON_BESIDE else None
        if button is not None and beside is None:
            words = holding(column(words, row(button, "*"), gap=6))
        side = row(self._icon, (words, 1), beside, gap=10, margins=(14, 10, 14, 10))
        side.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(side)
        self.show_note(tone, text, title=title, icon=icon)

    def show_note(self, tone: Tone, text: Sayable, *, title: Sayable = "", icon: str = "") -> None:
        """Show another note."""
        repolish(self, "tone", tone.value)
        name, ink = _ICONS[tone]
        self._icon.show_icon(icon or name, ink)
        self._title.say(title)
        self._title.setVisible(bool(self._title.text()))
        self._text.say(text)
        self._text.setVisible(bool(self._text.text()))
        self.setAccessibleName(self.text())

    def text(self) -> str:
        """Return title and text."""
        return " ".join(filter(None, (self._title.text(), self._text.text())))


class ErrorBanner(Note):
    """Says what did not work and what to do; hidden until there is something."""

    def __init__(self, look: Look, button: Button | None = None) -> None:
        super().__init__(look, Tone.ERROR, "", button=button)
        self.hide()

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Show reason and remedy and let them be heard at once; None hides the banner."""
        if trouble is None:
            self.hide()
            return
        self.show_note(Tone.ERROR, trouble.remedy, title=trouble.reason)
        self.show()
        announce(self, self.text(), at_once=True)


class EmptyState(QWidget):
    """What an empty list says: that it is empty, how to fill it, and the button for it."""

    def __init__(
        self, look: Look, icon: str, title: Sayable, text: Sayable, *buttons: Button
    ) -> None:
        super().__init__()
        self._look = look
        center = Qt.AlignmentFlag.AlignCenter
        self._title = Label(look, title, "lg", weight=600, wrap=True, align=center)
        self._text = Label(look, text, "md", ink="ink_soft", wrap=True, align=center)
        pressed = row("*", *buttons, "*", gap=8) if len(buttons) < 2 else None
        wrapping = flowing(*buttons) if len(buttons) > 1 else None
        self.setLayout(
            column(
                "*",
                row("*", Icon(look, icon, "ink_muted", 40), "*"),
                4,
                self._title,
                self._text,
                8 if buttons else None,
                pressed,
                row("*", (wrapping, 0), "*") if wrapping else None,
                "*",
                gap=6,
                margins=(24, 16, 24, 16),
            )
        )

    def say(self, title: Sayable, text: Sayable) -> None:
        """Say something else."""
        self._title.say(title)
        self._text.say(text)
