"""What a listing says beyond the columns of its row, as one JSON text of names and values.

A name left out is empty, so an older row reads as if it had said nothing of what came later.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from desktop.domain.directory import Service, ServiceListing, ServiceStatus, Sex
from desktop.domain.listing_parts import AdmissionRule, CostOption, License, ServiceArea

_TEXTS = (
    "about", "how_to_apply", "cost", "who_may_come", "alert", "also_known_as", "url", "email",
    "interpretation", "wait", "accreditations", "hours_note",
)  # fmt: skip
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


_named_only = lru_cache(maxsize=64)(Service)


def details_text(listing: ServiceListing) -> str:
    """Return all that is said, "" for nothing: most national listings have no more than a name."""
    service, place, organization = listing.service, listing.place, listing.organization
    beyond = (place.transport, place.also_at, place.accessibility, organization.about,
              organization.email, listing.contacts, listing.attributes)  # fmt: skip
    if service == _named_only(service.name) and not any(beyond):
        return ""
    found: dict[str, Any] = {}
    if service != Service(name=service.name):
        found = {name: getattr(service, name) for name in _TEXTS}
        found |= {
            "status": "" if service.status is ServiceStatus.ACTIVE else service.status.value,
            "min_age": service.min_age,
            "max_age": service.max_age,
            "only_for": service.only_for.value if service.only_for else "",
            "languages": service.languages,
            "bring": service.bring,
            "takes_police_drop_off": service.takes_police_drop_off,
            "assured_on": _day_text(service.assured_on),
            "license": _license_words(service.license),
            "licensed_for": service.licensed_for,
            "cost_options": [_cost_words(one) for one in service.cost_options],
            "areas": [[one.name, one.about] for one in service.areas],
            "admission": [[one.test, one.text] for one in service.admission],
        }
    found |= {
        "transport": place.transport,
        "also_at": place.also_at,
        "accessibility": place.accessibility,
        "organization_about": organization.about,
        "organization_email": organization.email,
        "contacts": [[c.name, c.title, c.department, c.email] for c in listing.contacts],
        "attributes": [[a.taxonomy, a.code, a.name, a.value] for a in listing.attributes],
    }
    # A lower age of 0 is said; an empty text, an empty list and "no" are not.
    said = {name: value for name, value in found.items() if value or type(value) is int}
    return _write(said) if said else ""


def service_from(name: str, more: dict[str, Any]) -> Service:
    """Return the service of that name with what is said of it."""
    if not more:
        return Service(name=name)
    return Service(
        name=name,
        status=ServiceStatus(more.get("status") or ServiceStatus.ACTIVE),
        min_age=more.get("min_age"),
        max_age=more.get("max_age"),
        only_for=Sex(more["only_for"]) if more.get("only_for") else None,
        languages=tuple(more.get("languages", ())),
        bring=tuple(more.get("bring", ())),
        takes_police_drop_off=bool(more.get("takes_police_drop_off")),
        assured_on=_day(more.get("assured_on", "")),
        license=_license(more.get("license")),
        licensed_for=more.get("licensed_for"),
        cost_options=tuple([_cost(words) for words in more.get("cost_options", ())]),
        areas=tuple([ServiceArea(*words) for words in more.get("areas", ())]),
        admission=tuple([AdmissionRule(*words) for words in more.get("admission", ())]),
        **{text: more.get(text, "") for text in _TEXTS},
    )


def _license_words(held: License | None) -> list[str] | None:
    return [held.about, _day_text(held.expires_on)] if held else None


def _license(words: list[str] | None) -> License | None:
    return License(words[0], _day(words[1])) if words else None


def _cost_words(one: CostOption) -> list[str | None]:
    amount = None if one.amount is None else str(one.amount)
    valid = (_day_text(one.valid_from), _day_text(one.valid_to))
    return [one.option, amount, one.currency, one.about, *valid]


def _cost(words: list[Any]) -> CostOption:
    option, amount, currency, about, valid_from, valid_to = words
    cost = None if amount is None else Decimal(amount)
    return CostOption(option, cost, currency, about, _day(valid_from), _day(valid_to))


def _day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
