"""Dialogs: a question with its answers, a refusal with its remedy, the keys of a page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.labels import Icon, Label, hairline
from desktop.ui.widgets.layout import Part, Scroll, column, fill, flowing, holding, row
from desktop.ui.widgets.pills import Keycap
from desktop.viewmodels.marks import Tone, Trouble

WIDTH = 520  # pixels at 1x
_ICONS = {
    Tone.NEUTRAL: ("help_outline", "ink_muted"),
    Tone.INFO: ("info_outline", "primary"),
    Tone.SUCCESS: ("check_circle", "success_ink"),
    Tone.WARNING: ("warning", "warning_ink"),
    Tone.ERROR: ("error", "error_ink"),
}


class Dialog(QDialog):
    """A small window over the page: title, text, what is added, buttons. Esc leaves it."""

    wide = WIDTH

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        title: Sayable,
        text: Sayable = "",
        *,
        tone: Tone = Tone.NEUTRAL,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.setWindowTitle("Offramp")
        self.setModal(True)
        name, ink = _ICONS[tone]
        icon = Icon(look, name, ink, 32)
        self._title = Label(look, title, "lg", weight=700, wrap=True)
        self._text = Label(look, text, "md", ink="ink_soft", wrap=True)
        self._text.setVisible(bool(self._text.text()))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._text.text())
        self._rows = column(self._title, self._text, gap=8)
        top = row(icon, (self._rows, 1), gap=16)
        top.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        self._inside = top
        self._outer = column((Scroll(top), 1), gap=16, margins=(24, 24, 24, 16))
        self.setLayout(self._outer)

    def add(self, *parts: Part) -> None:
        """Add parts below the text."""
        fill(self._rows, parts)

    def add_buttons(self, *buttons: Button) -> None:
        """Add the buttons at the bottom, the main one last; the caller connects them."""
        self._buttons = flowing(*buttons, to_the_right=True)
        self._outer.addWidget(self._buttons)
        buttons[-1].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room that shows everything, as far as the window has it."""
        super().showEvent(event)
        parent = self.parentWidget()
        window = parent.window() if parent is not None else self
        least = self.minimumSizeHint().width()
        width = max(least, min(self._look.px(self.wide), window.width() - 32))
        margins = self._outer.contentsMargins()
        room = width - margins.left() - margins.right()
        height = self._inside.totalHeightForWidth(room) if self._inside.hasHeightForWidth() else 0
        height = max(height, self._inside.minimumSize().height())
        below = self._buttons.heightForWidth(room) + self._outer.spacing()
        tall = height + below + margins.top() + margins.bottom() + 2
        self.resize(width, min(tall, max(window.height() - 32, 240)))
        if window is not self:  # placed by its first size, it would stand out of the window
            self.move(window.frameGeometry().center() - self.rect().center())


class RefusedDialog(Dialog):
    """Shows a refusal: the reason and what to do. Open it with `open()`, never `exec()`."""

    def __init__(
        self, look: Look, parent: QWidget, trouble: Trouble, button: Button | None = None
    ) -> None:
        super().__init__(look, parent, trouble.reason, trouble.remedy, tone=Tone.ERROR)
        close = Button(look, Say("Close"), Kind.SECONDARY if button else Kind.PRIMARY)
        close.clicked.connect(self.reject)
        if button is not None:
            button.clicked.connect(self.accept)
            self.add_buttons(close, button)
        else:
            self.add_buttons(close)


class QuestionDialog(Dialog):
    """Asks whether to go on; `accepted` is the yes."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        title: Sayable,
        text: Sayable,
        yes: Sayable,
        *,
        no: Sayable = Say("Cancel"),
        danger: bool = False,
    ) -> None:
        tone = Tone.WARNING if danger else Tone.NEUTRAL
        super().__init__(look, parent, title, text, tone=tone)
        self.no_button = Button(look, no, Kind.QUIET)
        self.no_button.clicked.connect(self.reject)
        self.yes_button = Button(look, yes, Kind.DANGER if danger else Kind.PRIMARY)
        self.yes_button.clicked.connect(self.accept)
        self.add_buttons(self.no_button, self.yes_button)


class KeysDialog(Dialog):
    """The keys that work on a page, as (key, what it does)."""

    def __init__(self, look: Look, parent: QWidget, keys: Sequence[tuple[str, Sayable]]) -> None:
        super().__init__(look, parent, Say("Keys of this page"), tone=Tone.INFO)
        lines: list[Part] = []
        for key, words in keys:
            lines.append(
                holding(row((Label(look, words, wrap=True), 1), Keycap(look, key), gap=16))
            )
            lines.append(hairline())
        self.add(8, column(*lines[:-1], gap=6))
        close = Button(look, Say("Close"), Kind.PRIMARY)
        close.clicked.connect(self.accept)
        self.add_buttons(close)
