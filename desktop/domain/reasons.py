"""Why a service is a match, and what to ask before driving there. Every line is a sentence."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.directory import LISTING_GOOD_FOR, Place, ServiceListing
from desktop.domain.hours import Opening, next_opening
from desktop.domain.limits import doubts_about
from desktop.domain.listing_parts import license_in_words
from desktop.domain.needs import BARRIERS, NEEDS, Barrier
from desktop.domain.places import miles_in_words
from desktop.domain.standing import UNKNOWN_CALL, figure_in_words, standing
from desktop.domain.terms import CapacityStatus
from desktop.domain.traits import traits
from desktop.domain.wishes import PARTLY, WELL, Fit, Wish, met, removes
from desktop.domain.words import Listing, Say, Sayable

# Good news of the room; the rest of the reports are doubts.
_GOOD_ROOM = frozenset({CapacityStatus.CAPACITY})


def reasons(fit: Fit, wish: Wish, now: datetime) -> tuple[Sayable, ...]:
    """Return what speaks for the service, the most important first."""
    codes = traits(fit.listing)
    found: list[Sayable] = [NEEDS[n].reason for n in wish.needs if met(codes, n) == WELL]
    if wish.person.pregnant and "PW" in codes:
        found.append(Say("Has a program for pregnant women and new mothers."))
    for barrier in sorted(wish.barriers | wish.must):
        if removes(codes, barrier):
            found.append(BARRIERS[barrier].reason)
    if fit.listing.service.takes_police_drop_off:
        found.append(Say("Takes people from officers at its door."))
    if fit.opening is Opening.OPEN:
        found.append(Say("Open on arrival."))
    room = standing(fit.report, now)
    if room.status in _GOOD_ROOM:
        found.append(Listing((room.headline, room.detail), between=" "))
    if fit.miles is not None:
        found.append(Say("Distance: {distance} by road.", distance=miles_in_words(fit.miles)))
    return tuple(dict.fromkeys(found))


def doubts(fit: Fit, wish: Wish, now: datetime) -> tuple[Sayable, ...]:
    """Return what is not known or speaks against it, as things to ask on the phone."""
    listing, known = fit.listing, traits(fit.listing)
    found: list[Sayable] = []
    for need in wish.needs:
        how_well = met(known, need)
        if how_well == PARTLY:
            found.append(Say("{need}: may help in part. Ask.", need=NEEDS[need].says))
        elif how_well != WELL:
            found.append(Say("{need}: not said. Ask.", need=NEEDS[need].says))
    found += _barrier_doubts(listing, wish)
    found += doubts_about(listing, wish.person)
    found += _admission_doubts(listing, wish)
    found += _arrival_doubts(fit, now)
    found += _room_doubts(fit, now)
    found += _listing_doubts(listing, listing.place, now)
    return tuple(dict.fromkeys(found))


def _barrier_doubts(listing: ServiceListing, wish: Wish) -> list[Sayable]:
    found: list[Sayable] = []
    for barrier in sorted(wish.barriers | wish.must):
        if barrier is Barrier.ID and listing.service.bring:
            bring = Listing(listing.service.bring)
            found.append(Say("Asks people to bring: {papers}.", papers=bring))
        elif not removes(traits(listing), barrier):
            found.append(Say("{barrier}: not said. Ask.", barrier=BARRIERS[barrier].says))
    return found


def _admission_doubts(listing: ServiceListing, wish: Wish) -> list[Sayable]:
    rules = listing.service.admission
    if wish.admissions is not None:
        return wish.admissions.doubts(rules)
    return [Say("Its own rule: {rule} Ask.", rule=one.text or one.test) for one in rules]


def _arrival_doubts(fit: Fit, now: datetime) -> list[Sayable]:
    if fit.opening is Opening.UNKNOWN:
        return [Say("Hours unknown: call")]
    if fit.opening is Opening.OPEN:
        return []
    opens = next_opening(fit.listing.arrival_hours, now)
    if opens is None:
        return [Say("Closed on arrival.")]
    return [Say("Closed on arrival; opens {time}.", time=opens)]


def _room_doubts(fit: Fit, now: datetime) -> list[Sayable]:
    room = standing(fit.report, now)
    if room.status in _GOOD_ROOM:
        return []
    if fit.report is None or room.status is CapacityStatus.UNKNOWN:
        return [Listing((UNKNOWN_CALL, room.detail), between=". ")]
    return [Listing((figure_in_words(fit.report), room.detail), between=" ")]


def _listing_doubts(listing: ServiceListing, place: Place, now: datetime) -> list[Sayable]:
    found: list[Sayable] = []
    if listing.service.alert:
        found.append(listing.service.alert)
    if worry := license_in_words(listing.service.license, now.date()):
        found.append(worry)
    if not listing.phones:
        found.append(Say("No phone number is listed."))
    if place.point is not None and not place.exact:
        found.append(Say("Distance is to the middle of its ZIP code."))
    assured = listing.service.assured_on
    if assured is not None and now.date() - assured > LISTING_GOOD_FOR:
        found.append(Say("Hours and phone were last checked on {day}.", day=assured))
    return found
