"""The lead agency's records answer the points it resolves: proposed, confirmed, sent as a word."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.capacity import CapacityReport, CapacityUnit, ReportSource
from desktop.domain.directory import Organization, Place, Service, ServiceListing, Snapshot
from desktop.domain.facts import Known, PartialDate
from desktop.domain.referral import Referral
from desktop.domain.terms import CapacityStatus, CaseStatus
from desktop.services import cases, own_answers, same_person, services_known
from desktop.services.gates import gate_for, reader_here
from desktop.services.own_answers import Proposal
from tests.stories.machines import RESOURCES, County, refers
from tests.stories.test_taken_back import around

pytestmark = pytest.mark.slow  # each makes three machines of its own

BORN = {"person.birth_date": Known(PartialDate(1996, 3, 4))}
ROWS = (
    'TR-90,all,,"within(history.failed_deflection, days=365)",exclude,absolute,,pend,lead,'
    "Has not left this program in the last year.,No ha dejado este programa en el último año.,"
    "Protocol 3.20,fictional program,,\n"
    'TR-91,all,,"prior.participation == ""completed""",exclude,absolute,,pend,lead,'
    "Has completed this program before.,Ya completó este programa.,"
    "Protocol 3.21,fictional program,,\n"
    "TR-92,all,,program.capacity_left,require,absolute,,pend,lead,"
    "The program has room.,El programa tiene cupo.,Protocol 3.22,fictional program,,\n"
)


@pytest.fixture
def county(tmp_path):
    """Return a county whose program leaves three more points to the lead agency."""
    folder = tmp_path / "rules"
    shutil.copytree(RESOURCES / "programs" / "three-rivers", folder)
    table: Path = folder / "criteria.csv"
    table.write_text(table.read_text(encoding="utf-8") + ROWS, encoding="utf-8")
    made = County(tmp_path, program=str(folder))
    yield made
    made.close()


def proposed(county: County, referral: Referral) -> dict[str, Proposal]:
    """Return what the lead agency's records answer."""
    lead, now = county.coordinator, county.clock.now
    here = lead.store.referral(referral.id)
    assert here is not None
    gate = gate_for(lead, here, reader_here(lead), now=now)
    seen = {
        **gate.sees(here.encounter.subject, here.encounter.registers),
        **gate.sees(here.own.subject, here.own.registers),
    }
    return own_answers.by_criterion(own_answers.proposals(lead, here, seen, now=now))


def left_the_program(county: County, referral: Referral, reason: str = "declined") -> None:
    """Let the case run and end early."""
    for to in (CaseStatus.ACCEPTED, CaseStatus.CONTACT_MADE, CaseStatus.ENROLLED):
        cases.step(county.coordinator, referral.id, to, now=county.clock.pass_(hours=1))
    now = county.clock.pass_(days=20)
    cases.step(county.coordinator, referral.id, CaseStatus.CLOSED, now=now, reason=reason)


def twice(county: County, reason: str = "declined") -> tuple[Referral, Referral]:
    """Return a referral whose case ended early, and the same person's next one."""
    one = refers(county.officer, now=county.clock.now, facts=dict(BORN))
    around(county)
    left_the_program(county, one, reason)
    two = refers(county.desk, now=county.clock.pass_(days=30), name="two", facts=dict(BORN))
    around(county)
    return one, two


def test_who_was_never_here_is_proposed_with_its_ground_and_only_the_word_leaves(county):
    one = refers(county.officer, now=county.clock.now, facts=dict(BORN))
    around(county)

    found = proposed(county, one)

    assert found["TR-90"].answer == found["TR-91"].answer == "does_not_bar"
    assert "TR-92" not in found  # nobody reported room
    cases.answer_point(
        county.coordinator, one.id, "TR-90", found["TR-90"].answer, now=county.clock.now
    )
    around(county)
    mine = county.officer.store.referral(one.id)
    assert mine.text("answer/TR-90") == "does_not_bar"
    assert not any(path.startswith(("prior.", "history.failed")) for path in mine.registers)


def test_nothing_is_said_while_it_is_undecided_who_it_is(county):
    one, two = twice(county)
    assert "TR-90" not in proposed(county, two)

    same_person.decide(county.coordinator, one.id, two.id, same=True, now=county.clock.now)
    barred = proposed(county, two)["TR-90"]
    assert barred.answer == "bars"
    assert one.number in str(barred.because[0].values)

    same_person.decide(county.coordinator, one.id, two.id, same=False, now=county.clock.now)
    assert proposed(county, two)["TR-90"].answer == "does_not_bar"
    # What came later is no word on the earlier one.
    same_person.decide(county.coordinator, one.id, two.id, same=True, now=county.clock.now)
    assert proposed(county, one)["TR-90"].answer == "does_not_bar"


@pytest.mark.parametrize(
    ("reason", "left", "done"),
    [("moved", "does_not_bar", "does_not_bar"), ("goals_met", "does_not_bar", "bars")],
)
def test_why_a_case_closed_decides_what_it_means(county, reason, left, done):
    one, two = twice(county, reason)
    same_person.decide(county.coordinator, one.id, two.id, same=True, now=county.clock.now)

    found = proposed(county, two)

    assert (found["TR-90"].answer, found["TR-91"].answer) == (left, done)


@pytest.mark.parametrize(
    ("status", "age", "answer"),
    [
        (CapacityStatus.CAPACITY, timedelta(hours=1), "does_not_bar"),
        (CapacityStatus.NO_CAPACITY, timedelta(hours=1), "bars"),
        (CapacityStatus.CAPACITY, timedelta(days=30), ""),
        (CapacityStatus.ASSESSMENT_REQUIRED, timedelta(hours=1), ""),
    ],
)
def test_room_is_what_the_own_services_reported_and_never_an_old_report(
    county, status, age, answer
):
    one = refers(county.officer, now=county.clock.now)
    around(county)
    lead, now = county.coordinator, county.clock.now
    own = ServiceListing(
        "mcc-intake",
        Organization("mcc", "Marigold Community Care"),
        Service(name="Intake"),
        Place(street="1 Elm", street2="", city="Millbrook", state="MT", zip="59442"),
    )
    lead.store.directory.replace(Snapshot("county", "2026", (own,)), taken_at=now)
    service = lead.store.directory.snapshot("county").listings[0].id
    report = CapacityReport(
        service, CapacityUnit.INTAKE_SLOT, status, now - age, "front desk", ReportSource.BOARD
    )
    services_known.tell_capacity(lead, report, now=now)

    found = proposed(county, one).get("TR-92")

    assert (found.answer if found else "") == answer
