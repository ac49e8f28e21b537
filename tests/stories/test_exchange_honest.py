"""Nothing is lost, nothing is silent: torn, foreign, late, repeated and no longer allowed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.change import CASE_STATUS, Entry, Setting
from desktop.domain.consent import LEAD, Consent, Scope
from desktop.domain.facts import Known, Step
from desktop.domain.referral import case_subject, encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import ConsentHow, ConsentState, DeviceKind, Role, Tag, Travel
from desktop.services import enrolling, exchange, refer, sending, trust
from desktop.services.gates import ledger
from desktop.services.keeping import keep_waiting, look_again
from desktop.services.travel import journey
from desktop.services.trust import trust_book
from desktop.store.mailbox import Arrival
from desktop.sync.bundle import seal
from desktop.sync.carrier import CarrierMissing
from desktop.sync.manifest import Versions, manifest_for
from desktop.wire import change_to_bytes
from tests.stories.machines import CONSENT_A, County, refers

pytestmark = pytest.mark.slow  # each makes three machines of its own


def bundles(county: County, stream: str) -> list[Path]:
    """Return the bundles lying on a stream."""
    return sorted((county.folder / stream).rglob("*.offramp"))


def test_a_torn_file_is_quarantined_with_its_reason_and_blocks_nothing(county: County) -> None:
    refers(county.officer, now=county.clock.now, name="one")
    county.exchange("K7")
    torn = bundles(county, "lead")[-1]
    whole = torn.read_bytes()
    torn.write_bytes(whole[: len(whole) // 2])
    refers(county.officer, now=county.clock.pass_(minutes=5), name="two")
    county.exchange("K7")

    came = county.exchange("L1").came

    assert [(one.reason, one.name) for one in came.quarantined] == [("torn", torn.name)]
    assert len(came.waiting) == 1
    torn.write_bytes(whole)
    look_again(county.coordinator, torn.name)
    assert [one.name for one in county.exchange("L1").came.waiting] == [torn.name]


def test_half_a_file_is_looked_at_again_once_it_may_be_whole(county: County) -> None:
    refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    path = bundles(county, "lead")[0]
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])  # a drive that copies slowly
    county.exchange("L1")
    assert [one.reason for one in county.coordinator.store.inbox.all(Arrival.QUARANTINED)] == [
        "torn"
    ]

    path.write_bytes(whole)
    county.exchange("L1")
    assert county.coordinator.store.inbox.all(Arrival.WAITING) == []
    county.clock.pass_(hours=2)
    county.exchange("L1")

    assert len(county.coordinator.store.inbox.all(Arrival.WAITING)) == 1
    assert county.coordinator.store.inbox.all(Arrival.QUARANTINED) == []


def test_a_second_copy_of_a_file_does_not_take_the_first_out_of_the_inbox(county: County) -> None:
    refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    path = bundles(county, "lead")[0]
    for day, data in (("2026-11-28", path.read_bytes()), ("2026-11-29", b"anything")):
        copy = path.parents[1] / day / path.name
        copy.parent.mkdir()
        copy.write_bytes(data)

    county.exchange("L1")
    county.exchange("L1")

    lead = county.coordinator
    assert [one.name for one in lead.store.inbox.all(Arrival.WAITING)] == [path.name]
    assert lead.store.inbox.all(Arrival.QUARANTINED) == []
    keep_waiting(lead, None, [path.name], now=county.clock.now)
    county.exchange("L1")
    assert lead.store.inbox.all(Arrival.QUARANTINED) == []
    assert len(lead.store.referrals()) == 1


def test_an_unknown_machine_waits_in_quarantine_until_it_is_enrolled(county: County) -> None:
    stranger = county.add("K9", DeviceKind.PATROL, "TRC")
    invitation = enrolling.invite(county.admin("L1"), carrier="", now=county.clock.now)
    enrolling.accept_invitation(stranger.open(), invitation, now=county.clock.now)
    refers(stranger.open(), now=county.clock.now)
    county.exchange("K9", admin=True)

    came = county.exchange("L1").came
    assert [one.reason for one in came.quarantined] == ["foreign"]

    enrolling.enrol(
        county.admin("L1"),
        enrolling.request_enrolment(stranger.open()),
        code="K9",
        now=county.clock.now,
    )
    look_again(county.coordinator, came.quarantined[0].name)
    assert len(county.exchange("L1").came.waiting) == 1


def test_the_same_stick_twice_changes_nothing(county: County) -> None:
    refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    county.exchange("D1")
    before = county.desk.store.everything()

    again = county.exchange("D1")

    assert again.came.kept == ()
    assert county.desk.store.everything() == before


def test_a_missing_folder_is_not_an_empty_one_and_nothing_is_lost(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    county.folder.rename(county.root / "unplugged")

    with pytest.raises(CarrierMissing):
        county.exchange("K7")

    assert journey(county.officer, referral).state is Travel.SAVED
    county.folder.mkdir()
    with pytest.raises(CarrierMissing):
        county.exchange("K7")
    county.folder.rmdir()
    (county.root / "unplugged").rename(county.folder)
    county.exchange("K7")
    assert journey(county.officer, referral).state is Travel.LEFT


def test_another_programs_mailbox_is_refused(county: County, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    other = County(tmp_path / "far")
    shutil.rmtree(county.folder)
    shutil.copytree(other.folder, county.folder)
    other.close()

    with pytest.raises(Refused):
        county.exchange("K7")


def test_frozen_is_not_left_and_a_bundle_no_longer_allowed_is_voided(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    officer = county.officer
    sending.freeze(officer, "lead", trust_book(officer), ledger(officer), now=county.clock.now)
    assert journey(officer, referral).state is Travel.BUNDLED
    for scope in (Scope.PERSONAL, Scope.HEALTH):
        revoked = Consent(referral.encounter_id, LEAD, scope, ConsentState.REVOKED)
        refer.take_consent(officer, referral.id, revoked, now=county.clock.pass_(minutes=1))

    county.exchange("K7")
    county.exchange("L1")
    lead = county.coordinator
    names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
    keep_waiting(lead, None, names, now=county.clock.now)

    at_lead = lead.store.referral(referral.id)
    assert at_lead is not None
    assert at_lead.number == referral.number
    assert at_lead.person_name == ""
    assert any(one.void for one in officer.store.outbox.all())


def test_a_consent_widened_later_frees_the_backlog(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now, consents=())
    county.exchange("K7")
    for recipient, scope in CONSENT_A:
        given = Consent(
            referral.encounter_id,
            recipient,
            scope,
            ConsentState.GRANTED,
            how=ConsentHow.PAPER,
            given_at=county.clock.now,
        )
        refer.take_consent(county.officer, referral.id, given, now=county.clock.pass_(minutes=1))
    county.exchange("K7")
    county.exchange("L1")
    lead = county.coordinator
    names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
    keep_waiting(lead, None, names, now=county.clock.now)

    at_lead = lead.store.referral(referral.id)
    assert at_lead is not None
    assert at_lead.person_name == "Kit Imaginary"


def test_after_a_crash_the_same_bytes_go_again(county: County) -> None:
    refers(county.officer, now=county.clock.now)
    officer = county.officer
    sending.freeze(officer, "lead", trust_book(officer), ledger(officer), now=county.clock.now)
    bundle = officer.store.outbox.waiting()[0]
    # The file reached the folder; the computer died before it noted so.
    carrier = exchange.open_folder(officer, county.folder)
    carrier.put_new(f"lead/{county.clock.now:%Y-%m-%d}/{bundle.name}", bundle.data)

    county.exchange("K7")

    lying = [one for one in bundles(county, "lead") if one.name == bundle.name]
    assert [one.read_bytes() for one in lying] == [bundle.data]
    assert officer.store.outbox.waiting() == []


def smuggle(county: County, entries: list[Entry]) -> str:
    """Lay a bundle on the lead agency's stream past release, as a tampered laptop could."""
    officer = county.officer
    changes = [one.numbered(officer.store.writer, 900 + n) for n, one in enumerate(entries)]
    lines = [change_to_bytes(one) for one in changes]
    book = trust_book(officer)
    last = officer.store.outbox.last("lead")
    manifest = manifest_for(
        lines,
        program="three-rivers",
        device="trc-k7",
        writer=officer.store.writer,
        stream="lead",
        sequence=last.sequence + 1 if last else 1,
        previous=last.content if last else "",
        versions=Versions("", "", ""),
        device_clock=county.clock.now,
        skew_seconds=None,
        highest=1_000,
    )
    openers = book.openers("lead", agency="TRC", beside="trc-k7")
    sealed = seal(manifest, lines, trust.own_keys(officer.store.settings).sign, openers)
    place = f"lead/{county.clock.now:%Y-%m-%d}/{sealed.name}"
    exchange.open_folder(officer, county.folder).put_new(place, sealed.data)
    return sealed.name


