"""The sheets of one referral to choose from, and what was printed of it before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.packets.sheet_row import SheetRow
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.labels import Label, hint, strong
from desktop.ui.widgets.layout import clear, column, flowing, holding, row
from desktop.ui.widgets.notes import EmptyState
from desktop.ui.widgets.rows import Row
from desktop.viewmodels.marks import Line
from desktop.viewmodels.packets import PacketView, Preview, SheetView, paper_words
from desktop.viewmodels.referrals import NO_NAME


class SheetsPanel(QWidget):
    """Lists the sheets; says which was taken in or out and which is to be seen."""

    toggled = Signal(str, bool)  # key of the sheet, whether it is in now
    preview_asked = Signal(str)  # key of the sheet
    attach_asked = Signal()
    papers_asked = Signal()  # to look at what is attached

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rows: list[SheetRow] = []
        self._person = strong(look, "")
        self._number = hint(look, "")
        head = row((self._person, 1), self._number, margins=(INSET, 12, INSET, 4))
        self._head = holding(head)
        self._sheets = column(gap=0)
        words = Say("Choose a referral on the left, or wait for the next exchange.")
        self._empty = EmptyState(look, "print", Say("No referral chosen"), words)
        card = Card(look)
        card.add(self._head, self._sheets, (self._empty, 1))
        self._log_card = Card(look, Say("Print log"), hint=Say("goes with the audit"))
        self._log = column(gap=0)
        self._log_card.add(self._log)
        self._paper_words = Label(look, "", "sm", ink="ink_soft", wrap=True)
        self.attach_button = Button(
            look, Say("Attach"), Kind.SECONDARY, icon="attach_file", small=True, keycap="A"
        )
        self.papers_button = Button(look, Say("Look at it"), Kind.SECONDARY, small=True)
        self.attach_button.clicked.connect(self.attach_asked)
        self.papers_button.clicked.connect(self.papers_asked)
        self._paper_card = Card(look, Say("Signed paper"))
        self._paper_card.add_inset(
            8, self._paper_words, flowing(self.attach_button, self.papers_button, gap=8)
        )
        self.setLayout(column(card, self._paper_card, self._log_card, "*", gap=16))

    def show_packet(self, packet: PacketView | None) -> None:
        """Show these sheets, None for none; the keyboard stays on its row. Tells nobody."""
        before = next((at for at, one in enumerate(self.rows) if one.hasFocus()), None)
        clear(self._sheets)
        clear(self._log)
        sheets = packet.sheets if packet else ()
        last = len(sheets) - 1
        self.rows = [SheetRow(self._look, one, last=at == last) for at, one in enumerate(sheets)]
        for one in self.rows:
            self._sheets.addWidget(one)
            one.clicked.connect(lambda on, sheet=one: self._on_clicked(sheet, on))
            one.preview_asked.connect(self.preview_asked)
            one.moved.connect(lambda by, sheet=one: self._on_moved(sheet, by))
        log = packet.log if packet else ()
        for at, line in enumerate(log):
            self._log.addWidget(self._log_row(line, last=at == len(log) - 1))
        self._log_card.setVisible(bool(log))
        papers = packet.papers if packet else 0
        self._paper_words.say(paper_words(papers))
        self._paper_card.setVisible(packet is not None)
        self.papers_button.setVisible(bool(papers))
        self._head.setVisible(packet is not None)
        self._empty.setVisible(packet is None)
        if packet is not None:
            self._person.say(packet.person or NO_NAME)
            self._number.say(packet.number)
        if before is not None and before < len(self.rows):
            self.rows[before].show()  # a widget not shown yet takes no keyboard
            self.rows[before].setFocus()

    def show_previewed(self, preview: Preview | None) -> None:
        """Mark the sheet that is seen."""
        for one in self.rows:
            one.show_previewed(preview is not None and one.sheet.key == preview.sheet)

    def chosen(self) -> tuple[SheetView, ...]:
        """Return the sheets taken in."""
        return tuple(one.sheet for one in self.rows if one.isChecked())

    def _log_row(self, line: Line, *, last: bool) -> QWidget:
        look = self._look
        words = column(strong(look, line.title), hint(look, line.detail), gap=1)
        return Row(look, row((words, 1), hint(look, line.when, wrap=False), gap=12), last=last)

    def _on_clicked(self, one: SheetRow, on: bool) -> None:
        if not one.sheet.missing:
            self.toggled.emit(one.sheet.key, on)

    def _on_moved(self, one: SheetRow, by: int) -> None:
        at = self.rows.index(one) + by
        if 0 <= at < len(self.rows):
            self.rows[at].setFocus()
            self.preview_asked.emit(self.rows[at].sheet.key)
