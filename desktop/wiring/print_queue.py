"""The print queue of the Packets page: printed in the worker, stopped and resumed by people."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from desktop.domain.refused import Refused
from desktop.domain.terms import Audience, PrintHow, PrintWhy, SheetKind
from desktop.domain.words import Plural, Say, Sayable
from desktop.packet.sheets import PLANS
from desktop.services import print_queue, print_waiting
from desktop.services.print_queue import PageOut, Ran
from desktop.services.printers import FilePrinter, Printer
from desktop.services.workspace import Workspace
from desktop.store.print_jobs import JobState, PrintJob
from desktop.ui.packets_page import PacketsPage
from desktop.viewmodels.print_queue import (
    CameOut,
    Doubt,
    PacketJob,
    PacketMoved,
    PrintAllAsked,
    PrintQueueView,
    Progressing,
    ReaderKey,
)
from desktop.wiring.beside import beside
from desktop.wiring.printing import QtPrinter, can_print
from desktop.wiring.shell import Shell

SHEETS_OF: dict[ReaderKey, tuple[SheetKind, ...]] = {
    ReaderKey.PERSON: (SheetKind.CARD, SheetKind.CONSENT),
    ReaderKey.LEAD: (SheetKind.REFERRAL_FORM,),
    ReaderKey.PROVIDER: (SheetKind.PROVIDER,),
    ReaderKey.PROSECUTOR: (SheetKind.WORKSHEET,),
    ReaderKey.DESK: (SheetKind.CHECKLIST,),
}
READER_WORDS: dict[str, Sayable] = {
    Audience.PERSON: Say("the person"),
    Audience.LEAD_INSIDE: Say("the lead agency"),
    Audience.LEAD_OUTSIDE: Say("the lead agency"),
    Audience.PROVIDER: Say("the service chosen"),
    Audience.PROSECUTOR: Say("the prosecutor and the supervisor"),
    Audience.PRECINCT: Say("the precinct desk"),
}

# What is put into the queue first; returns the sheets of this run, none for all that wait.
Prepare = Callable[[Workspace], list[str]]


class _Told(QObject):
    """Brings word of a page from the worker to the window."""

    page_out = Signal(object)  # PageOut


class PrintQueueWires:
    """Connects the queue; `changed` is called when something was printed."""

    def __init__(self, shell: Shell, page: PacketsPage, *, changed: Callable[[], object]) -> None:
        self._shell = shell
        self._page = page
        self._changed = changed
        self._stop = threading.Event()
        self._running = False
        self._told = _Told()
        self._told.page_out.connect(self._on_page, Qt.ConnectionType.QueuedConnection)
        guard = shell.guard
        page.print_all_requested.connect(guard(self.print_all))
        page.stop_requested.connect(self._stop.set)
        page.resume_requested.connect(guard(self.resume))
        page.came_out.connect(guard(self._came_out))
        page.packet_moved.connect(guard(self._move))
        page.packet_taken_out.connect(guard(self._take_out))
        page.try_again_requested.connect(guard(self._try_again))

    def refresh(self) -> None:
        """Show what waits."""
        queue = self._shell.workspace.store.print_jobs.all()
        packets: dict[str, list[PrintJob]] = {}
        for job in queue:
            packets.setdefault(job.packet, []).append(job)
        begun = next((one for one in queue if one.done and not one.in_doubt), None)
        doubt = next((one for one in queue if one.in_doubt), None) if not self._running else None
        self._page.show_print_queue(
            PrintQueueView(
                packets=tuple(self._packet(key, jobs) for key, jobs in packets.items()),
                doubt=self._doubt(doubt) if doubt else None,
                last_page=(begun.id, begun.done) if begun else None,
                running=self._running,
            )
        )

    # -- what people do --------------------------------------------------------------------

    def print_sheets(self, referral: str, kinds: list[SheetKind], why: PrintWhy) -> None:
        """Print these sheets of one referral, as the print dialog says: printer, pages, color."""
        chosen = self.ask_printer()
        if chosen is None:
            return
        printer, pages = chosen

        def prepare(workspace: Workspace) -> list[str]:
            self._put(workspace, referral, kinds, why)
            jobs = workspace.store.print_jobs.all()
            wanted = {one.value for one in kinds}
            return [one.id for one in jobs if one.referral == referral and one.sheet in wanted]

        self.start(printer, prepare, pages=pages)

    def print_all(self, asked: PrintAllAsked) -> None:
        """Print the page sets of these readers, packet by packet."""
        chosen = self.ask_printer()
        if chosen is None:
            return
        kinds = [kind for reader in asked.readers for kind in SHEETS_OF[reader]]
        if asked.cover:
            kinds.append(SheetKind.FAX_COVER)

        def prepare(workspace: Workspace) -> list[str]:
            for referral in asked.referrals:
                if self._should_stop():
                    break
                self._put(workspace, referral, kinds, PrintWhy.FIRST, unprinted=True)
            return []

        self.start(chosen[0], prepare)

    def resume(self) -> None:
        """Go on where it stopped."""
        chosen = self.ask_printer()
        if chosen is not None:
            self.start(chosen[0], lambda _: [])

    def start(self, printer: Printer, prepare: Prepare, *, pages: range | None = None) -> None:
        """Put sheets into the queue and print it, beside the window."""
        if self._running:
            raise Refused(
                Say("Something is being printed already."),
                remedy=Say("Wait until it is through, or stop it after this page."),
            )
        shell = self._shell
        self._stop.clear()
        self._running = True
        self.refresh()
        self._page.show_printing(Progressing(1, 1, 1, 1))
        session, language = shell.session, shell.language

        def stop() -> bool:
            return self._should_stop() or shell.session is not session

        def act(workspace: Workspace) -> Ran:
            only = prepare(workspace)
            return print_queue.run(
                workspace,
                printer,
                shell.tools.fonts,
                tongue=shell.world.tongue,
                now=shell.world.now,
                stop=stop,
                told=self._told.page_out.emit,
                only=only,
                pages=pages,
                language=language,
            )

        if shell.workspace.practice:  # made up and in memory: there is no store to open twice
            try:
                self._ended(act(shell.workspace))
            except Refused as refused:
                self._failed(refused)
            return
        beside(shell, act, done=self._ended, failed=self._failed)

    def _put(
        self,
        workspace: Workspace,
        referral: str,
        kinds: list[SheetKind],
        why: PrintWhy,
        *,
        unprinted: bool = False,
    ) -> None:
        world = self._shell.world
        print_waiting.enqueue(
            workspace,
            referral,
            kinds,
            why=why,
            unprinted=unprinted,
            new_id=world.new_id,
            now=world.now(),
        )

    def _should_stop(self) -> bool:
        return self._stop.is_set() or self._shell.closing

    def _came_out(self, said: CameOut) -> None:
        workspace, now = self._shell.workspace, self._shell.now
        print_queue.say_came_out(workspace, said.job, page=said.page, now=now)
        self._changed()

    def _move(self, moved: PacketMoved) -> None:
        print_waiting.move(self._shell.workspace, moved.key, moved.by)
        self.refresh()

    def _take_out(self, packet: str) -> None:
        print_waiting.take_out(self._shell.workspace, packet)
        self.refresh()

    def _try_again(self) -> None:
        self._shell.workspace.store.print_jobs.release()
        self.refresh()

    # -- how it goes -----------------------------------------------------------------------

    def _on_page(self, out: PageOut) -> None:
        if self._running:
            self._page.show_printing(
                Progressing(out.sheet, out.sheets, out.page, max(out.page, out.job.pages))
            )

    def _ended(self, ran: Ran) -> None:
        self._through()
        words: Sayable = Plural("{n} page printed.", "{n} pages printed.", ran.pages)
        if ran.stopped:
            words = Say("Stopped. {pages} The rest waits.", pages=words)
        elif not ran.pages:
            words = (
                Say("Nothing was printed: see what waits.")
                if ran.held
                else Say("Nothing was left to print: each sheet lacks a consent or was printed.")
            )
        self._shell.window.toast(words)

    def _failed(self, trouble: BaseException) -> None:
        self._through()
        self._shell.failed(trouble)

    def _through(self) -> None:
        self._running = False
        self._page.show_printing(None)
        self._changed()

    # -- asking and showing ----------------------------------------------------------------

    def ask_printer(self) -> tuple[Printer, range | None] | None:
        """Return the printer and the pages chosen; without a printer, a folder for PDF files."""
        shell = self._shell
        if not can_print():
            folder = QFileDialog.getExistingDirectory(
                shell.window, shell.look.say(Say("Choose a folder for the packets"))
            )
            return (FilePrinter(Path(folder)), None) if folder else None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, shell.window)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return None
        printer.setCopyCount(1)  # a further copy has its own number and reason in the log
        pages = None
        if printer.printRange() is QPrinter.PrintRange.PageRange:
            pages = range(max(1, printer.fromPage()), printer.toPage() + 1)
        return QtPrinter(printer), pages

    def _number(self, referral: str) -> str:
        found = self._shell.workspace.store.referral(referral)
        return found.number if found else ""

    def _packet(self, key: str, jobs: list[PrintJob]) -> PacketJob:
        referral, _, reader = key.partition("/")
        held = next((one.reason for one in jobs if one.state is JobState.HELD), "")
        return PacketJob(
            key=key,
            number=self._number(referral),
            reader=READER_WORDS.get(reader, reader),
            sheets=len(jobs),
            began=any(one.done for one in jobs),
            held=held,
        )

    def _doubt(self, job: PrintJob) -> Doubt:
        name = PLANS[SheetKind(job.sheet)].name
        return Doubt(job.id, self._number(job.referral), name, job.done + 1, job.handing)


def how_words(how: PrintHow) -> Say:
    """Return how a sheet left the screen."""
    return Say("Printed") if how is PrintHow.PRINTER else Say("Saved as PDF")
