"""Directories in and out: a list whose columns are matched, an import taken back, an export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from desktop.domain.column_matching import (
    Matching,
    matching_from_json,
    matching_to_json,
    signature,
)
from desktop.domain.refresh import Edition, Refresh
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.formats.geo import ZipTable
from desktop.formats.hsds_write import write_hsds_csv, write_hsds_json
from desktop.formats.plain_sheet import PlainSheet, look_at, read_plain
from desktop.services.services_known import KEEPERS, Read, capacity, small_read
from desktop.services.workspace import Workspace, audit

OnProgress = Callable[[int], None]


def match_columns(workspace: Workspace, path: Path) -> tuple[PlainSheet, Matching]:
    """Return the header of a list and which column holds what: as remembered, else a guess."""
    sheet = look_at(path)
    kept = workspace.store.settings.text(_name_of(signature(sheet.header)))
    try:
        remembered = matching_from_json(kept) if kept else None
    except Refused:
        remembered = None  # of another version; a guess is as good
    return sheet, sheet.guessed(remembered)


def remembers_columns(workspace: Workspace, header: Sequence[str]) -> bool:
    """Return whether somebody matched the columns of a list with this header before."""
    return bool(workspace.store.settings.text(_name_of(signature(header))))


def remember_columns(workspace: Workspace, matching: Matching) -> None:
    """Keep which column holds what for every later list with the same header."""
    workspace.may(*KEEPERS)
    workspace.store.settings.set(_name_of(matching.signature), matching_to_json(matching))


def read_matched(
    path: Path,
    matching: Matching,
    *,
    zips: ZipTable,
    now: datetime,
    source: str = "",
    on_progress: OnProgress | None = None,
) -> Read:
    """Return what a list holds once its columns are matched; nothing is kept."""
    return small_read(
        read_plain(path, matching, at=now, zips=zips, source=source, on_progress=on_progress)
    )


def preview(workspace: Workspace, found: Read) -> Refresh:
    """Return which services keeping this would add, change and mark as gone; changes nothing."""
    return workspace.store.directory.preview(found.snapshot)


def take_back_import(workspace: Workspace, *, now: datetime) -> Edition:
    """Take back the import made last and return it; refuses where there is none, as `keep` does.

    What people told of a service, its capacity included, stays.
    """
    workspace.for_real()
    workspace.may(*KEEPERS)
    with workspace.store.transaction():
        edition = workspace.store.directory.undo_last()
        audit(workspace, "directory.taken-back", str(edition.number), now=now)
    return edition


def export_hsds(
    workspace: Workspace,
    source: str,
    path: Path,
    *,
    now: datetime,
    on_progress: OnProgress | None = None,
) -> None:
    """Write the services of a source as HSDS 3.1: JSON, a zip of tables, or a folder of them.

    Which, the path's ending says. Refuses a source without services, or a path not to write to.
    """
    snapshot = workspace.store.directory.snapshot(source)
    if not snapshot.listings:
        raise Refused(
            Say("There are no services to export."),
            remedy=Say("Choose another directory, or take one in first."),
        )
    ids = {one.id for one in snapshot.listings}
    reports = [r for id_, told in capacity(workspace).items() if id_ in ids for r in told]
    write = write_hsds_json if path.suffix.lower() == ".json" else write_hsds_csv
    write(path, snapshot, reports, now=now, on_progress=on_progress)
    audit(workspace, "directory.exported", str(len(snapshot.listings)), now=now)


def _name_of(header: str) -> str:
    return f"columns/{header}"
