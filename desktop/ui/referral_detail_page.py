"""One referral as a page of its own, for those who have no list of referrals."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.referral.pane import ReferralPane
from desktop.ui.widgets.buttons import Button, Kind
from desktop.viewmodels.referral_detail import ReferralDetail


class ReferralDetailPage(Page):
    """Shows one referral; Esc asks to go back."""

    back_requested = Signal()
    dispute_settled = Signal(object)  # Settled
    answered = Signal(object)  # FactAnswered
    case_number_typed = Signal(object)  # CaseNumberTyped
    consent_revoked = Signal(object)  # ConsentRevoked

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Referral"))
        self.pane = ReferralPane(look)
        self.back_button = Button(look, Say("Back"), Kind.QUIET, icon="arrow_back", keycap="Esc")
        self.back_button.clicked.connect(self.back_requested)
        self.fill(self.pane, ActionBar(look, self.back_button))
        for name in ("dispute_settled", "answered", "case_number_typed", "consent_revoked"):
            getattr(self.pane, name).connect(getattr(self, name))
        self.on_key("Esc", Say("Back"), self.back_requested.emit)
        self.pane.bind(self)

    def show_detail(self, detail: ReferralDetail | None) -> None:
        """Show this referral; tells nobody."""
        self.pane.show_detail(detail)
        self.show_heading(Say("Referral"), detail.number if detail else "")

    def focus_first(self) -> None:
        """Start at what waits, else at the way back."""
        if not self.pane.focus_first():
            self.back_button.setFocus()
