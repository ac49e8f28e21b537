"""A made-up queue of a supervisor for pictures and tests."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from desktop.domain.facts import Known, Range
from desktop.domain.terms import Resolver
from desktop.viewmodels.approvals import ApprovalItem, ApprovalsView, approval_item
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
QUEUE = ApprovalsView((SERGEANT, PROSECUTOR, LAPSED))
