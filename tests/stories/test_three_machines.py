"""The main job over three machines, through the services."""

from __future__ import annotations

from desktop.domain.facts import Known
from desktop.domain.terms import CaseStatus, Travel
from desktop.services import cases, refer
from desktop.services.keeping import keep_waiting
from desktop.services.travel import journey
from desktop.store.mailbox import Arrival
from tests.stories.machines import CONSENT_A, County, refers


def keeps_all(county: County) -> None:
    """Let the coordinator keep what waits in the Inbox, then exchange."""
    lead = county.coordinator
    names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
    keep_waiting(lead, None, names, now=county.clock.pass_(minutes=1))
    county.exchange("L1")


def test_an_answer_finds_its_way_back_to_the_officer(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    assert referral.number == "TRC-K7-26-000001"
    assert journey(county.officer, referral).state is Travel.SAVED

    county.exchange("K7")
    assert journey(county.officer, referral).state is Travel.LEFT

    county.exchange("D1")
    at_desk = county.desk.store.referral(referral.id)
    assert at_desk is not None
    assert at_desk.text("place.address") == "410 Sample Road"
    refer.amend(
        county.desk,
        referral.id,
        {"incident_number": Known("26-004411")},
        now=county.clock.now,
    )
    county.exchange("D1")

    county.exchange("L1")
    keeps_all(county)
    at_lead = county.coordinator.store.referral(referral.id)
    assert at_lead is not None
    assert at_lead.person_name == "Kit Imaginary"
    assert at_lead.text("place.address") == ""
    assert at_lead.text("narrative") == ""

    county.exchange("K7")
    assert journey(county.officer, referral).state is Travel.RECEIVED
    assert journey(county.officer, referral).desk_has_it

    cases.step(county.coordinator, referral.id, CaseStatus.ACCEPTED, now=county.clock.now)
    cases.step(county.coordinator, referral.id, CaseStatus.CONTACT_MADE, now=county.clock.now)
    county.exchange("L1")
    county.exchange("K7")

    back = county.officer.store.referral(referral.id)
    assert back is not None
    assert back.case_status is CaseStatus.CONTACT_MADE
    assert journey(county.officer, back).state is Travel.ACTED_ON


def test_without_consent_b_the_line_ends_at_received(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now, consents=CONSENT_A)
    county.exchange("K7")
    county.exchange("L1")
    keeps_all(county)
    cases.step(county.coordinator, referral.id, CaseStatus.ACCEPTED, now=county.clock.now)
    county.exchange("L1")
    county.exchange("K7")

    back = county.officer.store.referral(referral.id)
    assert back is not None
    assert back.case_status is None
    assert journey(county.officer, back).state is Travel.RECEIVED


def test_without_consent_a_the_lead_agency_learns_no_name(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now, consents=())
    county.exchange("K7")
    county.exchange("L1")
    keeps_all(county)

    at_lead = county.coordinator.store.referral(referral.id)
    assert at_lead is not None
    assert at_lead.number == referral.number
    assert at_lead.person_name == ""
    assert at_lead.text("health.note") == ""
