"""What a listing may say beyond name, place, phone and hours: people, terms, costs, areas.

Each is one entity of HSDS 3.1 (Open Referral), with the words its source used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from desktop.domain.words import Say

# Room to ask whether a renewal is on its way. Judgement.
LICENSE_WARNING = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask for by name; phones stand with the listing's other phones."""

    name: str
    title: str = ""
    department: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class CostOption:
    """What it costs one group of people. `currency` is the source's own word."""

    option: str = ""
    amount: Decimal | None = None
    currency: str = ""
    about: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """Where people must live to come."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A word of a taxonomy that is not SAMHSA's, kept as the source gave it."""

    taxonomy: str
    code: str
    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class AdmissionRule:
    """What must hold for a person to be admitted: a condition as programs write them, in words."""

    test: str  # "person.age >= 18"
    text: str = ""  # the service's own words for it


@dataclass(frozen=True, slots=True)
class License:
    """Under which licences or certificates it works, and the last day they are good for."""

    about: str
    expires_on: date | None = None


def license_in_words(held: License | None, today: date) -> Say | None:
    """Return the warning that a licence has run out or soon will; None where all is well."""
    if held is None or held.expires_on is None:
        return None
    if held.expires_on < today:
        return Say("License expired on {day}.", day=held.expires_on)
    if held.expires_on - today <= LICENSE_WARNING:
        return Say("License expires on {day}.", day=held.expires_on)
    return None
