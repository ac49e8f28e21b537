"""A listing as it was and as it came: what is said otherwise, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.directory import ServiceListing, phone_in_words
from desktop.domain.kinds import kind_in_words
from desktop.domain.week import week_in_words
from desktop.domain.words import Listing, Say, Sayable

Pairs = tuple[tuple[Sayable, Sayable], ...]

_NAMES: dict[str, Sayable] = {
    "name": Say("Name"),
    "address": Say("Address"),
    "phone": Say("Phone"),
    "kind": Say("Kind"),
    "codes": Say("Codes"),
    "hours": Say("Hours"),
    "ages": Say("Ages"),
    "cost": Say("Cost and payment"),
    "languages": Say("Languages"),
    "who": Say("Who may come"),
    "bring": Say("Bring"),
    "license": Say("License"),
    "status": Say("Standing"),
    "alert": Say("Warning"),
    "web": Say("Web address"),
    "about": Say("About"),
}


def differences(old: ServiceListing, came: ServiceListing) -> Pairs:
    """Return what is said otherwise now, as (what, "before: ... now: ...")."""
    found: list[tuple[Sayable, Sayable]] = []
    if old.gone_since:
        found.append((Say("Back on the list"), Say("It was marked as gone.")))
    before = dict(_keyed(old))
    for name, words in _keyed(came):
        if words != before[name]:
            empty = Say("nothing")
            said = Say("Before: {old}. Now: {new}.", old=before[name] or empty, new=words or empty)
            found.append((_NAMES[name], said))
    return tuple(found) or ((Say("Details"), Say("Something else is said otherwise.")),)


def said_of(listing: ServiceListing) -> Pairs:
    """Return all that a listing says; codes stay out."""
    told = _keyed(listing)
    return tuple((_NAMES[name], words) for name, words in told if words and name != "codes")


def _keyed(listing: ServiceListing) -> list[tuple[str, Sayable]]:
    service = listing.service
    ages = [str(age) for age in (service.min_age, service.max_age) if age is not None]
    held = service.license
    license_parts: list[Sayable] = []
    if held is not None:
        until = held.expires_on
        license_parts = [held.about, Say("until {day}", day=until) if until else ""]
    return [
        ("name", listing.name),
        ("address", listing.place.one_line),
        ("phone", _joined([phone_in_words(one) for one in listing.phones])),
        ("kind", kind_in_words(listing)),
        ("codes", " ".join(sorted(listing.codes))),
        ("hours", _joined([week_in_words(listing.schedules), service.hours_note])),
        ("ages", " - ".join(ages)),
        ("cost", service.cost),
        ("languages", _joined(list(service.languages))),
        ("who", service.who_may_come),
        ("bring", _joined(list(service.bring))),
        ("license", _joined(license_parts)),
        ("status", service.status.value if service.status.value != "active" else ""),
        ("alert", service.alert),
        ("web", listing.organization.url or service.url),
        ("about", service.about),
    ]


def _joined(parts: Sequence[Sayable]) -> Sayable:
    kept = tuple(part for part in parts if part)
    return Listing(kept) if kept else ""
