"""Home: drafts to resume, own referrals and how far they have come."""

from __future__ import annotations

from desktop.domain.referral import Referral
from desktop.domain.terms import CaseStatus
from desktop.domain.words import Clock, Listing, Say, Sayable
from desktop.services import capture, offers
from desktop.services.gates import gate_for, reader_here
from desktop.services.travel import journey
from desktop.services.trust import TrustBook, trust_book
from desktop.ui.home_page import HomePage
from desktop.ui.offer_dialog import OfferDialog
from desktop.viewmodels.home import (
    CONTACT_MADE,
    ENROLLED,
    HomeView,
    greeting,
    referral_line,
)
from desktop.viewmodels.marks import Line, Mark
from desktop.wiring.open_drafts import ask_colleague, colleagues, draft_lines, resume
from desktop.wiring.queue import open_waiting, waiting_lines
from desktop.wiring.refer import ask_paper
from desktop.wiring.shell import Shell
from desktop.wiring.stopwatch import last_referral

NEWS: dict[CaseStatus, Mark] = {
    CaseStatus.CONTACT_MADE: CONTACT_MADE,
    CaseStatus.ENROLLED: ENROLLED,
    CaseStatus.COMPLETED: ENROLLED,
}
SHOWN = 50  # referrals on Home; My referrals has all of them


class HomeWires:
    """Connects Home."""

    def __init__(self, shell: Shell, page: HomePage) -> None:
        self.shell = shell
        self.page = page
        guard = shell.guard
        page.new_requested.connect(guard(self._new))
        page.declined_requested.connect(guard(self._declined))
        page.paper_requested.connect(guard(lambda: ask_paper(shell)))
        page.practice_requested.connect(guard(shell.practice))
        page.draft_opened.connect(guard(self._resume))
        page.hand_over_requested.connect(guard(self._hand_over))
        page.waiting_opened.connect(guard(lambda key: open_waiting(shell, key)))
        page.brought_back.connect(guard(self._bring_back))
        page.referral_opened.connect(guard(self._open))

    def refresh(self) -> None:
        """Show Home as it is now."""
        workspace, now = self.shell.workspace, self.shell.now
        place = workspace.place
        self.page.show_home(
            HomeView(
                greeting=greeting(workspace.user.name, now=now),
                context=Listing((Clock(now, date_only=True), place.machine), " · "),
                drafts=draft_lines(self.shell),
                away=draft_lines(self.shell, put_away=True),
                waiting=waiting_lines(self.shell),
                last=last_referral(self.shell),
                can_hand_over=bool(colleagues(self.shell)),
                referrals=self._lines(),
                can_practice=not workspace.practice,
            )
        )

    def _lines(self) -> tuple[Line, ...]:
        workspace = self.shell.workspace
        book = trust_book(workspace)
        mine = [
            one
            for one in workspace.store.referrals()
            if one.home is not None and one.home.user == workspace.user.id
        ]
        return tuple(self._line(one, book) for one in reversed(mine[-SHOWN:]))

    def _line(self, referral: Referral, book: TrustBook) -> Line:
        workspace, now = self.shell.workspace, self.shell.now
        trip = journey(workspace, referral, book, now=now)
        gate = gate_for(workspace, referral, reader_here(workspace), now=now)
        news = None
        if referral.case is not None and gate.sees(referral.case.subject, referral.case.registers):
            news = NEWS.get(referral.case_status) if referral.case_status else None
        return referral_line(
            referral.id,
            person=referral.person_name or Say("No name here"),
            number=referral.number,
            service=self._service(referral),
            travel=trip.state,
            since=trip.reached[-1][1] if trip.reached else now,
            now=now,
            released=news,
        )

    def _service(self, referral: Referral) -> Sayable:
        listing = self.shell.workspace.store.directory.get(referral.text("service.first"))
        return listing.name if listing else ""

    def _new(self) -> None:
        from desktop.wiring.refer import begin

        begin(self.shell)

    def _declined(self) -> None:
        """Ask why there was no referral; nothing about a person is asked."""
        shell, dictionary = self.shell, self.shell.workspace.dictionary
        dialog = OfferDialog(
            shell.look,
            shell.window,
            dictionary.fact_of(offers.DECLINED),
            dictionary.fact_of(offers.NOT_OFFERED),
        )
        dialog.chosen.connect(shell.guard(self._keep_offer))
        dialog.open()

    def _keep_offer(self, path: str, reason: str) -> None:
        shell = self.shell
        kept = offers.log(
            shell.workspace, path, reason, encounter_id=shell.world.new_id(), now=shell.now
        )
        words = shell.workspace.dictionary.fact_of(path).choice(reason)
        shell.window.toast(
            Say("Kept without a name: {reason}.", reason=words.label if words else ""),
            shell.guard(lambda: offers.take_back(shell.workspace, kept.encounter, now=shell.now)),
        )
        self.refresh()

    def _resume(self, draft_id: str) -> None:
        resume(self.shell, draft_id)

    def _hand_over(self, draft_id: str) -> None:
        ask_colleague(self.shell, draft_id)

    def _bring_back(self, draft_id: str) -> None:
        capture.put_away(self.shell.workspace, draft_id, False)
        self.refresh()

    def _open(self, referral_id: str) -> None:
        from desktop.wiring.referrals import show_referral

        show_referral(self.shell, referral_id)
