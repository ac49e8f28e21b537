"""A made-up queue of a supervisor for pictures and tests."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from desktop.domain.facts import Known, Range
from desktop.domain.program import Approval
from desktop.domain.terms import Resolver
from desktop.viewmodels.approvals import ApprovalItem, ApprovalsView, answered_item, approval_item
from tests.ui.referral_samples import DICTIONARY, LONG_NAME, MADE, NOW

PAROLE = (("supervision.status", Known("parole")),)
GRAMS = (
    ("drug.amount_g", None),
    ("drug/a/amount_g", Range(Decimal("6.5"), Decimal("7"))),
    ("drug/a/kind", Known("heroin")),
)


def _item(referral, criterion, person, number, hours, approver, facts, rule, **more):
    return approval_item(
        referral,
        criterion,
        person=person,
        number=f"TRC-K7-26-000{number}",
        rule=rule,
        policy=("Protocol 3.9", "fictional program"),
        approver=approver,
        facts=facts,
        dictionary=DICTIONARY,
        now=NOW,
        due=None if hours is None else NOW + timedelta(hours=hours),
        started=MADE,
        **more,
    )


SERGEANT: ApprovalItem = _item(
    "r1", "TR-10", "Robin Sample", 122, 2, Resolver.SUPERVISOR, PAROLE,
    "On probation or parole: the sergeant decides. The desk calls the probation office.",
)  # fmt: skip
PROSECUTOR: ApprovalItem = _item(
    "r2", "TR-04", LONG_NAME, 119, 30, Resolver.PROSECUTOR, GRAMS,
    "More than 6 grams in all. Prescription opioid pills alone do not count.",
)  # fmt: skip
LAPSED: ApprovalItem = _item(
    "r3", "TR-10", "", 118, None, Resolver.SUPERVISOR, PAROLE,
    "On probation or parole: the sergeant decides.", lapsed=True,
)  # fmt: skip
APPROVED = answered_item(
    _item("r4", "TR-10", "Kit Imaginary", 117, None, Resolver.SUPERVISOR, PAROLE,
          "On probation or parole: the sergeant decides."),
    Approval("TR-10", Resolver.SUPERVISOR, "Sgt. Sample", NOW, (), reason="The PO agrees."),
)  # fmt: skip
DECLINED = answered_item(
    _item("r5", "TR-04", "Robin Sample", 116, None, Resolver.PROSECUTOR, GRAMS,
          "More than 6 grams in all."),
    Approval("TR-04", Resolver.PROSECUTOR, "A. Placeholder", NOW, (), granted=False, how="phone",
             reason="Two open cases."),
)  # fmt: skip
QUEUE = ApprovalsView((SERGEANT, PROSECUTOR, LAPSED), answered=(APPROVED, DECLINED))
