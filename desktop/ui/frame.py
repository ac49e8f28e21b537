"""The frame around the pages: rail on the left, header above, the page below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import Page, bind_key
from desktop.ui.theme import Theme
from desktop.ui.widgets.buttons import IconButton, Pressable
from desktop.ui.widgets.clock_band import ClockBand
from desktop.ui.widgets.dialogs import KeysDialog
from desktop.ui.widgets.labels import ElidedLabel, Icon
from desktop.ui.widgets.layout import CurrentPage, Scroll, clear, column, row
from desktop.ui.widgets.paint import (
    CENTER,
    draw_box,
    draw_icon,
    draw_text,
    start,
    text_height,
    text_width,
)
from desktop.ui.widgets.pills import Chip
from desktop.ui.widgets.practice_band import PracticeBand
from desktop.viewmodels.clock import ClockDoubt
from desktop.viewmodels.frame import Heading, RailEntry
from desktop.viewmodels.marks import Mark

GLOBAL_KEYS = (
    ("F1", Say("Show these keys")),
    ("F2", Say("Night or light theme")),
    ("F5", Say("Exchange now")),
    ("Ctrl+L", Say("Lock")),
)


class RailButton(Pressable):
    """One page on the rail."""

    def __init__(self, look: Look, entry: RailEntry) -> None:
        self._icon = look.icons.require(entry.icon)
        self._badge = entry.badge
        super().__init__(look, entry.words)
        self.page = entry.page
        self._on = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_badge(entry.badge)

    def show_badge(self, badge: int) -> None:
        """Show how many things wait there."""
        self._badge = badge
        name = self.shown_text()
        waiting = self._look.say(Say("{page}, {n} waiting", page=name, n=badge))
        self.setAccessibleName(waiting if badge else name)
        self.update()

    def show_current(self, on: bool) -> None:
        """Show whether this page is the one shown."""
        self._on = on
        self.setAccessibleDescription(self._look.say(Say("This page is shown.")) if on else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the icon above the words."""
        font = self._look.font("xs", 600)
        height = self._look.px(24) + text_height(font) + 28
        return QSize(max(88, text_width(font, self.shown_text()) + 18), max(68, height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, words and badge."""
        look = self._look
        ink = "rail_active_ink" if self._on else "rail_ink"
        font = look.font("xs", 600 if self._on else 500)
        side = look.px(24)
        top = (self.height() - side - text_height(font) - 4) / 2
        with start(self) as painter:
            if self._on or self.underMouse():
                rect = QRectF(self.rect()).adjusted(8, 2, -8, -2)
                draw_box(painter, look, rect, fill="rail_active", radius=8)
            at = QPointF((self.width() - side) / 2, top)
            draw_icon(painter, look, self._icon, ink, at, side, self.devicePixelRatioF())
            box = QRectF(0, top + side + 4, self.width(), text_height(font))
            draw_text(painter, look, box, self.shown_text(), font=font, ink=ink, align=CENTER)
            if self._badge:
                text = str(self._badge) if self._badge < 100 else "99+"
                bold = look.font("xs", 700)
                width = max(look.px(22), text_width(bold, text) + 12)
                badge = QRectF(self.width() / 2 + 6, top - 6, width, text_height(bold) + 4)
                draw_box(painter, look, badge, fill="warning", radius=badge.height() / 2)
                draw_text(painter, look, badge, text, font=bold, ink="on_warning", align=CENTER)


class Frame(QWidget):
    """Rail, header and the pages. Shows and asks; `wiring` decides which page comes."""

    page_requested = Signal(str)  # name of a page
    exchange_requested = Signal()  # go to the Exchange page
    exchange_now_requested = Signal()  # F5
    theme_toggled = Signal()
    lock_requested = Signal()
    practice_ended = Signal()
    clock_is_right = Signal()  # somebody has looked at it

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._pages: dict[str, Page] = {}
        self._under: dict[str, str] = {}
        self._entries: list[RailButton] = []
        self._stack = CurrentPage()
        self._rail_rows = column(gap=4)
        self._rail_end = column(gap=4)
        self.practice_band = PracticeBand(look)
        self.practice_band.ended.connect(self.practice_ended)
        self.practice_band.hide()
        self.clock_band = ClockBand(look)
        self.clock_band.right.connect(self.clock_is_right)
        right = column(
            self.practice_band, self.clock_band, self._make_header(), (self._stack, 1), gap=0
        )
        self.setLayout(row(self._make_rail(), (right, 1), gap=0))
        bind_key(self, "F1", self._on_keys_asked)
        bind_key(self, "F2", self.theme_toggled.emit)
        bind_key(self, "F5", self.exchange_now_requested.emit)
        bind_key(self, "Ctrl+L", self.lock_requested.emit)

    def _make_rail(self) -> QFrame:
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setAccessibleName(self.look.say(Say("Pages")))
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(12)
        logo = Icon(self.look, "directions", "rail_active_ink", 36)
        layout.addWidget(logo, 0, Qt.AlignmentFlag.AlignHCenter)
        entries = column(self._rail_rows, "*")
        layout.addWidget(Scroll(entries, bar=False), 1)
        layout.addLayout(self._rail_end)
        rail.setFixedWidth(88)
        self._rail = rail
        return rail

    def _make_header(self) -> QFrame:
        look = self.look
        header = QFrame()
        header.setObjectName("header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = ElidedLabel(look, "", "xl", weight=700)
        self._context = ElidedLabel(look, "", "sm", ink="ink_muted")
        self.chip = Chip(look, "", "cloud")
        self.chip.hide()
        self.chip.clicked.connect(self.exchange_requested)
        self.theme_button = IconButton(look, "", "lightbulb_outline")
        self.theme_button.clicked.connect(self.theme_toggled)
        self.lock_button = IconButton(look, Say("Lock (Ctrl+L)"), "lock")
        self.lock_button.clicked.connect(self.lock_requested)
        words = column("*", self._title, self._context, "*", gap=1)
        parts = row(
            (words, 1),
            self.chip,
            self.theme_button,
            self.lock_button,
            gap=8,
            margins=(24, 4, 12, 4),
        )
        header.setLayout(parts)
        header.setMinimumHeight(64)
        self.show_theme()
        return header

    def show_rail(self, entries: Sequence[RailEntry]) -> None:
        """Show these pages on the rail; the last one stands at the bottom."""
        clear(self._rail_rows)
        clear(self._rail_end)
        self._entries = [RailButton(self.look, entry) for entry in entries]
        for entry in self._entries:
            at_the_end = entry is self._entries[-1]
            (self._rail_end if at_the_end else self._rail_rows).addWidget(entry)
            entry.clicked.connect(lambda _=False, page=entry.page: self.page_requested.emit(page))
        widest = max((entry.sizeHint().width() for entry in self._entries), default=88)
        self._rail.setFixedWidth(widest)
        self._mark_current()

    def entries(self) -> Sequence[RailButton]:
        """Return the buttons of the rail in order."""
        return self._entries

    def title(self) -> str:
        """Return the title in the header."""
        return self._title.text()

    def show_badges(self, badges: dict[str, int]) -> None:
        """Show how many things wait on each page."""
        for entry in self._entries:
            entry.show_badge(badges.get(entry.page, 0))

    def show_exchange(self, mark: Mark) -> None:
        """Show where the exchange stands."""
        self.chip.show_mark(mark)
        said = self.look.say(Say("Exchange: {state}", state=self.look.say(mark.words)))
        self.chip.setAccessibleName(said)
        self.chip.show()

    def show_practice(self, on: bool) -> None:
        """Say over every page that people here are made up; nothing is exchanged then."""
        self.practice_band.setVisible(on)
        self.chip.setVisible(not on)

    def show_clock(self, doubt: ClockDoubt | None) -> None:
        """Say over every page that the clock is in doubt, as long as it is."""
        self.clock_band.show_doubt(doubt)

    def show_theme(self) -> None:
        """Show which theme a press brings; call after the theme changed."""
        night = self.look.theme is Theme.NIGHT
        self.theme_button.show_icon("lightbulb" if night else "lightbulb_outline")
        self.theme_button.say(Say("Light theme (F2)") if night else Say("Night theme (F2)"))

    def add_page(self, name: str, page: Page, *, under: str = "") -> None:
        """Take a page; it is shown by `show_page(name)`. `under` names its entry on the rail."""
        self._pages[name] = page
        self._under[name] = under or name
        self._stack.addWidget(page)
        page.heading_changed.connect(lambda heading: self._on_heading_changed(page, heading))

    def page(self, name: str) -> Page:
        """Return the page of this name; KeyError without one."""
        return self._pages[name]

    def show_page(self, name: str) -> None:
        """Show this page and put the keyboard where its work starts."""
        page = self._pages[name]
        self._stack.setCurrentWidget(page)
        self._show_heading(page.heading())
        self._mark_current()
        page.focus_first()

    def current(self) -> str:
        """Return the name of the page shown, "" for none."""
        shown = self._stack.currentWidget()
        return next((name for name, page in self._pages.items() if page is shown), "")

    def _mark_current(self) -> None:
        current = self._under.get(self.current(), "")
        for entry in self._entries:
            entry.show_current(entry.page == current)

    def _show_heading(self, heading: Heading) -> None:
        self._title.say(heading.title)
        self._context.say(heading.context)
        self._context.setVisible(bool(self._context.text()))

    def _on_heading_changed(self, page: Page, heading: Heading) -> None:
        if self._stack.currentWidget() is page:
            self._show_heading(heading)

    def _on_keys_asked(self) -> None:
        shown = self._stack.currentWidget()
        own = shown.keys() if isinstance(shown, Page) else []
        KeysDialog(self.look, self.window(), [*own, *GLOBAL_KEYS]).open()
