"""Services: search, the list by fit, one service in full, what the phone said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QTimer

from desktop.domain.capacity import CapacityReport
from desktop.domain.encounter import Encounter
from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.wishes import Match, Wish
from desktop.domain.words import Say, Sayable
from desktop.services import call_log, services_known
from desktop.services.listing_notes import notes_on, settle
from desktop.ui.services_page import ServicesPage
from desktop.viewmodels.asked import BadListing, PhoneCall, ServiceChoice
from desktop.viewmodels.matches import match_lines
from desktop.viewmodels.service_detail import RESULT_WORDS, ServiceDetail, service_detail
from desktop.viewmodels.services import FilterView, ServicesView, services_view
from desktop.viewmodels.services_query import FILTER_WORDS, Query
from desktop.wiring.refer import ReferWires
from desktop.wiring.service_finder import ServiceFinder
from desktop.wiring.shell import Shell


class ServicesWires:
    """Connects the Services page."""

    def __init__(self, shell: Shell, page: ServicesPage) -> None:
        self.shell = shell
        self.page = page
        self.query = Query()
        self.finder = ServiceFinder(shell, self._encounter)
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
        role = shell.workspace.user.role
        takes_lists = role in services_known.KEEPERS and not shell.workspace.practice
        page.show_keeping(board=role is Role.COORDINATOR, lists=takes_lists)
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
            self._counts[left[0]] = self.finder.how_many(self.query.toggled(left[0], True))
            self._counting.start()

    def _show_counts(self, shown: ServicesView) -> None:
        def counted(filters: tuple[FilterView, ...]) -> tuple[FilterView, ...]:
            return tuple(replace(one, count=self._counts.get(one.code)) for one in filters)

        groups = tuple(replace(one, filters=counted(one.filters)) for one in shown.groups)
        self._shown = replace(shown, filters=counted(shown.filters), groups=groups)
        self.page.show_services(self._shown)

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
        _, near_words = self.finder.near(self.query)
        wish, matches, spelling = self.finder.fitting(self.query, now)
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
            misses=() if matches else self.finder.misses(self.query, now),
            draft=Say("A referral is open.") if encounter else "",
            chosen=chosen,
            fit=None if spelling else self.finder.how_many(self.query),
            spelling=spelling,
        )

    def _encounter(self) -> Encounter | None:
        wires = self._refer()
        return wires.encounter if wires else None

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
