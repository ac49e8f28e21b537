"""Sheets of no referral: the rules card for the car, and the form to be filled in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from desktop.domain.terms import Pathway, SheetKind
from desktop.domain.words import Tongue
from desktop.packet.blocks import Sheet
from desktop.packet.fonts import FontLibrary
from desktop.packet.pdf import render
from desktop.packet.sheets import BLANKS
from desktop.services.sheet_facts import of_program
from desktop.services.workspace import Workspace, audit
from desktop.store.database import storage_errors
from desktop.store.replacing import replace_file


def make_blank(
    workspace: Workspace,
    kind: SheetKind,
    tongue: Tongue,
    *,
    now: datetime,
    pathway: Pathway | None = None,
) -> Sheet:
    """Return a sheet of the program in force, which holds no fact of anybody.

    A paper form of one pathway asks what that pathway asks, and is shorter.
    """
    return BLANKS[kind].make(of_program(workspace, tongue, now=now, pathway=pathway))


def languages(workspace: Workspace) -> tuple[str, ...]:
    """Return the languages the program writes to people in, English first."""
    known = {"en", *(code for code, _ in workspace.program.text("card").by_language)}
    return tuple(sorted(known, key=lambda code: (code != "en", code)))


def blank_name(
    workspace: Workspace, kind: SheetKind, language: str, pathway: Pathway | None = None
) -> str:
    """Return what a file of it is called, without its ending."""
    way = ""
    if pathway is not None and kind is SheetKind.PAPER_FORM:
        way = f"-{pathway.value.lower().replace('+', '-plus')}"
    return f"{workspace.program.slug}-{kind.value}{way}-{language}"


def save_blanks(
    workspace: Workspace,
    wanted: Sequence[tuple[SheetKind, Tongue]],
    fonts: FontLibrary,
    folder: Path,
    *,
    now: datetime,
    pathway: Pathway | None = None,
) -> list[Path]:
    """Save each as a PDF of its own in a folder, and return where."""
    slug = workspace.program.slug
    made = {
        folder / f"{blank_name(workspace, kind, tongue.code, pathway)}.pdf": render(
            make_blank(workspace, kind, tongue, now=now, pathway=pathway), fonts
        )
        for kind, tongue in wanted
    }
    with storage_errors():
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in made.items():
            replace_file(path, data)
    audit(workspace, "blanks.saved", slug, now=now)
    return list(made)
