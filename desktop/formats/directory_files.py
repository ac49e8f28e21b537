"""A small directory as plain CSV: services.csv and capacity.csv in one folder.

The layout is told in resources/directory/three-rivers/README.md; `directory_writing` writes it. A
row that cannot be read is listed with its line and reason; the others are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.domain.capacity import (
    CapacityReport,
    CapacityUnit,
    ForGroup,
    ReportSource,
    find_problems,
)
from desktop.domain.directory import (
    Organization,
    PhoneKind,
    Place,
    Service,
    ServiceListing,
    ServiceStatus,
    Sex,
    Snapshot,
)
from desktop.domain.hours import HoursFor, Schedule
from desktop.domain.listing_parts import AdmissionRule, License
from desktop.domain.places import Point
from desktop.domain.refresh import ImportReport, UnreadRow
from desktop.domain.refused import Refused
from desktop.domain.terms import CapacityStatus, PhoneResult
from desktop.domain.words import Say
from desktop.formats.hours_text import read_hours
from desktop.formats.plain_cells import unguarded
from desktop.formats.row_cells import Row, UnreadableRow, known_word, list_of, number, word
from desktop.formats.samhsa_codes import SAMHSA_CODES
from desktop.formats.samhsa_rows import SPACES, full_zip, read_phone
from desktop.formats.workbooks import open_tables

SERVICES = "services.csv"
CAPACITY = "capacity.csv"
NEEDED = ("id", "organization", "city", "state")
CAPACITY_NEEDED = ("service", "unit", "status", "source")
HOURS = (
    ("hours", HoursFor.VISITS),
    ("intake_hours", HoursFor.INTAKE),
    ("police_hours", HoursFor.POLICE),
)
IN_WORDS = "::"  # between a rule of admission and its words
NOT_EXACT = "no"  # the point is the middle of the ZIP code
PHONES = (
    ("phone", PhoneKind.MAIN),
    ("intake_phone", PhoneKind.INTAKE),
    ("crisis_phone", PhoneKind.CRISIS),
    ("police_phone", PhoneKind.POLICE),
)

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class SmallDirectory:
    """The services of a folder, the capacity reports beside them, and what could not be read."""

    snapshot: Snapshot
    report: ImportReport
    capacity: tuple[CapacityReport, ...]
    unread_capacity: tuple[UnreadRow, ...] = ()


def read_directory(
    folder: Path, *, at: datetime, source: str = "", edition: str = ""
) -> SmallDirectory:
    """Return the directory in a folder; `at` is the moment of import, from which ages count.

    The source is the folder's name unless given, the edition the day of import. Refuses a folder
    without services.csv, or one none of whose rows can be read.
    """
    source = source or folder.resolve().name
    count, listings, unread = _read(
        folder / SERVICES, NEEDED, lambda row: _listing(row, source, at.date())
    )
    ids = {one.id for one in listings}
    if not listings:
        raise Refused(
            Say("No service could be read from this folder."),
            remedy=Say("Compare services.csv with the sample in the manual."),
        )
    reports: list[CapacityReport] = []
    unread_reports: tuple[UnreadRow, ...] = ()
    if (folder / CAPACITY).exists():
        read_report = _report_reader(ids, at)
        _, reports, unread_reports = _read(folder / CAPACITY, CAPACITY_NEEDED, read_report)
    codes = frozenset[str]().union(*(one.codes for one in listings))
    return SmallDirectory(
        snapshot=Snapshot(
            source, edition or at.date().isoformat(), tuple(listings), settled=_is_ours(folder)
        ),
        report=ImportReport(
            rows=count, unread=unread, unknown_codes=tuple(sorted(codes - SAMHSA_CODES))
        ),
        capacity=tuple(reports),
        unread_capacity=unread_reports,
    )


def _is_ours(folder: Path) -> bool:
    """Return whether Offramp wrote the file: then its ids are those a directory gave."""
    with open_tables(folder / SERVICES) as tables:
        header = next(next(tables).rows, (1, ()))[1]
    return "organization_id" in header


def _read(
    path: Path, needed: tuple[str, ...], make: Callable[[Row], Made]
) -> tuple[int, list[Made], tuple[UnreadRow, ...]]:
    count, made, unread = 0, [], []
    for line, row in _rows(path, needed):
        count += 1
        try:
            made.append(make(row))
        except UnreadableRow as fault:
            unread.append(UnreadRow(line, fault.why))
    return count, made, tuple(unread)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    with open_tables(path) as tables:
        rows = next(tables).rows
        header = [title.strip().lower() for title in next(rows, (1, ()))[1]]
        missing = [name for name in needed if name not in header]
        if missing:
            raise Refused(
                Say("This file has no column {columns}.", columns=", ".join(missing)),
                remedy=Say("Compare its first line with the sample in the manual."),
            )
        for line, cells in rows:
            if any(cell.strip() for cell in cells):
                row = dict.fromkeys(header, "")
                row.update(
                    zip(header, (unguarded(cell.strip(SPACES)) for cell in cells), strict=False)
                )
                yield line, row


def _listing(row: Row, source: str, today: date) -> ServiceListing:
    for name in NEEDED:
        if not row[name]:
            raise UnreadableRow(Say("Empty: {columns}.", columns=name))
    return ServiceListing(
        id=row["id"],
        organization=Organization(
            row.get("organization_id") or row["id"],
            row["organization"],
            row.get("url", ""),
            row.get("organization_about", ""),
            row.get("organization_email", ""),
        ),
        service=Service(
            name=row.get("service", ""),
            status=word(row, "status", ServiceStatus) or ServiceStatus.ACTIVE,
            about=row.get("about", ""),
            how_to_apply=row.get("how_to_apply", ""),
            cost=row.get("cost", ""),
            who_may_come=row.get("who_may_come", ""),
            alert=row.get("alert", ""),
            min_age=number(row, "min_age"),
            max_age=number(row, "max_age"),
            only_for=word(row, "only_for", Sex),
            languages=list_of(row, "languages"),
            bring=list_of(row, "bring"),
            admission=tuple(map(_rule, list_of(row, "admission"))),
            takes_police_drop_off=bool(row.get("police_hours") or row.get("police_drop_off")),
            assured_on=_checked_on(row, today),
            license=_license(row),
            licensed_for=number(row, "licensed_for"),
            also_known_as=row.get("also_known_as", ""),
            url=row.get("service_url", ""),
            email=row.get("email", ""),
            interpretation=row.get("interpretation", ""),
            wait=row.get("wait", ""),
            accreditations=row.get("accreditations", ""),
            hours_note=row.get("hours_note", ""),
        ),
        place=Place(
            street=row.get("street", ""),
            street2=row.get("street2", ""),
            city=row["city"],
            state=row["state"],
            zip=full_zip(row.get("zip", "")),
            point=_point(row),
            exact=row.get("exact", "") != NOT_EXACT,
            county_fips=row.get("county_fips", ""),
            transport=row.get("transport", ""),
            also_at=row.get("also_at", ""),
            accessibility=list_of(row, "accessibility"),
        ),
        phones=tuple(
            read_phone(given, kind) for column, kind in PHONES for given in list_of(row, column)
        ),
        schedules=_schedules(row),
        codes=frozenset(row.get("codes", "").upper().split()),
        source=source,
        copy_of=row.get("copy_of", ""),
    )


def _rule(text: str) -> AdmissionRule:
    test, _, words = text.partition(IN_WORDS)
    return AdmissionRule(test.strip(), words.strip())


def _license(row: Row) -> License | None:
    until = _day(row, "license_until")
    return License(row.get("license", ""), until) if row.get("license") or until else None


def _checked_on(row: Row, today: date) -> date | None:
    if found := _day(row, "checked_on"):
        return found
    days = number(row, "checked_days_before")
    return None if days is None else today - timedelta(days=days)


def _schedules(row: Row) -> tuple[Schedule, ...]:
    if not any(row.get(column) for column, _ in HOURS):
        return ()
    try:
        zone = ZoneInfo(row.get("time_zone", ""))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnreadableRow(Say("The time zone is not known.")) from None
    found: list[Schedule] = []
    for column, what in HOURS:
        try:
            found += read_hours(row.get(column, ""), zone, what)
        except ValueError:
            raise UnreadableRow(
                Say("These are no hours: {column}. Write MO-FR 08:00-17:00.", column=column)
            ) from None
    return tuple(found)


def _point(row: Row) -> Point | None:
    if not row.get("lat") or not row.get("lon"):
        return None
    try:
        point = Point(float(row["lat"]), float(row["lon"]))
    except ValueError:
        raise UnreadableRow(Say("Not a number: {column}.", column="lat, lon")) from None
    # "nan" is a float too, and it lies in no range.
    if not (-90 <= point.lat <= 90 and -180 <= point.lon <= 180):
        raise UnreadableRow(Say("No such point on earth: {column}.", column="lat, lon"))
    return point


def _report_reader(ids: set[str], at: datetime) -> Callable[[Row], CapacityReport]:
    def read(row: Row) -> CapacityReport:
        if row["service"] not in ids:
            raise UnreadableRow(Say("No service has this id."))
        report = CapacityReport(
            service_id=row["service"],
            unit=known_word(row, "unit", CapacityUnit),
            status=known_word(row, "status", CapacityStatus),
            reported_at=_reported_at(row, at),
            reported_by=row.get("reported_by", ""),
            source=known_word(row, "source", ReportSource),
            available=number(row, "available"),
            maximum=number(row, "maximum"),
            waitlist=number(row, "waitlist"),
            next_opening=_day(row, "next_opening"),
            for_group=word(row, "for_group", ForGroup) or ForGroup.ANY,
            told_to=row.get("told_to", ""),
            note=row.get("note", ""),
            heard=word(row, "heard", PhoneResult),
        )
        if problems := find_problems(report):
            raise UnreadableRow(problems[0].says)
        return report

    return read


def _reported_at(row: Row, at: datetime) -> datetime:
    if row.get("reported_at"):
        try:
            moment = datetime.fromisoformat(row["reported_at"])
        except ValueError:
            raise UnreadableRow(Say("Not a time: {column}.", column="reported_at")) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=at.tzinfo)
    try:
        moment = at - timedelta(hours=float(row.get("hours_before", "")))
    except (ValueError, OverflowError):
        raise UnreadableRow(Say("Not a number: {column}.", column="hours_before")) from None
    return moment.replace(microsecond=0)


def _day(row: Row, column: str) -> date | None:
    try:
        return date.fromisoformat(row[column]) if row.get(column) else None
    except ValueError:
        raise UnreadableRow(Say("Not a day: {column}.", column=column)) from None
