"""Backups, clones, forks and disputes over real machines."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from desktop.domain.change import Entry, Setting, Subject
from desktop.domain.facts import Known
from desktop.domain.referral import encounter_subject
from desktop.domain.terms import Role, SubjectKind, Tag, Travel
from desktop.services import refer, setup
from desktop.services.backups import make_backup, restore_backup
from desktop.services.enrolling import enrol, request_enrolment
from desktop.services.erasing import Extent, Why, erase
from desktop.services.keeping import keep_waiting
from desktop.services.travel import journey
from desktop.store.mailbox import Arrival
from tests.stories.machines import County, machine, refers

pytestmark = pytest.mark.slow  # each makes three machines of its own


def everything_at_lead(county: County) -> set[str]:
    """Let the coordinator keep all that came, and return the referrals' numbers."""
    county.exchange("L1")
    lead = county.coordinator
    names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
    keep_waiting(lead, None, names, now=county.clock.now)
    county.exchange("L1")
    return {one.number for one in lead.store.referrals()}


def test_a_backup_restored_on_a_cloned_machine_loses_no_referral_made_after_it(
    county: County,
) -> None:
    laptop = county.computers["K7"]
    refers(county.officer, now=county.clock.now, name="before")
    backup = make_backup(county.admin("K7"), laptop.session, now=county.clock.pass_(minutes=1))
    refers(county.officer, now=county.clock.pass_(minutes=5), name="after")
    county.exchange("K7")
    assert everything_at_lead(county) == {"TRC-K7-26-000001", "TRC-K7-26-000002"}

    laptop.close()
    restore_backup(laptop.folder, backup.path, laptop.session)
    laptop.machine = machine("another computer")
    third = refers(county.officer, now=county.clock.pass_(hours=1), name="third")
    assert third.number not in {"TRC-K7-26-000001", "TRC-K7-26-000002"}
    enrol(
        county.admin("L1"), request_enrolment(county.admin("K7")), code="K7B", now=county.clock.now
    )
    county.exchange("L1", admin=True)
    county.exchange("K7")

    assert everything_at_lead(county) == {
        "TRC-K7-26-000001",
        "TRC-K7-26-000002",
        third.number,
    }


def test_what_had_not_left_before_the_backup_leaves_after_it_is_restored(county: County) -> None:
    laptop = county.computers["K7"]
    before = refers(county.officer, now=county.clock.now, name="before")
    backup = make_backup(county.admin("K7"), laptop.session, now=county.clock.pass_(minutes=1))
    laptop.close()

    restore_backup(laptop.folder, backup.path, laptop.session)
    laptop.machine = machine("another computer")
    county.exchange("K7")

    assert everything_at_lead(county) == {before.number}
    county.exchange("D1")
    assert county.desk.store.referral(before.id) is not None
    county.exchange("K7")
    assert journey(county.officer, before).state is Travel.RECEIVED


def test_after_a_restore_who_had_ordered_an_erasure_is_still_heard(county: County) -> None:
    desk = county.computers["D1"]
    backup = make_backup(county.admin("D1"), desk.session, now=county.clock.now)
    first = refers(county.officer, now=county.clock.now, name="first")
    boss = county.computers["K7"].user("Sgt. Thistle", Role.SUPERVISOR)
    erase(boss, first.id, Extent.PERSON, Why.MISTAKE, now=county.clock.now)
    county.exchange("K7")
    county.exchange("D1")
    own = refers(county.desk, now=county.clock.now, name="own")
    chief = desk.user("Lt. Aster", Role.SUPERVISOR)
    erase(chief, own.id, Extent.PERSON, Why.MISTAKE, now=county.clock.now)
    desk.close()

    restore_backup(desk.folder, backup.path, desk.session)
    desk.machine = machine("another desk")
    second = refers(county.officer, now=county.clock.pass_(hours=1), name="second")
    county.exchange("K7")
    county.exchange("D1")
    county.exchange("K7")

    assert county.desk.store.inbox.all(Arrival.QUARANTINED) == []
    assert county.desk.store.referral(second.id) is not None
    ordered = {one.target.id for one in county.officer.store.erasures()}
    assert own.encounter_id in ordered  # it had not left when the disk failed


