"""Approvals in the real window: the supervisor answers, the rules and the sheets follow."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Outcome, Role
from desktop.services import approvals, refer
from desktop.viewmodels.approvals import ApprovalGiven, ProsecutorSaid
from desktop.wiring.approvals import ApprovalsWires
from desktop.wiring.program import ProgramWires
from desktop.wiring.sight import decision, history, sight
from tests.stories.machines import NIGHT
from tests.wiring.conftest import County

CHANGES = {
    "ref0": {"supervision.status": Known("parole"), "drug/a/amount_g": Known(Decimal("1"))},
    "ref1": {"drug/a/amount_g": Known(Decimal("7"))},
}


@pytest.mark.slow  # makes a whole workspace and its window
def test_the_supervisor_starts_with_the_queue_and_each_answer_leaves_it(county: County) -> None:
    shell = county.window(DeviceKind.DESK, Role.SUPERVISOR, referrals=2)
    for referral_id, values in CHANGES.items():
        refer.amend(shell.workspace, referral_id, values, now=NIGHT)
    wires = shell.wires("approvals")
    assert isinstance(wires, ApprovalsWires)
    assert shell.frame is not None
    assert shell.frame.current() == "approvals"
    shell.refresh()
    page = wires.page
    before = approvals.latest(shell.workspace, shell.workspace.store.referral("ref0"))
    assert {one.key for one in page.list.lines()} == {"ref0/TR-10", "ref1/TR-04"}

    badge = next(one for one in shell.frame.entries() if one.page == "approvals")
    assert "2" in badge.accessibleName() + badge.accessibleDescription()

    page.answered.emit(ApprovalGiven("ref0", "TR-10", True, "the PO agrees"))
    page.prosecutor_said.emit(
        ProsecutorSaid("ref1", "TR-04", True, "A. Placeholder", "paper", "22:10", "first time")
    )

    assert list(page.list.lines()) == []
    for referral_id in CHANGES:
        referral = shell.workspace.store.referral(referral_id)
        through = sight(shell, referral)
        found = decision(shell, referral, through)
        assert found.outcome is Outcome.ELIGIBLE_VERIFY
        assert len(found.approved) == 1
        assert "approval" in {
            one.path for change in history(shell, referral, through) for one in change.sets
        }
    assert approvals.latest(shell.workspace, shell.workspace.store.referral("ref0")) != before

    page.referral_opened.emit("ref1")
    assert shell.frame.current() == "referrals"

    shell.go("program")  # to read: the rules are kept on the lead agency's machine
    rules = shell.wires("program")
    assert isinstance(rules, ProgramWires)
    view = rules.page._view
    assert view is not None
    assert not view.may_edit
    assert not rules.page.begin_button.isVisible()
    assert rules._kept_out[1] is not None
