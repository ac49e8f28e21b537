"""Who has a copy of a referral, and erasing it, from wherever a referral is shown."""

from __future__ import annotations

from collections.abc import Callable

from desktop.domain.words import Say, Sayable
from desktop.services import erasing, ways_out
from desktop.services.copies import copies
from desktop.services.erasing import MAY_ERASE, Extent, Why
from desktop.ui.copies_dialog import CopiesDialog, EraseDialog
from desktop.viewmodels.copies import (
    BY_HAND,
    CopiesView,
    EraseAsked,
    backup_line,
    machine_line,
    paper_line,
    sealed_line,
)
from desktop.wiring.devices import name_of
from desktop.wiring.shell import Shell


def show_copies(shell: Shell, referral_id: str, gone: Callable[[], object]) -> CopiesDialog | None:
    """Show who has a copy; `gone` is called once it was erased from there."""
    workspace, now = shell.workspace, shell.now
    referral = workspace.store.referral(referral_id)
    if referral is None:
        return None
    found = copies(workspace, referral_id)
    lines: list[tuple[str, Sayable]] = [
        ("people", machine_line(name_of(one.member), one.holds.value, one.at, now=now))
        for one in found.machines
    ]
    lines += [("print", paper_line(one.kind, one.copy, one.at)) for one in found.papers]
    lines.append(("lock", sealed_line(found.sealed)))
    lines.append(("save_alt", backup_line(found.backups, found.set_aside)))
    lines.append(("warning", BY_HAND))
    home = referral.home.agency if referral.home else ""
    own = workspace.place.is_lead or home == workspace.place.agency
    may = workspace.user.role in MAY_ERASE and own
    view = CopiesView(referral.number, tuple(lines), can_erase=may)
    dialog = CopiesDialog(shell.look, shell.window, view)

    def erase(asked: EraseAsked) -> None:
        erasing.erase(
            shell.workspace, asked.referral, Extent(asked.extent), Why(asked.why), now=shell.now
        )
        gone()
        shell.refresh()
        shell.window.toast(Say("Erased here. Every other computer does it as it hears of it."))
        if ways_out.places(shell.workspace):
            shell.exchange_now()

    def ask() -> None:
        asking = EraseDialog(shell.look, shell.window, referral_id, referral.number)
        asking.erased.connect(shell.guard(erase))
        asking.open()

    dialog.erase_requested.connect(ask)
    dialog.open()
    return dialog
