"""Inbox: what came for the lead agency, what keeping it would do, and the keeping."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.domain.referral import Referral
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.services import dry_run, import_report, keeping, ways_out
from desktop.services.dry_run import Would
from desktop.services.trust import TrustBook, trust_book
from desktop.store.mailbox import Arrival, InBundle
from desktop.sync.names import PAPER
from desktop.ui.inbox_page import InboxPage
from desktop.viewmodels.exchange import kept_out, why_kept_out
from desktop.viewmodels.inbox import BundleLine, Happens, InboxItem, InboxView
from desktop.viewmodels.marks import Mark, Tone
from desktop.viewmodels.referrals import NO_NAME, NO_SERVICE
from desktop.wiring.exchange import ExchangeWires
from desktop.wiring.printing import write_file
from desktop.wiring.same_person import alike_words
from desktop.wiring.scanning import PATTERNS, Scanning, ask_files, is_scan
from desktop.wiring.shell import Shell
from desktop.wiring.sight import service_name, sight

SHOWN_FACTS = ("person.phone", "person.best_place", "person.language", "health.presenting_need")


class InboxWires:
    """Connects the Inbox."""

    def __init__(self, shell: Shell, page: InboxPage) -> None:
        self.shell = shell
        self.page = page
        guard = shell.guard
        page.keep_requested.connect(guard(self._keep))
        page.opened.connect(guard(lambda _key: None))
        page.referral_opened.connect(guard(self._open))
        self._scanning = Scanning(shell, show=page.show_reading)
        page.open_file_requested.connect(guard(self._open_file))
        page.report_requested.connect(guard(self._save_report))
        page.files_dropped.connect(guard(self.take_files))
        page.stop_reading_requested.connect(guard(self._scanning.stop))

    def refresh(self) -> None:
        """Show what came and what keeping it would do."""
        workspace = self.shell.workspace
        book = trust_book(workspace)
        would = dry_run.dry_run(workspace, now=self.shell.now)
        out = workspace.store.inbox.all(Arrival.QUARANTINED)
        items = [self._item(one, referral) for one in would for referral in one.referrals]
        self.page.show_inbox(
            InboxView(
                source=self._source(would),
                counts=(
                    (Happens.NEW, sum(one.new for one in would)),
                    (Happens.KNOWN, sum(one.known for one in would)),
                    (Happens.TWO_ANSWERS, sum(one.disputed for one in would)),
                    (Happens.SET_ASIDE, sum(one.set_aside for one in would)),
                    (Happens.KEPT_OUT, len(out)),
                ),
                items=(*items, *(self._out_item(one, book) for one in out)),
                bundles=tuple(self._bundle(one, book) for one in would),
            )
        )

    def _keep(self, names: tuple[str, ...]) -> None:
        workspace, now = self.shell.workspace, self.shell.now
        kept = keeping.keep_waiting(workspace, None, names, now=now)
        facts = sum(dict(one.counts).get("new", 0) for one in kept)
        self.shell.window.toast(Plural("{n} change kept.", "{n} changes kept.", facts))
        self.shell.refresh()
        if ways_out.places(workspace):
            self.shell.exchange_now()  # the receipts follow

    def _open_file(self) -> None:
        words = self.shell.look.say(Say("Scans and sealed files"))
        pattern = f"{words} ({PATTERNS} *.offramp)"
        self.take_files(ask_files(self.shell, Say("Open a scan or a sealed file"), pattern))

    def _save_report(self) -> None:
        shell, name = self.shell, f"import-{self.shell.now.date().isoformat()}.pdf"
        title = shell.look.say(Say("Save the import report"))
        kinds = "PDF (*.pdf);;CSV (*.csv)"
        path, _ = QFileDialog.getSaveFileName(shell.window, title, name, kinds)
        if not path:
            return
        found = import_report.lines(shell.workspace, now=shell.now)
        tongue = shell.look.tongue
        if path.casefold().endswith(".csv"):
            data = import_report.as_csv(found, tongue, why_kept_out)
        else:
            data = import_report.as_pdf(
                shell.workspace, found, tongue, shell.tools.fonts, why_kept_out, now=shell.now
            )
        write_file(Path(path), data)
        shell.window.toast(Say("Written to {file}.", file=path))

    def take_files(self, paths: Sequence[str]) -> None:
        """Take files somebody chose or dropped: scans of referral forms, or sealed files."""
        pictures = [path for path in paths if is_scan(path)]
        exchange = self.shell.wires("exchange")
        for path in paths:
            if path not in pictures and isinstance(exchange, ExchangeWires):
                exchange.take_file(path)
        if pictures:
            self._scanning.take(pictures)

    def _open(self, referral_id: str) -> None:
        from desktop.wiring.cases import show_case

        show_case(self.shell, referral_id)

    # -- what is shown ---------------------------------------------------------------------

    def _source(self, would: list[Would]) -> Sayable:
        bundles = Plural("{n} bundle", "{n} bundles", len(would))
        return Say("{bundles} waiting to be kept", bundles=bundles) if would else ""

    def _item(self, one: Would, referral: Referral) -> InboxItem:
        through = sight(self.shell, referral)
        service = service_name(self.shell, through) or NO_SERVICE
        dictionary = self.shell.workspace.dictionary
        happens = Happens.TWO_ANSWERS if referral.disputes else Happens.NEW
        return InboxItem(
            key=f"{one.bundle.name}/{referral.id}",
            happens=happens if one.new else Happens.KNOWN,
            title=through.person or NO_NAME,
            detail=Listing((referral.number, service), " · "),
            bundle=one.bundle.name,
            facts=tuple(
                (dictionary.fact_of(path).label, text)
                for path in SHOWN_FACTS
                if (text := through.text(path))
            )
            + tuple(
                (Say("May be the same person"), said)
                for other in one.alike.get(referral.id, ())
                if (said := alike_words(other))
            ),
        )

    def _out_item(self, bundle: InBundle, book: TrustBook) -> InboxItem:
        view = kept_out(
            bundle.name,
            title=self._title(bundle, book),
            reason=bundle.reason,
            since=bundle.received_at,
            now=self.shell.now,
        )
        return InboxItem(
            key=bundle.name, happens=Happens.KEPT_OUT, title=view.title, detail=view.reason
        )

    def _bundle(self, one: Would, book: TrustBook) -> BundleLine:
        return BundleLine(
            key=one.bundle.name,
            title=self._title(one.bundle, book),
            detail=Listing(
                (Plural("{n} new fact", "{n} new facts", one.new), *_needs_a_look(one)),
                between=" · ",
            ),
            mark=Mark(Say("Signed"), Tone.SUCCESS, "verified_user"),
            new=one.new,
            clear=one.clear,
        )

    def _title(self, bundle: InBundle, book: TrustBook) -> Sayable:
        member = book.member(bundle.device)
        who: Sayable = Say("a computer that is not known here")
        if member is not None:
            who = f"{member.agency} {member.machine}"
        if bundle.stream == PAPER:
            return Say("Sealed code on paper, of {who}", who=who)
        words = Say("Bundle {n} of {who}", n=bundle.sequence, who=who)
        if bundle.stream == self.shell.workspace.place.device:
            # Each line counts its own bundles: two of them may have the same number.
            return Say("{bundle}, for this computer alone", bundle=words)
        return words


def _needs_a_look(one: Would) -> tuple[Sayable, ...]:
    """Return why somebody should look at a bundle before it is kept."""
    two = Plural("{n} with two answers", "{n} with two answers", one.disputed)
    aside = Plural("{n} set aside", "{n} set aside", one.set_aside)
    return (*((two,) if one.disputed else ()), *((aside,) if one.set_aside else ()))
