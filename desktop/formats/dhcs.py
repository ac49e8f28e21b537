"""California's list of licensed or certified treatment facilities (DHCS), as CSV.

It tells what a licence allows, never how many beds are free: the places stand with the service,
and no capacity report is made of them. Source: Department of Health Care Services, SUD Recovery
Treatment Facilities, data.ca.gov (CC BY 4.0).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from desktop.domain.directory import (
    Organization,
    Place,
    Service,
    ServiceListing,
    Sex,
    Snapshot,
    identity,
)
from desktop.domain.listing_parts import License
from desktop.domain.places import Point
from desktop.domain.refresh import ImportedDirectory, ImportReport, Repeat, UnreadRow
from desktop.domain.refused import Refused
from desktop.domain.words import Listing, Say
from desktop.formats.geo import ZipTable
from desktop.formats.row_cells import Row, UnreadableRow, number
from desktop.formats.samhsa_rows import PLAIN_PHONE, SPACES, full_zip, read_phone
from desktop.formats.workbooks import open_tables

SOURCE = "california-dhcs"
STATE = "CA"  # the list is of California alone; four rows misspell it
NEEDED = ("license_number", "facility_name", "city", "zip")
PROGRESS_EVERY = 250  # rows
UNREAD_LIST = 1_000
_START = 4_096  # bytes; the header of the list has 400
_COUNTY = re.compile(r"[0-9]{2}")
# California numbers its counties 01 to 58 in the order of their names, as FIPS does in odd ones.
_FIPS_STATE = "06"

# SAMHSA codes and sex for the words of `target_population`; "CO-ED" limits nobody. A house for
# women with their children, or for families, has beds for the children.
_WOMEN, _MEN = (frozenset({"FEM", "WN"}), Sex.FEMALE), (frozenset({"MALE", "MN"}), Sex.MALE)
_YOUTH = frozenset({"AD", "CHLD"})
_GROWN = frozenset({"YAD", "ADLT"})
_CHILDREN, _DUAL = frozenset({"BC"}), frozenset({"CO"})
POPULATIONS: dict[str, tuple[frozenset[str], Sex | None]] = {
    "CO-ED": (frozenset(), None),
    "MEN ONLY": _MEN,
    "WOMEN ONLY": _WOMEN,
    "WOMEN/CHILDREN": (_WOMEN[0] | _CHILDREN, Sex.FEMALE),
    "YOUTH/ADOLESCENT": (_YOUTH, None),
    "FAMILIES": (_CHILDREN, None),
    "DUAL DIAGNOSIS": (_DUAL, None),
    "CO-ED/CHILDREN": (_CHILDREN, None),
    "CO-ED/YOUTH": (_YOUTH | _GROWN, None),
    "MEN/YOUTH": (_MEN[0] | _YOUTH | _GROWN, Sex.MALE),
    "WOMEN/YOUTH": (_WOMEN[0] | _YOUTH | _GROWN, Sex.FEMALE),
    "CO-ED/CHILD/DUAL": (_CHILDREN | _DUAL, None),
    "WOMEN/CHILD/DUAL": (_WOMEN[0] | _CHILDREN | _DUAL, Sex.FEMALE),
}
# The other settings are houses licensed by another department, for which no code stands.
_SETTINGS = {"RES": frozenset({"RES"}), "NON": frozenset({"OP"})}
_DETOX = {"RES": frozenset({"DT", "RD"}), "NON": frozenset({"DT", "OD"})}

OnProgress = Callable[[int], None]


def looks_like_dhcs(path: Path) -> bool:
    """Return whether a file begins as the list of California does."""
    try:
        with path.open("rb") as file:
            start = file.read(_START).lower()
    except OSError:
        return False
    return all(name.encode() in start for name in (*NEEDED, "license_expiration"))


def read_dhcs(
    path: Path,
    *,
    at: datetime,
    zips: ZipTable | None = None,
    edition: str = "",
    on_progress: OnProgress | None = None,
) -> ImportedDirectory:
    """Return the facilities of the list and what reading found.

    The edition is the day of import (`at`) unless given: the list itself names none. `zips`
    gives a point where the list has none. `on_progress` is told the rows read and stops the
    reading by raising. Refuses a file that is not the list or has no row that can be read.
    """
    reading = _Reading(zips)
    with open_tables(path) as tables:
        rows = next(tables).rows
        header = [title.strip().lower() for title in next(rows, (1, ()))[1]]
        if missing := [name for name in NEEDED if name not in header]:
            raise Refused(
                Say("This file has no column {columns}.", columns=", ".join(missing)),
                remedy=Say("Choose California's list of treatment facilities as CSV."),
            )
        for line, raw in rows:
            if on_progress and reading.count % PROGRESS_EVERY == 0:
                on_progress(reading.count)
            cells = [cell.strip(SPACES) for cell in raw]
            if any(cells):
                reading.take(line, dict(zip(header, cells, strict=False)), len(header) - len(raw))
    if on_progress:
        on_progress(reading.count)
    if not reading.listings:
        raise Refused(
            Say("No service could be read from this file."),
            remedy=Say("Choose California's list of treatment facilities as CSV."),
        )
    listings = tuple(reading.listings.values())
    return ImportedDirectory(
        Snapshot(SOURCE, edition or at.date().isoformat(), listings), reading.report()
    )


@dataclass
class _Reading:
    zips: ZipTable | None
    listings: dict[str, ServiceListing] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    unread: list[UnreadRow] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    count: int = 0

    def take(self, line: int, row: Row, short: int) -> None:
        """Read one row; a fault is kept with its line."""
        self.count += 1
        try:
            if short > 0:
                raise UnreadableRow(Say("The row is cut short."))
            if short < 0:
                raise UnreadableRow(Say("More cells than columns."))
            listing = _listing(row, self.zips)
        except UnreadableRow as fault:
            if len(self.unread) < UNREAD_LIST:
                self.unread.append(UnreadRow(line, fault.why))
            return
        if (first := self.lines.setdefault(listing.id, line)) != line:
            same = self.listings[listing.id] == listing
            self.repeats.append(Repeat(line, first, exact=same))
            return  # one licence is one facility; the first row counts
        self.listings[listing.id] = listing

    def report(self) -> ImportReport:
        """Return what was met."""
        found = self.listings.values()
        phones = [one.phones[0].number if one.phones else "" for one in found]
        return ImportReport(
            rows=self.count,
            unread=tuple(self.unread),
            repeats=tuple(self.repeats),
            odd_phones=sum(PLAIN_PHONE.fullmatch(one) is None for one in phones),
            no_phone=phones.count(""),
            unknown_zips=tuple(sorted({one.place.zip for one in found if not one.place.point}))
            if self.zips
            else (),
        )


def _listing(row: Row, zips: ZipTable | None) -> ServiceListing:
    if empty := [name for name in NEEDED if not row.get(name)]:
        raise UnreadableRow(Say("Empty: {columns}.", columns=Listing(tuple(empty))))
    name, legal = row["facility_name"], row.get("legal_entity", "")
    population = row.get("target_population", "")
    codes, sex = POPULATIONS.get(population, (frozenset(), None))
    setting = row.get("setting_code", "")
    codes |= _SETTINGS.get(setting, frozenset()) | {"SA"}
    if _yes(row, "offers_detox"):
        codes |= _DETOX.get(setting, frozenset({"DT"}))
    if _yes(row, "adolescent_waiver"):
        codes |= _YOUTH | _GROWN
    phone = row.get("phone", "")
    return ServiceListing(
        # The licence number names a facility over the years; it holds nothing but letters.
        id=f"ca-{identity(row['license_number'], '', '', '')}",
        organization=Organization(identity(legal or name, "", "", ""), legal or name),
        service=Service(
            name="" if name == legal else name,
            who_may_come="" if population == "CO-ED" else population,
            only_for=sex,
            license=License(_license(row), _day(row, "license_expiration")),
            licensed_for=number(row, "total_capacity") or None,
        ),
        place=_place(row, zips),
        phones=(read_phone(phone),) if phone else (),
        codes=frozenset(codes),
        source=SOURCE,
    )


def _place(row: Row, zips: ZipTable | None) -> Place:
    zip_code = full_zip(row["zip"])
    known = zips.get(zip_code) if zips else None
    exact = _point(row)
    county = row.get("county_code", "")
    return Place(
        street=row.get("address_line1", ""),
        street2=row.get("address_line2", ""),
        city=row["city"],
        state=STATE,
        zip=zip_code,
        point=exact or (known.point if known else None),
        exact=exact is not None,
        county_fips=f"{_FIPS_STATE}{2 * int(county) - 1:03d}" if _COUNTY.fullmatch(county) else "",
        also_at=row.get("additional_locations", ""),
    )


def _license(row: Row) -> str:
    held = [
        word
        for word, column in (("licensed", "is_licensed"), ("certified", "is_certified"))
        if _yes(row, column)
    ]
    return " ".join(("California DHCS", row["license_number"], *held))


def _point(row: Row) -> Point | None:
    if not row.get("latitude") or not row.get("longitude"):
        return None
    try:
        point = Point(float(row["latitude"]), float(row["longitude"]))
    except ValueError:
        raise UnreadableRow(Say("Not a number: {column}.", column="latitude, longitude")) from None
    if not (-90 <= point.lat <= 90 and -180 <= point.lon <= 180):
        raise UnreadableRow(Say("No such point on earth: {column}.", column="latitude, longitude"))
    return point


def _day(row: Row, column: str) -> date | None:
    text = row.get(column, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UnreadableRow(Say("Not a day: {column}.", column=column)) from None


def _yes(row: Row, column: str) -> bool:
    return row.get(column, "").lower() == "true"
