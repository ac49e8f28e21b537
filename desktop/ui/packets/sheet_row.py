"""One sheet to take into a packet: a tick, for whom it is, what it shows and leaves out."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from desktop.domain.terms import Tag
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.theme import TOUCH
from desktop.ui.widgets.boxes import draw_tick, grow_down
from desktop.ui.widgets.cards import INSET
from desktop.ui.widgets.labels import Icon, Label, strong
from desktop.ui.widgets.layout import column, holding, row
from desktop.ui.widgets.notes import announce
from desktop.ui.widgets.paint import start
from desktop.ui.widgets.pills import Shield
from desktop.viewmodels.packets import SheetView, sheet_detail, spoken_sheet

KIND_WORDS: dict[Tag, Sayable] = {
    Tag.PERSONAL: Say("personal"),
    Tag.HEALTH: Say("health"),
    Tag.JUSTICE: Say("justice"),
    Tag.SAFETY: Say("safety"),
    Tag.TREATMENT: Say("treatment"),
    Tag.CONSENT: Say("consent"),
}


class SheetRow(QCheckBox):
    """A sheet. Space takes it in or out, Enter or a click beside the tick previews it."""

    preview_asked = Signal(str)  # key of the sheet
    moved = Signal(int)  # one up (-1) or down (1)

    def __init__(self, look: Look, sheet: SheetView, *, last: bool) -> None:
        super().__init__()
        self._look = look
        self.sheet = sheet
        self._last = last
        self._previewed = False
        self._left = INSET + look.px(18) + 14
        self._inside = holding(self._words())
        self._inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(self._left, 10, INSET, 10)
        outer.addWidget(self._inside)
        self.setChecked(sheet.chosen and not sheet.missing)
        kinds = [KIND_WORDS[tag] for tag in sheet.shows if tag in KIND_WORDS]
        self.setAccessibleName(look.say(spoken_sheet(sheet, kinds)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        grow_down(self)

    def _words(self) -> QVBoxLayout:
        look, sheet = self._look, self.sheet
        shields = [Shield(look, tag) for tag in sheet.shows if tag in KIND_WORDS]
        if shields:
            right = holding(row(*shields, gap=2))
        else:
            right = Label(look, Say("no name"), "sm", ink="ink_muted")
        first = row((strong(look, sheet.title), 1), right, gap=8)
        detail = Label(look, sheet_detail(sheet), "sm", ink="ink_muted", wrap=True)
        words = column(first, detail, gap=3)
        if sheet.leaves_out:
            words.addLayout(self._noted("visibility_off", "ink_soft", sheet.leaves_out))
        if sheet.missing:
            words.addLayout(self._noted("lock", "warning_ink", sheet.missing))
        return words

    def _noted(self, icon: str, ink: str, words: Sayable) -> QVBoxLayout:
        mark = Icon(self._look, icon, ink, 18)
        line = row(mark, (Label(self._look, words, "sm", ink=ink, wrap=True), 1), gap=8)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        return column(line)

    def show_previewed(self, on: bool) -> None:
        """Draw it as the one that is previewed; tells nobody."""
        self._previewed = on
        self.update()

    def nextCheckState(self) -> None:
        """Take it in or out; a sheet that lacks a consent stays out and says so."""
        if self.sheet.missing:
            announce(self, self._look.say(self.sheet.missing))
            return
        super().nextCheckState()

    def hitButton(self, at: QPoint) -> bool:
        """Return that only the tick takes in and out; the words preview."""
        return at.x() < self._left

    def sizeHint(self) -> QSize:
        """Return the room of what it shows."""
        inside = self._inside.sizeHint()
        return QSize(inside.width() + self._left + INSET, max(TOUCH, inside.height() + 20))

    def minimumSizeHint(self) -> QSize:
        """Return the least room of what it shows."""
        inside = self._inside.minimumSizeHint()
        return QSize(inside.width() + self._left + INSET, max(TOUCH, inside.height() + 20))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Preview on a click beside the tick."""
        if self.hitButton(event.position().toPoint()):
            super().mousePressEvent(event)
            return
        self.setFocus()
        self.preview_asked.emit(self.sheet.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, preview on Enter, take in or out on Space."""
        match event.key():
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.preview_asked.emit(self.sheet.key)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, bar, tick and hairline."""
        look = self._look
        with start(self) as painter:
            if self._previewed or self.underMouse():
                painter.fillRect(self.rect(), look.color("primary_tint"))
            if self._previewed:
                painter.fillRect(0, 0, 4, self.height(), look.color("primary"))
            if not self._last:
                line = QRectF(INSET, self.height() - 1, self.width() - 2 * INSET, 1)
                painter.fillRect(line, look.color("hairline"))
            at = QPointF(INSET, 12)
            if not self.sheet.missing:
                draw_tick(painter, look, at, on=self.isChecked(), ratio=self.devicePixelRatioF())
