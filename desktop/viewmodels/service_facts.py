"""Everything a listing says, as named lines; codes and ASAM levels are never shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from desktop.domain.capacity import CapacityReport
from desktop.domain.directory import (
    Phone,
    PhoneKind,
    ServiceListing,
    ServiceStatus,
    Sex,
    phone_in_words,
)
from desktop.domain.hours import HoursFor, opening_in_words
from desktop.domain.listing_parts import CostOption
from desktop.domain.needs import BARRIERS, Barrier
from desktop.domain.standing import by_whom, figure_in_words, standing
from desktop.domain.terms import CapacityStatus
from desktop.domain.traits import traits
from desktop.domain.week import week_in_words
from desktop.domain.wishes import removes
from desktop.domain.words import Listing, Say, Sayable

Fact = tuple[Sayable, Sayable]

_PAYMENT = (Barrier.INSURANCE, Barrier.MEDICAID)
_ACCESS = (Barrier.SPANISH, Barrier.SIGN_LANGUAGE, Barrier.CHILDCARE, Barrier.TRANSPORT)
_PHONES: dict[PhoneKind, Sayable] = {
    PhoneKind.MAIN: Say("main"),
    PhoneKind.INTAKE: Say("intake"),
    PhoneKind.POLICE: Say("police line"),
    PhoneKind.CRISIS: Say("crisis line"),
}
_HOURS: tuple[tuple[HoursFor, Sayable], ...] = (
    (HoursFor.VISITS, Say("Open")),
    (HoursFor.INTAKE, Say("Intake")),
    (HoursFor.POLICE, Say("For officers")),
)
_STATUS: dict[ServiceStatus, Sayable] = {
    ServiceStatus.INACTIVE: Say("Not working at present."),
    ServiceStatus.DEFUNCT: Say("No longer exists."),
    ServiceStatus.TEMPORARILY_CLOSED: Say("Closed for now."),
}


def facts_of(
    listing: ServiceListing,
    now: datetime,
    *,
    holidays: frozenset[date] = frozenset(),
    reports: Sequence[CapacityReport] = (),
    shown: CapacityReport | None = None,
) -> tuple[Fact, ...]:
    """Return what is known of a service, what an officer needs first; empty lines are left out.

    `shown` is the report that stands above already; those of other units and groups follow here.
    """
    service, place, organization = listing.service, listing.place, listing.organization
    rows: list[Fact] = [
        (Say("Standing"), _STATUS.get(service.status, "")),
        (Say("Gone"), _gone(listing)),
        (Say("Hours"), opening_in_words(listing.arrival_hours, now, holidays=holidays)),
        *_week(listing),
        (Say("Phones"), _lines([_phone(one) for one in listing.phones])),
        *_other_reports(reports, shown, now),
        (Say("Payment"), _lines([service.cost, *_removed(listing, _PAYMENT), *_costs(listing)])),
        (Say("Who is served"), _joined([ages_in_words(listing), _sexes(listing)])),
        (Say("Who may come"), service.who_may_come),
        (Say("Where people live"), _lines([one.name for one in service.areas])),
        (Say("Access"), _joined(_removed(listing, _ACCESS))),
        (Say("Languages"), Listing(service.languages)),
        (Say("Interpreter"), service.interpretation),
        (Say("Disability access"), _lines(list(place.accessibility))),
        (Say("How to get there"), place.transport),
        (Say("Bring"), Listing(service.bring)),
        (Say("How to apply"), service.how_to_apply),
        (Say("Wait"), service.wait),
        (Say("About"), service.about or organization.about),
        (Say("Also known as"), service.also_known_as),
        (Say("Also at"), place.also_at),
        (Say("Ask for"), _contacts(listing)),
        (Say("Web"), service.url or organization.url),
        (Say("Mail"), service.email or organization.email),
        (Say("License"), _license(listing)),
        (Say("Accredited by"), service.accreditations),
    ]
    if service.assured_on is not None:
        rows.append((Say("Last checked"), Say("{day}", day=service.assured_on)))
    rows.append((Say("From"), listing.source))
    return tuple((name, words) for name, words in rows if words not in ("", Listing(())))


def _gone(listing: ServiceListing) -> Sayable:
    if not listing.gone_since:
        return ""
    return Say("No longer on its list since {edition}.", edition=listing.gone_since)


def _week(listing: ServiceListing) -> list[Fact]:
    rows: list[Fact] = []
    for what, words in _HOURS:
        hours = tuple(one for one in listing.schedules if one.what is what)
        if hours:
            rows.append((words, week_in_words(hours)))
    if listing.service.hours_note:
        rows.append((Say("Hours, in its words"), listing.service.hours_note))
    return rows


def _phone(phone: Phone) -> Sayable:
    return Say("{number}, {kind}", number=phone_in_words(phone), kind=_PHONES[phone.kind])


def _other_reports(
    reports: Sequence[CapacityReport], shown: CapacityReport | None, now: datetime
) -> list[Fact]:
    rows: list[Fact] = []
    for one in sorted(reports, key=lambda one: one.reported_at, reverse=True):
        if one == shown or not one.tells_room:
            continue
        stands = standing(one, now)
        old = stands.status is CapacityStatus.UNKNOWN
        said = Listing((figure_in_words(one), by_whom(one, now)), between=" ")
        words = Listing((stands.headline, stands.detail), between=". ") if old else said
        rows.append((Say("Also reported"), words))
    return rows


def _removed(listing: ServiceListing, barriers: Sequence[Barrier]) -> list[Sayable]:
    return [BARRIERS[one].reason for one in barriers if removes(traits(listing), one)]


def _costs(listing: ServiceListing) -> list[Sayable]:
    return [_cost(one) for one in listing.service.cost_options]


def _cost(one: CostOption) -> Sayable:
    amount = "" if one.amount is None else f"{one.amount:f} {one.currency}".strip()
    parts = tuple(part for part in (one.option, amount, one.about) if part)
    return Listing(parts)


def _contacts(listing: ServiceListing) -> Sayable:
    lines: list[Sayable] = []
    for one in listing.contacts:
        parts = (one.name, one.title, one.department, one.email)
        lines.append(Listing(tuple(part for part in parts if part)))
    return _lines(lines)


def _license(listing: ServiceListing) -> Sayable:
    held, places = listing.service.license, listing.service.licensed_for
    parts: list[Sayable] = []
    if held is not None:
        parts.append(held.about)
        if held.expires_on is not None:
            parts.append(Say("until {day}", day=held.expires_on))
    if places is not None:
        parts.append(Say("for {n} places, which says nothing of how many are free", n=places))
    kept = tuple(part for part in parts if part)
    return Listing(kept)


def ages_in_words(listing: ServiceListing) -> Sayable:
    """Return which ages are taken, "" where nothing is said."""
    low, high = listing.service.min_age, listing.service.max_age
    if low is not None and high is not None:
        return Say("Ages {low} to {high}.", low=low, high=high)
    if low is not None:
        return Say("Ages {low} and older.", low=low)
    if high is not None:
        return Say("Up to age {high}.", high=high)
    children = "CHLD" in listing.codes
    grown = not listing.codes.isdisjoint({"YAD", "ADLT", "SNR"})
    if grown and not children:
        return Say("Adults.")
    if children and not grown:
        return Say("Children and teens.")
    return Say("Children and adults.") if children else ""


def _sexes(listing: ServiceListing) -> Sayable:
    if listing.service.only_for is Sex.FEMALE:
        return Say("Women only.")
    if listing.service.only_for is Sex.MALE:
        return Say("Men only.")
    return ""


def _joined(parts: Sequence[Sayable]) -> Sayable:
    kept = tuple(part for part in parts if part)
    return Listing(kept, between=" ") if kept else ""


def _lines(parts: Sequence[Sayable]) -> Sayable:
    kept = tuple(part for part in parts if part and part != Listing(()))
    return Listing(kept, between="\n") if kept else ""
