"""What hangs on a service, each as an entity of HSDS 3.1: phones, hours, people, costs, codes."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from desktop.domain.capacity import CapacityReport
from desktop.domain.directory import Phone, PhoneKind
from desktop.domain.hours import DAYS, HoursFor, Schedule
from desktop.domain.listing_parts import Attribute, Contact, CostOption
from desktop.domain.terms import CapacityStatus
from desktop.formats.hsds_marks import Thing, link, linked, needed, own, said, told
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


def nest_phone(service_id: str, place: int, one: Phone) -> Thing:
    """Return a number; what HSDS cannot hold of it is marked."""
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


def nest_hours(service_id: str, place: int, one: Schedule, now: datetime) -> Thing:
    """Return hours, with their hours from Greenwich at that moment."""
    offset = now.astimezone(one.zone).utcoffset()
    made: Thing = {
        "id": uid("schedule", service_id, str(place)),
        **_repeating(one),
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


def _repeating(one: Schedule) -> Thing:
    if one.repeats is None:
        return {"freq": "WEEKLY", "byday": ",".join(day for day in DAYS if day in one.days)}
    made: Thing = {
        name.lower(): int(text) if name in ("INTERVAL", "COUNT") else text
        for name, text in one.repeats.parts.items()
    }
    if one.repeats.begins is not None:
        made["dtstart"] = one.repeats.begins.isoformat()
    return made


def nest_contact(service_id: str, place: int, one: Contact) -> Thing:
    """Return somebody to ask for."""
    made = told(
        uid("contact", service_id, str(place)),
        name=one.name,
        title=one.title,
        department=one.department,
    )
    made["attributes"] = []
    linked(made, "email", one.email)
    return made


def nest_cost(service_id: str, place: int, one: CostOption) -> Thing:
    """Return what it costs one group of people."""
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


def nest_code(service_id: str, code: str) -> Thing:
    """Return a SAMHSA service code."""
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


def nest_attribute(service_id: str, place: int, one: Attribute) -> Thing:
    """Return a word of another taxonomy."""
    term: Thing = {"id": uid("term", one.taxonomy, one.code, one.name)}
    said(term, taxonomy=one.taxonomy, code=one.code)
    term |= {"name": one.name or NOT_STATED, "description": one.name or NOT_STATED}
    return link(service_id, f"attribute/{place}", term, one.value)


def nest_capacity(service_id: str, one: CapacityReport) -> Thing:
    """Return a reported figure with its unit."""
    unit = one.unit.value
    made: Thing = {
        "id": uid("service_capacity", service_id, one.field),
        "unit": {
            "id": uid("unit", unit),
            "name": unit.replace("_", " "),
            "scheme": "Offramp",
            "identifier": unit,
        },
        "available": number_free(one),
        "updated": one.reported_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if one.maximum is not None:
        made["maximum"] = one.maximum
    return made


def number_free(one: CapacityReport) -> int | None:
    """Return how many are free, None where nobody said a number."""
    if one.available is None and one.status in (
        CapacityStatus.NO_CAPACITY,
        CapacityStatus.WAITLIST,
    ):
        return 0
    return one.available


def nest_texts(table: str, service_id: str, column: str, texts: tuple[str, ...]) -> list[Thing]:
    """Return one entity for each text."""
    return [
        told(uid(table, service_id, str(place)), **{column: text})
        for place, text in enumerate(texts)
    ]
