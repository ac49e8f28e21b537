"""A machine of the program that lies is set aside, and whatever it writes, the others go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.change import Subject
from desktop.domain.consent import FIELD, LEAD, Scope, to_record
from desktop.domain.facts import Known
from desktop.domain.referral import encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role, SubjectKind, Tag
from desktop.services.receiving import keep_waiting
from desktop.services.trust import trust_book
from desktop.store.mailbox import Arrival
from tests.stories.forging import erases, lays_down, lead_keeps, says
from tests.stories.machines import County, consent, refers

ROOM = Subject(SubjectKind.CAPACITY, "some-service")


def stranger(county: County) -> str:
    """Add a patrol laptop of another agency."""
    county.add("K9", DeviceKind.PATROL, "BBB")
    county.enrol("K9")
    return "K9"


def members(county: County, name: str) -> set[str]:
    return {one.device for one in trust_book(county.admin(name)).roster.members}


def test_nobody_undoes_the_roster_by_writing_in_the_lead_agencys_name(county: County) -> None:
    before = members(county, "D1")
    held = county.admin("D1").store.everything()
    target = next(
        one.change for one in held if one.change.subject == Subject(SubjectKind.ROSTER, "trc-d1")
    )
    writer = target.id.writer
    forged = says(county, "K7", target.id.number, ROOM, {"x": Known("y")}, writer=writer)
    lays_down(county, "K7", [forged], stream="all-devices", writer=writer)

    came = county.exchange("D1").came

    assert [one.reason for one in came.quarantined] == ["foreign"]
    assert members(county, "D1") == before


def test_nobody_writes_in_the_receivers_own_name(county: County) -> None:
    refers(county.desk, now=county.clock.now)
    own = county.desk.store.everything()[-1].change.id
    forged = says(county, "K7", own.number, ROOM, {"x": Known("y")}, writer=own.writer)
    lays_down(county, "K7", [forged], stream="all-devices", writer=own.writer)

    assert [one.reason for one in county.exchange("D1").came.quarantined] == ["foreign"]


def test_one_machine_cannot_use_up_the_numbers_of_all(county: County) -> None:
    lays_down(county, "K7", [says(county, "K7", 2**53, ROOM, {"x": Known("y")})], stream="lead")
    lays_down(
        county, "K7", [says(county, "K7", 2**53, ROOM, {"x": Known("y")})], stream="all-devices"
    )

    reasons = [one.reason for one in county.exchange("D1").came.quarantined]

    assert reasons == ["bad_content"]
    assert refers(county.desk, now=county.clock.now).number
    lead_keeps(county)
    assert county.admin("L1").store.highest < 1_000_000


@pytest.mark.parametrize(
    "target",
    [
        Subject(SubjectKind.ROSTER, "trc-d1"),
        Subject(SubjectKind.PROGRAM, "three-rivers"),
        Subject(SubjectKind.CAPACITY, "some-service"),
        Subject(SubjectKind.CASE, "refone"),
    ],
)
def test_a_precinct_erases_nothing_of_the_lead_agencys(county: County, target: Subject) -> None:
    before = members(county, "L1")
    name = lays_down(county, "K7", [erases(county, "K7", 90, target)], stream="lead")

    kept = lead_keeps(county)

    assert dict(kept[name].counts)["set_aside"] == 1
    assert members(county, "L1") == before


def test_an_agency_erases_its_own_referral_and_no_other_agencys(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    lead_keeps(county)
    target = encounter_subject(referral.encounter_id)
    name = stranger(county)
    lays_down(county, name, [erases(county, name, 90, target)], stream="lead")
    lead_keeps(county)
    assert county.coordinator.store.changes(target)

    lays_down(county, "K7", [erases(county, "K7", 9000, target)], stream="lead")
    lead_keeps(county)

    assert not county.coordinator.store.changes(target)


def test_another_agency_gives_no_consent_and_takes_no_referral_over(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now, consents=())
    county.exchange("K7")
    lead_keeps(county)
    name = stranger(county)
    yes = replace(consent(LEAD, Scope.PERSONAL, county.clock.now), encounter=referral.encounter_id)
    granted = says(
        county,
        name,
        90,
        yes.subject,
        {FIELD: Known(to_record(yes))},
        tags=frozenset({Tag.CONSENT}),
    )
    target = encounter_subject(referral.encounter_id)
    mine = says(county, name, 1, target, {"pathway": Known("INT")}, opens=True)
    # On every machine's stream, so that the officer's own laptop would let the name go.
    lays_down(county, name, [granted, mine], stream="all-devices")
    for one in ("K7", "D1"):
        county.exchange(one)
    county.exchange("K7")
    lead_keeps(county)

    at_lead = county.coordinator.store.referral(referral.id)
    assert at_lead is not None
    assert at_lead.person_name == ""
    assert at_lead.encounter is not None
    assert at_lead.encounter.opened_by is not None
    assert at_lead.encounter.opened_by.agency == "TRC"
    assert not county.officer.store.state(yes.subject)


@pytest.mark.parametrize(
    "kind",
    [
        SubjectKind.ROSTER,
        SubjectKind.PROGRAM,
        SubjectKind.CASE,
        SubjectKind.PERSON_LINK,
        SubjectKind.CONTACT_ATTEMPT,
    ],
)
def test_a_desk_writes_nothing_that_is_the_lead_agencys_to_write(
    county: County, kind: SubjectKind
) -> None:
    subject = Subject(kind, "trc-d1")
    before = county.admin("L1").store.state(subject)
    forged = says(county, "D1", 90, subject, {"member": Known("x")})
    name = lays_down(county, "D1", [forged], stream="lead")

    assert dict(lead_keeps(county)[name].counts)["set_aside"] == 1
    assert county.admin("L1").store.state(subject) == before


def test_only_a_coordinator_keeps_what_waits_in_the_inbox(county: County) -> None:
    refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    county.exchange("L1")
    officer = county.computers["L1"].user("Nobody Special", Role.OFFICER)
    names = [one.name for one in officer.store.inbox.all(Arrival.WAITING)]

    with pytest.raises(Refused):
        keep_waiting(officer, None, names, now=county.clock.now)

    assert [one.name for one in officer.store.inbox.all(Arrival.WAITING)] == names
