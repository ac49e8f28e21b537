"""Packets: the queue, the sheets of the chosen referral, how they look, print and save."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.packets.blank_dialog import BlankDialog
from desktop.ui.packets.preview import PreviewCard
from desktop.ui.packets.print_all_dialog import PrintAllDialog
from desktop.ui.packets.print_queue_band import PrintQueueBand
from desktop.ui.packets.print_queue_dialog import PrintQueueDialog
from desktop.ui.packets.reprint_dialog import ReprintDialog
from desktop.ui.packets.sheets_panel import SheetsPanel
from desktop.ui.packets.to_print_card import ToPrintCard
from desktop.ui.page import ActionBar, Page
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.files import dropped_paths
from desktop.ui.widgets.layout import Columns, Scroll, column
from desktop.ui.widgets.notes import ErrorBanner
from desktop.ui.widgets.two_views import TwoViews
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.packets import (
    PacketsView,
    PacketView,
    Preview,
    SheetRef,
    SheetsAsked,
    SheetToggled,
    amount_words,
    print_words,
)
from desktop.viewmodels.print_queue import PrintQueueView, Progressing


class PacketsPage(Page):
    """Shows what can be printed and asks for it; wiring draws the pages and prints."""

    referral_opened = Signal(str)  # referral id; wiring answers with show_packet
    sheet_toggled = Signal(object)  # SheetToggled
    preview_requested = Signal(object)  # SheetRef; wiring answers with show_preview
    print_requested = Signal(object)  # SheetsAsked
    save_requested = Signal(object)  # SheetsAsked
    blank_requested = Signal(object)  # BlankAsked: a sheet of no referral
    print_all_requested = Signal(object)  # PrintAllAsked
    stop_requested = Signal()  # after the page that is being printed
    resume_requested = Signal()
    came_out = Signal(object)  # CameOut
    packet_moved = Signal(object)  # PacketMoved
    packet_taken_out = Signal(str)  # key of a packet that waits
    try_again_requested = Signal()  # what was held back
    attach_requested = Signal()  # a signed paper
    papers_dropped = Signal(object)  # tuple of paths
    papers_requested = Signal(str)  # referral id; wiring answers with show_preview

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Packets"))
        self._view = PacketsView()
        self.packet: PacketView | None = None
        self.banner = ErrorBanner(look)
        self.band = PrintQueueBand(look)
        self.band.stop_asked.connect(self.stop_requested)
        self.band.resume_asked.connect(self.resume_requested)
        self.band.came_out.connect(self.came_out)
        self.band.look_asked.connect(self._on_look)
        self._waits = PrintQueueView()
        self._queue_dialog: PrintQueueDialog | None = None
        self.to_print = ToPrintCard(look)
        self.to_print.opened.connect(self._on_opened)
        self.to_print.chosen.connect(self._on_chosen)
        self.to_print.all_asked.connect(self._on_print_all)
        self.to_print.blank_asked.connect(self._on_blank)
        self.preview = PreviewCard(look)
        self.views = TwoViews(look, self.to_print, self._make_packet(), weights=(8, 23))
        self.views.turned.connect(self._on_turned)
        self._actions = self._make_actions()
        body = column(self.banner, self.band, (self.views, 1), gap=16)
        self.fill(body, self._actions)
        self._bind_keys()
        self.show_packets(self._view)
        self.show_packet(None)
        self._on_turned()

    def _make_packet(self) -> QWidget:
        self.sheets = SheetsPanel(self.look)
        self.sheets.toggled.connect(self._on_toggled)
        self.sheets.preview_asked.connect(self._on_preview_asked)
        self.sheets.attach_asked.connect(self.attach_requested)
        self.sheets.papers_asked.connect(self._on_papers)
        self.setAcceptDrops(True)
        # The list scrolls by itself: the preview stays in sight however far down a sheet stands.
        columns = Columns(
            Scroll(column(self.sheets)), self.preview, weights=(1, 1), side_by_side_from=0
        )
        return Scroll(column(columns))

    def _make_actions(self) -> ActionBar:
        look = self.look
        self.back_button = Button(
            look, Say("Back to list"), Kind.QUIET, icon="arrow_back", keycap="Esc"
        )
        self.back_button.clicked.connect(self._back)
        self.save_button = Button(
            look, Say("Save as PDF"), Kind.SECONDARY, icon="save_alt", keycap="Ctrl+S"
        )
        self.print_button = Button(look, Say("Print"), Kind.PRIMARY, icon="print", keycap="Ctrl+P")
        # Without a printer, saving is what the page is for.
        self.save_only_button = Button(
            look, Say("Save as PDF"), Kind.PRIMARY, icon="save_alt", keycap="Ctrl+S"
        )
        self.save_button.clicked.connect(self._on_save)
        self.save_only_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self._on_print)
        return ActionBar(
            look,
            self.back_button,
            self.save_button,
            self.save_only_button,
            self.print_button,
        )

    def _bind_keys(self) -> None:
        self.note_key("Enter", Say("Open the referral; preview the sheet"))
        self.note_key("Space", Say("Take a sheet in or leave it out"))
        self.on_key("Ctrl+P", Say("Print"), self._on_print, button=self.print_button)
        self.on_key("Ctrl+Shift+P", Say("Print all packets that are shown"), self._on_print_all)
        self.on_key("A", Say("Attach a signed paper"), self.attach_requested.emit)
        self.on_key("R", Say("Resume printing"), self._on_resume)
        self.on_key("Ctrl+S", Say("Save as PDF"), self._on_save)
        self.on_key("B", Say("Rules card and paper form"), self._on_blank)
        self.on_key("Ctrl++", Say("Larger"), lambda: self.preview.zoom_by(1))
        self.on_key("Ctrl+-", Say("Smaller"), lambda: self.preview.zoom_by(-1))
        self.on_key("Ctrl+PgDown", Say("Next page"), lambda: self.preview.turn(1))
        self.on_key("Ctrl+PgUp", Say("Page before"), lambda: self.preview.turn(-1))
        self.on_key("Esc", Say("Back to the list; stops printing"), self._on_escape)

    def show_packets(self, view: PacketsView) -> None:
        """Show the queue; the chosen line stays chosen. Tells nobody."""
        self._view = view
        self.banner.show_trouble(view.trouble)
        self.to_print.show_items(view.queue)
        self.show_heading(Say("Packets"), self._printer_words())
        self._show_amount()

    def show_packet(self, packet: PacketView | None) -> None:
        """Show the sheets of one referral, None for none. Tells nobody."""
        self.packet = packet
        self.sheets.show_packet(packet)
        if packet is not None:
            self.to_print.queue.choose(packet.referral)
        shown = self.preview.preview()
        if shown is None or packet is None or shown.referral != packet.referral:
            self.preview.show_preview(None)
        self.sheets.show_previewed(self.preview.preview())
        self._show_amount()

    def show_preview(self, preview: Preview | None) -> None:
        """Show a sheet as it will be on paper. Tells nobody."""
        self.preview.show_preview(preview)
        self.sheets.show_previewed(preview)

    def show_print_queue(self, view: PrintQueueView) -> None:
        """Show what waits for the printer. Tells nobody."""
        self._waits = view
        self.band.show_queue(view)
        if self._queue_dialog is not None and self._queue_dialog.isVisible():
            self._queue_dialog.show_queue(view)
        self._show_amount()

    def show_printing(self, at: Progressing | None) -> None:
        """Show how far the printer is, None when it is through. Tells nobody."""
        self.band.show_progress(at)
        if at is None:
            self.band.show_queue(self._waits)

    def focus_first(self) -> None:
        """Start in the queue, or at the sheets where they stand alone."""
        if self.views.second_alone and self.sheets.rows:
            self.sheets.rows[0].setFocus()
        else:
            self.to_print.focus_first()

    def _printer_words(self) -> Say:
        if self._view.printer:
            return Say("Printer: {name}", name=self._view.printer)
        return Say("No printer is set up here")

    def _show_amount(self) -> None:
        chosen = self.sheets.chosen()
        has_printer = bool(self._view.printer)
        self.print_button.say(print_words(chosen))
        for button in (self.print_button, self.save_button, self.save_only_button):
            button.setEnabled(bool(chosen))
        # One run at a time: what is asked for meanwhile would come out between its pages.
        self.print_button.setEnabled(bool(chosen) and not self._waits.running)
        self.to_print.all_button.setEnabled(not self._waits.running)
        self.print_button.setVisible(has_printer)
        self.save_button.setVisible(has_printer)
        self.save_only_button.setVisible(not has_printer)
        words = amount_words(chosen) if self.packet else ""
        self._actions.show_kept(words, Tone.SUCCESS if chosen else Tone.NEUTRAL)
        self._actions.show_hint(Say("Space takes a sheet in · Esc stops after this page"))

    def _on_opened(self, key: str) -> None:
        self.referral_opened.emit(key)
        self.views.show_second()
        if self.sheets.rows:
            self.sheets.rows[0].setFocus()
            self._on_preview_asked(self.sheets.rows[0].sheet.key)

    def _on_chosen(self, key: str) -> None:
        if not self.views.narrow:
            self.referral_opened.emit(key)

    def _on_toggled(self, key: str, on: bool) -> None:
        self._show_amount()
        if self.packet is not None:
            self.sheet_toggled.emit(SheetToggled(self.packet.referral, key, on))

    def _on_preview_asked(self, key: str) -> None:
        if self.packet is not None:
            self.preview_requested.emit(SheetRef(self.packet.referral, key))

    def _asked(self, why: str = "") -> SheetsAsked | None:
        chosen = self.sheets.chosen()
        if self.packet is None or not chosen:
            return None
        return SheetsAsked(self.packet.referral, tuple(one.key for one in chosen), why)

    def _on_save(self) -> None:
        asked = self._asked()
        if asked is not None:
            self.save_requested.emit(asked)

    def _on_print(self) -> None:
        asked = self._asked()
        if asked is None:
            return
        if all(one.copies == 0 for one in self.sheets.chosen()):
            self.print_requested.emit(asked)
            return
        dialog = ReprintDialog(self.look, self.window())
        dialog.asked.connect(
            lambda why: self.print_requested.emit(SheetsAsked(asked.referral, asked.sheets, why))
        )
        dialog.open()

    def _on_blank(self) -> None:
        dialog = BlankDialog(self.look, self.window(), self._view.languages, self._view.pathways)
        dialog.asked.connect(self.blank_requested)
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take scans of signed paper."""
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the files dropped here."""
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.papers_dropped.emit(paths)

    def _on_papers(self) -> None:
        if self.packet is not None:
            self.papers_requested.emit(self.packet.referral)

    def _on_print_all(self) -> None:
        shown = self.to_print.unprinted()
        if shown and not self.band.printing:
            dialog = PrintAllDialog(self.look, self.window(), shown)
            dialog.asked.connect(self.print_all_requested)
            dialog.open()

    def _on_look(self) -> None:
        dialog = PrintQueueDialog(self.look, self.window())
        dialog.moved.connect(self.packet_moved)
        dialog.taken_out.connect(self.packet_taken_out)
        dialog.try_again_asked.connect(self.try_again_requested)
        self._queue_dialog = dialog
        dialog.show_queue(self._waits)
        dialog.open()

    def _on_resume(self) -> None:
        if self.band.resume_button.isVisibleTo(self):
            self.resume_requested.emit()

    def _on_escape(self) -> None:
        if self.band.printing:
            self.stop_requested.emit()
        else:
            self._back()

    def _back(self) -> None:
        self.views.show_first()
        self.focus_first()

    def _on_turned(self) -> None:
        self.back_button.setVisible(self.views.second_alone)