def test_a_cloned_disk_that_writes_under_one_writer_is_told_as_a_fork(county: County) -> None:
    laptop = county.computers["K7"]
    laptop.close()
    twin = laptop.folder.with_name("K7-twin")
    shutil.copytree(laptop.folder, twin)
    refers(county.officer, now=county.clock.now, name="one")
    session = replace(laptop.session, data_key=bytearray(laptop.session.data_key))
    # The twin believes that it is the same computer: nothing tells the two apart.
    clone = setup.open_workspace(twin, session, laptop.machine, now=county.clock.now)
    refers(
        replace(clone, user=county.officer.user), now=county.clock.pass_(minutes=3), name="other"
    )
    lines = [
        (kept.change, line)
        for kept in clone.store.everything()
        for line in [clone.store.line(kept.change.id)]
    ]
    clone.store.close()

    fated = county.officer.store.receive(lines, origin="twin")

    assert {one.fate.value for one in fated} >= {"fork"}
    assert county.officer.store.referral("refone") is None


def test_two_machines_that_edit_one_field_show_a_dispute_and_a_person_decides(
    county: County,
) -> None:
    referral = refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    county.exchange("D1")
    refer.amend(
        county.officer, referral.id, {"person.phone": Known("555-0111")}, now=county.clock.now
    )
    refer.amend(county.desk, referral.id, {"person.phone": Known("555-0122")}, now=county.clock.now)
    county.exchange("K7")
    county.exchange("D1")
    county.exchange("K7")

    subject = encounter_subject(referral.encounter_id)
    for machine_ in (county.officer, county.desk):
        state = machine_.store.state(subject)
        assert state is not None
        assert state.disputes == ("person.phone",)

    refer.settle(
        county.desk, subject, "person.phone", Known("555-0122"), now=county.clock.pass_(minutes=1)
    )
    county.exchange("D1")
    county.exchange("K7")
    state = county.officer.store.state(subject)
    assert state is not None
    assert state.value("person.phone") == Known("555-0122")
    assert journey(county.officer, referral).state is Travel.LEFT
    refer.unsettle(
        county.desk,
        subject,
        "person.phone",
        (Known("555-0111"), Known("555-0122")),
        now=county.clock.now,
    )
    county.exchange("D1")
    county.exchange("K7")
    for machine_ in (county.officer, county.desk):
        state = machine_.store.state(subject)
        assert state is not None
        assert state.disputes == ("person.phone",)


def test_an_erasure_holds_after_a_restore(county: County) -> None:
    laptop = county.computers["K7"]
    referral = refers(county.officer, now=county.clock.now)
    backup = make_backup(county.admin("K7"), laptop.session, now=county.clock.now)
    store = county.admin("K7").store
    order = Entry(
        at=county.clock.now,
        by=county.admin("K7").author,
        subject=Subject(SubjectKind.ERASURE, "order1"),
        tags=frozenset({Tag.NONE}),
        sets=(
            Setting("target.id", Known(referral.encounter_id)),
            Setting("target.kind", Known("encounter")),
            Setting("target.tags", Known(("H", "J", "P", "S"))),
        ),
    )
    store.keep([order])
    assert "person.phone" not in _paths(county, referral.encounter_id)
    laptop.close()

    restore_backup(laptop.folder, backup.path, laptop.session)

    assert "person.phone" not in _paths(county, referral.encounter_id)
    assert "pathway" in _paths(county, referral.encounter_id)


def _paths(county: County, encounter_id: str) -> set[str]:
    state = county.admin("K7").store.state(encounter_subject(encounter_id))
    return set(state.registers) if state else set()
