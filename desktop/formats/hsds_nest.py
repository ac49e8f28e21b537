"""A listing as one nested service of HSDS 3.1, with all that hangs on it.

What HSDS has no place for goes into attributes of Offramp's own taxonomy, so reading it again
gives the same listing. A needed column that is empty is filled with words and marked as such; a
link or address HSDS would refuse stands in an attribute, verbatim.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from desktop.domain.capacity import CapacityReport, to_record
from desktop.domain.directory import Place, Service, ServiceListing
from desktop.formats.hsds_marks import (
    TAXONOMIES,
    Thing,
    linked,
    mark,
    needed,
    own,
    said,
    told,
)
from desktop.formats.hsds_nest_parts import (
    nest_attribute,
    nest_capacity,
    nest_code,
    nest_contact,
    nest_cost,
    nest_hours,
    nest_phone,
    nest_texts,
    number_free,
)
from desktop.formats.hsds_tables import uid

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
    service["phones"] = [nest_phone(id_, n, one) for n, one in enumerate(listing.phones)]
    service["schedules"] = [nest_hours(id_, n, one, now) for n, one in enumerate(listing.schedules)]
    service["contacts"] = [nest_contact(id_, n, one) for n, one in enumerate(listing.contacts)]
    service["attributes"] += [nest_code(id_, code) for code in sorted(listing.codes)]
    for number, other in enumerate(listing.attributes):
        # HSDS wants each code once, whatever its taxonomy; so all of it also stands here.
        text = json.dumps([other.taxonomy, other.code, other.name, other.value], ensure_ascii=False)
        mark(service, f"attribute/{number}", text)
        service["attributes"].append(nest_attribute(id_, number, other))
    service["capacities"] = [
        nest_capacity(id_, one) for one in heard if number_free(one) is not None
    ]
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
    for number, rule in enumerate(service.admission):
        mark(made, f"admission/{number}", json.dumps([rule.test, rule.text], ensure_ascii=False))
    made["languages"] = nest_texts("language", id_, "name", service.languages)
    made["required_documents"] = nest_texts("required_document", id_, "document", service.bring)
    made["cost_options"] = [nest_cost(id_, n, one) for n, one in enumerate(service.cost_options)]
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
    made["accessibility"] = nest_texts(
        "accessibility", service_id, "description", place.accessibility
    )
    return made
