"""A row of HSDS's `service`, with its languages, papers, costs and areas, as what is offered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from desktop.domain.directory import Organization, Service, ServiceStatus, Sex
from desktop.domain.listing_parts import AdmissionRule, CostOption, License, ServiceArea
from desktop.domain.words import Say
from desktop.formats.hsds_reading import Reading
from desktop.formats.hsds_tables import Entry
from desktop.formats.hsds_values import cost, day, whole_number
from desktop.formats.row_cells import UnreadableRow

OLDEST = 150  # years


def read_organization(reading: Reading, service: Entry) -> Organization:
    """Return who offers a service."""
    found = reading.links.one("organization", service["organization_id"])
    name = reading.said(found, "name")
    if not found.cells:
        reading.fault(service, "service", Say("Its organization is not in the list."))
    return Organization(
        id=reading.own(found["id"]).get("id", found["id"]),
        name=name,
        url=reading.said(found, "website"),
        about=reading.said(found, "description"),
        email=reading.said(found, "email"),
    )


def read_service(reading: Reading, entry: Entry, organization: Organization) -> Service:
    """Return what a row of `service` offers; raises `UnreadableRow` for a foreign status."""
    own, links, id_ = reading.own(entry["id"]), reading.links, entry["id"]
    status = entry["status"].lower() or ServiceStatus.ACTIVE
    if status not in tuple(ServiceStatus):
        words = ", ".join(ServiceStatus)
        raise UnreadableRow(Say("{column} is none of: {words}.", column="status", words=words))
    name = reading.said(entry, "name")
    ages = _ages(reading, entry)
    expires = own.get("license_expires", "")
    licensed = reading.said(entry, "licenses")
    licensed_for = own.get("licensed_for", "")
    return Service(
        name="" if not reading.ours and name == organization.name else name,
        status=ServiceStatus(status),
        about=reading.said(entry, "description"),
        how_to_apply=reading.said(entry, "application_process"),
        cost=reading.said(entry, "fees_description") or entry["fees"],
        who_may_come=reading.said(entry, "eligibility_description"),
        alert=reading.said(entry, "alert"),
        min_age=ages[0],
        max_age=ages[1],
        only_for=Sex(own["only_for"]) if "only_for" in own else None,
        languages=_words(reading, "language", id_, "name", "code"),
        bring=_words(reading, "required_document", id_, "document"),
        takes_police_drop_off="police_drop_off" in own,
        assured_on=reading.attempt(entry, "service", lambda one: day(one, "assured_date")),
        also_known_as=reading.said(entry, "alternate_name"),
        url=reading.said(entry, "url"),
        email=reading.said(entry, "email"),
        interpretation=reading.said(entry, "interpretation_services"),
        wait=reading.said(entry, "wait_time"),
        accreditations=reading.said(entry, "accreditations"),
        hours_note=own.get("hours_note", ""),
        license=License(licensed, date.fromisoformat(expires) if expires else None)
        if licensed or expires or "license" in own
        else None,
        licensed_for=int(licensed_for) if licensed_for else None,
        cost_options=_costs(reading, id_),
        areas=tuple(
            ServiceArea(reading.said(one, "name"), reading.said(one, "description"))
            for one in links.on("service_area", "service_id", id_)
        ),
        admission=_admission(own),
    )


def _admission(own: Mapping[str, str]) -> tuple[AdmissionRule, ...]:
    found: list[AdmissionRule] = []
    while words := own.get(f"admission/{len(found)}"):
        found.append(AdmissionRule(*json.loads(words)))
    return tuple(found)


def _ages(reading: Reading, entry: Entry) -> tuple[int | None, int | None]:
    low, high = (_age(reading, entry, column) for column in ("minimum_age", "maximum_age"))
    if low is not None and high is not None and low > high:
        reading.fault(entry, "service", Say("The lowest age is above the highest."))
        return None, None
    return low, high


def _age(reading: Reading, entry: Entry, column: str) -> int | None:
    return reading.attempt(entry, "service", lambda one: whole_number(one, column, most=OLDEST))


def _words(reading: Reading, table: str, service_id: str, *columns: str) -> tuple[str, ...]:
    rows = reading.links.on(table, "service_id", service_id)
    said = [next((one[name] for name in columns if one[name]), "") for one in rows]
    return tuple(said) if reading.ours else tuple(dict.fromkeys(filter(None, said)))


def _costs(reading: Reading, service_id: str) -> tuple[CostOption, ...]:
    rows = reading.links.on("cost_option", "service_id", service_id)
    return tuple(found for one in rows if (found := reading.attempt(one, "cost_option", cost)))
