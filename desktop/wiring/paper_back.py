"""Signed paper scanned at the desk: its code finds the referral, and it is attached there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services import papers_back
from desktop.services.papers_back import Paper
from desktop.ui.packets_page import PacketsPage
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.viewmodels.packets import Preview
from desktop.wiring.scanning import PATTERNS, ask_files, read_scan_file
from desktop.wiring.shell import Shell


class PaperBackWires:
    """Connects what attaches signed paper; `changed` is called with the referral it went to."""

    def __init__(
        self, shell: Shell, page: PacketsPage, *, changed: Callable[[str], object]
    ) -> None:
        self._shell = shell
        self._page = page
        self._changed = changed
        guard = shell.guard
        page.attach_requested.connect(guard(self._ask))
        page.papers_dropped.connect(guard(self.take))
        page.papers_requested.connect(guard(self._show))

    def take(self, paths: Sequence[str]) -> None:
        """Attach these scans, each to the referral its code names."""
        shell = self._shell
        opened = self._page.packet
        beside = opened.referral if opened else ""
        for path in paths:
            data = read_scan_file(Path(path))
            shell.tasks.run(
                partial(papers_back.read_paper, data),
                done=lambda paper: shell.guard(self._read)(paper, beside),
                failed=shell.failed,
            )

    def _ask(self) -> None:
        words = self._shell.look.say(Say("Scans"))
        self.take(ask_files(self._shell, Say("Attach a signed paper"), f"{words} ({PATTERNS})"))

    def _read(self, paper: Paper, beside: str) -> None:
        """File a paper by its code; without one, ask whether it is the referral that is open."""
        shell = self._shell
        if shell.frame is None:
            return  # signed out meanwhile: it is scanned again
        if paper.referrals or not beside:
            self._file(paper, "")
            return
        referral = shell.workspace.store.referral(beside)
        if referral is None:
            raise Refused(
                Say("This referral is not on this computer."),
                remedy=Say("Exchange first, then look again."),
            )
        dialog = QuestionDialog(
            shell.look,
            shell.window,
            Say("No code was found on this sheet"),
            Say(
                "Compare the name on the paper with the referral that is open, {number}. Is it "
                "this person's?",
                number=referral.number,
            ),
            Say("Attach it here"),
        )
        dialog.accepted.connect(lambda: shell.guard(self._file)(paper, beside))
        dialog.open()

    def _file(self, paper: Paper, referral: str) -> None:
        shell = self._shell
        filed = papers_back.file_paper(shell.workspace, paper, now=shell.now, referral_id=referral)
        number = filed.referral.number
        words = Say("Attached to {number}.", number=number)
        if filed.before:
            words = Say("This scan is attached to {number} already.", number=number)
        shell.window.toast(words)
        self._changed(filed.referral.id)

    def _show(self, referral: str) -> None:
        pages = tuple(papers_back.papers_of(self._shell.workspace, referral))
        title = Say("Signed paper")
        text = self._shell.look.say(NO_TEXT)
        self._page.show_preview(Preview(referral, "", title, pages, text))


NO_TEXT = Say("A scan: it has no text to read out.")
