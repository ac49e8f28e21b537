"""Packets: the queue, the sheets of one referral, how they look on paper, print and save."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from desktop.domain.change import Author
from desktop.domain.referral import Referral
from desktop.domain.terms import Audience, Pathway, PrintHow, PrintWhy, SheetKind
from desktop.domain.words import Clock, Listing, Say, Sayable
from desktop.packet.pdf import count_pages, render
from desktop.packet.plain import as_text
from desktop.services import approvals, blanks, issue, papers_back, prints
from desktop.services.issue import SheetOffer, Wanted
from desktop.services.prints import PrintLine
from desktop.store.vault import users
from desktop.ui.packets_page import PacketsPage
from desktop.viewmodels.marks import Choice, Line, Mark, Tone
from desktop.viewmodels.packets import (
    SAFE,
    BlankAsked,
    PacketsView,
    PacketView,
    Preview,
    QueueItem,
    SheetRef,
    SheetsAsked,
    SheetToggled,
    SheetView,
    log_words,
)
from desktop.wiring.packet_list import PacketList
from desktop.wiring.paper_back import PaperBackWires
from desktop.wiring.print_queue import PrintQueueWires, how_words
from desktop.wiring.printing import page_images, print_beside
from desktop.wiring.shell import Shell
from desktop.wiring.sight import sight
from desktop.world import LANGUAGES

PREVIEW_DPI = 110  # sharp on a laptop's screen, 60 ms a page
# The reasons people choose from, as the log keeps them.
WHY = {
    "jam": PrintWhy.SPOILED,
    "lost": PrintWhy.LOST,
    "corrected": PrintWhy.FACTS_CHANGED,
    "other": PrintWhy.ANOTHER_READER,
}


class PacketsWires:
    """Connects Packets."""

    def __init__(self, shell: Shell, page: PacketsPage) -> None:
        self.shell = shell
        self.page = page
        self.current = ""
        self._ticks: dict[tuple[str, str], bool] = {}  # what somebody ticked; else what is usual
        self._counted: dict[tuple[str, SheetKind], tuple[tuple[object, ...], int]] = {}
        self.list = PacketList(shell, page, changed=self._show_queue)
        self.printing = PrintQueueWires(shell, page, changed=self.refresh)
        self.papers = PaperBackWires(shell, page, changed=self._paper_came)
        guard = shell.guard
        page.referral_opened.connect(guard(self.open))
        page.sheet_toggled.connect(guard(self._toggle))
        page.preview_requested.connect(guard(self._preview))
        page.print_requested.connect(guard(self._print))
        page.save_requested.connect(guard(self._save))
        page.blank_requested.connect(guard(self._blank))

    def refresh(self) -> None:
        """Show the queue, and the chosen packet, as they are now."""
        self.list.refresh()
        self._show_queue(self.list.items())
        self.printing.refresh()
        if not self.current:
            self.current = self.list.newest
        if self.current:
            self.open(self.current)

    def _show_queue(self, queue: tuple[QueueItem, ...]) -> None:
        printers = QPrinterInfo.availablePrinterNames()
        self.page.show_packets(
            PacketsView(
                queue=queue,
                printer=printers[0] if printers else "",
                languages=tuple(
                    Choice(code, LANGUAGES.get(code, code))
                    for code in blanks.languages(self.shell.workspace)
                ),
                pathways=self._pathways(),
            )
        )

    def open(self, referral_id: str) -> None:
        """Show the sheets of one referral."""
        workspace = self.shell.workspace
        referral = workspace.store.referral(referral_id)
        if referral is None:
            self.page.show_packet(None)
            return
        self.current = referral_id
        offers = issue.offers(workspace, referral_id, now=self.shell.now)
        log = prints.print_log(workspace, referral_id)
        self.page.show_packet(
            PacketView(
                referral=referral_id,
                person=sight(self.shell, referral).person,
                number=referral.number,
                sheets=tuple(self._sheet(referral, offer, log) for offer in offers),
                log=tuple(self._log_line(line, offers) for line in reversed(log)),
                papers=papers_back.count_papers(workspace, referral_id),
            )
        )

    # -- what people do --------------------------------------------------------------------

    def _paper_came(self, referral_id: str) -> None:
        self.current = referral_id
        self.refresh()

    def _toggle(self, toggled: SheetToggled) -> None:
        self._ticks[toggled.referral, toggled.sheet] = toggled.chosen
        self.open(toggled.referral)

    def _preview(self, ref: SheetRef) -> None:
        offer = self._offer(ref)
        if offer is None:
            return
        if offer.missing_consent is not None:
            mark = Mark(offer.missing_consent, Tone.WARNING, "lock")
            text = self.shell.look.say(offer.missing_consent)
            self.page.show_preview(Preview(ref.referral, ref.sheet, offer.name, (), text, mark))
            return
        wanted = [replace(self._wanted(ref.referral, offer), copy=1)]
        if offer.kind is SheetKind.FAX_COVER:  # it counts what goes with it
            form = self._offer(SheetRef(ref.referral, SheetKind.REFERRAL_FORM.value))
            if form is not None and form.missing_consent is None:
                wanted.append(self._wanted(ref.referral, form))
        sheet, *_ = issue.make_sheets(
            self.shell.workspace,
            ref.referral,
            wanted,
            self.shell.tools.fonts,
            now=self.shell.now,
        )
        pdf = render(sheet, self.shell.tools.fonts)
        pages = tuple(png(image) for image in page_images(pdf, dpi=PREVIEW_DPI))
        self.page.show_preview(
            Preview(ref.referral, ref.sheet, offer.name, pages, as_text(sheet), SAFE)
        )

    def _print(self, asked: SheetsAsked) -> None:
        kinds = [SheetKind(one) for one in asked.sheets]
        why = WHY.get(asked.why, PrintWhy.FIRST)
        self.printing.print_sheets(asked.referral, kinds, why)

    def _pathways(self) -> tuple[Choice, ...]:
        workspace = self.shell.workspace
        known = workspace.dictionary.fact_of("pathway").choices
        return tuple(
            Choice(one.value, one.label) for one in known if one.value in workspace.program.pathways
        )

    def _blank(self, asked: BlankAsked) -> None:
        shell = self.shell
        kind = SheetKind(asked.sheet)
        way = Pathway(asked.pathway) if asked.pathway else None
        tongue = shell.world.tongue(asked.language)
        sheet = blanks.make_blank(shell.workspace, kind, tongue, now=shell.now, pathway=way)
        name = blanks.blank_name(shell.workspace, kind, asked.language, way)
        print_beside(shell, render(sheet, shell.tools.fonts), name=name)

    def _save(self, asked: SheetsAsked) -> None:
        folder = QFileDialog.getExistingDirectory(
            self.shell.window, self.shell.look.say(Say("Choose a folder for the packet"))
        )
        if folder:
            self.save_to(asked, Path(folder))

    def save_to(self, asked: SheetsAsked, folder: Path) -> list[Path]:
        """Save the sheets asked for in a folder, and log each."""
        wanted = self._all_wanted(asked)
        paths = issue.save_packet(
            self.shell.workspace,
            asked.referral,
            wanted,
            self.shell.tools.fonts,
            folder,
            now=self.shell.now,
        )
        self._log(asked, wanted, PrintHow.FILE)
        self.shell.window.toast(Say("Saved. Keep the folder as safe as the paper."))
        return paths

    def _log(self, asked: SheetsAsked, wanted: list[Wanted], how: PrintHow) -> None:
        for one in wanted:
            prints.log_print(
                self.shell.workspace,
                asked.referral,
                one.kind,
                language=one.tongue.code,
                how=how,
                why=PrintWhy.FIRST
                if one.copy == 1
                else WHY.get(asked.why, PrintWhy.ANOTHER_READER),
                copy=one.copy,
                now=self.shell.now,
            )
        self.refresh()

    # -- what is shown ---------------------------------------------------------------------

    def _sheet(self, referral: Referral, offer: SheetOffer, log: list[PrintLine]) -> SheetView:
        key = offer.kind.value
        ready = offer.missing_consent is None
        return SheetView(
            key=key,
            title=offer.name,
            recipient=offer.reader,
            languages=tuple(LANGUAGES.get(code, code) for code in offer.languages[:1]),
            pages=self._page_count(referral, offer) if ready else 0,
            shows=tuple(sorted(offer.shows)),
            leaves_out=Say("Leaves out: {kinds}", kinds=offer.leaves_out)
            if offer.leaves_out != Listing(())
            else "",
            missing=offer.missing_consent or "",
            chosen=ready and self._ticks.get((referral.id, key), offer.usual),
            copies=len({line.copy for line in log if line.kind is offer.kind}),
        )

    def _version(self, referral: Referral) -> tuple[object, ...]:
        """Return what differs as soon as anything of a referral does."""
        states = (referral.encounter, referral.own, referral.case)
        answered = approvals.latest(self.shell.workspace, referral)
        return (*(state and state.last for state in states), *answered, referral.consents)

    def _page_count(self, referral: Referral, offer: SheetOffer) -> int:
        """Return a sheet's pages; it is set anew only when something of it changed."""
        key = (*self._version(referral), offer)
        known = self._counted.get((referral.id, offer.kind))
        if known is None or known[0] != key:
            known = (key, self._pages(referral.id, offer))
            self._counted[referral.id, offer.kind] = known
        return known[1]

    def _pages(self, referral_id: str, offer: SheetOffer) -> int:
        wanted = self._wanted(referral_id, offer)
        sheet = issue.make_sheet(
            self.shell.workspace, referral_id, wanted.kind, wanted.tongue, now=self.shell.now
        )
        return count_pages(sheet, self.shell.tools.fonts)

    def _log_line(self, line: PrintLine, offers: list[SheetOffer]) -> Line:
        names = {one.kind: one.name for one in offers}
        return Line(
            key=f"{line.kind.value}-{line.copy}-{line.at.isoformat()}-{line.pages}",
            title=names.get(line.kind, line.kind.value),
            detail=log_words(
                how_words(line.how),
                copy=line.copy,
                why=line.why,
                by=self._who(line.by),
                pages=line.pages,
                shred_by=self._shred_by(line),
            ),
            when=Clock(line.at),
        )

    def _shred_by(self, line: PrintLine) -> Sayable:
        """Return the day a sheet that stays with the precinct is shredded, "" for others'."""
        days = self.shell.workspace.program.settings.paper_days
        if not days or line.audience is not Audience.PRECINCT:
            return ""
        return Clock(line.at + timedelta(days=days), date_only=True)

    def _who(self, by: Author) -> str:
        workspace = self.shell.workspace
        if by.device != workspace.place.device:
            return by.agency
        names = {one.id: one.name for one in users(workspace.folder)}
        return names.get(by.user, by.agency)

    def _offer(self, ref: SheetRef) -> SheetOffer | None:
        offers = issue.offers(self.shell.workspace, ref.referral, now=self.shell.now)
        return next((one for one in offers if one.kind.value == ref.sheet), None)

    def _wanted(self, referral_id: str, offer: SheetOffer) -> Wanted:
        language = offer.languages[0]
        copy = prints.next_copy(self.shell.workspace, referral_id, offer.kind, language)
        return Wanted(offer.kind, self.shell.world.tongue(language), copy)

    def _all_wanted(self, asked: SheetsAsked) -> list[Wanted]:
        kinds = {SheetKind(one) for one in asked.sheets}
        offers = issue.offers(self.shell.workspace, asked.referral, now=self.shell.now)
        return [self._wanted(asked.referral, one) for one in offers if one.kind in kinds]


def png(image: QImage) -> bytes:
    """Return a picture as PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs lack this form
    return bytes(data.data())


def show_packet(shell: Shell, referral_id: str) -> None:
    """Show the packet of a referral, on the page of packets."""
    wires = shell.wires("packets")
    if isinstance(wires, PacketsWires):
        wires.current = referral_id
        shell.go("packets")
