"""A listing as a row of `directory_services` and back: the columns are written out here once."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from desktop.domain.directory import (
    Organization,
    Phone,
    PhoneKind,
    Place,
    ServiceListing,
    normalized,
)
from desktop.domain.hours import Day, HoursFor, Schedule
from desktop.domain.kinds import search_words
from desktop.domain.listing_parts import Attribute, Contact
from desktop.domain.places import Point
from desktop.domain.recurrence import Recurrence
from desktop.domain.traits import traits
from desktop.store.directory_details import details_text, service_from
from desktop.store.directory_squares import squares_of

COLUMNS = (
    "id", "key", "source", "sort", "codes", "lat", "lon", "copy_of", "gone_since",
    "organization_id", "organization", "url", "name", "street", "street2", "city", "state", "zip",
    "exact", "county_fips", "phones", "schedules", "details",
)  # fmt: skip
READ = ", ".join(f"s.{column}" for column in COLUMNS)

Row = tuple[Any, ...]


def to_row(listing: ServiceListing, *, key: str) -> Row:
    """Return a listing as the values of COLUMNS; `key` is the id under which it came."""
    place, point = listing.place, listing.place.point
    return (
        listing.id,
        key,
        listing.source,
        normalized(listing.name),
        f" {' '.join(sorted(listing.codes))} ",  # a set: the same services are the same bytes
        point.lat if point else None,
        point.lon if point else None,
        listing.copy_of,
        listing.gone_since,
        listing.organization.id,
        listing.organization.name,
        listing.organization.url,
        listing.service.name,
        place.street,
        place.street2,
        place.city,
        place.state,
        place.zip,
        int(place.exact),
        place.county_fips,
        _phones_text(listing.phones),
        _schedules_text(listing.schedules),
        details_text(listing),
    )


def from_row(row: Row) -> ServiceListing:
    """Return the listing a row of READ holds."""
    (
        id_, _, source, _, codes, lat, lon, copy_of, gone_since, org_id, org, url, name, street,
        street2, city, state, zip_code, exact, county, phones, schedules, details,
    ) = row  # fmt: skip
    more = json.loads(details) if details else {}
    return ServiceListing(
        id=id_,
        organization=Organization(
            org_id, org, url, more.get("organization_about", ""), more.get("organization_email", "")
        ),
        service=service_from(name, more),
        place=Place(
            street=street,
            street2=street2,
            city=city,
            state=state,
            zip=zip_code,
            point=None if lat is None else Point(lat, lon),
            exact=bool(exact),
            county_fips=county,
            transport=more.get("transport", ""),
            also_at=more.get("also_at", ""),
            accessibility=tuple(more.get("accessibility", ())),
        ),
        phones=_phones(phones),
        schedules=_schedules(schedules),
        codes=frozenset(codes.split()),
        source=source,
        copy_of=copy_of,
        gone_since=gone_since,
        contacts=tuple([Contact(*words) for words in more.get("contacts", ())]),
        attributes=tuple([Attribute(*words) for words in more.get("attributes", ())]),
    )


def words_of(listing: ServiceListing) -> tuple[str, str, str, str]:
    """Return what the index knows of a listing: names, place, words for its codes, squares."""
    place = listing.place
    return (
        f"{listing.organization.name} {listing.service.name}",
        f"{place.city} {place.state} {place.zip} {place.street}",
        search_words(traits(listing)),
        squares_of(place.point),
    )


def _phones_text(phones: tuple[Phone, ...]) -> str:
    if not phones:
        return ""
    return _json([[p.given, p.number, p.extension, p.kind.value] for p in phones])


def _phones(text: str) -> tuple[Phone, ...]:
    found = json.loads(text) if text else ()
    return tuple([Phone(given, number, ext, PhoneKind(kind)) for given, number, ext, kind in found])


def _schedules_text(schedules: tuple[Schedule, ...]) -> str:
    if not schedules:
        return ""
    return _json(
        [
            {
                "days": sorted(one.days),
                "opens": one.opens.isoformat("minutes"),
                "closes": one.closes.isoformat("minutes"),
                "zone": one.zone.key,
                "what": one.what.value,
                "from": one.valid_from.isoformat() if one.valid_from else "",
                "to": one.valid_to.isoformat() if one.valid_to else "",
                **_repeats_words(one.repeats),
            }
            for one in schedules
        ]
    )


def _schedules(text: str) -> tuple[Schedule, ...]:
    return tuple(
        Schedule(
            days=frozenset(Day(day) for day in one["days"]),
            opens=time.fromisoformat(one["opens"]),
            closes=time.fromisoformat(one["closes"]),
            zone=ZoneInfo(one["zone"]),
            what=HoursFor(one["what"]),
            valid_from=_day(one["from"]),
            valid_to=_day(one["to"]),
            repeats=Recurrence(one["rule"], _day(one["begins"])) if "rule" in one else None,
        )
        for one in (json.loads(text) if text else ())
    )


def _repeats_words(repeats: Recurrence | None) -> dict[str, str]:
    if repeats is None:
        return {}
    begins = repeats.begins.isoformat() if repeats.begins else ""
    return {"rule": repeats.rule, "begins": begins}


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
