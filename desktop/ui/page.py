"""What every page is: a body, an action bar, keys, and a heading for the window's header."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QBoxLayout,
    QComboBox,
    QFrame,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialogs import KeysDialog
from desktop.ui.widgets.labels import Icon, Label
from desktop.ui.widgets.layout import Scroll, column, flowing, row
from desktop.viewmodels.frame import Heading
from desktop.viewmodels.marks import Tone

Keys = Sequence[tuple[str, Sayable]]  # a key and what it does
ONE_LINE = 1.5  # text scale up to which words and buttons have room side by side
WIDE = 1200  # pixels from which key hints have room


class ActionBar(QFrame):
    """The bottom of a page: left what is kept, then key hints, right the buttons, main one last."""

    def __init__(self, look: Look, *buttons: Button, hint: Sayable = "") -> None:
        super().__init__()
        self.setObjectName("actions")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = Icon(look, "check_circle", "success_ink", 20)
        self._kept = Label(look, "", "sm", ink="ink_muted", wrap=True)
        self._hint = Label(look, hint, "sm", ink="ink_muted")
        self._hint.hide()
        self._icon.hide()
        self._buttons = flowing(*buttons, gap=12, to_the_right=True)
        words = row(self._icon, (self._kept, 1), self._hint, gap=12)
        if look.text_scale > ONE_LINE:
            bar: QBoxLayout = column(words, self._buttons, gap=8)
        else:
            bar = row((words, 1), self._buttons, gap=12)
        bar.setContentsMargins(24, 12, 16, 12)
        self.setLayout(bar)
        self.setMinimumHeight(72)

    def show_kept(self, words: Sayable, tone: Tone = Tone.SUCCESS) -> None:
        """Say what is kept, or what is still missing (NEUTRAL)."""
        kept = tone is Tone.SUCCESS
        self._icon.show_icon(
            "check_circle" if kept else "info_outline", "success_ink" if kept else "ink_muted"
        )
        self._kept.say(words)
        self._icon.setVisible(bool(self._kept.text()))

    def show_hint(self, words: Sayable) -> None:
        """Say the most useful keys; shown from 1200 pixels on."""
        self._hint.say(words)
        self._fit_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the hint only where it has room."""
        super().resizeEvent(event)
        self._fit_hint()

    def _fit_hint(self) -> None:
        self._hint.setVisible(bool(self._hint.text()) and self.width() >= WIDE - 88)


class Page(QWidget):
    """A page of the window.

    A subclass calls `fill()` once with its body and perhaps an action bar, registers its keys with
    `on_key()`, shows values with its `show_*` methods, and says with signals what the person asks.
    """

    heading_changed = Signal(object)  # Heading

    def __init__(self, look: Look, title: Sayable, context: Sayable = "") -> None:
        super().__init__()
        self.look = look
        self._heading = Heading(title, context)
        self._keys: list[tuple[str, Sayable]] = []
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)

    def fill(self, body: QLayout | QWidget, actions: ActionBar | None = None) -> None:
        """Put the body with the page's gutters above the action bar."""
        # Large text may need more height than the window has: then all of the body scrolls.
        self._outer.addWidget(Scroll(column(body, margins=(16, 16, 16, 16))), 1)
        if actions is not None:
            self._outer.addWidget(actions)

    def heading(self) -> Heading:
        """Return what the header says while this page is shown."""
        return self._heading

    def show_heading(self, title: Sayable, context: Sayable = "") -> None:
        """Say something else in the header."""
        self._heading = Heading(title, context)
        self.heading_changed.emit(self._heading)

    def on_key(
        self, key: str, words: Sayable, act: Callable[[], object], *, button: Button | None = None
    ) -> QShortcut:
        """Do `act` on a key such as "Y" or "Ctrl+N" while this page is shown; F1 lists it.

        A single letter or digit does nothing while a text field has the focus. With `button` the
        key only works while the button can be pressed.
        """
        self._keys.append((key, words))
        return bind_key(self, key, act, button=button)

    def note_key(self, key: str, words: Sayable) -> None:
        """List a key on F1 that works by itself, such as arrows in a list."""
        self._keys.append((key, words))

    def keys(self) -> list[tuple[str, Sayable]]:
        """Return the keys of this page with what they do."""
        return list(self._keys)

    def focus_first(self) -> None:
        """Put the keyboard where work starts; called when the page is shown."""


def bind_key(
    owner: QWidget, key: str, act: Callable[[], object], *, button: Button | None = None
) -> QShortcut:
    """Return a shortcut of the window that works while `owner` is visible.

    Never QAbstractButton.setShortcut: it clicks 100 ms late and drops a fast second key.
    """
    shortcut = QShortcut(QKeySequence(key), owner)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.setAutoRepeat(False)
    single = len(key) == 1

    def pressed() -> None:
        if single and is_typing(QApplication.focusWidget()):
            return
        if button is not None and not (button.isEnabled() and button.isVisible()):
            return
        act()

    shortcut.activated.connect(pressed)
    return shortcut


def bind_help(owner: QWidget, look: Look, keys: Callable[[], Keys]) -> QShortcut:
    """Return F1 for a page outside the frame: it lists these keys, as they are when asked."""

    def show() -> None:
        KeysDialog(look, owner.window(), [*keys(), ("F1", Say("Show these keys"))]).open()

    return bind_key(owner, "F1", show)


def is_typing(widget: QWidget | None) -> bool:
    """Return whether letters typed now belong to this widget."""
    return isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox | QAbstractSpinBox)
