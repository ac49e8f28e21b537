"""Referrals: the list, the one chosen, what a person decides or completes on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desktop.domain.consent import Consent
from desktop.domain.facts import Known
from desktop.domain.referral import Referral
from desktop.domain.terms import ConsentState, ReferralStatus, Resolver, Role, SheetKind
from desktop.domain.words import Say
from desktop.services import issue, refer, todo
from desktop.services.travel import journey
from desktop.services.trust import TrustBook, trust_book
from desktop.services.versions import as_logged
from desktop.ui.referrals_page import ReferralsPage
from desktop.viewmodels.referral_detail import (
    CASE_NUMBER,
    CaseNumberTyped,
    ConsentAsked,
    ConsentRevoked,
    FactAnswered,
    Settled,
    referral_detail,
)
from desktop.viewmodels.referrals import ReferralRow, ReferralsView, referral_row
from desktop.wiring.copies import show_copies
from desktop.wiring.shell import Shell
from desktop.wiring.sight import Sight, decision, history, names, news, service_name, sight

DESK_RESOLVERS = frozenset({Resolver.OFFICER, Resolver.DISPATCH, Resolver.DESK})


class ReferralsWires:
    """Connects the list of referrals; an officer's holds the own ones."""

    def __init__(self, shell: Shell, page: ReferralsPage, *, mine: bool) -> None:
        self.shell = shell
        self.page = page
        self.mine = mine
        self.current = ""
        guard = shell.guard
        page.opened.connect(guard(self.open))
        page.new_requested.connect(guard(self._new))
        page.dispute_settled.connect(guard(self._settle))
        page.answered.connect(guard(self._answer))
        page.case_number_typed.connect(guard(self._case_number))
        page.consent_revoked.connect(guard(self._revoke))
        page.consent_asked.connect(guard(self._ask_again))
        page.packet_requested.connect(guard(self._packet))
        page.copies_requested.connect(guard(self._copies))
        page.narrative_requested.connect(guard(self._narrative))
        page.withdraw_requested.connect(guard(self._withdraw))

    def refresh(self) -> None:
        """Show the list, and the chosen one, as they are now."""
        book = trust_book(self.shell.workspace)
        rows = [self._row(one, book) for one in reversed(self._referrals())]
        self.page.show_referrals(ReferralsView(tuple(rows)))
        if self.current:
            self._show(book)

    def open(self, referral_id: str) -> None:
        """Show one referral."""
        self.current = referral_id
        self._show(trust_book(self.shell.workspace))

    # -- what people do --------------------------------------------------------------------

    def _new(self) -> None:
        from desktop.wiring.refer import begin

        begin(self.shell)

    def _copies(self, referral_id: str) -> None:
        show_copies(self.shell, referral_id, self._gone)

    def _gone(self) -> None:
        self.current = ""
        self.page.show_detail(None)

    def _settle(self, settled: Settled) -> None:
        refer.settle(
            self.shell.workspace, settled.subject, settled.path, settled.value, now=self.shell.now
        )
        self.refresh()

    def _answer(self, answered: FactAnswered) -> None:
        refer.amend(
            self.shell.workspace,
            answered.referral,
            {answered.path: answered.value},
            now=self.shell.now,
        )
        self.refresh()

    def _case_number(self, typed: CaseNumberTyped) -> None:
        refer.amend(
            self.shell.workspace,
            typed.referral,
            {CASE_NUMBER: Known(typed.number)},
            now=self.shell.now,
        )
        self.refresh()

    def _revoke(self, revoked: ConsentRevoked) -> None:
        shell = self.shell
        referral = shell.workspace.store.referral(revoked.referral)
        if referral is None:
            return
        held = referral.consents.get(revoked.recipient, revoked.scope)
        consent = held or Consent(
            referral.encounter_id, revoked.recipient, revoked.scope, ConsentState.REVOKED
        )
        refer.take_consent(
            shell.workspace,
            revoked.referral,
            replace(consent, state=ConsentState.REVOKED, given_at=shell.now, until=None),
            now=shell.now,
        )
        shell.window.toast(Say("Taken back. Nothing more is released under it."))
        self.refresh()

    def _ask_again(self, asked: ConsentAsked) -> None:
        """Keep what the person says now, under the words and the length of the rules in force."""
        shell = self.shell
        workspace = shell.workspace
        referral = workspace.store.referral(asked.referral)
        if referral is None:
            return
        yes = asked.state is ConsentState.GRANTED
        days = workspace.program.settings.consent_days
        consent = Consent(
            referral.encounter_id,
            asked.recipient,
            asked.scope,
            asked.state,
            asked.how,
            witness=asked.witness,
            given_at=shell.now if yes else None,
            until=shell.now + timedelta(days=days) if yes else None,
            text_version=workspace.program.version,
            language=shell.language,
        )
        with workspace.store.transaction():
            refer.take_consent(workspace, asked.referral, consent, now=shell.now)
            if asked.signature:
                workspace.store.attachments.keep(
                    f"signature-{consent.subject.id}",
                    subject=referral.encounter_id,
                    kind="signature",
                    body=asked.signature,
                )
        shell.window.toast(Say("Kept. Hand over a copy: Print sheets."))
        self.refresh()

    def _packet(self, referral_id: str) -> None:
        from desktop.wiring.packets import show_packet

        show_packet(self.shell, referral_id)

    def _narrative(self, referral_id: str) -> None:
        shell = self.shell
        text = issue.narrative_of(shell.workspace, referral_id, shell.look.tongue, now=shell.now)
        shell.copy(text)
        shell.window.toast(Say("Copied. Paste it into your report and read it through."))

    def _withdraw(self, referral_id: str) -> None:
        refer.step(self.shell.workspace, referral_id, ReferralStatus.WITHDRAWN, now=self.shell.now)
        self.refresh()

    # -- what is shown ---------------------------------------------------------------------

    def _referrals(self) -> list[Referral]:
        workspace = self.shell.workspace
        every = workspace.store.referrals()
        if not self.mine:
            return every
        me = workspace.user.id
        return [one for one in every if one.home is not None and one.home.user == me]

    def _row(self, referral: Referral, book: TrustBook) -> ReferralRow:
        shell = self.shell
        through = sight(shell, referral)
        trip = journey(shell.workspace, referral, book, now=shell.now)
        return referral_row(
            referral,
            person=through.person,
            service=service_name(shell, through),
            travel=trip.state,
            since=trip.reached[-1][1] if trip.reached else shell.now,
            now=shell.now,
            news=news(referral, through),
            waits=self._waits(referral, through),
        )

    def _waits(self, referral: Referral, through: Sight) -> bool:
        if referral.disputes:
            return True
        if self.shell.workspace.user.role is not Role.DESK:
            return False
        points = decision(self.shell, referral, through).open
        return any(one.resolver in DESK_RESOLVERS for one in points)

    def _show(self, book: TrustBook) -> None:
        shell, workspace = self.shell, self.shell.workspace
        referral = workspace.store.referral(self.current)
        if referral is None:
            return
        through = sight(shell, referral)
        trip = journey(workspace, referral, book, now=shell.now)
        program = as_logged(workspace, referral).program
        self.page.show_detail(
            referral_detail(
                referral,
                through.seen,
                workspace.dictionary,
                through.gate,
                role=workspace.user.role,
                names=names(shell, book, through),
                reached=trip.reached,
                desk_has_it=trip.desk_has_it,
                changes=history(shell, referral, through),
                open_points=decision(shell, referral, through).open,
                asked=todo.asked_of(workspace, referral, through.seen),
                clocks={rule.id: rule.label for rule in program.clocks},
                copy_made=max(
                    (
                        one.at
                        for one in issue.print_log(workspace, referral.id)
                        if one.kind is SheetKind.CONSENT
                    ),
                    default=None,
                ),
            )
        )


def show_referral(shell: Shell, referral_id: str) -> None:
    """Show one referral on the page of referrals this person has."""
    for page in ("my_referrals", "referrals"):
        try:
            wires = shell.wires(page)
        except KeyError:
            continue
        if isinstance(wires, ReferralsWires):
            wires.current = referral_id
            shell.go(page)
            wires.open(referral_id)
            wires.page.views.show_second()  # in a narrow window the list would hide it
            return
