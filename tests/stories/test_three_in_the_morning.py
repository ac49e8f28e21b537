"""3 a.m., dispatch does not answer: the officer still sends, and the desk has the question."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from desktop.domain.eligibility import Decision
from desktop.domain.facts import NEVER, FactValue, Known, Unknown
from desktop.domain.referral import Referral
from desktop.domain.terms import Outcome, Resolver, SheetKind, Travel
from desktop.domain.words import ENGLISH
from desktop.packet.plain import as_text
from desktop.services import approvals, assess, capture, issue, refer
from desktop.services.gates import gate_for, reader_here
from desktop.services.travel import journey
from desktop.services.workspace import Workspace
from tests.stories.machines import NIGHT, Clock, County, night_encounter

pytestmark = pytest.mark.slow  # three machines

THREE = datetime(2026, 11, 24, 3, 0, tzinfo=NIGHT.tzinfo)
HOUR_LATER = THREE + timedelta(minutes=60)
DESK_DAY = datetime(2026, 11, 30, 17, 0, tzinfo=NIGHT.tzinfo)  # third business day
# What the officer found out without the radio.
FOUND_OUT: dict[str, FactValue] = {
    "person.age": Known(Decimal(30)),
    "drug/a/amount_g": Known(Decimal("2.0")),
    "history.violent_conviction": Known(NEVER),
    "supervision.status": Known("none"),
    "order.no_contact_with_participant": Known(False),
}


@pytest.fixture
def county(tmp_path):
    made = County(tmp_path, Clock(THREE - timedelta(hours=1)))
    made.clock.now = THREE
    yield made
    made.close()


def decided(workspace: Workspace, referral: Referral, now: datetime) -> Decision:
    """Return the decision as this person sees it."""
    gate = gate_for(workspace, referral, reader_here(workspace), now=now)
    seen = gate.sees(referral.encounter.subject, referral.encounter.registers)
    given = approvals.approvals_of(workspace, referral, gate)
    return assess.decision_for(workspace, referral, seen, given)


def sends(county: County, warrant: FactValue | None) -> tuple[Decision, Referral]:
    """Take the encounter down, ask what the rules say, and send it all the same."""
    encounter = night_encounter("enc1", begun_at=THREE)
    for path, value in FOUND_OUT.items():
        encounter = encounter.answered(path, value)
    if warrant is None:
        encounter = encounter.unanswered("warrant.status")
    else:
        encounter = encounter.answered("warrant.status", warrant)
    capture.keep(county.officer, encounter, now=THREE)
    decision = assess.assess(county.officer, encounter, now=THREE)
    referral = refer.log(county.officer, encounter, decision, referral_id="ref1", now=THREE)
    return decision, referral


@pytest.mark.parametrize(
    ("warrant", "outcome", "whose", "due", "printed"),
    [
        # Nobody has asked yet: it goes for review, and dispatch can still be asked.
        (None, Outcome.NEEDS_ANSWER, Resolver.DISPATCH, HOUR_LATER, "04:00"),
        # Asked in vain: it is the desk's, by the desk's own clock, over Thanksgiving.
        (Unknown.CANNOT_KNOW, Outcome.ELIGIBLE_VERIFY, Resolver.DESK, DESK_DAY, "Mon 30 Nov"),
    ],
)
def test_dispatch_does_not_answer_and_the_referral_goes_all_the_same(
    county, warrant, outcome, whose, due, printed
):
    decision, referral = sends(county, warrant)
    assert decision.outcome is outcome
    assert not decision.settled
    if warrant is None:
        assert [one.path for one in decision.ask_next] == ["warrant.status"]
    assert [entry.criterion for entry in decision.entries] == ["TR-08"]

    county.exchange("K7")
    county.exchange("D1")

    assert journey(county.officer, referral).state is Travel.LEFT
    at_desk = county.desk.store.referral("ref1")
    (point,) = decided(county.desk, at_desk, county.clock.now).open
    assert (point.criterion, point.facts) == ("TR-08", ("warrant.status",))
    assert (point.resolver, point.due) == (whose, due)
    checklist = as_text(
        issue.make_sheet(county.desk, "ref1", SheetKind.CHECKLIST, ENGLISH, now=county.clock.now)
    )
    assert "Warrant check" in checklist
    assert printed in checklist


def test_the_desk_finds_it_out_and_the_officers_laptop_knows(county):
    sends(county, Unknown.CANNOT_KNOW)
    county.exchange("K7")
    county.exchange("D1")

    refer.amend(county.desk, "ref1", {"warrant.status": Known("clear")}, now=county.clock.now)
    county.exchange("D1")
    county.exchange("K7")

    back = county.officer.store.referral("ref1")
    now = decided(county.officer, back, county.clock.now)
    assert (now.outcome, now.open) == (Outcome.ELIGIBLE, ())
    then = back.own.text("referral.outcome")
    assert then == Outcome.ELIGIBLE_VERIFY.value  # what was decided that night stays
