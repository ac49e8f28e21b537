"""Words on the window. Always plain text: a person's text is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.paint import (
    draw_icon,
    draw_text,
    repolish,
    set_tip,
    start,
    text_height,
    text_width,
)


class Label(QLabel):
    """Words in one of the seven sizes, four weights and the inks of the theme."""

    def __init__(
        self,
        look: Look,
        words: Sayable = "",
        size: str = "md",
        *,
        ink: str = "ink",
        weight: int = 400,
        wrap: bool = False,
        align: Qt.AlignmentFlag | None = None,
    ) -> None:
        super().__init__()
        self._look = look
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("letters", size)
        self.setProperty("weight", str(weight))
        self.setProperty("ink", ink)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if align is not None:
            self.setAlignment(align)
        self.say(words)

    def say(self, words: Sayable) -> None:
        """Show these words instead."""
        self.setText(self._look.say(words))

    def set_ink(self, role: str) -> None:
        """Show the words in the color of this role."""
        repolish(self, "ink", role)


def title(look: Look, words: Sayable) -> Label:
    """Return the largest heading of a page."""
    return Label(look, words, "xxl", weight=700, wrap=True)


def heading(look: Look, words: Sayable) -> Label:
    """Return the heading of a part."""
    return Label(look, words, "md", weight=700, wrap=True)


def strong(look: Look, words: Sayable, *, wrap: bool = True) -> Label:
    """Return a name or other words that carry a line."""
    return Label(look, words, "md", weight=600, wrap=wrap)


def body(look: Look, words: Sayable) -> Label:
    """Return running text."""
    return Label(look, words, "md", ink="ink_soft", wrap=True)


def hint(look: Look, words: Sayable, *, wrap: bool = True) -> Label:
    """Return quiet small text."""
    return Label(look, words, "sm", ink="ink_muted", wrap=wrap)


def at_the_right(label: Label) -> Label:
    """Return the label, its words at the right end of their room."""
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def overline(look: Look, words: Sayable) -> Label:
    """Return a small heading above a group, in capitals."""
    label = Label(look, words, "xs", ink="ink_muted", weight=600, wrap=True)
    label.setText(label.text().upper())
    return label


def selectable(label: Label) -> Label:
    """Return the label, its words to be marked and copied with pointer or keyboard.

    Tab goes past it: a page of twenty such lines would keep people from the next button.
    """
    flags = Qt.TextInteractionFlag
    label.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label


class ElidedLabel(QWidget):
    """One line that ends in an ellipsis where it must; the whole text is its tip and its name.

    For names of people and places in lists; never for a question, a reason or a deadline.
    """

    def __init__(
        self,
        look: Look,
        words: Sayable = "",
        size: str = "md",
        *,
        ink: str = "ink",
        weight: int = 400,
    ) -> None:
        super().__init__()
        self._look = look
        self._font = look.font(size, weight)
        self._ink = ink
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(words)

    def say(self, words: Sayable) -> None:
        """Show these words instead."""
        self._text = self._look.say(words)
        self.setAccessibleName(self._text)
        set_tip(self, self._text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return the room the whole text takes."""
        return QSize(text_width(self._font, self._text) + 2, text_height(self._font) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return a few letters' room."""
        least = min(self._look.px(48), self.sizeHint().width())
        return QSize(least, text_height(self._font) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        with start(self) as painter:
            draw_text(painter, self._look, self.rect(), self._text, font=self._font, ink=self._ink)


class Icon(QWidget):
    """An icon beside words that say the same; screen readers skip it."""

    def __init__(self, look: Look, name: str, ink: str = "ink_muted", size: int = 24) -> None:
        super().__init__()
        self._look = look
        self._name = look.icons.require(name)
        self._ink = ink
        self._size = look.px(size)
        self.setFixedSize(self._size, self._size)

    def show_icon(self, name: str, ink: str) -> None:
        """Show another icon."""
        self._name = self._look.icons.require(name)
        self._ink = ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in today's theme."""
        with QPainter(self) as painter:
            ratio = self.devicePixelRatioF()
            draw_icon(painter, self._look, self._name, self._ink, QPointF(0, 0), self._size, ratio)


class Avatar(QWidget):
    """The first letter of a name in a circle; decoration only."""

    def __init__(
        self,
        look: Look,
        name: str,
        *,
        fill: str = "primary_tint2",
        ink: str = "primary",
        size: int = 40,
    ) -> None:
        super().__init__()
        self._look = look
        last_word = name.split()[-1] if name.split() else "?"
        self._letter = last_word[0].upper()
        self._fill = fill
        self._ink = ink
        self.setFixedSize(look.px(size), look.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle and letter."""
        with start(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color(self._fill))
            painter.drawEllipse(self.rect())
            draw_text(
                painter,
                self._look,
                self.rect(),
                self._letter,
                font=self._look.font("sm", 700),
                ink=self._ink,
                align=Qt.AlignmentFlag.AlignCenter,
            )


def hairline() -> QFrame:
    """Return a thin line across."""
    line = QFrame()
    line.setObjectName("hairline")
    return line
