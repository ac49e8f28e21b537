"""What came, bundle by bundle: to be read, filed or printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from desktop.cli.task import FILE, Task
from desktop.cli.terminal import Terminal, write_file
from desktop.domain.words import Say, Sayable
from desktop.packet.fonts import FontLibrary
from desktop.services import import_report
from desktop.services.import_report import STANDS_WORDS, ReportLine, Stands
from desktop.viewmodels.exchange import why_kept_out


@click.command(
    "import-report",
    cls=Task,
    example="--pdf import.pdf",
    help="List what came, bundle by bundle: what waits, what was kept in the last month and what"
    " was kept out, with counts and reasons. No name is in it. Coordinators and administrators.",
)
@click.option("--csv", type=FILE, metavar="FILE", help="Write it as CSV.")
@click.option("--pdf", type=FILE, metavar="FILE", help="Write it as PDF.")
def import_report_command(terminal: Terminal, csv: Path | None, pdf: Path | None) -> None:
    """Print the report, or where it was written."""
    say, now = terminal.tongue, terminal.now
    files: dict[Path, bytes] = {}
    with terminal.writing() as work:  # a dry run holds the records for a moment
        found = import_report.lines(work.workspace, now=now)
        if csv is not None:
            files[csv] = import_report.as_csv(found, say, why_kept_out)
        if pdf is not None:
            fonts = FontLibrary(terminal.world.resources / "fonts")
            files[pdf] = import_report.as_pdf(
                work.workspace, found, say, fonts, why_kept_out, now=now
            )
    for path, data in files.items():
        write_file(path, data)
    written = [Say("Written to {file}.", file=str(path)) for path in files]
    terminal.give([_as_json(one) for one in found], *(written or _in_words(found)))


def _as_json(one: ReportLine) -> dict[str, object]:
    return {
        "bundle": one.bundle,
        "state": one.stands.value,
        "came": one.came.isoformat(),
        "new": one.new,
        "known": one.known,
        "two_answers": one.disputed,
        "set_aside": one.set_aside,
        "reason": one.reason,
    }


def _in_words(found: Sequence[ReportLine]) -> list[Sayable]:
    lines: list[Sayable] = []
    for one in found:
        words: dict[str, Sayable] = {
            "bundle": one.bundle,
            "state": STANDS_WORDS[one.stands],
            "sender": one.sender,
        }
        if one.stands is Stands.KEPT_OUT:
            why = why_kept_out(one.reason)
            lines.append(Say("{state}: {bundle}, {sender}. {why}", why=why, **words))
            continue
        says = Say(
            "{state}: {bundle}, {sender}. New {new}, known {known}, two answers {disputed},"
            " set aside {aside}.",
            new=one.new or 0,
            known=one.known or 0,
            disputed=one.disputed or 0,
            aside=one.set_aside or 0,
            **words,
        )
        lines.append(says)
    return lines or [Say("Nothing came in the last month.")]


COMMANDS: tuple[click.Command, ...] = (import_report_command,)
