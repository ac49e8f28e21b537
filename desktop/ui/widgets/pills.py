"""Small marked words: pills, shields of the kinds of facts, key caps, the exchange chip."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.terms import Tag
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.theme import TONES, TOUCH
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.paint import (
    CENTER,
    draw_box,
    draw_icon,
    draw_keycap,
    draw_text,
    keycap_size,
    set_tip,
    start,
    text_height,
    text_width,
)
from desktop.viewmodels.marks import Mark, Tone


class Pill(QWidget):
    """A word with its tone and icon; the word alone says it all."""

    def __init__(self, look: Look, mark: Mark) -> None:
        super().__init__()
        self._look = look
        self._mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_mark(mark)

    def show_mark(self, mark: Mark) -> None:
        """Show another mark."""
        self._look.icons.require(mark.icon)
        self._mark = mark
        self._text = self._look.say(mark.words)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the word."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return the room of the word."""
        return pill_size(self._look, self._mark)

    def minimumSizeHint(self) -> QSize:
        """Return that a pill is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill at the right end of its room."""
        size = self.sizeHint()
        with start(self) as painter:
            rect = QRectF(self.width() - size.width(), 0, size.width(), size.height())
            draw_pill(painter, self._look, rect, self._mark, self.devicePixelRatioF())


def pill_size(look: Look, mark: Mark) -> QSize:
    """Return the room a pill takes."""
    font = look.font("sm", 600)
    icon = look.px(16) + 5 if mark.icon else 0
    return QSize(text_width(font, look.say(mark.words)) + 22 + icon, text_height(font) + 8)


def draw_pill(painter: QPainter, look: Look, rect: QRectF, mark: Mark, ratio: float) -> None:
    """Draw a pill, for widgets and for lines of long lists."""
    ground, line, ink = TONES[mark.tone]
    draw_box(painter, look, rect, fill=ground, line=line, radius=rect.height() / 2)
    x = rect.x() + 10
    if mark.icon:
        side = look.px(16)
        at = QPointF(x - 1, rect.y() + (rect.height() - side) / 2)
        draw_icon(painter, look, mark.icon, ink, at, side, ratio)
        x += side + 5
    box = QRectF(x, rect.y(), rect.right() - x - 6, rect.height())
    draw_text(painter, look, box, look.say(mark.words), font=look.font("sm", 600), ink=ink)


_KINDS = {
    Tag.PERSONAL: Say("personal"),
    Tag.HEALTH: Say("health"),
    Tag.JUSTICE: Say("justice"),
    Tag.SAFETY: Say("safety"),
    Tag.TREATMENT: Say("treatment"),
    Tag.CONSENT: Say("consent"),
    Tag.NONE: Say("general"),
}


class Shield(QWidget):
    """The letter of a kind of fact (P H J S T C) in a shield; its word is the name and tip."""

    def __init__(self, look: Look, tag: Tag) -> None:
        super().__init__()
        self._look = look
        self._letter = tag.value
        word = look.say(_KINDS[tag])
        self.setAccessibleName(word)
        set_tip(self, word)
        self.setFixedSize(look.px(22), look.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the letter on the shield."""
        look = self._look
        with start(self) as painter:
            side = look.px(24)
            at = QPointF(-look.px(1), 0)
            draw_icon(painter, look, "shield", "ink_soft", at, side, self.devicePixelRatioF())
            box = QRectF(0, 0, self.width(), self.height())
            font = look.font("xs", 700)
            draw_text(painter, look, box, self._letter, font=font, ink="surface", align=CENTER)


class Keycap(QWidget):
    """A key as it is drawn on a keyboard, beside what it does."""

    def __init__(self, look: Look, key: str) -> None:
        super().__init__()
        self._look = look
        self._key = key
        self.setAccessibleName(key)
        self.setFixedSize(*keycap_size(look, key))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key."""
        with start(self) as painter:
            middle = self.height() / 2
            draw_keycap(
                painter, self._look, 0, middle, self._key, ink="ink_muted", line="border_strong"
            )


class Chip(Pressable):
    """A status that can be pressed: where the exchange stands."""

    def __init__(self, look: Look, words: Sayable, icon: str, tone: Tone = Tone.NEUTRAL) -> None:
        self._icon = look.icons.require(icon)
        self._tone = tone
        super().__init__(look, words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mark(self, mark: Mark) -> None:
        """Show another state."""
        self._icon = self._look.icons.require(mark.icon)
        self._tone = mark.tone
        self.say(mark.words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of icon and words."""
        font = self._look.font("sm", 600)
        width = text_width(font, self.shown_text()) + self._look.px(20) + 36
        return QSize(width, max(TOUCH, text_height(font) + 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip 12 pixels lower than its room, so that 44 can be hit."""
        look = self._look
        ground, line, ink = TONES[self._tone]
        if self.underMouse() or self.isDown():
            line = ink
        rect = QRectF(self.rect()).adjusted(0, 6, 0, -6)
        side = look.px(20)
        with start(self) as painter:
            draw_box(painter, look, rect, fill=ground, line=line, radius=rect.height() / 2)
            at = QPointF(13, (self.height() - side) / 2)
            draw_icon(painter, look, self._icon, ink, at, side, self.devicePixelRatioF())
            box = rect.adjusted(13 + side + 7, 0, -8, 0)
            text = self.shown_text()
            draw_text(painter, look, box, text, font=look.font("sm", 600), ink=ink)
