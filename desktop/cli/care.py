"""Look after a workspace: report, doctor, backup, restore."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from desktop.cli.task import FILE, REFUSED, Task
from desktop.cli.terminal import Terminal, write_file
from desktop.domain.measures import Report, read_period
from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Say, Sayable
from desktop.packet.fonts import FontLibrary
from desktop.services import backups, doctor
from desktop.services import report as reports
from desktop.services.doctor import Finding, Level
from desktop.store.backup import backups as backups_in
from desktop.store.backup import put_back_vault
from desktop.store.vault import has_vault
from desktop.store.vault_file import COPY, VAULT

LEVEL_WORDS: dict[Level, Sayable] = {
    Level.OK: Say("OK"),
    Level.TO_DO: Say("To do"),
    Level.FAULT: Say("Fault"),
}


@click.command(
    "report",
    cls=Task,
    example="--period 2026-Q4 --csv report.csv",
    help="Count a period's referrals. Small counts are shown as <11, and others are hidden so that"
    " nobody can work them out. No fact about a person is in it.",
)
@click.option("--period", required=True, metavar="PERIOD", help="2026, 2026-Q4 or 2026-11.")
@click.option("--csv", type=FILE, metavar="FILE", help="Write it as CSV.")
@click.option("--pdf", type=FILE, metavar="FILE", help="Write it as PDF.")
def report(terminal: Terminal, period: str, csv: Path | None, pdf: Path | None) -> None:
    """Print the report, or where it was written."""
    days = read_period(period)
    with terminal.reading() as work:
        made = reports.make(work.workspace, days, now=terminal.now)
        files: dict[Path, bytes] = {}
        if csv is not None:
            files[csv] = reports.as_csv(made, terminal.tongue)
        if pdf is not None:
            fonts = FontLibrary(terminal.world.resources / "fonts")
            files[pdf] = reports.as_pdf(work.workspace, made, terminal.tongue, fonts)
    for path, data in files.items():
        write_file(path, data)
    written = [Say("Written to {file}.", file=str(path)) for path in files]
    terminal.give(_report_json(terminal, made), *(written or _report_lines(terminal, made)))


@click.command(
    "doctor",
    cls=Task,
    example="--json",
    help="Look at records, log, backups, clock, exchange and disk, and say what to do. Ends with 2"
    " when something is at fault, with 0 when there are only things to do.",
)
def doctor_command(terminal: Terminal) -> int:
    """Return 2 when something is at fault."""
    with terminal.reading() as work:
        found = doctor.examine(
            work.workspace,
            key=work.session.data_key,
            free_bytes=shutil.disk_usage(terminal.folder).free,
            now=terminal.world.now(),  # the clock itself is looked at
        )
    terminal.give(
        [
            {
                "what": one.what,
                "level": one.level.value,
                "says": terminal.tongue(one.says),
                "remedy": terminal.tongue(one.remedy),
            }
            for one in found
        ],
        *(line for one in found for line in _finding_lines(one)),
    )
    return REFUSED if any(one.level is Level.FAULT for one in found) else 0


@click.command(
    "backup",
    cls=Task,
    example="",
    help="Back up the records into the workspace's own folder of backups, and check the backup. May"
    " run beside a window. Copy that folder to another disk now and then.",
)
def backup(terminal: Terminal) -> None:
    """Print where the backup is."""
    with terminal.reading() as work:
        made = backups.make_backup(work.workspace, work.session, now=terminal.now)
        count = len(backups_in(terminal.folder))
    terminal.give(
        {"file": str(made.path), "backups": count},
        Say("Backed up to {file}.", file=str(made.path)),
    )


@click.command(
    "restore",
    cls=Task,
    example="workspace/backups/000001-20261123T221400Z.db",
    help="Put a backup in the place of the records; these stay beside them. Administrators only."
    " Into an empty folder it brings the list of users that lies beside the backup.",
)
@click.argument("file", metavar="FILE", type=FILE)
def restore(terminal: Terminal, file: Path) -> None:
    """Print what was put back."""
    if not file.is_file():
        raise Refused(
            Say("There is no such backup."), remedy=Say("Name a file in the folder of backups.")
        )
    if not terminal.folder.is_dir():
        raise Refused(
            Say("This workspace folder is not there."),
            remedy=Say("Make the folder, or name another one with --workspace."),
        )
    with terminal.alone():
        brought = not has_vault(terminal.folder)
        if brought:
            put_back_vault(terminal.folder, file)
        try:
            session = terminal.sign_in()
            if session.user.role is not Role.ADMIN:
                raise Refused(
                    Say("Only an administrator of this computer may restore a backup."),
                    remedy=Say("Sign in as one with --user."),
                )
            erased = backups.restore_backup(terminal.folder, file, session)
        except BaseException:
            if brought:
                for name in (VAULT, COPY):
                    (terminal.folder / name).unlink(missing_ok=True)
            raise
        with terminal.open(session) as workspace:
            referrals = len(workspace.store.referrals())
        session.wipe()
    terminal.give(
        {"restored": str(file), "referrals": referrals, "erasures_applied_again": erased},
        Say("Restored. {n} referrals are in these records.", n=referrals),
        Say("This computer writes under a new number from now on: enroll it again."),
    )


def _report_json(terminal: Terminal, made: Report) -> dict[str, object]:
    say = terminal.tongue
    return {
        "period": made.period.name,
        "first": made.period.first.isoformat(),
        "last": made.period.last.isoformat(),
        "referrals": made.referrals,
        "cases_known": made.cases_known,
        "tables": [
            {
                "key": table.key,
                "title": say(table.title),
                "counts": {one.key: one.shown for one in table.lines},
                "labels": {one.key: say(one.label) for one in table.lines},
            }
            for table in made.tables
        ],
        "medians": {one.key: one.value for one in made.middles},
    }


def _report_lines(terminal: Terminal, made: Report) -> list[Sayable]:
    say = terminal.tongue
    lines: list[Sayable] = [
        Say("Report on {period}", period=made.period.name),
        f"{reports.in_words(made.referrals, say):>8}  {say(Say('Referrals logged'))}",
    ]
    for table in made.tables:
        lines.append(table.title)
        lines += [f"{reports.in_words(one.shown, say):>8}  {say(one.label)}" for one in table.lines]
    for middle in made.middles:
        words = reports.middle_in_words(middle)
        lines.append(Say("{label}: {value}", label=middle.label, value=words))
    return [*lines, *reports.notes(made)]


def _finding_lines(one: Finding) -> list[Sayable]:
    lines: list[Sayable] = [Say("{level}: {says}", level=LEVEL_WORDS[one.level], says=one.says)]
    if one.remedy:
        lines.append(Say("  {remedy}", remedy=one.remedy))
    return lines


COMMANDS: tuple[click.Command, ...] = (report, doctor_command, backup, restore)
