"""Approvals: what waits for the supervisor, and each answer kept at once."""

from __future__ import annotations

from desktop.domain.words import Say
from desktop.services import approvals
from desktop.services.approvals import Waiting
from desktop.ui.approvals_page import ApprovalsPage
from desktop.viewmodels.approvals import (
    ApprovalGiven,
    ApprovalItem,
    ApprovalsView,
    ProsecutorSaid,
    answered_item,
    approval_item,
    said_time,
)
from desktop.wiring.referrals import ReferralsWires
from desktop.wiring.shell import Shell
from desktop.wiring.sight import sight


class ApprovalsWires:
    """Connects Approvals."""

    def __init__(self, shell: Shell, page: ApprovalsPage) -> None:
        self.shell = shell
        self.page = page
        guard = shell.guard
        page.answered.connect(guard(self._answer))
        page.prosecutor_said.connect(guard(self._log))
        page.referral_opened.connect(guard(self._open))

    def refresh(self) -> None:
        """Show the queue as it is now."""
        workspace, now = self.shell.workspace, self.shell.now
        found = approvals.queue(workspace, now)
        said = approvals.answered(workspace, now)
        self.page.show_approvals(
            ApprovalsView(
                tuple(self._item(one) for one in found),
                answered=tuple(answered_item(self._item(one.rule), one.word) for one in said),
            )
        )

    def _answer(self, given: ApprovalGiven) -> None:
        workspace, now = self.shell.workspace, self.shell.now
        act = approvals.approve if given.granted else approvals.decline
        act(workspace, given.referral, given.criterion, reason=given.reason, now=now)
        self.shell.window.toast(Say("Approved.") if given.granted else Say("Declined."))
        self.shell.refresh()

    def _log(self, said: ProsecutorSaid) -> None:
        now = self.shell.now
        said_at = said_time(said.when, now)
        if said_at is None:
            raise ValueError("a time the dialog took for one")
        approvals.log_prosecutor(
            self.shell.workspace,
            said.referral,
            said.criterion,
            granted=said.granted,
            who=said.who,
            how=said.how,
            said_at=said_at,
            reason=said.reason,
            now=now,
        )
        self.shell.window.toast(Say("The prosecutor's word is kept."))
        self.shell.refresh()

    def _open(self, referral_id: str) -> None:
        wires = self.shell.wires("referrals")
        if isinstance(wires, ReferralsWires):
            wires.current = referral_id
            self.shell.go("referrals")

    def _item(self, one: Waiting) -> ApprovalItem:
        workspace = self.shell.workspace
        return approval_item(
            one.referral.id,
            one.criterion.id,
            person=sight(self.shell, one.referral).person,
            number=one.referral.number,
            rule=one.criterion.text,
            policy=(one.criterion.policy_ref, one.criterion.source),
            approver=one.approver,
            facts=one.saw,
            dictionary=workspace.dictionary,
            now=self.shell.now,
            due=one.due,
            started=one.referral.made_at,
            lapsed=one.lapsed,
        )