def test_rights_are_checked_at_import_too(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    base = Entry(
        at=county.clock.now,
        by=county.officer.author,
        subject=case_subject(referral.id),
        tags=frozenset({Tag.NONE}),
        sets=(Setting(CASE_STATUS, Known(Step(None, "accepted"))),),
    )
    by_coordinator = replace(base, by=replace(base.by, role=Role.COORDINATOR))
    answer = replace(
        base,
        subject=encounter_subject(referral.encounter_id),
        sets=(Setting("answer/TR-12", Known("does_not_bar")),),
    )
    as_lead = replace(base, by=county.coordinator.author)
    honest = replace(
        base,
        subject=encounter_subject(referral.encounter_id),
        sets=(Setting("transport", Known("officer")),),
    )

    smuggle(county, [by_coordinator, answer, as_lead, honest])
    county.exchange("L1")
    lead = county.coordinator
    names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
    kept = keep_waiting(lead, None, names, now=county.clock.now)

    at_lead = lead.store.referral(referral.id)
    assert at_lead is not None
    assert at_lead.case_status is None
    assert at_lead.value("answer/TR-12") is None
    assert at_lead.text("transport") == "officer"
    assert sum(dict(one.counts)["set_aside"] for one in kept) == 3


def test_numbers_far_beyond_the_highest_quarantine_the_bundle(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    officer = county.officer
    entry = Entry(
        at=county.clock.now,
        by=officer.author,
        subject=encounter_subject(referral.encounter_id),
        tags=frozenset({Tag.NONE}),
        sets=(Setting("transport", Known("officer")),),
    )
    change = entry.numbered(officer.store.writer, 5_000_000)
    manifest = manifest_for(
        [change_to_bytes(change)],
        program="three-rivers",
        device="trc-k7",
        writer=officer.store.writer,
        stream="lead",
        sequence=1,
        previous="",
        versions=Versions("", "", ""),
        device_clock=county.clock.now,
        skew_seconds=None,
        highest=10,
    )
    openers = trust_book(officer).openers("lead", agency="TRC", beside="trc-k7")
    keys = trust.own_keys(officer.store.settings)
    sealed = seal(manifest, [change_to_bytes(change)], keys.sign, openers)
    place = f"lead/{county.clock.now:%Y-%m-%d}/{sealed.name}"
    exchange.open_folder(officer, county.folder).put_new(place, sealed.data)

    came = county.exchange("L1").came

    assert [one.reason for one in came.quarantined] == ["bad_content"]
