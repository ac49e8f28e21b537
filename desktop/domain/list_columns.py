"""What the columns of somebody's own list of services may hold, and how people head them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.words import Say


class ListColumn(StrEnum):
    """What a column may hold. Values are stored: add, never rename."""

    ID = "id"
    ORGANIZATION = "organization"
    SERVICE = "service"
    ABOUT = "about"
    STREET = "street"
    STREET2 = "street2"
    CITY = "city"
    STATE = "state"
    ZIP = "zip"
    LAT = "lat"
    LON = "lon"
    PHONE = "phone"
    INTAKE_PHONE = "intake_phone"
    CRISIS_PHONE = "crisis_phone"
    POLICE_PHONE = "police_phone"
    EMAIL = "email"
    URL = "url"
    CONTACT = "contact"
    HOURS = "hours"
    LANGUAGES = "languages"
    MIN_AGE = "min_age"
    MAX_AGE = "max_age"
    WHO_MAY_COME = "who_may_come"
    COST = "cost"
    HOW_TO_APPLY = "how_to_apply"
    BRING = "bring"
    TRANSPORT = "transport"
    ACCESSIBILITY = "accessibility"
    ALERT = "alert"
    CODES = "codes"
    LICENSE = "license"
    LICENSE_EXPIRES = "license_expires"
    LICENSED_FOR = "licensed_for"
    AVAILABLE = "available"
    MAXIMUM = "maximum"
    REPORTED_AT = "reported_at"


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """How people call what a column holds, and the headers it usually has, best first."""

    says: Say
    headers: tuple[str, ...]


COLUMN_KINDS: dict[ListColumn, ColumnKind] = {
    ListColumn.ID: ColumnKind(Say("Number or code of the row"), ("id", "service id", "agency id")),
    ListColumn.ORGANIZATION: ColumnKind(
        Say("Name of the organization"),
        (
            "organization",
            "organisation",
            "agency",
            "agency name",
            "organization name",
            "provider",
            "provider name",
            "facility",
            "facility name",
            "name",
            "resource",
            "company",
        ),
    ),
    ListColumn.SERVICE: ColumnKind(
        Say("Name of the service"),
        ("service", "service name", "program", "program name", "site", "site name"),
    ),
    ListColumn.ABOUT: ColumnKind(
        Say("What it offers"),
        ("description", "about", "services", "services offered", "details", "notes", "comments"),
    ),
    ListColumn.STREET: ColumnKind(
        Say("Street address"),
        ("street", "address", "street address", "address 1", "address line 1", "street 1"),
    ),
    ListColumn.STREET2: ColumnKind(
        Say("Suite or building"), ("address 2", "address line 2", "street 2", "suite", "unit")
    ),
    ListColumn.CITY: ColumnKind(Say("Town"), ("city", "town", "city town", "municipality")),
    ListColumn.STATE: ColumnKind(Say("State"), ("state", "st", "state province")),
    ListColumn.ZIP: ColumnKind(Say("ZIP code"), ("zip", "zip code", "zipcode", "postal code")),
    ListColumn.LAT: ColumnKind(Say("Degrees north"), ("latitude", "lat", "y")),
    ListColumn.LON: ColumnKind(Say("Degrees east"), ("longitude", "lon", "lng", "long", "x")),
    ListColumn.PHONE: ColumnKind(
        Say("Main phone"),
        ("phone", "telephone", "phone number", "main phone", "tel", "office phone", "phone 1"),
    ),
    ListColumn.INTAKE_PHONE: ColumnKind(
        Say("Intake phone"), ("intake phone", "intake", "intake number", "admissions phone")
    ),
    ListColumn.CRISIS_PHONE: ColumnKind(
        Say("Crisis line"),
        ("crisis phone", "crisis line", "hotline", "after hours phone", "24 hour phone"),
    ),
    ListColumn.POLICE_PHONE: ColumnKind(
        Say("Line for officers"), ("police phone", "law enforcement phone", "officer line")
    ),
    ListColumn.EMAIL: ColumnKind(Say("Mail address"), ("email", "e mail", "email address")),
    ListColumn.URL: ColumnKind(Say("Web address"), ("website", "url", "web", "web site", "link")),
    ListColumn.CONTACT: ColumnKind(
        Say("Whom to ask for"), ("contact", "contact name", "contact person")
    ),
    ListColumn.HOURS: ColumnKind(
        Say("Hours"), ("hours", "hours of operation", "office hours", "open", "schedule")
    ),
    ListColumn.LANGUAGES: ColumnKind(
        Say("Languages"), ("languages", "language", "languages spoken")
    ),
    ListColumn.MIN_AGE: ColumnKind(
        Say("Lowest age"), ("min age", "minimum age", "age min", "age from")
    ),
    ListColumn.MAX_AGE: ColumnKind(
        Say("Highest age"), ("max age", "maximum age", "age max", "age to")
    ),
    ListColumn.WHO_MAY_COME: ColumnKind(
        Say("Who may come"),
        ("eligibility", "who may come", "population", "population served", "serves", "ages"),
    ),
    ListColumn.COST: ColumnKind(
        Say("Cost and payment"),
        ("cost", "fees", "fee", "payment", "insurance", "insurance accepted", "payment accepted"),
    ),
    ListColumn.HOW_TO_APPLY: ColumnKind(
        Say("How to get in"),
        ("how to apply", "referral process", "intake process", "application process", "access"),
    ),
    ListColumn.BRING: ColumnKind(
        Say("What to bring"), ("bring", "what to bring", "required documents", "documents")
    ),
    ListColumn.TRANSPORT: ColumnKind(
        Say("How to get there"), ("transport", "transportation", "bus", "directions")
    ),
    ListColumn.ACCESSIBILITY: ColumnKind(
        Say("Disability access"), ("accessibility", "ada", "wheelchair", "disability access")
    ),
    ListColumn.ALERT: ColumnKind(Say("Warning"), ("alert", "warning", "temporary notice")),
    ListColumn.CODES: ColumnKind(
        Say("Service codes of SAMHSA"), ("codes", "service codes", "samhsa codes")
    ),
    ListColumn.LICENSE: ColumnKind(
        Say("License"), ("license", "license number", "licence", "certification")
    ),
    ListColumn.LICENSE_EXPIRES: ColumnKind(
        Say("License ends on"),
        ("license expiration", "license expires", "expiration date", "license expiry"),
    ),
    ListColumn.LICENSED_FOR: ColumnKind(
        Say("Places the license allows"),
        ("licensed capacity", "licensed beds", "total capacity", "treatment capacity", "capacity"),
    ),
    ListColumn.AVAILABLE: ColumnKind(
        Say("Beds free"), ("available", "available beds", "beds available", "open beds", "openings")
    ),
    ListColumn.MAXIMUM: ColumnKind(
        Say("Beds in all"), ("maximum", "total beds", "beds", "number of beds", "bed count")
    ),
    ListColumn.REPORTED_AT: ColumnKind(
        Say("Beds counted at"),
        ("reported at", "updated", "last updated", "as of", "date updated", "beds updated"),
    ),
}
NEEDED = (ListColumn.ORGANIZATION,)
