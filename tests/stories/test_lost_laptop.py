"""A laptop is stolen out of a car: what it sent stays, what comes from it afterwards does not."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, SubjectKind
from desktop.services import enrolling, exchange, sending, setup
from desktop.services.devices import devices, let_back, revoke
from desktop.services.gates import ledger
from desktop.services.keeping import keep_waiting
from desktop.services.trust import own_keys, trust_book
from desktop.store.backup import RESTORED
from desktop.store.mailbox import Arrival
from desktop.sync.envelope import sealed_to
from tests.stories.machines import County, machine, refers

pytestmark = pytest.mark.slow  # each makes three machines of its own


def keeps_everything(county: County) -> None:
    """Let the coordinator keep what waits, and sign for it."""
    county.exchange("L1")
    lead = county.coordinator
    names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
    keep_waiting(lead, None, names, now=county.clock.now)
    county.exchange("L1")


def test_a_stolen_laptop_is_shut_out_everywhere_and_everybody_signs_for_it(county: County) -> None:
    before = refers(county.officer, now=county.clock.now, name="before")
    county.exchange("K7")
    county.exchange("D1")
    keeps_everything(county)

    revoke(county.coordinator, "trc-k7", now=county.clock.now)

    (stolen,) = [one for one in devices(county.coordinator) if one.member.device == "trc-k7"]
    assert stolen.told is not None
    assert [one.device for one in stolen.told.owed] == ["trc-d1"]
    county.exchange("L1")
    county.exchange("D1")
    county.exchange("L1")
    (stolen,) = [one for one in devices(county.coordinator) if one.member.device == "trc-k7"]
    assert stolen.told is not None
    assert [one.device for one, _ in stolen.told.signed] == ["trc-d1"]
    assert stolen.told.is_complete

    # The thief has the officer's password, too, and sends what looks right.
    county.clock.now = county.clock.now.replace(year=2020)  # and sets the clock back
    officer = county.officer
    forged = refers(officer, now=county.clock.now, name="forged")
    carrier = exchange.open_folder(officer, county.folder)
    exchange.exchange(officer, carrier, now=county.clock.now)
    county.clock.now = county.clock.now.replace(year=2026)
    at_desk, at_lead = county.exchange("D1").came, county.exchange("L1").came

    assert {one.reason for one in at_desk.quarantined} == {"revoked"}
    assert {one.reason for one in at_lead.quarantined} == {"revoked"}
    assert at_lead.waiting == ()
    for workspace in (county.desk, county.coordinator):
        assert workspace.store.referral(before.id) is not None
        assert workspace.store.referral(forged.id) is None


def test_nothing_is_sealed_to_a_revoked_machine_even_what_was_sealed_before(county: County) -> None:
    lead = county.coordinator
    revoke(lead, "trc-d1", now=county.clock.now)
    let_back(lead, "trc-d1", now=county.clock.now)
    # Sealed while the laptop still belonged, and not yet gone when it is revoked.
    sending.freeze(lead, "all-devices", trust_book(lead), ledger(lead), now=county.clock.now)
    stolen = own_keys(county.officer.store.settings).open.public.kid
    assert any(stolen in sealed_to(one.data) for one in lead.store.outbox.waiting())

    revoke(lead, "trc-k7", now=county.clock.pass_(minutes=1))
    lying = set(county.folder.rglob("*.offramp"))
    county.exchange("L1")

    new = set(county.folder.rglob("*.offramp")) - lying
    assert new
    assert all(stolen not in sealed_to(one.read_bytes()) for one in new)
    assert county.exchange("D1").came.kept  # and the others read on


def test_a_backup_put_back_by_the_thief_opens_no_new_line(county: County) -> None:
    refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    keeps_everything(county)
    revoke(county.coordinator, "trc-k7", now=county.clock.now)

    patrol = county.computers["K7"]
    patrol.open().store.settings.set(RESTORED, True)
    patrol.close()
    patrol.machine = machine("thief", patrol.machine.machine_id)
    thief = setup.open_workspace(
        patrol.folder, patrol.session, patrol.machine, now=county.clock.now
    )
    refers(thief, now=county.clock.now, name="forged")
    exchange.exchange(
        thief, exchange.open_folder(thief, county.folder), now=county.clock.pass_(minutes=1)
    )
    sequences = {one.sequence for one in thief.store.outbox.all() if one.stream == "lead"}
    thief.store.close()

    assert 1 in sequences  # a new writer begins at 1, below what was accepted of the old one
    came = county.exchange("L1").came
    assert came.quarantined
    assert {one.reason for one in came.quarantined} == {"revoked"}
    assert came.waiting == ()


def test_a_laptop_that_is_found_again_is_let_back_and_nothing_was_lost(county: County) -> None:
    lead = county.coordinator
    revoke(lead, "trc-k7", now=county.clock.now)
    with pytest.raises(Refused):
        revoke(lead, "trc-k7", now=county.clock.now)
    county.exchange("L1")
    referral = refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    assert [one.reason for one in county.exchange("L1").came.quarantined] == ["revoked"]

    let_back(lead, "trc-k7", now=county.clock.pass_(minutes=1))
    keeps_everything(county)

    assert lead.store.referral(referral.id) is not None
    county.exchange("D1")
    county.exchange("D1")  # what was kept out is fetched again once the word has come
    assert county.desk.store.referral(referral.id) is not None


def test_a_new_laptop_may_take_a_revoked_ones_name(county: County) -> None:
    revoke(county.coordinator, "trc-k7", now=county.clock.now)
    county.computers["K7"].close()
    shutil.rmtree(county.root / "K7")
    county.add("K7", DeviceKind.PATROL, "TRC")
    county.computers["K7"].machine = machine("new one")

    county.enrol("K7")

    member = trust_book(county.coordinator).member("trc-k7")
    assert member is not None
    assert not member.is_revoked
    assert len(member.writers) == 2


def test_only_the_lead_agency_revokes_and_never_the_machine_it_works_on(county: County) -> None:
    for workspace, device in (
        (county.desk, "trc-k7"),
        (county.officer, "trc-d1"),
        (county.coordinator, county.coordinator.place.device),
        (county.coordinator, "nobody"),
    ):
        with pytest.raises(Refused):
            revoke(workspace, device, now=county.clock.now)
    changes = county.coordinator.store.states(SubjectKind.ROSTER)
    assert all(not one.disputes for one in changes)


def test_of_two_coordinators_who_differ_the_revocation_holds(county: County) -> None:
    second = county.add("L2", DeviceKind.LEAD, "MCC")
    county.enrol("L2")
    county.exchange("L1")
    other = second.open()
    revoke(county.coordinator, "trc-k7", now=county.clock.now)
    member = trust_book(other).member("trc-k7")
    assert member is not None
    enrolling.keep_member(other, replace(member, unit="Night"), now=county.clock.now)

    for _ in range(2):
        county.exchange("L2", admin=True)
        keeps_everything(county)
    county.exchange("D1")

    at_desk = trust_book(county.desk).member("trc-k7")
    assert at_desk is not None
    assert at_desk.is_revoked
