"""Signed paper from a scan: attached to its referral."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.referrals import referral_numbered
from desktop.cli.task import FILE, Task
from desktop.cli.terminal import Terminal, read_file
from desktop.domain.words import Say
from desktop.services import papers_back


@click.command(
    "attach",
    cls=Task,
    example="scan.pdf",
    help="Attach the scan of a signed sheet (PDF, PNG, JPEG or TIFF) to its referral. The code on"
    " the sheet finds it; for a sheet without one, name the referral.",
)
@click.argument("scan", type=FILE, metavar="SCAN")
@click.option("--referral", "number", metavar="NUMBER", help="Its number, where no code is.")
def attach(terminal: Terminal, scan: Path, number: str | None) -> None:
    """Print where it was attached."""
    paper = papers_back.read_paper(read_file(scan))
    with terminal.writing() as work:
        chosen = referral_numbered(work.workspace, number).id if number else ""
        filed = papers_back.file_paper(work.workspace, paper, now=terminal.now, referral_id=chosen)
    out = {"referral": filed.referral.number, "pages": filed.pages, "before": filed.before}
    words = Say("Attached to {number}.", number=filed.referral.number)
    if filed.before:
        words = Say("This scan is attached to {number} already.", number=filed.referral.number)
    terminal.give(out, words)


COMMANDS: tuple[click.Command, ...] = (attach,)
