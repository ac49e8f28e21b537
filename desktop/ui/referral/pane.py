"""One referral: facts, disputes, open points, consents and what happened. Asks, never decides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import Page
from desktop.ui.referral.consent_dialog import ConsentDialog
from desktop.ui.referral.dialogs import AnswerDialog, FactsDialog
from desktop.ui.referral.disputes_card import DisputeCard
from desktop.ui.referral.facts_card import facts_card
from desktop.ui.referral.side_cards import (
    consents_card,
    head_card,
    moments_card,
    open_card,
    travel_card,
)
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.layout import Columns, Scroll, clear, column, row
from desktop.ui.widgets.notes import EmptyState
from desktop.viewmodels.consent_rows import ConsentRow
from desktop.viewmodels.disputes import Answer, Dispute
from desktop.viewmodels.referral_detail import (
    CaseNumberTyped,
    ConsentRevoked,
    FactAnswered,
    OpenFact,
    ReferralDetail,
    Settled,
)

SCROLL_STEP = 120  # pixels


class ReferralPane(QWidget):
    """Shows one referral, or that none is chosen."""

    dispute_settled = Signal(object)  # Settled
    answered = Signal(object)  # FactAnswered
    case_number_typed = Signal(object)  # CaseNumberTyped
    consent_revoked = Signal(object)  # ConsentRevoked
    consent_asked = Signal(object)  # ConsentAsked

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.detail: ReferralDetail | None = None
        self.disputes: list[DisputeCard] = []
        self.answer_buttons: list[Button] = []
        self.case_number: TextField | None = None
        self._rows = column(gap=16)
        self._scroll = Scroll(self._rows)
        self._empty = Card(look)
        words = Say("Its facts, consents and history are shown here.")
        self._empty.add((EmptyState(look, "list", Say("No referral chosen"), words), 1))
        self.setLayout(column((self._scroll, 1), (self._empty, 1)))
        self.show_detail(None)

    def bind(self, page: Page) -> None:
        """Give the page the keys of what is shown here."""
        page.on_key("1", Say("Keep the first of two answers"), lambda: self._keep(0))
        page.on_key("2", Say("Keep the second of two answers"), lambda: self._keep(1))
        page.on_key("A", Say("Answer the first open point"), self._on_answer_key)
        page.on_key("F", Say("Complete or correct a fact"), self._on_complete_key)
        page.on_key("Ctrl+Down", Say("Scroll the referral down"), lambda: self._scroll_by(1))
        page.on_key("Ctrl+Up", Say("Scroll the referral up"), lambda: self._scroll_by(-1))

    def show_detail(self, detail: ReferralDetail | None) -> None:
        """Show this referral, None for none; tells nobody."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._scroll.isAncestorOf(focused)
        same = detail is not None and self.detail is not None and detail.id == self.detail.id
        self.detail = detail
        clear(self._rows)
        self.disputes, self.answer_buttons, self.case_number = [], [], None
        self._scroll.setVisible(detail is not None)
        self._empty.setVisible(detail is None)
        if detail is None:
            return
        self._fill(detail)
        if not same:
            self._scroll.verticalScrollBar().setValue(0)
        if had_focus:
            self.focus_first()

    def focus_first(self) -> bool:
        """Put the keyboard on what waits here; False when nothing does."""
        waiting = [card.buttons[0] for card in self.disputes] + self.answer_buttons
        if waiting:
            waiting[0].setFocus()
        return bool(waiting)

    def _fill(self, detail: ReferralDetail) -> None:
        look = self.look
        top = Columns(
            head_card(look, detail),
            travel_card(look, detail),
            weights=(1, 1),
            side_by_side_from=look.px(560),
        )
        self._rows.addWidget(top)
        for at, dispute in enumerate(detail.disputes):
            settle = self._settling(dispute)
            card = DisputeCard(look, dispute, settle, keyed=at == 0)
            self.disputes.append(card)
            self._rows.addWidget(card)
        if detail.open:
            points, self.answer_buttons = open_card(look, detail.open, self._on_answer)
            self._rows.addWidget(points)
        side = column(gap=16)
        if detail.case_number is not None:
            side.addWidget(self._case_number_card(detail.case_number))
        side.addWidget(
            consents_card(look, detail.consents, self._on_revoke, self.ask_again, detail.copy_words)
        )
        side.addWidget(moments_card(look, detail.moments))
        side.addStretch(1)
        complete = self.complete if detail.can_complete else None
        facts = column(facts_card(look, detail.groups, complete), "*")
        self._rows.addWidget(Columns(facts, side, side_by_side_from=look.px(800)))
        self._rows.addStretch(1)

    def _case_number_card(self, number: str) -> Card:
        look = self.look
        self.case_number = TextField(look, Say("Incident number"), longest=60)
        self.case_number.show_text(number)
        keep = Button(look, Say("Keep"), Kind.SECONDARY)
        keep.setAccessibleName(look.say(Say("Keep the incident number")))
        keep.clicked.connect(self._on_case_number)
        self.case_number.entered.connect(self._on_case_number)
        card = Card(look, Say("Your case number"))
        line = row((self.case_number, 1), column("*", keep), gap=8)
        card.add_inset(line)
        return card

    def _settling(self, dispute: Dispute) -> Callable[[Answer], None]:
        def settle(answer: Answer) -> None:
            if self.detail is not None:
                self.dispute_settled.emit(
                    Settled(self.detail.id, dispute.subject, dispute.path, answer.value)
                )

        return settle

    def _keep(self, at: int) -> None:
        if self.disputes and self.isVisible():
            self.disputes[0].keep(at)

    def _on_answer_key(self) -> None:
        if self.answer_buttons and self.isVisible():
            self.answer_buttons[0].click()

    def _on_complete_key(self) -> None:
        if self.isVisible():
            self.complete()

    def complete(self) -> None:
        """Ask which fact to complete or correct, then for its value."""
        detail = self.detail
        if detail is None or not detail.can_complete:
            return
        lines = tuple(line for group in detail.groups for line in group.lines)
        dialog = FactsDialog(self.look, self.window(), lines)
        dialog.chosen.connect(self._on_answer)
        dialog.open()

    def _on_answer(self, asked: OpenFact) -> None:
        detail = self.detail
        if detail is None:
            return
        dialog = AnswerDialog(self.look, self.window(), asked, near=detail.near)
        dialog.answered.connect(
            lambda value: self.answered.emit(FactAnswered(detail.id, asked.path, value))
        )
        dialog.open()

    def _on_case_number(self) -> None:
        if self.detail is not None and self.case_number is not None:
            number = self.case_number.text().strip()
            self.case_number_typed.emit(CaseNumberTyped(self.detail.id, number))

    def ask_again(self, consent: ConsentRow) -> None:
        """Ask a consent that frees nothing now."""
        if self.detail is None:
            return
        dialog = ConsentDialog(self.look, self.window(), self.detail.id, consent)
        dialog.asked.connect(self.consent_asked)
        dialog.open()

    def _on_revoke(self, consent: ConsentRow) -> None:
        detail = self.detail
        if detail is None:
            return
        dialog = QuestionDialog(
            self.look,
            self.window(),
            Say("Take this consent back?"),
            Say(
                "{who}: {what}. From now on nothing more goes out under it. "
                "Paper that was handed over stays where it is.",
                who=consent.name,
                what=consent.what,
            ),
            Say("Take it back"),
            danger=True,
        )
        revoked = ConsentRevoked(detail.id, consent.recipient, consent.scope)
        dialog.accepted.connect(lambda: self.consent_revoked.emit(revoked))
        dialog.open()

    def _scroll_by(self, steps: int) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + steps * self.look.px(SCROLL_STEP))
