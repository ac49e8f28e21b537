"""The contact card over the whole window, bright and large, to be read across a car window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.theme import LIGHT
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.layout import holding, row
from desktop.ui.widgets.notes import announce
from desktop.viewmodels.card import CardText, CardView
from desktop.viewmodels.consents import LANGUAGE_NAMES
from desktop.viewmodels.marks import Choice

LARGEST, SMALLEST = 44, 16  # pixels of the sentence, at text scale 1


class CardScreen(QFrame):
    """Lies over `host` until Esc. White paper in every theme: it is a lamp at night, on purpose."""

    closed = Signal()
    print_requested = Signal(str)  # language

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(host)
        self._look = look
        self._host = host
        self._view: CardView | None = None
        self._language = ""
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button = Button(look, Say("Close"), Kind.PRIMARY, keycap=look.say(Say("Esc")))
        self.close_button.clicked.connect(self.close_card)
        self.print_button = Button(look, Say("Print"), Kind.PLAIN, icon="print")
        self.print_button.clicked.connect(lambda: self.print_requested.emit(self._language))
        self.switch: Segmented | None = None
        self._foot = row("*", self.print_button, self.close_button, gap=12)
        self._foot_holder = holding(self._foot)
        self._foot_holder.setParent(self)
        host.installEventFilter(self)
        self.hide()

    def show_card(self, view: CardView) -> None:
        """Show the card over everything and take the keyboard."""
        self._view = view
        self._language = view.language
        if self.switch is None and len(view.texts) > 1:
            names = [Choice(code, LANGUAGE_NAMES.get(code, code)) for code, _ in view.texts]
            self.switch = Segmented(self._look, Say("Language of the card"), names)
            self.switch.chosen.connect(self._on_language_chosen)
            self._foot.insertWidget(0, self.switch)
        if self.switch is not None:
            self.switch.choose(self._language)
        self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus()
        self._speak()

    def close_card(self) -> None:
        """Go back to the page."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep every key: nothing below may act while the card is shown."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the host whatever its size."""
        if watched is self._host and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card as large as it fits."""
        if self._view is None:
            return
        text = self._view.text_in(self._language)
        room = self.rect().adjusted(48, 32, -48, -self._foot_holder.height() - 24)
        size = round(LARGEST * self._look.text_scale)
        while size > SMALLEST and _height(text, size, room.width()) > room.height():
            size -= 1
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor("#ffffff"))
            painter.fillRect(0, 0, self.width(), 12, QColor(LIGHT["primary"]))
            _draw(painter, text, size, room)

    def _place(self) -> None:
        self.setGeometry(self._host.rect())
        high = self._foot_holder.sizeHint().height()
        self._foot_holder.setGeometry(32, self.height() - high - 16, self.width() - 64, high)

    def _speak(self) -> None:
        if self._view is None:
            return
        text = self._view.text_in(self._language)
        words = " ".join((text.title, text.sentence, text.phone_note, text.phone, *text.lines))
        self.setAccessibleName(words)
        announce(self, words)

    def _on_language_chosen(self, code: str) -> None:
        self._language = code
        self._speak()
        self.update()


def _parts(text: CardText, size: int) -> list[tuple[str, QFont, str, int]]:
    """Return the words with font, color and the room below them."""
    gap = size // 2
    return [
        (text.title, _font(round(size * 0.8), 600), LIGHT["ink_muted"], gap),
        (text.sentence, _font(round(size * 1.1), 700), LIGHT["ink"], gap),
        (text.phone, _font(round(size * 1.9), 700), LIGHT["primary"], 0),
        (text.phone_note, _font(round(size * 0.8), 400), LIGHT["ink_soft"], gap),
        *[(line, _font(round(size * 0.85), 500), LIGHT["ink"], gap // 2) for line in text.lines],
    ]


def _font(pixels: int, weight: int) -> QFont:
    font = QFont("Public Sans")
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    return font


def _high(words: str, font: QFont, width: int) -> int:
    if not words:
        return 0
    flags = Qt.TextFlag.TextWordWrap
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 100_000), flags, words).height()


def _height(text: CardText, size: int, width: int) -> int:
    return sum(
        _high(words, font, width) + (gap if words else 0)
        for words, font, _, gap in _parts(text, size)
    )


def _draw(painter: QPainter, text: CardText, size: int, room: QRect) -> None:
    top = room.y() + max(0, (room.height() - _height(text, size, room.width())) // 2)
    for words, font, color, gap in _parts(text, size):
        high = _high(words, font, room.width())
        if not high:
            continue
        painter.setFont(font)
        painter.setPen(QColor(color))
        box = QRect(room.x(), top, room.width(), high)
        painter.drawText(box, Qt.TextFlag.TextWordWrap, words)
        top += high + gap
