"""A directory in HSDS 3.x, read: JSON, or CSV files in a folder or zip.

A service at several places becomes a listing for each. What is wrong with a service is told with
its line; only what has no id, no name or a status HSDS does not know is left out whole.
Source: Open Referral, Human Services Data Specification 3.0 and 3.1 (development).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop.domain.directory import Snapshot
from desktop.domain.refresh import ImportReport, UnreadRow
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.formats.directory_files import SmallDirectory
from desktop.formats.geo import ZipTable
from desktop.formats.hsds_capacity import read_capacity
from desktop.formats.hsds_listing import ListingReader
from desktop.formats.hsds_open import open_hsds
from desktop.formats.hsds_tables import TABLES
from desktop.formats.row_cells import UnreadableRow
from desktop.formats.samhsa_codes import SAMHSA_CODES

PROGRESS_EVERY = 250  # services
UNREAD_LIST = 1_000  # faults told one by one
_NO_NAME = frozenset({"hsds", "export", "data", "datapackage", "services", "full", "json", "csv"})

OnProgress = Callable[[int], None]


def read_hsds(
    path: Path,
    *,
    at: datetime,
    zips: ZipTable | None = None,
    source: str = "",
    edition: str = "",
    on_progress: OnProgress | None = None,
) -> SmallDirectory:
    """Return the services of a file, folder or zip with their reported room, and what is wrong.

    `at` is the moment of import (aware). The source is the file's name without its numbers, the
    edition the day of import, unless given; an export of Offramp brings its own. `zips` gives
    time zones, and points where there are none. `on_progress` is told the services read and
    stops the reading by raising. Refuses what is no HSDS or has no service that can be read.
    """
    package = open_hsds(path)
    reader = ListingReader(package, zips)
    unread: list[UnreadRow] = []
    services = package["service"]
    for count, service in enumerate(services):
        if on_progress and count % PROGRESS_EVERY == 0:
            on_progress(count)
        try:
            reader.read(service)
        except UnreadableRow as fault:
            unread.append(UnreadRow(service.line, fault.why, TABLES["service"].file))
    if on_progress:
        on_progress(len(services))
    if not reader.listings:
        raise Refused(
            Say("No service could be read from this file."),
            remedy=Say("Choose the services or organizations of an HSDS directory."),
        )
    source = source or reader.source or source_named(path)
    listings = reader.finished(source)
    capacity, unread_capacity = read_capacity(package, reader)
    codes = frozenset[str]().union(*(one.codes for one in listings))
    no_point = {one.place.zip for one in listings if one.place.point is None and one.place.zip}
    return SmallDirectory(
        snapshot=Snapshot(
            source=source,
            edition=edition or reader.edition or at.date().isoformat(),
            listings=listings,
            settled=package.ours,
        ),
        report=ImportReport(
            rows=len(services),
            unread=tuple([*unread, *reader.reading.faults][:UNREAD_LIST]),
            no_phone=sum(not one.phones for one in listings),
            non_ascii_rows=reader.non_ascii,
            unknown_codes=tuple(sorted(codes - SAMHSA_CODES)),
            unknown_zips=tuple(sorted(no_point)) if zips else (),
        ),
        capacity=capacity,
        unread_capacity=unread_capacity[:UNREAD_LIST],
    )


def source_named(path: Path) -> str:
    """Return the name under which later editions of a file are known again.

    "County 211 export 2026-11.zip" is "county", and so is the one of the year after.
    """
    words = re.findall(r"[^\W\d_]+", path.stem.lower())
    return "-".join(word for word in words if word not in _NO_NAME)[:60] or "hsds"
