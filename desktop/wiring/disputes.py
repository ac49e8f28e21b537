"""Two answers: what this person may decide, the deciding, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.domain.change import Subject
from desktop.domain.consent import FIELD as CONSENT_FIELD
from desktop.domain.consent import SCOPE_IN_WORDS, from_record
from desktop.domain.facts import FactValue, Known, Record
from desktop.domain.referral import Referral
from desktop.domain.terms import Role
from desktop.domain.words import Clock, Listing, Say
from desktop.services import refer
from desktop.services.trust import TrustBook, trust_book
from desktop.ui.disputes_page import DisputesPage
from desktop.viewmodels.consents import STATE_MARKS
from desktop.viewmodels.disputes import Answer, Dispute, disputes_seen
from desktop.viewmodels.disputes_list import DisputeItem, DisputesView
from desktop.viewmodels.names import Names
from desktop.viewmodels.referral_detail import Settled
from desktop.viewmodels.referrals import NO_NAME
from desktop.wiring.cases import show_case
from desktop.wiring.referrals import show_referral
from desktop.wiring.shell import Shell
from desktop.wiring.sight import names, sight


class DisputesWires:
    """Connects the page of fields with two answers."""

    def __init__(self, shell: Shell, page: DisputesPage) -> None:
        self.shell = shell
        self.page = page
        self._decided: list[tuple[Subject, str, tuple[FactValue, ...]]] = []
        page.settled.connect(shell.guard(self._settle))
        page.undo_requested.connect(shell.guard(self._take_back))
        page.referral_opened.connect(shell.guard(self._open))

    def refresh(self) -> None:
        """Show every field with two answers that this person may see."""
        book = trust_book(self.shell.workspace)
        items = [
            item
            for referral in self.shell.workspace.store.referrals()
            for item in self._items(referral, book)
        ]
        self.page.show_disputes(DisputesView(tuple(items), can_take_back=bool(self._decided)))

    def _settle(self, settled: Settled) -> None:
        workspace = self.shell.workspace
        state = workspace.store.state(settled.subject)
        register = state.registers.get(settled.path) if state else None
        before = tuple(head.value for head in register.heads) if register else ()
        refer.settle(workspace, settled.subject, settled.path, settled.value, now=self.shell.now)
        self._decided.append((settled.subject, settled.path, before))
        self.shell.refresh()
        self.shell.window.toast(
            Say("Decided. Everybody learns it with the next exchange."),
            self.shell.guard(self._take_back),
        )

    def _take_back(self) -> None:
        subject, path, before = self._decided.pop()
        refer.unsettle(self.shell.workspace, subject, path, before, now=self.shell.now)
        self.shell.refresh()
        self.shell.window.toast(Say("Taken back: both answers stand again."))

    def _open(self, referral_id: str) -> None:
        lead = self.shell.workspace.user.role is Role.COORDINATOR
        (show_case if lead else show_referral)(self.shell, referral_id)

    def _items(self, referral: Referral, book: TrustBook) -> Iterator[DisputeItem]:
        shell = self.shell
        through = sight(shell, referral)
        called = names(shell, book, through)
        found = [
            *disputes_seen(referral, through.seen, shell.workspace.dictionary, called, shell.now),
            *self._consents(referral, called),
        ]
        home = book.member(referral.home.device) if referral.home else None
        unit = f"{home.agency} {home.machine}" if home else Say("a computer that is not known here")
        for one in found:
            yield DisputeItem(
                key=f"{one.subject.kind}/{one.subject.id}/{one.path}",
                referral=referral.id,
                person=through.person or NO_NAME,
                number=referral.number,
                unit=unit,
                dispute=one,
            )

    def _consents(self, referral: Referral, called: Names) -> Iterator[Dispute]:
        for state in self.shell.workspace.store.consents_naming(referral.encounter_id):
            register = state.registers.get(CONSENT_FIELD)
            if register is None or not register.disputed:
                continue
            answers, label = [], Listing(())
            for head in register.heads:
                record = head.value.value if isinstance(head.value, Known) else None
                consent = from_record(record) if isinstance(record, Record) else None
                if consent is None or consent.encounter != referral.encounter_id:
                    continue
                who = called.recipient(consent.recipient)
                label = Listing((Say("Consent"), SCOPE_IN_WORDS[consent.scope], who), ": ")
                answers.append(
                    Answer(
                        head.value,
                        STATE_MARKS[consent.state].words,
                        called.who(head.by),
                        called.device(head.by),
                        Clock(head.at.astimezone(self.shell.now.tzinfo)),
                    )
                )
            if answers:
                yield Dispute(state.subject, CONSENT_FIELD, label, tuple(answers))
