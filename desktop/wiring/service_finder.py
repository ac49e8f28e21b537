"""Which services a question on the Services page finds, how many, and what to drop if none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from desktop.domain.directory import ServiceListing
from desktop.domain.encounter import Encounter
from desktop.domain.hours import Opening, opening
from desktop.domain.matching import rank
from desktop.domain.places import Point
from desktop.domain.seeking import Sought, sought_for
from desktop.domain.wishes import Match, Wish, wish_of
from desktop.domain.words import Say, Sayable
from desktop.services import services_known
from desktop.services.listing_notes import reported
from desktop.viewmodels.services_misses import MissView, drops, near_miss
from desktop.viewmodels.services_query import REPORTED_WRONG, Query, wish_of_query
from desktop.wiring.refer import near_here
from desktop.wiring.shell import Shell

SHOWN = 60  # lines; nobody reads further, and each has its reasons and doubts
SEARCHED = 120  # services among which the best are looked for
COUNTED_BY_HOURS = 1_500  # services whose hours are looked at to count them; 30 ms


class ServiceFinder:
    """Looks through the directory of the open workspace, for the open draft if there is one."""

    def __init__(self, shell: Shell, encounter: Callable[[], Encounter | None]) -> None:
        self.shell = shell
        self._encounter = encounter

    def near(self, query: Query) -> tuple[Point | None, Sayable]:
        place = self.shell.tools.zips.find(query.near) if query.near else None
        if place is not None:
            return place.point, place.town
        point = near_here(self.shell)
        return point, Say("this office") if point else ""

    def how_many(self, query: Query) -> int | None:
        """Return how many services fit, None where that would take too long to count."""
        shelf, now = self.shell.workspace.store.directory, self.shell.now
        wish, sought = self._sought(query)
        if REPORTED_WRONG in query.filters:
            return len(self.fitting(query, now)[1])
        if not query.open_now and query.at is None:
            return shelf.how_many(sought, shut=False)
        if shelf.how_many(sought, shut=False) > COUNTED_BY_HOURS:
            return None
        listings = shelf.search(replace(sought, near=None, limit=-1)).listings
        return len(self._ranked(query, wish, listings, now, most=COUNTED_BY_HOURS))

    def misses(self, asked: Query, now: datetime) -> list[MissView]:
        """Return what dropping each wish gives, the most services first."""
        found = [self._miss(drop, query, now) for drop, query in drops(asked)]
        if not any(found) and asked.narrowed > 1:
            # No single wish is in the way: all of them together are.
            found = [self._miss(Say("Drop all filters"), asked.without_all(), now)]
        told = [one for one in found if one is not None]
        return [miss for _, miss in sorted(told, key=lambda one: -one[0])]

    def _miss(self, drop: Sayable, query: Query, now: datetime) -> tuple[int, MissView] | None:
        _, matches, _ = self.fitting(query, now)
        if not matches:
            return None
        count = max(len(matches), self.how_many(query) or 0)
        return count, near_miss(drop, query, matches[0].listing.name, count)

    def _sought(self, query: Query) -> tuple[Wish, Sought]:
        """Return what a query and the open draft ask of a service."""
        encounter = self._encounter()
        near, _ = self.near(query)
        base = wish_of(encounter.facts) if encounter else Wish()
        if query.words.strip() or query.code:
            base = replace(base, needs=())  # who types a name looks for that service
        wish = wish_of_query(query, near=near, base=base)
        sought = sought_for(wish, words=query.words, limit=SEARCHED)
        return wish, replace(sought, codes=(query.code,) if query.code else ())

    def fitting(self, query: Query, now: datetime) -> tuple[Wish, list[Match], str]:
        """Return what a query asks, the services that fit, and the spelling that was tried."""
        workspace = self.shell.workspace
        shelf = workspace.store.directory
        wish, sought = self._sought(query)
        listings: dict[str, ServiceListing] = {}
        spelling = ""
        if REPORTED_WRONG in query.filters:
            noted = (shelf.get(one) for one in reported(workspace))
            listings = {one.id: one for one in noted if one is not None}
        elif query.words.strip() or query.code:
            found = shelf.search(sought)
            if len(found.listings) < SEARCHED and wish.near is not None:
                # One whose place is not known is still found by its name.
                anywhere = shelf.search(replace(sought, near=None))
                found = anywhere if anywhere.listings and not found.listings else found
                listings.update((one.id, one) for one in anywhere.listings)
            listings = {one.id: one for one in found.listings} | listings
            spelling = found.spelling
        else:
            some = services_known.candidates(workspace, wish)
            if not some and wish.near is not None:
                # Better one at the other end of the country, or without a place, than none.
                some = services_known.candidates(workspace, replace(wish, near=None))
            listings = {one.id: one for one in some}
            at = query.at or (now if query.open_now else None)
            if at is not None:
                holidays = workspace.program.calendar.holidays
                open_then = replace(sought, open_at=at, holidays=holidays)
                listings |= {one.id: one for one in shelf.search(open_then).listings}
        return wish, self._ranked(query, wish, listings.values(), now), spelling

    def _ranked(
        self,
        query: Query,
        wish: Wish,
        listings: Iterable[ServiceListing],
        now: datetime,
        *,
        most: int = SHOWN,
    ) -> list[Match]:
        reports = services_known.capacity(self.shell.workspace)
        holidays = self.shell.workspace.program.calendar.holidays
        at = query.at
        if at is not None:
            listings = [
                one
                for one in listings
                if opening(one.arrival_hours, at, holidays=holidays) is Opening.OPEN
            ]
        return rank(wish, listings, reports, now=now, holidays=holidays, limit=most)
