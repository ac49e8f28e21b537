"""The directory of services: organizations, services, places, phones and hours.

Shaped after HSDS 3.1 (Open Referral); attributes are SAMHSA's service codes, which officers never
see: `needs.py` says them in plain words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from desktop.domain.hours import HoursFor, Schedule
from desktop.domain.listing_parts import (
    AdmissionRule,
    Attribute,
    Contact,
    CostOption,
    License,
    ServiceArea,
)
from desktop.domain.places import Point
from desktop.domain.words import Say

# Hours and phones older than this may be wrong. Source: field.md 4.2 (HSDS `assured_date`)
LISTING_GOOD_FOR = timedelta(days=180)
ADULT = 18  # years


class ServiceStatus(StrEnum):
    """Whether a service works at all. Source: HSDS 3.1 `service.status`."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class PhoneKind(StrEnum):
    """Whom a number reaches."""

    MAIN = "main"
    INTAKE = "intake"
    POLICE = "police"  # a line for officers only
    CRISIS = "crisis"


class Sex(StrEnum):
    """Whom a service takes, as its licence words it."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number; `given` is what the source wrote, whatever it is."""

    given: str
    number: str
    extension: str = ""
    kind: PhoneKind = PhoneKind.MAIN


@dataclass(frozen=True, slots=True)
class Organization:
    """Who runs services."""

    id: str
    name: str
    url: str = ""
    about: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service is: address and point; `exact` is False for the middle of its ZIP.

    `also_at` names further buildings of the same licence; `accessibility` is the source's words.
    """

    street: str
    street2: str
    city: str
    state: str
    zip: str
    point: Point | None = None
    exact: bool = False
    county_fips: str = ""
    transport: str = ""
    also_at: str = ""
    accessibility: tuple[str, ...] = ()

    @property
    def one_line(self) -> str:
        """Return the address on one line."""
        town = " ".join(part for part in (self.state, self.zip) if part)
        return ", ".join(p for p in (self.street, self.street2, self.city, town) if p)


@dataclass(frozen=True, slots=True)
class Service:
    """What is offered, to whom and on which terms. Ages in years, both ends included.

    `licensed_for` is the places its licence allows, never how many are free. `hours_note` is what
    the source says of the hours in words.
    """

    name: str
    status: ServiceStatus = ServiceStatus.ACTIVE
    about: str = ""
    how_to_apply: str = ""
    cost: str = ""
    who_may_come: str = ""
    alert: str = ""
    min_age: int | None = None
    max_age: int | None = None
    only_for: Sex | None = None
    languages: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    takes_police_drop_off: bool = False
    assured_on: date | None = None
    also_known_as: str = ""
    url: str = ""
    email: str = ""
    interpretation: str = ""
    wait: str = ""
    accreditations: str = ""
    hours_note: str = ""
    license: License | None = None
    licensed_for: int | None = None
    cost_options: tuple[CostOption, ...] = ()
    areas: tuple[ServiceArea, ...] = ()
    admission: tuple[AdmissionRule, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceListing:
    """One service at one place: what search finds and matching ranks.

    `id` stays the same over a yearly refresh. `copy_of` names the listing this one repeats word
    for word; `gone_since` the first edition of the source that no longer names it.
    """

    id: str
    organization: Organization
    service: Service
    place: Place
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    codes: frozenset[str] = frozenset()
    source: str = ""
    copy_of: str = ""
    gone_since: str = ""
    contacts: tuple[Contact, ...] = ()
    attributes: tuple[Attribute, ...] = ()

    @property
    def name(self) -> str:
        """Return the name people know: the organization's, then the service's own."""
        mine, theirs = self.service.name, self.organization.name
        return theirs if not mine or mine == theirs else f"{theirs}: {mine}"

    @property
    def phone(self) -> Phone | None:
        """Return the number to call first: the intake line, else the main one."""
        for kind in (PhoneKind.INTAKE, PhoneKind.MAIN, PhoneKind.CRISIS):
            for phone in self.phones:
                if phone.kind is kind:
                    return phone
        return self.phones[0] if self.phones else None

    @property
    def police_phone(self) -> Phone | None:
        """Return the line for officers, or None."""
        return next((one for one in self.phones if one.kind is PhoneKind.POLICE), None)

    def hours_for(self, *purposes: HoursFor) -> tuple[Schedule, ...]:
        """Return the hours for the first of these purposes that has any, else all hours."""
        for purpose in purposes:
            if found := tuple(one for one in self.schedules if one.what is purpose):
                return found
        return self.schedules

    @property
    def arrival_hours(self) -> tuple[Schedule, ...]:
        """Return the hours in which somebody brought by an officer is let in."""
        return self.hours_for(HoursFor.POLICE, HoursFor.INTAKE, HoursFor.VISITS)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One edition of one source of the directory, whole.

    `settled` when the ids are those a directory of this program gave: they then are the identity.
    """

    source: str  # stays over the years: "samhsa"
    edition: str  # "2022"
    listings: tuple[ServiceListing, ...]
    settled: bool = False


def normalized(text: str) -> str:
    """Return the text as identity compares it: one case, one blank between words."""
    return " ".join(text.split()).casefold()


def identity(name: str, name2: str, street: str, zip_code: str) -> str:
    """Return the id a service gets at first sight: 16 hex digits of its names, street and ZIP."""
    parts = "\x1f".join(normalized(part) for part in (name, name2, street, zip_code[:5]))
    return sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def phone_in_words(phone: Phone) -> Say | str:
    """Return the number as people dial it."""
    if not phone.extension:
        return phone.number
    return Say("{number} ext. {extension}", number=phone.number, extension=phone.extension)
