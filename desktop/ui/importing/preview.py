"""What keeping a list would do: four counts that filter, the services, and one of them in full."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.importing.choose import told_lines
from desktop.ui.inbox.count_tile import CountTile
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import Scroll, clear, column, flowing
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState
from desktop.ui.widgets.rows import pairs
from desktop.ui.widgets.two_views import TwoViews
from desktop.viewmodels.directory_import import HAPPENS_WORDS, Happens, ImportItem, ImportView

_TILES = {
    Happens.NEW: ("add_circle", "primary"),
    Happens.CHANGED: ("edit", "primary"),
    Happens.GONE: ("remove_circle", "warning_ink"),
    Happens.UNREAD: ("error", "error_ink"),
}


class PreviewPart(QWidget):
    """Shows and filters; keeping is the page's."""

    turned = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._view = ImportView()
        self._only: Happens | None = None
        self.tiles: dict[Happens, CountTile] = {}
        for happens, (icon, ink) in _TILES.items():
            tile = CountTile(look, HAPPENS_WORDS[happens], icon, ink)
            tile.clicked.connect(lambda on, one=happens: self._filter(one if on else None))
            self.tiles[happens] = tile
        self._head = Card(look, Say("What keeping it would do"), hint=Say("nothing kept yet"))
        self._head.add_inset(flowing(*self.tiles.values(), gap=8))
        self._list_card = Card(look)
        self.list = LongList(look, Say("What would happen"))
        self.list.chosen.connect(lambda _: self._show_item())
        self.list.opened.connect(lambda _: self._on_opened())
        everything = Button(look, Say("Show all"), Kind.SECONDARY)
        everything.clicked.connect(lambda: self._filter(None))
        self.nothing = EmptyState(
            look, "check", Say("None of these"), Say("Choose another count."), everything
        )
        self.same = EmptyState(
            look,
            "check_circle",
            Say("Nothing would change"),
            Say("All of this list is known here already."),
        )
        self._list_card.add((self.list, 1), (self.nothing, 1), (self.same, 1))
        self._told = column()
        self._detail = Card(look)
        self._body = column(gap=8, margins=(INSET, 12, INSET, 8))
        self._detail.add(self._body)
        self.list.setMinimumHeight(look.px(180))
        left = Scroll(column(self._head, (self._list_card, 1), gap=16))
        right = Scroll(column(self._detail, self._told, "*", gap=16))
        self.views = TwoViews(look, left, right, weights=(11, 9))
        self.views.turned.connect(self.turned)
        self.setLayout(column((self.views, 1)))

    def show_preview(self, view: ImportView) -> None:
        """Show what would happen; the filter stays. Tells nobody."""
        same = view.items is self._view.items
        self._view = view
        for happens, tile in self.tiles.items():
            tile.show_count(view.count(happens))
        if not same:
            self._filter(None)
            clear(self._told)
            whole = Card(self._look, Say("The list as a whole"))
            whole.add_inset(told_lines(self._look, view))
            self._told.addWidget(whole)

    def focus_first(self) -> None:
        """Start in the list, or on its first count."""
        if self.list.isVisibleTo(self):
            self.list.setFocus()
        else:
            self.tiles[Happens.NEW].setFocus()

    def back(self) -> bool:
        """Go back to the list, or show all again; return whether there was anything to undo."""
        if self.views.second_alone:
            self.views.show_first()
            self.list.setFocus()
            return True
        if self._only is not None:
            self._filter(None)
            return True
        return False

    def _filter(self, only: Happens | None) -> None:
        self._only = only
        for happens, tile in self.tiles.items():
            tile.setChecked(happens is only)
        items = [one for one in self._view.items if only in (None, one.happens)]
        lines = [one.line for one in items]
        self.list.show_lines(lines, lines[0].key if lines else None)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(bool(self._view.items) and not lines)
        self.same.setVisible(not self._view.items)
        self._show_item()

    def _item(self) -> ImportItem | None:
        key = self.list.current()
        return next((one for one in self._view.items if one.line.key == key), None)

    def _show_item(self) -> None:
        item = self._item()
        self._detail.setVisible(item is not None)
        clear(self._body)
        if item is not None:
            look = self._look
            self._detail.setAccessibleName(look.say(item.line.title))
            self._body.addWidget(Label(look, item.line.title, "lg", weight=700, wrap=True))
            self._body.addWidget(pairs(look, *item.pairs, label_width=104))

    def _on_opened(self) -> None:
        if self.views.narrow:
            self.views.show_second()
