"""An agency's own list of services, CSV or workbook: columns are matched, then rows are read.

Nothing is computed and nothing is guessed but the columns: hours that are no weekly hours stay
words, and beds count only with the day and time they were counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desktop.domain.capacity import CapacityReport
from desktop.domain.column_matching import Matching, guess_columns, signature
from desktop.domain.directory import ServiceListing, Snapshot
from desktop.domain.list_columns import COLUMN_KINDS
from desktop.domain.refresh import ImportReport, Repeat, UnreadRow
from desktop.domain.refused import Refused
from desktop.domain.words import Listing, Say
from desktop.formats.directory_files import SmallDirectory
from desktop.formats.geo import ZipTable
from desktop.formats.hsds_read import source_named
from desktop.formats.plain_sheet_rows import Row, read_report, read_row
from desktop.formats.row_cells import UnreadableRow
from desktop.formats.samhsa_codes import SAMHSA_CODES
from desktop.formats.samhsa_rows import SPACES
from desktop.formats.workbooks import Cells, open_tables

HEADER_WITHIN = 10  # rows; a title may stand above the header
LEAST_COLUMNS = 2
SHOWN = 5  # rows shown beside the columns while they are matched
PROGRESS_EVERY = 250
UNREAD_LIST = 1_000

OnProgress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """The first sheet with a header: where it stands, what it says, and a few rows below."""

    header: tuple[str, ...]
    line: int
    rows: tuple[Cells, ...]

    def guessed(self, remembered: Matching | None = None) -> Matching:
        """Return the remembered matching if it is of this header, else a guess."""
        if remembered is not None and remembered.signature == signature(self.header):
            return Matching(self.header, remembered.places)
        return guess_columns(self.header)


def look_at(path: Path) -> PlainSheet:
    """Return the header of a list and a few rows, to match its columns; refuses one without."""
    with open_tables(path) as tables:
        for table in tables:
            found: PlainSheet | None = None
            for line, raw in table.rows:
                cells = tuple(cell.strip(SPACES) for cell in raw)
                if found is None:
                    if sum(map(bool, cells)) >= LEAST_COLUMNS:
                        found = PlainSheet(_trimmed(cells), line, ())
                    elif line >= HEADER_WITHIN:
                        break
                elif any(cells):
                    found = replace(found, rows=(*found.rows, cells))
                    if len(found.rows) == SHOWN:
                        break
            if found is not None:
                return found
    raise Refused(
        Say("There is no line with the names of columns in this file."),
        remedy=Say("Write the names of the columns into its first line."),
    )


def read_plain(
    path: Path,
    matching: Matching,
    *,
    at: datetime,
    zips: ZipTable | None = None,
    source: str = "",
    edition: str = "",
    on_progress: OnProgress | None = None,
) -> SmallDirectory:
    """Return the services of a list, with its beds where it says when they were counted.

    The source is the file's name without its numbers, the edition the day of import (`at`,
    aware), unless given. `zips` gives points and time zones. `on_progress` is told the rows read
    and stops the reading by raising. Refuses a file of another header, or without a row to read.
    """
    if matching.missing:
        names = tuple(COLUMN_KINDS[kind].says for kind in matching.missing)
        raise Refused(
            Say("No column is matched to: {names}.", names=Listing(names)),
            remedy=Say("Say which column holds it."),
        )
    sheet = look_at(path)
    if signature(sheet.header) != matching.signature:
        raise Refused(
            Say("The columns of this file are not those that were matched."),
            remedy=Say("Match the columns again."),
        )
    source = source or source_named(path)
    reading = _Reading(matching, zips, at, source)
    with open_tables(path) as tables:
        for table in tables:
            rows = ((line, tuple(c.strip(SPACES) for c in raw)) for line, raw in table.rows)
            if any(line == sheet.line and _trimmed(cells) == sheet.header for line, cells in rows):
                for line, cells in rows:
                    if on_progress and reading.count % PROGRESS_EVERY == 0:
                        on_progress(reading.count)
                    if any(cells):
                        reading.take(line, cells)
                break
    if on_progress:
        on_progress(reading.count)
    return reading.finished(edition or at.date().isoformat())


def _trimmed(cells: Cells) -> tuple[str, ...]:
    last = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]


class _Reading:
    """Reads the rows below the header."""

    def __init__(
        self, matching: Matching, zips: ZipTable | None, at: datetime, source: str
    ) -> None:
        self.count = 0
        self._matching, self._zips, self._at, self._source = matching, zips, at, source
        self._listings: list[ServiceListing] = []
        self._capacity: list[CapacityReport] = []
        self._unread: list[UnreadRow] = []
        self._unread_capacity: list[UnreadRow] = []
        self._repeats: list[Repeat] = []
        self._first: dict[str, tuple[int, Cells, str]] = {}
        self._taken: Counter[str] = Counter()
        self._non_ascii = 0

    def take(self, line: int, cells: Cells) -> None:
        """Read one row; a fault is kept with its line."""
        self.count += 1
        row: Row = {
            kind: cells[place]
            for kind, place in self._matching.places
            if place < len(cells) and cells[place]
        }
        try:
            if any(cells[len(self._matching.header) :]):
                raise UnreadableRow(Say("More cells than columns."))
            listing, faults = read_row(row, self._zips, self._source)
        except UnreadableRow as fault:
            self._unread.append(UnreadRow(line, fault.why))
            return
        self._unread += [UnreadRow(line, why) for why in faults]
        self._non_ascii += not all(map(str.isascii, cells))
        listing = self._with_own_id(listing, line, cells)
        self._listings.append(listing)
        try:
            if report := read_report(row, listing, self._at):
                self._capacity.append(report)
        except UnreadableRow as fault:
            self._unread_capacity.append(UnreadRow(line, fault.why))

    def _with_own_id(self, listing: ServiceListing, line: int, cells: Cells) -> ServiceListing:
        id_ = listing.id
        first_line, first_cells, first_id = self._first.setdefault(id_, (line, cells, id_))
        self._taken[id_] += 1
        if first_line == line:
            return listing
        exact = first_cells == cells
        self._repeats.append(Repeat(line, first_line, exact=exact))
        own = f"{id_}-{self._taken[id_]}"
        return replace(listing, id=own, copy_of=first_id if exact else "")

    def finished(self, edition: str) -> SmallDirectory:
        """Return what was read; refuses where that is nothing."""
        if not self._listings:
            raise Refused(
                Say("No service could be read from this file."),
                remedy=Say("Look whether the columns are matched as they should be."),
            )
        listings = self._listings
        codes = frozenset[str]().union(*(one.codes for one in listings))
        no_point = {one.place.zip for one in listings if one.place.point is None}
        return SmallDirectory(
            snapshot=Snapshot(self._source, edition, tuple(listings)),
            report=ImportReport(
                rows=self.count,
                unread=tuple(self._unread[:UNREAD_LIST]),
                repeats=tuple(self._repeats),
                no_phone=sum(not one.phones for one in listings),
                non_ascii_rows=self._non_ascii,
                unknown_codes=tuple(sorted(codes - SAMHSA_CODES)),
                unknown_zips=tuple(sorted(no_point - {""})) if self._zips else (),
            ),
            capacity=tuple(self._capacity),
            unread_capacity=tuple(self._unread_capacity[:UNREAD_LIST]),
        )
