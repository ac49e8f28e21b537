"""Services: search, the list by fit, one service in full, what the phone said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QTimer

from desktop.domain.capacity import CapacityReport
from desktop.domain.directory import ServiceListing
from desktop.domain.encounter import Encounter
from desktop.domain.hours import Opening, opening
from desktop.domain.matching import rank
from desktop.domain.places import Point
from desktop.domain.refused import Refused
from desktop.domain.seeking import Sought, sought_for
from desktop.domain.terms import Role
from desktop.domain.wishes import Match, Wish, wish_of
from desktop.domain.words import Say, Sayable
from desktop.services import call_log, services_known
from desktop.services.listing_notes import notes_on, reported, settle
from desktop.ui.services_page import ServicesPage
from desktop.viewmodels.asked import BadListing, PhoneCall, ServiceChoice
from desktop.viewmodels.matches import match_lines
from desktop.viewmodels.service_detail import RESULT_WORDS, ServiceDetail, service_detail
from desktop.viewmodels.services import (
    FILTER_WORDS,
    REPORTED_WRONG,
    FilterView,
    MissView,
    Query,
    ServicesView,
    drops,
    near_miss,
    services_view,
    wish_of_query,
)
from desktop.wiring.refer import ReferWires, near_here
from desktop.wiring.shell import Shell

SHOWN = 60  # lines; nobody reads further, and each has its reasons and doubts
SEARCHED = 120  # services among which the best are looked for
COUNTED_BY_HOURS = 1_500  # services whose hours are looked at to count them; 30 ms


class ServicesWires:
    """Connects the Services page."""

    def __init__(self, shell: Shell, page: ServicesPage) -> None:
        self.shell = shell
        self.page = page
        self.query = Query()
        self.current = ""
        self._shown: ServicesView | None = None
        self._counts: dict[str, int | None] = {}
        self._last_call: CapacityReport | None = None
        # How many services each filter leaves is counted after the list, one filter at a time:
        # the next key comes first, and begins anew.
        self._counting = QTimer(page)
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(shell.guard(self._count_next))
        guard = shell.guard
        page.searched.connect(guard(self._search))
        page.opened.connect(guard(self._open))
        page.phone_result.connect(guard(self._call))
        page.undo_requested.connect(guard(self._take_back_call))
        page.chosen.connect(guard(self._choose))
        page.bad_listing_reported.connect(guard(self._report))
        page.print_requested.connect(guard(self._print))
        page.board_requested.connect(guard(lambda: shell.go("capacity")))
        page.show_keeping(shell.workspace.user.role is Role.COORDINATOR)
        page.note_settled.connect(guard(self._settle))
        page.import_requested.connect(guard(lambda: shell.go("import")))

    def refresh(self) -> None:
        """Show the list as it is now; the counts of the filters follow."""
        self._counts = {}
        self._show()
        self._counting.start()

    def _show(self) -> None:
        view = self._view()
        self._shown = view
        self._show_counts(view)

    def _count_next(self) -> None:
        shown = self._shown
        if shown is None or self._signed_out():
            return
        left = [one.code for one in shown.filters if one.code not in self._counts]
        if not left:
            left = [code for code in FILTER_WORDS if code not in self._counts]
            self._show_counts(shown)
        if left:
            self._counts[left[0]] = self._how_many(self.query.toggled(left[0], True))
            self._counting.start()

    def _show_counts(self, shown: ServicesView) -> None:
        def counted(filters: tuple[FilterView, ...]) -> tuple[FilterView, ...]:
            return tuple(replace(one, count=self._counts.get(one.code)) for one in filters)

        groups = tuple(replace(one, filters=counted(one.filters)) for one in shown.groups)
        self._shown = replace(shown, filters=counted(shown.filters), groups=groups)
        self.page.show_services(self._shown)

    def _how_many(self, query: Query) -> int | None:
        """Return how many services fit, None where that would take too long to count."""
        shelf, now = self.shell.workspace.store.directory, self.shell.now
        wish, sought = self._sought(query)
        if REPORTED_WRONG in query.filters:
            return len(self._fitting(query, now)[1])
        if not query.open_now and query.at is None:
            return shelf.how_many(sought, shut=False)
        if shelf.how_many(sought, shut=False) > COUNTED_BY_HOURS:
            return None
        listings = shelf.search(replace(sought, near=None, limit=-1)).listings
        return len(self._ranked(query, wish, listings, now, most=COUNTED_BY_HOURS))

    def _signed_out(self) -> bool:
        try:
            return self.shell.wires("services") is not self
        except KeyError:
            return True

    def _search(self, query: Query) -> None:
        self.query = query
        self.refresh()

    def _open(self, service_id: str) -> None:
        self.current = service_id
        self._show()

    def _call(self, call: PhoneCall) -> None:
        workspace = self.shell.workspace
        made = services_known.record_call(
            workspace,
            call.service_id,
            call.result,
            now=self.shell.now,
            waitlist=call.waitlist,
        )
        self._last_call = made
        self.refresh()
        self.shell.window.toast(
            Say(
                "{result}: saved here. It goes to everybody with the next exchange.",
                result=RESULT_WORDS[call.result],
            ),
            self.shell.guard(self._take_back_call),
        )

    def _take_back_call(self) -> None:
        made, self._last_call = self._last_call, None
        if made is None:
            raise Refused(
                Say("There is no call to take back."),
                remedy=Say("Only the last call recorded here can be taken back."),
            )
        call_log.take_back_call(self.shell.workspace, made, now=self.shell.now)
        self.refresh()
        self.shell.window.toast(Say("The call is taken back."))

    def _choose(self, choice: ServiceChoice) -> None:
        wires = self._refer()
        if wires is None or wires.encounter is None:
            raise Refused(
                Say("No referral is open to choose a service for."),
                remedy=Say("Begin a referral with Ctrl+N, then choose the service again."),
            )
        wires.choose_service(choice)
        self.refresh()

    def _report(self, listing: BadListing) -> None:
        services_known.report_listing(
            self.shell.workspace, listing.service_id, listing.words, now=self.shell.now
        )
        self.refresh()
        self.shell.window.toast(Say("Thank you. The lead agency will look at it."))

    def _settle(self, service_id: str) -> None:
        settle(self.shell.workspace, service_id, now=self.shell.now)
        self.refresh()
        self.shell.window.toast(Say("The notes are put away. Everybody learns it."))

    def _print(self, service_id: str) -> None:
        from desktop.wiring.printing import save_or_print

        save_or_print(
            self.shell,
            services_known.sheet_of(
                self.shell.workspace,
                service_id,
                say=self.shell.look.say,
                language=self.shell.language,
                now=self.shell.now,
                more=self._told_on_paper(),
            ),
        )

    def _told_on_paper(self) -> list[tuple[Sayable, Sayable]]:
        """Return what the page shows of the service; who was called is nobody else's."""
        detail = self._shown.detail if self._shown else None
        if detail is None:
            return []
        warnings = [(Say("Mind"), one) for one in (detail.alert, detail.warning) if one]
        return [*warnings, *detail.pairs]

    def _refer(self) -> ReferWires | None:
        try:
            wires = self.shell.wires("refer")
        except KeyError:
            return None
        return wires if isinstance(wires, ReferWires) else None

    # -- what is shown ---------------------------------------------------------------------

    def _view(self) -> ServicesView:
        shell, now = self.shell, self.shell.now
        workspace = shell.workspace
        encounter = self._encounter()
        _, near_words = self._near(self.query)
        wish, matches, spelling = self._fitting(self.query, now)
        if self.current not in {one.listing.id for one in matches}:
            self.current = matches[0].listing.id if matches else ""
        chosen = encounter.services if encounter else ()
        name = encounter.text("person.first_name") if encounter else ""
        return services_view(
            self.query,
            match_lines(
                matches,
                now=now,
                holidays=frozenset(workspace.program.calendar.holidays),
                chosen=chosen,
            ),
            now=now,
            total=workspace.store.directory.count(),
            listed_on=self._listed_on(),
            near_words=near_words,
            current=self.current,
            detail=self._detail(matches, wish, name, now),
            dropped=() if matches else self._misses(now),
            draft=Say("A referral is open.") if encounter else "",
            chosen=chosen,
            fit=None if spelling else self._how_many(self.query),
            spelling=spelling,
        )

    def _near(self, query: Query) -> tuple[Point | None, Sayable]:
        place = self.shell.tools.zips.find(query.near) if query.near else None
        if place is not None:
            return place.point, place.town
        point = near_here(self.shell)
        return point, Say("this office") if point else ""

    def _encounter(self) -> Encounter | None:
        wires = self._refer()
        return wires.encounter if wires else None

    def _misses(self, now: datetime) -> list[MissView]:
        """Return what dropping each wish gives, the most services first."""
        found = [self._miss(drop, query, now) for drop, query in drops(self.query)]
        if not any(found) and self.query.narrowed > 1:
            # No single wish is in the way: all of them together are.
            found = [self._miss(Say("Drop all filters"), self.query.without_all(), now)]
        told = [one for one in found if one is not None]
        return [miss for _, miss in sorted(told, key=lambda one: -one[0])]

    def _miss(self, drop: Sayable, query: Query, now: datetime) -> tuple[int, MissView] | None:
        _, matches, _ = self._fitting(query, now)
        if not matches:
            return None
        count = max(len(matches), self._how_many(query) or 0)
        return count, near_miss(drop, query, matches[0].listing.name, count)

    def _sought(self, query: Query) -> tuple[Wish, Sought]:
        """Return what a query and the open draft ask of a service."""
        encounter = self._encounter()
        near, _ = self._near(query)
        base = wish_of(encounter.facts) if encounter else Wish()
        if query.words.strip() or query.code:
            base = replace(base, needs=())  # who types a name looks for that service
        wish = wish_of_query(query, near=near, base=base)
        sought = sought_for(wish, words=query.words, limit=SEARCHED)
        return wish, replace(sought, codes=(query.code,) if query.code else ())

    def _fitting(self, query: Query, now: datetime) -> tuple[Wish, list[Match], str]:
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

    def _detail(
        self, matches: list[Match], wish: Wish, name: str, now: datetime
    ) -> ServiceDetail | None:
        match = next((one for one in matches if one.listing.id == self.current), None)
        if match is None:
            return None
        workspace = self.shell.workspace
        noted = notes_on(workspace, match.listing.id)
        return service_detail(
            match.listing,
            services_known.capacity(workspace).get(match.listing.id, ()),
            now=now,
            person=wish.person,
            rules_for=name,
            miles=match.miles,
            near=wish.near,
            reasons=match.reasons,
            doubts=match.doubts,
            holidays=frozenset(workspace.program.calendar.holidays),
            calls=call_log.calls(workspace, match.listing.id),
            notes=tuple((Say("{when}", when=one.at), one.words) for one in noted),
        )

    def _listed_on(self) -> date | None:
        editions = self.shell.workspace.store.directory.editions()
        return max((one.taken_at.date() for one in editions), default=None)
