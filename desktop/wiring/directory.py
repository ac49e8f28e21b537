"""Take in a directory of services from a file, beside the window, with a preview before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.domain.words import Plural, Say
from desktop.services import services_known
from desktop.services.services_known import Read
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.wiring.shell import Shell


def ask_for_directory(shell: Shell, *, done: Callable[[], None]) -> None:
    """Ask for a file, read it beside the window, and keep it once the person agrees."""
    path, _ = QFileDialog.getOpenFileName(
        shell.window,
        shell.look.say(Say("Choose a directory of services")),
        "",
        "Directories (*.xlsx *.csv);;All files (*)",
    )
    if path:
        read_directory(shell, Path(path), done=done)


def read_directory(shell: Shell, path: Path, *, done: Callable[[], None]) -> None:
    """Read a directory beside the window, then ask whether to keep it."""
    zips, now = shell.tools.zips, shell.now
    shell.window.toast(Say("Reading the list. You can go on working."))
    shell.tasks.run(
        lambda: services_known.read(path, zips=zips, now=now),
        done=lambda found: _ask(shell, found, done),
        failed=shell.guard(shell.failed),
    )


def _ask(shell: Shell, found: Read, done: Callable[[], None]) -> None:
    count = len(found.snapshot.listings)
    dialog = QuestionDialog(
        shell.look,
        shell.window,
        Say("Keep this list?"),
        Say(
            "{services} were read. {unread} could not be read and are left out.",
            services=Plural("{n} service", "{n} services", count),
            unread=Plural("{n} row", "{n} rows", len(found.report.unread)),
        ),
        Say("Keep it"),
    )

    def keep() -> None:
        services_known.keep(shell.workspace, found, now=shell.now)
        done()

    dialog.accepted.connect(shell.guard(keep))
    dialog.open()
