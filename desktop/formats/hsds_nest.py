"""A listing as one nested service of HSDS 3.1, with all that hangs on it.

What HSDS has no place for goes into attributes of Offramp's own taxonomy, so reading it again
gives the same listing. A needed column that is empty is filled with words and marked as such; a
link or address HSDS would refuse stands in an attribute, verbatim.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from desktop.domain.capacity import CapacityReport, to_record
from desktop.domain.directory import Phone, PhoneKind, Place, Service, ServiceListing
from desktop.domain.hours import DAYS, HoursFor, Schedule
from desktop.domain.listing_parts import Attribute, Contact, CostOption
from desktop.domain.terms import CapacityStatus
from desktop.formats.hsds_marks import (
    TAXONOMIES,
    Thing,
    link,
    linked,
    mark,
    needed,
    own,
    said,
    told,
)
from desktop.formats.hsds_tables import NOT_STATED, SAMHSA_TAXONOMY, uid
from desktop.formats.samhsa_codes import SAMHSA_CODES

_PHONE_WORDS = {
    PhoneKind.MAIN: "Main number",
    PhoneKind.INTAKE: "Intake",
    PhoneKind.POLICE: "For police officers only",
    PhoneKind.CRISIS: "Crisis line",
}
_HOURS_WORDS = {
    HoursFor.VISITS: "Open",
    HoursFor.INTAKE: "Intake",
    HoursFor.POLICE: "Police drop-off",
}
# Reports carry the officer who was told; that name is nobody's business outside.
_NOT_TOLD = frozenset({"told_to"})


def nest(
    listing: ServiceListing,
    reports: Iterable[CapacityReport],
    *,
    source: str,
    edition: str,
    now: datetime,
) -> Thing:
    """Return the service; `now` (aware) tells which hours from Greenwich its clocks show."""
    heard = [one for one in reports if one.tells_room]
    id_ = _service_id(listing.id)
    service = _service(id_, listing.service)
    own(service, source=source, edition=edition, id=listing.id, copy_of=listing.copy_of)
    for one in heard:
        words = {k: v for k, v in to_record(one).items if k not in _NOT_TOLD}
        value = json.dumps(words, sort_keys=True, ensure_ascii=False)
        mark(service, f"report/{one.field}", value)
    service["phones"] = [_phone(id_, n, one) for n, one in enumerate(listing.phones)]
    service["schedules"] = [_hours(id_, n, one, now) for n, one in enumerate(listing.schedules)]
    service["contacts"] = [_contact(id_, n, one) for n, one in enumerate(listing.contacts)]
    service["attributes"] += [_code(id_, code) for code in sorted(listing.codes)]
    for number, other in enumerate(listing.attributes):
        # HSDS wants each code once, whatever its taxonomy; so all of it also stands here.
        text = json.dumps([other.taxonomy, other.code, other.name, other.value], ensure_ascii=False)
        mark(service, f"attribute/{number}", text)
        service["attributes"].append(_attribute(id_, number, other))
    service["capacities"] = [_capacity(id_, one) for one in heard if _number(one) is not None]
    service["organization"] = _organization(listing)
    if listing.place != Place("", "", "", "", ""):
        service["service_at_locations"] = [
            {"id": uid("service_at_location", id_), "location": _location(id_, listing.place)}
        ]
    _describe(service["attributes"])
    return {name: value for name, value in service.items() if value != []}


def _describe(attributes: list[Thing]) -> None:
    """Tell the taxonomies in full where a service first names them, not with each of its codes."""
    told: set[str] = set()
    for one in attributes:
        term = one["taxonomy_term"]
        id_ = term.get("taxonomy_id", "")
        if id_ in TAXONOMIES and id_ not in told:
            told.add(id_)
            one["taxonomy_term"] = term | {"taxonomy_detail": TAXONOMIES[id_]}


def _service_id(id_: str) -> str:
    try:
        if str(UUID(id_)) == id_:
            return id_
    except ValueError:
        pass
    return uid("service", id_)


def _service(id_: str, service: Service) -> Thing:
    made: Thing = {"id": id_, "status": service.status.value, "attributes": []}
    needed(made, name=service.name)
    said(
        made,
        alternate_name=service.also_known_as,
        description=service.about,
        interpretation_services=service.interpretation,
        application_process=service.how_to_apply,
        fees_description=service.cost,
        wait_time=service.wait,
        accreditations=service.accreditations,
        eligibility_description=service.who_may_come,
        alert=service.alert,
        licenses=service.license.about if service.license else "",
    )
    linked(made, "url", service.url)
    linked(made, "email", service.email)
    for name, years in (("minimum_age", service.min_age), ("maximum_age", service.max_age)):
        if years is not None:
            made[name] = years
    if service.assured_on:
        made["assured_date"] = service.assured_on.isoformat()
    expires = service.license.expires_on if service.license else None
    own(
        made,
        only_for=service.only_for.value if service.only_for else "",
        police_drop_off="yes" if service.takes_police_drop_off else "",
        license="yes" if service.license else "",
        license_expires=expires.isoformat() if expires else "",
        licensed_for="" if service.licensed_for is None else str(service.licensed_for),
        hours_note=service.hours_note,
    )
    made["languages"] = _numbered("language", id_, "name", service.languages)
    made["required_documents"] = _numbered("required_document", id_, "document", service.bring)
    made["cost_options"] = [_cost(id_, n, one) for n, one in enumerate(service.cost_options)]
    made["service_areas"] = [
        told(uid("service_area", id_, str(n)), name=one.name, description=one.about)
        for n, one in enumerate(service.areas)
    ]
    return made


def _organization(listing: ServiceListing) -> Thing:
    one = listing.organization
    made: Thing = {"id": uid("organization", one.id, one.name, one.url, one.about, one.email)}
    made["attributes"] = []
    needed(made, name=one.name, description=one.about)
    linked(made, "website", one.url)
    linked(made, "email", one.email)
    own(made, id=one.id)
    return made


def _location(service_id: str, place: Place) -> Thing:
    made: Thing = {"id": uid("location", service_id), "location_type": "physical", "attributes": []}
    said(made, transportation=place.transport)
    if place.point:
        made |= {"latitude": place.point.lat, "longitude": place.point.lon}
    own(
        made,
        exact="yes" if place.exact else "",
        county_fips=place.county_fips,
        also_at=place.also_at,
    )
    address: Thing = {"id": uid("address", service_id), "country": "US", "attributes": []}
    address["address_type"] = "physical"
    said(address, address_2=place.street2)
    needed(
        address,
        address_1=place.street,
        city=place.city,
        state_province=place.state,
        postal_code=place.zip,
    )
    made["addresses"] = [address]
    made["accessibility"] = _numbered(
        "accessibility", service_id, "description", place.accessibility
    )
    return made


def _phone(service_id: str, place: int, one: Phone) -> Thing:
    made: Thing = {"id": uid("phone", service_id, str(place)), "type": "voice", "attributes": []}
    made["description"] = _PHONE_WORDS[one.kind]
    needed(made, number=one.number)
    fits = one.extension.isascii() and one.extension.isdigit() and len(one.extension) <= 9
    if fits and str(int(one.extension)) == one.extension:
        made["extension"] = int(one.extension)
    else:
        own(made, extension=one.extension)
    own(
        made,
        kind=one.kind.value,
        no_number="" if one.number else "yes",
        given=one.given if one.given != one.number else "",
        no_given="yes" if one.number and not one.given else "",
    )
    return made


def _hours(service_id: str, place: int, one: Schedule, now: datetime) -> Thing:
    offset = now.astimezone(one.zone).utcoffset()
    made: Thing = {
        "id": uid("schedule", service_id, str(place)),
        "freq": "WEEKLY",
        "byday": ",".join(day for day in DAYS if day in one.days),
        "opens_at": one.opens.isoformat("seconds"),
        "closes_at": one.closes.isoformat("seconds"),
        "description": _HOURS_WORDS[one.what],
        "attributes": [],
    }
    if offset is not None:
        made["timezone"] = offset.total_seconds() / 3600
    if one.valid_from:
        made["valid_from"] = one.valid_from.isoformat()
    if one.valid_to:
        made["valid_to"] = one.valid_to.isoformat()
    own(made, time_zone=one.zone.key, hours_for=one.what.value)
    return made


def _contact(service_id: str, place: int, one: Contact) -> Thing:
    made = told(
        uid("contact", service_id, str(place)),
        name=one.name,
        title=one.title,
        department=one.department,
    )
    made["attributes"] = []
    linked(made, "email", one.email)
    return made


def _cost(service_id: str, place: int, one: CostOption) -> Thing:
    made = told(
        uid("cost_option", service_id, str(place)),
        option=one.option,
        currency=one.currency,
        amount_description=one.about,
        valid_from=one.valid_from.isoformat() if one.valid_from else "",
        valid_to=one.valid_to.isoformat() if one.valid_to else "",
    )
    if one.amount is not None:
        made["amount"] = float(one.amount)  # 15 digits at most, so none is lost
    return made


def _code(service_id: str, code: str) -> Thing:
    return link(service_id, f"code/{code}", _term(code))


@cache
def _term(code: str) -> Thing:
    return {
        "id": uid("term", "samhsa", code),
        "code": code,
        "name": code,
        "description": "Service code" if code in SAMHSA_CODES else "Code of a later year",
        "taxonomy": "SAMHSA",
        "taxonomy_id": SAMHSA_TAXONOMY,
    }


def _attribute(service_id: str, place: int, one: Attribute) -> Thing:
    term: Thing = {"id": uid("term", one.taxonomy, one.code, one.name)}
    said(term, taxonomy=one.taxonomy, code=one.code)
    term |= {"name": one.name or NOT_STATED, "description": one.name or NOT_STATED}
    return link(service_id, f"attribute/{place}", term, one.value)


def _capacity(service_id: str, one: CapacityReport) -> Thing:
    unit = one.unit.value
    made: Thing = {
        "id": uid("service_capacity", service_id, one.field),
        "unit": {
            "id": uid("unit", unit),
            "name": unit.replace("_", " "),
            "scheme": "Offramp",
            "identifier": unit,
        },
        "available": _number(one),
        "updated": one.reported_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if one.maximum is not None:
        made["maximum"] = one.maximum
    return made


def _number(one: CapacityReport) -> int | None:
    """Return how many are free, None where nobody said a number."""
    if one.available is None and one.status in (
        CapacityStatus.NO_CAPACITY,
        CapacityStatus.WAITLIST,
    ):
        return 0
    return one.available


def _numbered(table: str, service_id: str, column: str, texts: tuple[str, ...]) -> list[Thing]:
    return [
        told(uid(table, service_id, str(place)), **{column: text})
        for place, text in enumerate(texts)
    ]
