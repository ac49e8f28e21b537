"""Made-up cases of a lead agency for pictures and tests."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.change import CASE_STATUS, Subject
from desktop.domain.consent import OFFICER, Scope
from desktop.domain.facts import Known, Step
from desktop.domain.people import Reason
from desktop.domain.referral import case_subject, encounter_subject, referral_subject
from desktop.domain.terms import Audience, CaseStatus, ConsentState, SubjectKind
from desktop.domain.words import Say
from desktop.viewmodels.case_detail import Attempt, CaseDetail, Proposed, case_detail
from desktop.viewmodels.cases import CasesView, case_row
from desktop.viewmodels.same_person import same_line
from tests.ui.referral_samples import (
    CLOCKS,
    DICTIONARY,
    LARKSPUR,
    LEAD_POINT,
    LONG_NAME,
    MADE,
    MARIGOLD,
    NAMES,
    NOW,
    OPEN_POINT,
    World,
    gate_of,
    world,
)

TRIES = (
    Attempt(NOW - timedelta(minutes=40), "call", "no_answer", "Marigold"),
    Attempt(NOW - timedelta(hours=2), "visit", "reached", "Fern"),
)
SAME = (
    same_line(
        "r7",
        name="Robin Sampel",
        number="TRC-D1-26-000031",
        at=NOW - timedelta(days=3),
        agency="Three Rivers Police",
        reasons=(
            Reason(Say("Same birth date"), 40),
            Reason(Say("Last name nearly the same"), 20),
            Reason(Say("Another first name"), -15),
        ),
        same=None,
    ),
    same_line(
        "r8",
        name="Robin Sample",
        number="TRC-K9-26-000007",
        at=NOW - timedelta(days=90),
        agency="Three Rivers Police",
        reasons=(Reason(Say("Same last name"), 30), Reason(Say("Same phone"), 30)),
        same=True,
    ),
)
PROPOSED = {
    "SF-11": Proposed(
        "bars",
        (Say("Left the program on {day} ({number}).", day=MADE.date(), number="TRC-K9-26-000007"),),
    )
}
_STEPS = (
    CaseStatus.ACCEPTED,
    CaseStatus.CONTACT_MADE,
    CaseStatus.ENROLLED,
    CaseStatus.COMPLETED,
    CaseStatus.CLOSED,
)


def case_world(
    status: CaseStatus | None = None, *, voicemail: bool = True, news: bool = True, **more
) -> World:
    """Return a referral whose case has come to this status."""
    made = world(disputed=False, **more)
    made.write(encounter_subject("e1"), {"person.voicemail_ok": Known(voicemail)}, "P", by=LARKSPUR)
    if news:
        made.consent(OFFICER, Scope.NEWS_CONTACT, ConsentState.GRANTED)
    saw = None
    for step in _STEPS[: _STEPS.index(status) + 1] if status else ():
        value = Known(Step(saw.value if saw else None, step.value))
        subject = Subject(SubjectKind.CASE, "r1")
        made.write(subject, {CASE_STATUS: value}, "T", by=MARIGOLD, at=MADE)
        saw = step
    return made


def case_of(made: World, **more) -> CaseDetail:
    """Return the case as the lead agency sees it."""
    referral = made.referral()
    gate = gate_of(referral, Audience.LEAD_OUTSIDE)
    seen = {
        **gate.sees(encounter_subject("e1"), referral.encounter.registers),
        **gate.sees(referral_subject("r1"), referral.own.registers),
    }
    if referral.case:
        seen.update(gate.sees(case_subject("r1"), referral.case.registers))
    given = {"names": NAMES, "clocks": CLOCKS, "open_points": (OPEN_POINT, LEAD_POINT), **more}
    return case_detail(referral, seen, DICTIONARY, gate, **given)


def _row(key, person, number, hours, status=CaseStatus.ACCEPTED, service="Prairie Ridge Detox"):
    return case_row(
        key,
        person=person,
        number=f"TRC-K7-26-000{number}",
        service=service,
        status=status,
        now=NOW,
        due=None if hours is None else NOW + timedelta(hours=hours),
        clock=Say("First contact"),
        started=NOW - timedelta(hours=60),
    )


CASES = CasesView(
    (
        _row("r2", "Jo Placeholder", 119, 70),
        _row("r1", "Robin Sample", 122, 60, None),
        _row("r3", "Lee Madeup", 118, -2),
        _row("r4", LONG_NAME, 117, 13, CaseStatus.CONTACT_MADE, "Mesa Women & Children"),
        _row("r5", "", 116, None, CaseStatus.ENROLLED),
        _row("r6", "Dana Testcase", 97, 100, CaseStatus.CLOSED),
    )
)
