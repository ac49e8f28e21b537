"""Things to press. Every one is at least 44 pixels high and wide and says its name."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.domain.words import Sayable
from desktop.ui.look import Look
from desktop.ui.theme import TOUCH
from desktop.ui.widgets.paint import (
    LEFT,
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


class Kind(StrEnum):
    """How much a button asks to be pressed: one PRIMARY a page."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    DANGER = "danger"
    PLAIN = "plain"  # one of several equals: no nudge


# kind -> (ground, line, ink); hover and press change the ground only
_LOOKS = {
    Kind.PRIMARY: ("primary", "primary", "on_primary"),
    Kind.SECONDARY: ("", "primary", "primary"),
    Kind.QUIET: ("", "", "primary"),
    Kind.DANGER: ("", "error_line", "error_ink"),
    Kind.PLAIN: ("surface", "border_strong", "ink"),
}
_HOVERED = {
    Kind.PRIMARY: "primary_hover",
    Kind.SECONDARY: "primary_tint2",
    Kind.QUIET: "primary_tint",
    Kind.DANGER: "error_tint",
    Kind.PLAIN: "primary_tint2",
}


class Pressable(QPushButton):
    """A button we draw ourselves; Enter presses it as Space does, at once."""

    def __init__(self, look: Look, words: Sayable = "") -> None:
        super().__init__()
        self._look = look
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.say(words)

    def say(self, words: Sayable) -> None:
        """Show these words instead; they are the button's name too."""
        text = self._look.say(words)
        # Qt reads "&" as a mnemonic; ours have none.
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def shown_text(self) -> str:
        """Return the words as people see them."""
        return self.text().replace("&&", "&")

    def minimumSizeHint(self) -> QSize:
        """Return that a button is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter; Qt does so only in dialogs."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


class Button(Pressable):
    """An ordinary button: words, perhaps an icon before and a key cap after them.

    `small` draws 34 pixels high inside its 44. `keycap` only shows the key: see Page.on_key.
    """

    def __init__(
        self,
        look: Look,
        words: Sayable,
        kind: Kind = Kind.SECONDARY,
        *,
        icon: str = "",
        keycap: str = "",
        small: bool = False,
        wide: bool = False,
    ) -> None:
        self._kind = kind
        self._icon = look.icons.require(icon)
        self._keycap = keycap
        self._small = small
        super().__init__(look, words)
        sideways = QSizePolicy.Policy.Preferred if wide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(sideways, QSizePolicy.Policy.Fixed)
        if keycap:
            self.setAccessibleDescription(keycap)

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = self._look.icons.require(icon)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of its parts."""
        padding = 12 if self._small or self._kind is Kind.QUIET else 20
        height = text_height(self._font()) + (16 if self._small else 26)
        return QSize(
            max(TOUCH, self._parts_width() + 2 * padding),
            max(TOUCH if self._small else 48, height + (10 if self._small else 0)),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button as it stands: enabled, hovered, pressed."""
        fill, line, ink = self._colors()
        gap = 5 if self._small else 0
        rect = QRectF(self.rect()).adjusted(0, gap, 0, -gap)
        with start(self) as painter:
            width = 1.5 if self._small or self._kind is Kind.PLAIN else 2
            draw_box(painter, self._look, rect, fill=fill, line=line, width=width)
            x = max(4.0, (self.width() - self._parts_width()) / 2)
            middle = self.height() / 2
            if self._icon:
                side = self._look.px(20)
                at = QPointF(round(x), round(middle - side / 2))
                ratio = self.devicePixelRatioF()
                draw_icon(painter, self._look, self._icon, ink, at, side, ratio)
                x += side + 8
            text = self.shown_text()
            cap = keycap_size(self._look, self._keycap)[0] + 10 if self._keycap else 0
            room = min(text_width(self._font(), text), self.width() - x - cap - 2)
            box = QRectF(x, 0, room, self.height())
            draw_text(painter, self._look, box, text, font=self._font(), ink=ink, align=LEFT)
            if self._keycap:
                draw_keycap(
                    painter, self._look, x + room + 10, middle, self._keycap, ink=ink, line=ink
                )

    def _font(self) -> QFont:
        return self._look.font("sm" if self._small else "md", 600)

    def _parts_width(self) -> int:
        width = text_width(self._font(), self.shown_text())
        if self._icon:
            width += self._look.px(20) + 8
        if self._keycap:
            width += keycap_size(self._look, self._keycap)[0] + 10
        return width

    def _colors(self) -> tuple[str, str, str]:
        fill, line, ink = _LOOKS[self._kind]
        if not self.isEnabled():
            filled = self._kind is Kind.PRIMARY
            return ("disabled" if filled else ""), ("disabled" if line else ""), "disabled_ink"
        if self.isDown():
            if self._kind is Kind.PRIMARY:
                return "primary_active", "primary_active", ink
            return "primary_tint2", line, ink
        if self.underMouse():
            hovered = _HOVERED[self._kind]
            return hovered, (hovered if self._kind is Kind.PRIMARY else line), ink
        return fill, line, ink


class IconButton(Pressable):
    """An icon alone; its words are its name and its tip."""

    def __init__(self, look: Look, words: Sayable, icon: str, *, ink: str = "ink_soft") -> None:
        self._icon = look.icons.require(icon)
        self._ink = ink
        super().__init__(look, words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, words: Sayable) -> None:
        """Say what pressing does."""
        super().say(words)
        set_tip(self, self.shown_text())

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = self._look.icons.require(icon)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        side = max(TOUCH, self._look.px(36))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon, on a tint while the pointer is over it."""
        with start(self) as painter:
            if self.underMouse() or self.isDown():
                draw_box(painter, self._look, self.rect(), fill="primary_tint2")
            size = self._look.px(24)
            at = QPointF((self.width() - size) // 2, (self.height() - size) // 2)
            ratio = self.devicePixelRatioF()
            draw_icon(painter, self._look, self._icon, self._ink, at, size, ratio)


# answer key -> (icon, ink)
_ANSWERS = {
    "Y": ("check", "success_ink"),
    "N": ("close", "error_ink"),
    "U": ("help_outline", "ink_muted"),
    "L": ("schedule", "ink_muted"),
}


class AnswerButton(Pressable):
    """One of the big answers to a question, with its key (Y, N, U, L) below.

    Not checkable, so that a screen reader hears a button; `show_given` marks the answer given.
    """

    def __init__(self, look: Look, words: Sayable, keycap: str, icon: str = "") -> None:
        known = _ANSWERS.get(keycap, ("radio_button_unchecked", "ink_muted"))
        self._icon = look.icons.require(icon or known[0])
        self._ink = known[1]
        self._keycap = keycap
        self._given = False
        super().__init__(look, words)
        self.setAccessibleDescription(keycap)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_given(self, given: bool) -> None:
        """Fill it when this is the answer."""
        self._given = given
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for icon and words above the key."""
        look = self._look
        width = text_width(look.font("lg", 600), self.shown_text()) + look.px(24) + 8 + 24
        line = max(look.px(24), text_height(look.font("lg", 600)))
        return QSize(max(96, width), max(72, line + keycap_size(look, "Y")[1] + 30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the answer; filled while given or held."""
        look = self._look
        filled = self._given or self.isDown()
        over = self.underMouse() and not filled
        fill = "primary" if filled else "primary_tint2" if over else "surface"
        line = "primary" if filled or over else "border_strong"
        ink = "on_primary" if filled else "ink"
        font = look.font("lg", 600)
        text = self.shown_text()
        side = look.px(24)
        width = text_width(font, text)
        x = max(4.0, (self.width() - side - 8 - width) / 2)
        cap_width, cap_height = keycap_size(look, self._keycap)
        line_height = max(side, text_height(font))
        top = (self.height() - line_height - cap_height - 6) / 2
        with start(self) as painter:
            draw_box(painter, look, self.rect(), fill=fill, line=line, width=2)
            at = QPointF(round(x), round(top + (line_height - side) / 2))
            tint = "on_primary" if filled else self._ink
            draw_icon(painter, look, self._icon, tint, at, side, self.devicePixelRatioF())
            box = QRectF(x + side + 8, top, min(width, self.width() - x - side - 10), line_height)
            draw_text(painter, look, box, text, font=font, ink=ink)
            draw_keycap(
                painter,
                look,
                (self.width() - cap_width) / 2,
                top + line_height + 6 + cap_height / 2,
                self._keycap,
                ink="on_primary" if filled else "ink_muted",
                line="on_primary" if filled else "border",
            )


class BigAction(Pressable):
    """A large button with a sentence below its words: what most people come for."""

    def __init__(
        self,
        look: Look,
        words: Sayable,
        sentence: Sayable,
        *,
        icon: str,
        keycap: str,
        primary: bool,
    ) -> None:
        self._sentence = look.say(sentence)
        self._icon = look.icons.require(icon)
        self._keycap = keycap
        self._primary = primary
        super().__init__(look, words)
        self.setAccessibleDescription(f"{self._sentence} {keycap}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Return room for both lines."""
        look = self._look
        side = self._icon_side()
        cap = keycap_size(look, self._keycap)[0]
        first = text_width(self._font(), self.shown_text())
        second = text_width(look.font("sm"), self._sentence) + 12 + cap
        height = text_height(self._font()) + text_height(look.font("sm")) + 8
        return QSize(20 + side + 14 + max(first, second) + 20, max(96, height + 32))

    def minimumSizeHint(self) -> QSize:
        """Return room for words and sentence; the key is drawn where it has room."""
        first = text_width(self._font(), self.shown_text())
        second = text_width(self._look.font("sm"), self._sentence)
        width = 20 + self._icon_side() + 14 + max(first, second) + 20
        return QSize(width, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, words, sentence and key."""
        look = self._look
        fill = "primary" if self._primary else "surface"
        if self.underMouse() or self.isDown():
            fill = "primary_hover" if self._primary else "primary_tint"
        ink = "on_primary" if self._primary else "primary"
        side = self._icon_side()
        left = 20 + side + 14
        cap_width, _ = keycap_size(look, self._keycap)
        first = text_height(self._font())
        second = max(text_height(look.font("sm")), keycap_size(look, "Y")[1])
        top = (self.height() - first - second - 6) / 2
        with start(self) as painter:
            draw_box(painter, look, self.rect(), fill=fill, line="primary", width=2, radius=10)
            at = QPointF(20, (self.height() - side) // 2)
            draw_icon(painter, look, self._icon, ink, at, side, self.devicePixelRatioF())
            box = QRectF(left, top, self.width() - left - 16, first)
            draw_text(painter, look, box, self.shown_text(), font=self._font(), ink=ink)
            room = self.width() - left - 16
            box = QRectF(left, top + first + 6, room, second)
            quiet = "on_primary" if self._primary else "ink_muted"
            draw_text(painter, look, box, self._sentence, font=look.font("sm"), ink=quiet)
            # The sentence matters more than the key, which F1 lists too.
            if text_width(look.font("sm"), self._sentence) + 12 + cap_width <= room:
                x = self.width() - cap_width - 18
                middle = top + first + 6 + second / 2
                draw_keycap(painter, look, x, middle, self._keycap, ink=ink, line=ink)

    def _font(self) -> QFont:
        return self._look.font("xxl" if self._primary else "lg", 700 if self._primary else 600)

    def _icon_side(self) -> int:
        return self._look.px(40 if self._primary else 32)
