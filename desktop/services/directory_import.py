"""A directory taken in step by step: what kind of list it is, what keeping it would do, kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desktop.domain.column_matching import Matching
from desktop.domain.directory import ServiceListing
from desktop.domain.refresh import Edition, Refresh
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.formats.dhcs import looks_like_dhcs
from desktop.formats.directory_files import SERVICES
from desktop.formats.geo import ZipTable
from desktop.formats.hsds_open import looks_like_hsds
from desktop.formats.plain_sheet import PlainSheet
from desktop.formats.samhsa import looks_like_samhsa
from desktop.services import services_known
from desktop.services.directory_lists import match_columns, read_matched, remembers_columns
from desktop.services.services_known import Read
from desktop.services.workspace import Workspace

OnProgress = Callable[[int], None]


class ListKind(StrEnum):
    """What kind of list a file is; seen from what it holds, never from its name."""

    SAMHSA = "samhsa"
    DHCS = "dhcs"
    HSDS = "hsds"
    SMALL = "small"  # a folder with services.csv, as `directory export` writes it
    PLAIN = "plain"  # somebody's own spreadsheet: its columns are matched first


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at: its kind, and for a plain sheet its columns."""

    path: Path
    kind: ListKind
    sheet: PlainSheet | None = None
    matching: Matching | None = None
    remembered: bool = False  # the columns are matched as they were the last time


@dataclass(frozen=True, slots=True)
class Preview:
    """What keeping a list would do, service by service; nothing is kept yet."""

    looked: Looked
    found: Read
    new: tuple[ServiceListing, ...]
    changed: tuple[tuple[ServiceListing, ServiceListing], ...]  # as known here, as it came
    gone: tuple[ServiceListing, ...]

    @property
    def same(self) -> int:
        """Return how many services stay as they are."""
        return len(self.found.snapshot.listings) - len(self.new) - len(self.changed)

    @property
    def known(self) -> int:
        """Return how many services of this list were known before."""
        return self.same + len(self.changed) + len(self.gone)


def look_at_list(workspace: Workspace, path: Path) -> Looked:
    """Return what kind of list a file or folder is; refuses what cannot be opened or is none."""
    kind = recognize(path)
    if kind is not ListKind.PLAIN:
        return Looked(path, kind)
    sheet, matching = match_columns(workspace, path)
    return Looked(path, kind, sheet, matching, remembers_columns(workspace, sheet.header))


def recognize(path: Path) -> ListKind:
    """Return what kind of list this is; refuses what is not there or cannot be read."""
    if not path.exists():
        raise Refused(Say("There is no such file."), remedy=Say("Choose the file again."))
    if looks_like_hsds(path):
        return ListKind.HSDS
    if path.is_dir():
        if (path / SERVICES).is_file():
            return ListKind.SMALL
        raise Refused(
            Say("This folder holds no list of services."),
            remedy=Say("Choose a folder with services.csv, or a folder of HSDS tables."),
        )
    if looks_like_dhcs(path):
        return ListKind.DHCS
    return ListKind.SAMHSA if looks_like_samhsa(path) else ListKind.PLAIN


def preview_list(
    workspace: Workspace,
    looked: Looked,
    *,
    zips: ZipTable,
    now: datetime,
    on_progress: OnProgress | None = None,
) -> Preview:
    """Return what keeping a list would do. `on_progress` stops the reading by raising."""
    if looked.matching is not None:
        found = read_matched(
            looked.path, looked.matching, zips=zips, now=now, on_progress=on_progress
        )
    else:
        found = services_known.read(looked.path, zips=zips, now=now, on_progress=on_progress)
    return compared(workspace, looked, found)


def compared(workspace: Workspace, looked: Looked, found: Read) -> Preview:
    """Return what was read beside what is known here."""
    shelf = workspace.store.directory
    refresh: Refresh = shelf.preview(found.snapshot)
    known = {one.id: one.listing for one in shelf.kept(found.snapshot.source)}
    came = list(zip(refresh.ids, found.snapshot.listings, strict=True))
    return Preview(
        looked,
        found,
        new=tuple(listing for id_, listing in came if id_ in refresh.new),
        changed=tuple((known[id_], listing) for id_, listing in came if id_ in refresh.changed),
        gone=tuple(listing for id_, listing in known.items() if id_ in refresh.gone),
    )


def keep_list(workspace: Workspace, preview: Preview, *, now: datetime) -> Edition:
    """Take in what was shown: all of it or nothing."""
    return services_known.keep(workspace, preview.found, now=now)
