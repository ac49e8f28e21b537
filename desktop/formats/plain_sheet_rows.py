"""One row of an agency's own list as a listing, and its beds as a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desktop.domain.capacity import CapacityReport, CapacityUnit, ReportSource, find_problems
from desktop.domain.directory import (
    Organization,
    PhoneKind,
    Place,
    Service,
    ServiceListing,
    identity,
    normalized,
)
from desktop.domain.hours import Schedule
from desktop.domain.list_columns import ListColumn
from desktop.domain.listing_parts import Contact, License
from desktop.domain.places import Point, ZipPlace
from desktop.domain.terms import CapacityStatus
from desktop.domain.words import Listing, Say, Sayable
from desktop.formats.geo import ZipTable
from desktop.formats.hours_text import read_hours
from desktop.formats.hsds_links import safe_id
from desktop.formats.row_cells import UnreadableRow
from desktop.formats.samhsa_rows import full_zip, read_phone

Row = Mapping[ListColumn, str]

_BETWEEN = re.compile(r"[|;\n]|,\s*")
_CODE = re.compile(r"[A-Z0-9]{1,8}")
_MOMENTS = ("%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%m/%d/%Y", "%m/%d/%y")  # as US offices write
_PHONES = (
    (ListColumn.PHONE, PhoneKind.MAIN),
    (ListColumn.INTAKE_PHONE, PhoneKind.INTAKE),
    (ListColumn.CRISIS_PHONE, PhoneKind.CRISIS),
    (ListColumn.POLICE_PHONE, PhoneKind.POLICE),
)
C = ListColumn


def read_row(
    row: Row, zips: ZipTable | None, source: str
) -> tuple[ServiceListing, tuple[Sayable, ...]]:
    """Return the row's service, and what of it could not be read.

    Raises `UnreadableRow` where there is no name.
    """
    name = row.get(C.ORGANIZATION) or row.get(C.SERVICE, "")
    if not name:
        raise UnreadableRow(Say("No name."))
    faults: list[Sayable] = []
    zip_code = full_zip(row.get(C.ZIP, ""))
    known = zips.get(zip_code) if zips and zip_code else None
    if known is None and zips and row.get(C.CITY) and row.get(C.STATE):
        known = zips.town(row[C.CITY], row[C.STATE])
    offered = row.get(C.SERVICE, "") if row.get(C.ORGANIZATION) else ""
    schedules, note = _hours(row, known)
    ages = (_number(row, C.MIN_AGE, faults), _number(row, C.MAX_AGE, faults))
    expires = _day(row, C.LICENSE_EXPIRES, faults)
    licensed = row.get(C.LICENSE, "")
    listing = ServiceListing(
        id=safe_id(source, row[C.ID])
        if row.get(C.ID)
        else identity(name, offered, row.get(C.STREET, ""), zip_code),
        organization=Organization(identity(normalized(name), "", "", ""), name),
        service=Service(
            name=offered,
            about=row.get(C.ABOUT, ""),
            how_to_apply=row.get(C.HOW_TO_APPLY, ""),
            cost=row.get(C.COST, ""),
            who_may_come=row.get(C.WHO_MAY_COME, ""),
            alert=row.get(C.ALERT, ""),
            min_age=ages[0],
            max_age=ages[1],
            languages=_several(row, C.LANGUAGES),
            bring=_several(row, C.BRING),
            url=row.get(C.URL, ""),
            email=row.get(C.EMAIL, ""),
            hours_note=note,
            license=License(licensed, expires) if licensed or expires else None,
            licensed_for=_number(row, C.LICENSED_FOR, faults),
        ),
        place=_place(row, zip_code, known, faults),
        phones=tuple(read_phone(row[kind], what) for kind, what in _PHONES if row.get(kind)),
        schedules=schedules,
        codes=_codes(row),
        source=source,
        contacts=(Contact(row[C.CONTACT]),) if row.get(C.CONTACT) else (),
    )
    return listing, tuple(faults)


def read_report(row: Row, listing: ServiceListing, at: datetime) -> CapacityReport | None:
    """Return how many beds the row says are free; None where it says nothing.

    Beds without the day they were counted are refused, as are figures that cannot be. A time
    without a zone is one of the machine that imports (`at`).
    """
    faults: list[Sayable] = []
    free, most = _number(row, C.AVAILABLE, faults), _number(row, C.MAXIMUM, faults)
    if faults:
        raise UnreadableRow(Listing(tuple(faults), between=" "))
    if free is None:
        return None
    if not row.get(C.REPORTED_AT):
        raise UnreadableRow(Say("It does not say when the beds were counted."))
    counted = _moment(row[C.REPORTED_AT])
    if counted is None:
        raise UnreadableRow(_no_day(C.REPORTED_AT))
    report = CapacityReport(
        service_id=listing.id,
        unit=CapacityUnit.BED,
        status=CapacityStatus.CAPACITY if free else CapacityStatus.NO_CAPACITY,
        reported_at=counted if counted.tzinfo else counted.replace(tzinfo=at.tzinfo),
        reported_by=listing.organization.name,
        source=ReportSource.EXPORT,
        available=free,
        maximum=most,
    )
    if problems := find_problems(report):
        raise UnreadableRow(problems[0].says)
    return report


def _place(row: Row, zip_code: str, known: ZipPlace | None, faults: list[Sayable]) -> Place:
    exact = _point(row, faults)
    return Place(
        street=row.get(C.STREET, ""),
        street2=row.get(C.STREET2, ""),
        city=row.get(C.CITY, ""),
        state=row.get(C.STATE, ""),
        zip=zip_code,
        point=exact or (known.point if known else None),
        exact=exact is not None,
        county_fips=known.county_fips if known else "",
        transport=row.get(C.TRANSPORT, ""),
        accessibility=(row[C.ACCESSIBILITY],) if row.get(C.ACCESSIBILITY) else (),
    )


def _point(row: Row, faults: list[Sayable]) -> Point | None:
    if not row.get(C.LAT) or not row.get(C.LON):
        return None
    try:
        point = Point(float(row[C.LAT]), float(row[C.LON]))
        if -90 <= point.lat <= 90 and -180 <= point.lon <= 180:
            return point
    except ValueError:
        pass
    faults.append(Say("No such point on earth: {column}.", column="latitude, longitude"))
    return None


def _hours(row: Row, known: ZipPlace | None) -> tuple[tuple[Schedule, ...], str]:
    """Return the hours that can be computed with, else the words there are for them."""
    text = row.get(C.HOURS, "")
    if known is None or not known.zone:
        return (), text
    try:
        return read_hours(text, ZoneInfo(known.zone)), ""
    except ValueError:
        return (), text


def _codes(row: Row) -> frozenset[str]:
    words = re.split(r"[\s,;|]+", row.get(C.CODES, "").upper())
    return frozenset(word for word in words if _CODE.fullmatch(word))


def _several(row: Row, kind: ListColumn) -> tuple[str, ...]:
    return tuple(part.strip() for part in _BETWEEN.split(row.get(kind, "")) if part.strip())


def _number(row: Row, kind: ListColumn, faults: list[Sayable]) -> int | None:
    text = row.get(kind, "").removesuffix("+").removesuffix(".0")
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 7:
        return int(text)
    faults.append(Say("Not a number: {column}.", column=kind.value))
    return None


def _day(row: Row, kind: ListColumn, faults: list[Sayable]) -> date | None:
    if not row.get(kind):
        return None
    if moment := _moment(row[kind]):
        return moment.date()
    faults.append(_no_day(kind))
    return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(microsecond=0)
    except ValueError:
        pass
    for pattern in _MOMENTS:
        try:
            # The zone is added by who knows it: the machine that imports.
            return datetime.strptime(text, pattern)  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _no_day(kind: ListColumn) -> Say:
    return Say("Not a day: {column}.", column=kind.value)
