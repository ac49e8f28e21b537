"""Drafts as lists of pages show them: resumed, handed to a colleague, brought back."""

from __future__ import annotations

from functools import partial

from desktop.domain.words import Say
from desktop.services import capture
from desktop.services.workspace import User
from desktop.store.vault import users
from desktop.ui.colleague_dialog import ColleagueDialog
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.viewmodels.home import DraftLine, draft_line
from desktop.viewmodels.marks import Choice
from desktop.viewmodels.person import person_name
from desktop.wiring.shell import Shell


def draft_lines(shell: Shell, *, put_away: bool = False) -> tuple[DraftLine, ...]:
    """Return this user's open drafts, or those put away, as lines."""
    workspace = shell.workspace
    names = {one.id: one.name for one in users(shell.folder)}
    return tuple(
        draft_line(
            draft.encounter.id,
            person=person_name(draft.encounter),
            detail=draft.encounter.text("cad_number"),
            touched=draft.updated_at,
            now=shell.now,
            handed_by=names.get(draft.handed_by, ""),
            outdated=draft.outdated,
        )
        for draft in capture.drafts(workspace, put_away=put_away)
    )


def colleagues(shell: Shell) -> tuple[User, ...]:
    """Return who else on this computer may take a draft over; nobody in practice."""
    workspace = shell.workspace
    if workspace.practice:
        return ()
    return tuple(
        User(one.id, one.name, one.role)
        for one in users(shell.folder)
        if one.role in capture.TAKERS and not one.disabled and one.id != workspace.user.id
    )


def ask_colleague(shell: Shell, draft_id: str) -> None:
    """Ask who takes a draft over, then hand it over."""
    known = {one.id: one for one in colleagues(shell)}
    dialog = ColleagueDialog(
        shell.look, shell.window, [Choice(one.id, one.name) for one in known.values()]
    )

    def hand(to: str) -> None:
        capture.hand_over(shell.workspace, draft_id, known[to], now=shell.now)
        shell.window.toast(Say("Handed over to {name}.", name=known[to].name))
        shell.refresh()

    dialog.chosen.connect(shell.guard(hand))
    dialog.open()


def resume(shell: Shell, draft_id: str) -> None:
    """Go on with a draft; one begun under earlier rules asks which rules judge it."""
    found = next(
        (one for one in capture.drafts(shell.workspace) if one.encounter.id == draft_id), None
    )
    if found is None or not found.outdated:
        _go_on(shell, draft_id)
        return
    dialog = QuestionDialog(
        shell.look,
        shell.window,
        Say("The rules changed since this draft was begun."),
        Say("It stays under the rules of that day unless you choose the new ones."),
        Say("Rules of that day"),
        no=Say("Rules in force now"),
    )
    dialog.accepted.connect(shell.guard(partial(_go_on, shell, draft_id)))
    dialog.no_button.clicked.connect(shell.guard(partial(_pin_anew, shell, draft_id)))
    dialog.open()


def _pin_anew(shell: Shell, draft_id: str, *_: object) -> None:
    capture.pin_anew(shell.workspace, draft_id, now=shell.now)
    _go_on(shell, draft_id)


def _go_on(shell: Shell, draft_id: str) -> None:
    from desktop.wiring.refer import resume as open_draft

    open_draft(shell, draft_id)
