"""A sheet as it will be on paper, page by page, or as its text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QScrollArea, QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import clear, column, flowing, holding, row
from desktop.ui.widgets.notes import EmptyState
from desktop.ui.widgets.pills import Pill
from desktop.viewmodels.marks import Choice
from desktop.viewmodels.packets import Preview

ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0)  # of the width there is
_PICTURE, _TEXT = "picture", "text"
_WAYS = (Choice(_PICTURE, Say("On paper")), Choice(_TEXT, Say("As text")))


class _Paper(QScrollArea):
    """One page on a ground of its own, white by day and night."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image = QImage()
        self._zoom = 1.0
        self._page = QLabel()
        self._page.setTextFormat(Qt.TextFormat.PlainText)
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # The page takes the keyboard, not the area around it: arrows scroll, a reader hears it.
        self._page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._page.setAccessibleName(look.say(Say("Page")))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._page)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setObjectName("panel")  # an edge around the paper, which is white as the card is
        self.setMinimumHeight(look.px(220))
        self.viewport().installEventFilter(self)

    def show_page(self, png: bytes, name: str, text: str) -> None:
        """Show this page; its words are its description."""
        self._image = QImage.fromData(png)
        if self._image.isNull():
            self._page.setPixmap(QPixmap())
            self._page.setText(self._look.say(Say("This page cannot be shown.")))
        self._page.setAccessibleName(name)
        self._page.setAccessibleDescription(text)
        self._draw()

    def show_zoom(self, zoom: float) -> None:
        """Show the page larger or smaller."""
        self._zoom = zoom
        self._draw()

    def sizeHint(self) -> QSize:
        """Return the room it asks for; it takes all there is, and never makes the page scroll."""
        return QSize(self._look.px(360), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(self._look.px(200), self.minimumHeight())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the page to the width there is."""
        if watched is self.viewport() and event.type() == QEvent.Type.Resize:
            self._draw()
        return super().eventFilter(watched, event)

    def _draw(self) -> None:
        if self._image.isNull():
            self._page.adjustSize()
            return
        ratio = self.devicePixelRatioF()
        bar = self.verticalScrollBar().sizeHint().width()
        width = max(100, round((self.width() - bar - 4) * self._zoom))
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = self._image.scaledToWidth(round(width * ratio), smooth)
        scaled.setDevicePixelRatio(ratio)
        self._page.setPixmap(QPixmap.fromImage(scaled))
        self._page.adjustSize()


class PreviewCard(Card):
    """The preview with its zoom and pages. Shows and asks nothing: all is given."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._look = look
        self._preview: Preview | None = None
        self._at = 0
        self._zoom = 0
        self._title = Label(look, "", "md", weight=700, wrap=True)
        self._mark = row()
        self.way = Segmented(look, Say("Shown as"), _WAYS, _PICTURE)
        self.way.chosen.connect(self._arrange)
        self.paper = _Paper(look)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(look.px(220))
        self.smaller = IconButton(look, Say("Smaller (Ctrl+Minus)"), "zoom_out")
        self.larger = IconButton(look, Say("Larger (Ctrl+Plus)"), "zoom_in")
        self.before = IconButton(look, Say("Page before (Ctrl+Page Up)"), "navigate_before")
        self.after = IconButton(look, Say("Next page (Ctrl+Page Down)"), "navigate_next")
        self.page_words = Label(look, "", "sm", ink="ink_muted")
        self.smaller.clicked.connect(lambda: self.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.zoom_by(1))
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self._tools = flowing(self.smaller, self.larger, self.before, self.page_words, self.after)
        self.held = EmptyState(look, "lock", Say("This sheet cannot be printed yet"), "")
        self._all = self._lay_out()
        words = Say("Choose a sheet to see it as it will be on paper.")
        self._empty = EmptyState(look, "image", Say("No sheet is shown"), words)
        self.add((self._all, 1), (self._empty, 1))
        self.show_preview(None)

    def _lay_out(self) -> QWidget:
        head = row((self._title, 1), self._mark, gap=8)
        inside = column(
            head,
            self.way,
            (self.held, 1),
            (self.paper, 1),
            (self.text, 1),
            self._tools,
            gap=8,
            margins=(INSET, 12, INSET, 8),
        )
        return holding(inside)

    def show_preview(self, preview: Preview | None) -> None:
        """Show this sheet from its first page, None for none."""
        again = (
            preview is not None
            and self._preview is not None
            and (preview.referral, preview.sheet) == (self._preview.referral, self._preview.sheet)
        )
        self._preview = preview
        self._all.setVisible(preview is not None)
        self._empty.setVisible(preview is None)
        clear(self._mark)
        if preview is None:
            return
        if not again or self._at >= len(preview.pages):
            self._at = 0
        self._title.say(preview.title)
        if preview.mark is not None:
            self._mark.addWidget(Pill(self._look, preview.mark))
        self.text.setPlainText(preview.text)
        self.text.setAccessibleName(self._title.text())
        self._arrange()

    def preview(self) -> Preview | None:
        """Return what is shown."""
        return self._preview

    def zoom_by(self, steps: int) -> None:
        """Show the page larger or smaller."""
        self._zoom = min(len(ZOOMS) - 1, max(0, self._zoom + steps))
        self.paper.show_zoom(ZOOMS[self._zoom])
        self._arrange()

    def turn(self, steps: int) -> None:
        """Show another page."""
        if self._preview is not None and 0 <= self._at + steps < len(self._preview.pages):
            self._at += steps
            self._arrange()

    def page(self) -> int:
        """Return which page is shown, counted from 1."""
        return self._at + 1

    def _arrange(self) -> None:
        preview = self._preview
        if preview is None:
            return
        made = bool(preview.pages)
        as_text = made and self.way.current() == _TEXT
        self.held.say(Say("This sheet cannot be printed yet"), preview.text)
        self.held.setVisible(not made)
        self.way.setVisible(made)
        self.paper.setVisible(made and not as_text)
        self.text.setVisible(as_text)
        self._tools.setVisible(made and not as_text)
        words = Say("page {n} of {all}", n=self._at + 1, all=len(preview.pages))
        self.page_words.say(words)
        self.smaller.setEnabled(self._zoom > 0)
        self.larger.setEnabled(self._zoom < len(ZOOMS) - 1)
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < len(preview.pages) - 1)
        if preview.pages:
            name = Say("{title}, {page}", title=preview.title, page=words)
            self.paper.show_page(preview.pages[self._at], self._look.say(name), preview.text)
