"""A directory as plain CSV, in the layout `directory_files` reads.

Days and times are written as they are, never as an age: read a month later, a figure is a month
older. What only HSDS has room for (contacts, prices, areas, foreign taxonomies) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from desktop.domain.capacity import CapacityReport
from desktop.domain.directory import ServiceListing
from desktop.formats.directory_files import (
    CAPACITY,
    HOURS,
    IN_WORDS,
    NOT_EXACT,
    PHONES,
    SERVICES,
)
from desktop.formats.hours_text import hours_in_text
from desktop.formats.plain_cells import write_rows
from desktop.formats.row_cells import BETWEEN


def directory_files(
    listings: Iterable[ServiceListing], reports: Iterable[CapacityReport]
) -> dict[str, bytes]:
    """Return the files of a folder by name: the services, and what is known of their room."""
    services = [_service_row(one) for one in listings]
    rooms = [_capacity_row(one) for one in reports]
    files = {SERVICES: _table(services)}
    if rooms:
        files[CAPACITY] = _table(rooms)
    return files


def _table(rows: list[dict[str, str]]) -> bytes:
    header = list(rows[0]) if rows else []
    return write_rows(header, ([row[name] for name in header] for row in rows))


def _service_row(listing: ServiceListing) -> dict[str, str]:
    service, place, point = listing.service, listing.place, listing.place.point
    zones = {one.zone.key for one in listing.schedules}
    return {
        "id": listing.id,
        "organization": listing.organization.name,
        "service": service.name,
        "status": service.status.value,
        "about": service.about,
        "street": place.street,
        "street2": place.street2,
        "city": place.city,
        "state": place.state,
        "zip": place.zip,
        "lat": str(point.lat) if point else "",
        "lon": str(point.lon) if point else "",
        "exact": "" if place.exact else NOT_EXACT,
        "county_fips": place.county_fips,
        "time_zone": next(iter(zones), ""),
        **{
            column: BETWEEN.join(one.given for one in listing.phones if one.kind is kind)
            for column, kind in PHONES
        },
        **{
            column: hours_in_text(one for one in listing.schedules if one.what is what)
            for column, what in HOURS
        },
        "police_drop_off": "yes" if service.takes_police_drop_off else "",
        "codes": " ".join(sorted(listing.codes)),
        "languages": BETWEEN.join(service.languages),
        "min_age": _number(service.min_age),
        "max_age": _number(service.max_age),
        "only_for": service.only_for.value if service.only_for else "",
        "cost": service.cost,
        "who_may_come": service.who_may_come,
        "how_to_apply": service.how_to_apply,
        "admission": BETWEEN.join(
            f"{one.test} {IN_WORDS} {one.text}" if one.text else one.test
            for one in service.admission
        ),
        "bring": BETWEEN.join(service.bring),
        "transport": place.transport,
        "alert": service.alert,
        "url": listing.organization.url,
        "checked_on": _day(service.assured_on),
        "license": service.license.about if service.license else "",
        "license_until": _day(service.license.expires_on if service.license else None),
        "licensed_for": _number(service.licensed_for),
        "also_at": place.also_at,
        "accessibility": BETWEEN.join(place.accessibility),
        "also_known_as": service.also_known_as,
        "service_url": service.url,
        "email": service.email,
        "interpretation": service.interpretation,
        "wait": service.wait,
        "accreditations": service.accreditations,
        "hours_note": service.hours_note,
        "organization_about": listing.organization.about,
        "organization_email": listing.organization.email,
        "organization_id": listing.organization.id,
        "copy_of": listing.copy_of,
    }


def _capacity_row(report: CapacityReport) -> dict[str, str]:
    return {
        "service": report.service_id,
        "unit": report.unit.value,
        "for_group": report.for_group.value,
        "status": report.status.value,
        "available": _number(report.available),
        "maximum": _number(report.maximum),
        "waitlist": _number(report.waitlist),
        "next_opening": _day(report.next_opening),
        "reported_at": report.reported_at.isoformat(timespec="seconds"),
        "reported_by": report.reported_by,
        "told_to": report.told_to,
        "source": report.source.value,
        "heard": report.heard.value if report.heard else "",
        "note": report.note,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
