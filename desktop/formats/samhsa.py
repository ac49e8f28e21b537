"""SAMHSA's National Directory of treatment facilities, as workbook or CSV, of any year.

Years differ: headers change case, code columns come and go. Recognized are a column of codes
("SA DT * RD") and one column for each code. Codes nobody knows are kept. Source of the layout:
National Directory of Drug and Alcohol Abuse Treatment Facilities 2022.
"""

from __future__ import annotations

import gc
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.domain.directory import ServiceListing, Snapshot
from desktop.domain.refresh import ImportedDirectory, ImportReport, Repeat, UnreadRow
from desktop.domain.refused import Refused
from desktop.domain.words import Listing, Say, Sayable
from desktop.formats.geo import ZipTable
from desktop.formats.samhsa_codes import SAMHSA_CODES
from desktop.formats.samhsa_rows import (
    CODE_LISTS,
    PLAIN_PHONE,
    REQUIRED,
    SPACES,
    Columns,
    Facility,
    RowReader,
)
from desktop.formats.workbooks import Cells, Table, open_tables

SOURCE = "samhsa"
HEADER_WITHIN = 10  # lines; some editions put a title above the header
PROGRESS_EVERY = 250  # rows
UNREAD_LIST = 1_000  # rows told one by one; a file with more is the wrong file
YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")

OnProgress = Callable[[int], None]


def read_samhsa(
    path: Path,
    *,
    zips: ZipTable | None = None,
    edition: str = "",
    on_progress: OnProgress | None = None,
) -> ImportedDirectory:
    """Return the facilities of a directory file and what reading found.

    `zips` gives each its ZIP's point. `on_progress` is told the rows read and stops the reading
    by raising. The edition is the year in the file's name unless given. Refuses a file that is
    not such a directory or has no row that can be read.
    """
    with _uncollected(), open_tables(path) as tables:
        reading = _Reading(*_find_header(tables), zips=zips)
        reading.read(on_progress)
    if not reading.listings:
        raise Refused(
            Say("No service could be read from this file."),
            remedy=Say("Choose the facilities list of SAMHSA's National Directory."),
        )
    year = YEAR.search(path.stem)
    snapshot = Snapshot(
        source=SOURCE,
        edition=edition or (year.group() if year else "undated"),
        listings=_with_ids(reading.listings, reading.exact),
    )
    return ImportedDirectory(snapshot, reading.report())


def looks_like_samhsa(path: Path) -> bool:
    """Return whether a file has the columns of a SAMHSA directory; refuses one that is damaged."""
    with open_tables(path) as tables:
        for table in tables:
            for line, cells in table.rows:
                if _columns(cells).at.keys() >= set(REQUIRED):
                    return True
                if line >= HEADER_WITHIN:
                    break
    return False


@contextmanager
def _uncollected() -> Iterator[None]:
    # A hundred thousand values and no cycle among them: the collector would only walk them again
    # and again, a fifth of the reading time.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _find_header(tables: Iterator[Table]) -> tuple[Columns, Iterator[tuple[int, Cells]]]:
    closest: list[str] = list(REQUIRED)
    for table in tables:
        for line, cells in table.rows:
            columns = _columns(cells)
            missing = [name for name in REQUIRED if name not in columns.at]
            if not missing:
                return columns, table.rows
            closest = min(closest, missing, key=len)
            if line >= HEADER_WITHIN:
                break
    raise Refused(
        Say("This file has no column {columns}.", columns=", ".join(closest)),
        remedy=Say("Choose the facilities list of SAMHSA's National Directory."),
    )


def _columns(header: Cells) -> Columns:
    at: dict[str, int] = {}
    code_lists: list[int] = []
    flags: list[tuple[int, str]] = []
    for place, title in enumerate(header):
        name = re.sub(r"[^a-z0-9]", "", title.lower())
        if name in CODE_LISTS:
            code_lists.append(place)
        elif name.upper() in SAMHSA_CODES:
            flags.append((place, name.upper()))
        elif name:
            at.setdefault(name, place)
    return Columns(at, tuple(code_lists), tuple(flags), len(header))


@dataclass
class _Reading:
    """Reads the rows below the header and counts what it meets."""

    columns: Columns
    rows: Iterator[tuple[int, Cells]]
    zips: ZipTable | None
    listings: list[ServiceListing] = field(default_factory=list)
    exact: dict[int, int] = field(default_factory=dict)  # listing -> the one it repeats
    unread: list[UnreadRow] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    count: int = 0
    stray_rows: int = 0
    odd_phones: int = 0
    no_phone: int = 0
    odd_intake_phones: int = 0
    non_ascii_rows: int = 0

    def read(self, on_progress: OnProgress | None) -> None:
        """Read all rows."""
        reader = RowReader(self.columns, SOURCE, self.zips)
        pick = self.columns.picker()
        seen: dict[Cells, int] = {}
        first_lines: dict[str, int] = {}
        for line, raw in self.rows:
            if on_progress and self.count % PROGRESS_EVERY == 0:
                on_progress(self.count)
            cells = tuple([cell.strip(SPACES) for cell in raw])
            if not any(cells):
                continue
            self.count += 1
            short = self.columns.count - len(cells)
            cells += ("",) * (1 + max(0, short))
            facility = Facility._make(pick(cells))
            if why := self._why_unread(facility, cells, cut_short=short > 0):
                if len(self.unread) < UNREAD_LIST:
                    self.unread.append(UnreadRow(line, why))
                continue
            self.stray_rows += cells[: len(raw)] != raw
            self._count_traits(facility, cells)
            listing = reader.listing(facility, cells)
            place = len(self.listings)
            same = seen.setdefault(raw, place)
            if first_lines.setdefault(listing.id, line) != line:
                self.repeats.append(Repeat(line, first_lines[listing.id], exact=same != place))
            if same != place:
                self.exact[place] = same
            self.listings.append(listing)
        if on_progress:
            on_progress(self.count)

    def _why_unread(self, facility: Facility, cells: Cells, *, cut_short: bool) -> Sayable | None:
        if any(cells[self.columns.count :]):
            return Say("More cells than columns.")
        if not facility.name1:
            return Say("No name.")
        if facility.city and facility.state and facility.zip:
            return None
        missing = [name for name in ("city", "state", "zip") if not getattr(facility, name)]
        if cut_short:
            return Say("The row is cut short: no {columns}.", columns=Listing(tuple(missing)))
        return Say("Empty: {columns}.", columns=Listing(tuple(missing)))

    def _count_traits(self, facility: Facility, cells: Cells) -> None:
        if not all(map(str.isascii, cells)):
            self.non_ascii_rows += 1
        self.no_phone += not facility.phone
        self.odd_phones += PLAIN_PHONE.fullmatch(facility.phone) is None
        for intake in facility.intakes:
            self.odd_intake_phones += PLAIN_PHONE.fullmatch(intake) is None

    def report(self) -> ImportReport:
        """Return what was met."""
        codes = frozenset[str]().union(*(one.codes for one in self.listings))
        no_point = {one.place.zip for one in self.listings if one.place.point is None}
        return ImportReport(
            rows=self.count,
            unread=tuple(self.unread),
            repeats=tuple(self.repeats),
            stray_rows=self.stray_rows,
            odd_phones=self.odd_phones,
            no_phone=self.no_phone,
            odd_intake_phones=self.odd_intake_phones,
            non_ascii_rows=self.non_ascii_rows,
            unknown_codes=tuple(sorted(codes - SAMHSA_CODES)),
            unknown_zips=tuple(sorted(no_point)) if self.zips else (),
        )


def _with_ids(listings: list[ServiceListing], exact: dict[int, int]) -> tuple[ServiceListing, ...]:
    """Give listings of one id their own, the same whatever the order of the rows."""
    places = defaultdict(list)
    for place, listing in enumerate(listings):
        places[listing.id].append(place)
    for same in [group for group in places.values() if len(group) > 1]:
        for count, place in enumerate(sorted(same, key=lambda p: _order(listings[p])), start=1):
            if count > 1:
                listings[place] = replace(listings[place], id=f"{listings[place].id}-{count}")
    for place, first in exact.items():
        listings[place] = replace(listings[place], copy_of=listings[first].id)
    return tuple(listings)


def _order(listing: ServiceListing) -> tuple[str, ...]:
    phones = [phone.given for phone in listing.phones]
    return (listing.place.street2, *phones, " ".join(sorted(listing.codes)))
