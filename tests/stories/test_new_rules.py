"""New rules and a new directory, from the lead agency's machine to a laptop in a car."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known, Record
from desktop.domain.published import PARCEL
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, PhoneResult, Role, SubjectKind
from desktop.formats.geo import ZipTable
from desktop.formats.program_files import digest_of, pack_program
from desktop.services import (
    assess,
    capture,
    directory_travel,
    exchange,
    parcels,
    programs,
    refer,
    services_known,
    versions,
)
from desktop.services.trust import own_keys, trust_book
from desktop.store.mailbox import Arrival
from desktop.sync.envelope import digest_of as sha
from desktop.sync.names import place
from desktop.sync.parcel import Label, ParcelKind, seal_parcel
from tests.stories.forging import lays_down, says
from tests.stories.machines import RESOURCES, County, refers

pytestmark = pytest.mark.slow  # three real machines with real seals

TOMORROW = date(2026, 11, 24)
SOURCE = "three-rivers"


@pytest.fixture
def county(tmp_path):
    made = County(tmp_path)
    yield made
    made.close()


def drafts(county, *, version="2026-b", begins=TOMORROW, also=None):
    """Begin a draft of the rules in force, and change what a test wants changed."""
    lead, now = county.coordinator, county.clock.now
    programs.begin_draft(lead, version, begins, now=now)
    if also:
        files = dict(programs.draft(lead).files)
        programs.keep_draft(lead, also(files), now=now)
    return programs.draft(lead)


def publishes(county, **wanted):
    found = drafts(county, **wanted)
    programs.approve(county.coordinator, "Policy group", "minutes", now=county.clock.now)
    programs.publish(county.coordinator, now=county.clock.now)
    return found.program


def everybody_exchanges(county):
    for name in ("L1", "K7", "D1", "L1"):
        county.exchange(name)


def reopened(county, name):
    computer = county.computers[name]
    computer.close()
    return county.admin(name)


def test_new_rules_hold_on_every_machine_from_their_day_on(county):
    program = publishes(county)
    everybody_exchanges(county)
    patrol = county.officer

    assert versions.refreshed(patrol, now=county.clock.now).program.version == "2026-a"
    tomorrow = county.clock.now + timedelta(days=1)
    assert versions.refreshed(patrol, now=tomorrow).program == program

    county.clock.pass_(days=1)
    for name in ("K7", "D1", "L1"):
        assert reopened(county, name).program.version == "2026-b"
    told = programs.versions(county.coordinator)[0]
    assert told.current
    assert (told.approved.who, told.approved.how) == ("Policy group", "minutes")
    assert told.reach.taken == {"trc-k7", "trc-d1"}
    assert not told.reach.waiting


def test_a_draft_begun_before_and_an_old_referral_keep_their_rules(county):
    before = county.officer.program
    old = refers(county.officer, now=county.clock.now, name="old")
    begun = Encounter("late", county.clock.now).answered("pathway", Known("INT"))
    capture.keep(county.officer, begun, now=county.clock.now)
    publishes(county)
    everybody_exchanges(county)
    county.clock.pass_(days=1)
    reopened(county, "K7")
    patrol = county.officer
    assert patrol.program.version == "2026-b"

    mine = versions.under(patrol, patrol.store.drafts.get("late").program)
    assert mine.program == before
    capture.keep(mine, begun.answered("narrative", Known("later")), now=county.clock.now)
    assert patrol.store.drafts.get("late").program == before.digest
    decided = assess.assess(mine, begun, now=county.clock.now)
    refer.log(mine, begun, decided, referral_id="reflate", now=county.clock.now)
    for referral in (patrol.store.referral(old.id), patrol.store.referral("reflate")):
        assert versions.as_logged(patrol, referral).program == before


def test_a_machine_that_joins_later_gets_the_rules_too(county):
    publishes(county)
    everybody_exchanges(county)
    county.add("K9", DeviceKind.PATROL, "TRC")
    county.enrol("K9")
    county.exchange("L1")
    county.exchange("K9", admin=True)
    county.exchange("L1")

    tomorrow = county.clock.now + timedelta(days=1)
    assert versions.refreshed(county.admin("K9"), now=tomorrow).program.version == "2026-b"
    assert "trc-k9" in programs.versions(county.coordinator)[0].reach.taken


def test_the_version_a_lead_agency_began_with_reaches_everybody_too(tmp_path):
    made = County(tmp_path)
    try:
        lead, now = made.coordinator, made.clock.now
        with pytest.raises(Refused, match="missing"):
            programs.send_current(lead, "", "minutes", now=now)
        programs.send_current(lead, "Policy group", "minutes", now=now)
        assert exchange.waiting_to_leave(lead) == 1
        everybody_exchanges(made)
        assert exchange.waiting_to_leave(lead) == 0
        assert programs.versions(lead)[0].reach.taken == {"trc-k7", "trc-d1"}
        with pytest.raises(Refused, match="already"):
            programs.send_current(lead, "Policy group", "minutes", now=now)
    finally:
        made.close()


def test_nobody_puts_in_force_what_nobody_approved_or_what_is_unsound(county):
    lead, now = county.coordinator, county.clock.now
    with pytest.raises(Refused, match="no draft"):
        programs.publish(lead, now=now)
    drafts(county)
    with pytest.raises(Refused, match="Nobody has approved"):
        programs.publish(lead, now=now)
    programs.approve(lead, "Policy group", "minutes", now=now)

    def broken(files):
        cases = files["cases.csv"].decode().replace(",eligible,", ",not_eligible,", 1)
        return {**files, "cases.csv": cases.encode()}

    programs.keep_draft(lead, broken(dict(programs.draft(lead).files)), now=now)
    assert programs.draft(lead).approved is None  # it was about another draft
    with pytest.raises(Refused, match="fault"):
        programs.approve(lead, "Policy group", "minutes", now=now)
    with pytest.raises(Refused, match="fault"):
        programs.publish(lead, now=now)


@pytest.mark.parametrize(
    ("version", "begins", "says_"),
    [
        ("2026-a", TOMORROW, "already"),
        ("2026-b", date(2026, 11, 22), "is over"),
    ],
)
def test_a_version_is_new_and_begins_today_or_later(county, version, begins, says_):
    drafts(county, version=version, begins=begins)
    with pytest.raises(Refused, match=says_):
        programs.approve(county.coordinator, "Policy group", "minutes", now=county.clock.now)


def test_only_the_lead_agency_publishes(county):
    files = programs.files_of(county.desk, county.desk.program.digest)
    for workspace in (county.officer, county.desk, county.admin("K7")):
        with pytest.raises(Refused):
            programs.keep_draft(workspace, files, now=county.clock.now)
        with pytest.raises(Refused):
            directory_travel.publish(workspace, SOURCE, now=county.clock.now)


def forged(county, name, number, *, role=None):
    """Announce rules in this machine's own name, as its own keys can."""
    patrol = county.admin(name)
    files = programs.files_of(patrol, patrol.program.digest)
    toml = files["program.toml"].decode().replace("2026-a", "2026-z").encode()
    files = {**files, "program.toml": toml}
    body = pack_program(files)
    about = Record.of(
        kind="program", digest=sha(body), size=str(len(body)),
        slug="three-rivers", version="2026-z", begins="2026-01-01",
    )  # fmt: skip
    subject = programs.program_subject(digest_of(files))
    change = says(county, name, number, subject, {PARCEL: Known(about)})
    if role is not None:
        change = replace(change, by=replace(change.by, role=role))
    return change


def test_an_officers_machine_cannot_publish_a_program(county):
    everybody_exchanges(county)
    lays_down(county, "K7", [forged(county, "K7", 900)], stream="all-devices")

    county.exchange("D1")

    desk = county.desk
    assert not desk.store.states(SubjectKind.PROGRAM)
    kept = [one for one in desk.store.inbox.all(Arrival.KEPT) if dict(one.counts).get("set_aside")]
    assert len(kept) == 1
    assert reopened(county, "D1").program.version == "2026-a"


def test_nor_can_somebody_who_is_no_coordinator_on_the_lead_agencys_machine(county):
    everybody_exchanges(county)
    change = forged(county, "L1", 900, role=Role.OFFICER)
    lays_down(county, "L1", [change], stream="all-devices")
    county.exchange("D1")
    assert not county.desk.store.states(SubjectKind.PROGRAM)


def parts_on(folder):
    return sorted(folder.glob("*/*/*.parcel"))


def test_a_torn_parcel_is_kept_out_and_taken_once_it_is_whole(county):
    publishes(county)
    county.exchange("L1")
    (part,) = parts_on(county.folder)
    whole = part.read_bytes()
    part.write_bytes(whole[:-40])

    came = county.exchange("K7")

    assert not came.arrived.taken
    (out,) = county.officer.store.inbox.all(Arrival.QUARANTINED)
    assert (out.name, out.reason) == (part.name, "torn")
    part.write_bytes(whole)
    county.officer.store.inbox.forget(part.name)
    assert len(county.exchange("K7").arrived.taken) == 1


def test_a_parcel_of_another_machine_is_kept_out(county):
    program = publishes(county)
    county.exchange("L1")
    county.exchange("K7")
    (part,) = parts_on(county.folder)
    part.unlink()
    desk, patrol = county.admin("D1"), county.admin("K7")
    told = next(one for one in parcels.published(patrol))
    # The very rules, rightly named, but sealed by a laptop that may not publish.
    body = county.admin("L1").store.parcels.body(told.digest)
    label = Label("three-rivers", "trc-k7", patrol.store.writer, "all-devices", ParcelKind.PROGRAM)
    openers = trust_book(patrol).openers("all-devices", agency="TRC", beside="trc-k7")
    (sealed,) = seal_parcel(label, body, own_keys(patrol.store.settings).sign, openers)
    full = county.folder / place("all-devices", county.clock.now.date(), sealed.name)
    full.parent.mkdir(parents=True, exist_ok=True)
    full.write_bytes(sealed.data)

    county.exchange("D1")

    kept_out = desk.store.inbox.all(Arrival.QUARANTINED)
    assert [one.reason for one in kept_out if one.name == sealed.name] == ["foreign"]
    assert desk.store.programs.files(program.digest) is None


def test_rules_that_are_not_the_announced_ones_are_kept_out(county):
    lead, now = county.coordinator, county.clock.now
    files = programs.files_of(lead, lead.program.digest)
    parcels.announce(
        lead, programs.program_subject("f" * 64), ParcelKind.PROGRAM, pack_program(files),
        {"slug": "three-rivers", "version": "2026-q", "begins": "2026-01-01"}, now=now,
    )  # fmt: skip
    county.exchange("L1")
    came = county.exchange("K7")

    assert len(came.arrived.kept_out) == 1
    (out,) = county.officer.store.inbox.all(Arrival.QUARANTINED)
    assert out.reason == "not_usable"
    assert len(county.officer.store.programs.versions("three-rivers")) == 1


def test_the_directory_travels_and_what_people_told_stays(county):
    lead, now = county.coordinator, county.clock.now
    found = services_known.read(RESOURCES / "directory" / SOURCE, zips=ZipTable({}), now=now)
    services_known.keep(lead, found, now=now)
    directory_travel.publish(lead, SOURCE, now=now)
    everybody_exchanges(county)
    patrol = county.officer
    ours = lead.store.directory.snapshot(SOURCE).listings
    assert patrol.store.directory.snapshot(SOURCE).listings == ours
    service = ours[0].id
    services_known.record_call(patrol, service, PhoneResult.FULL, now=now)
    services_known.report_listing(patrol, service, "rings at the bakery", now=now)
    told = services_known.capacity(patrol)[service]

    renamed = replace(ours[0].organization, name="Another Name House")
    changed = replace(ours[0], organization=renamed)
    snapshot = replace(found.snapshot, edition="next", settled=True, listings=(changed, *ours[2:]))
    lead.store.directory.replace(snapshot, taken_at=now)
    directory_travel.publish(lead, SOURCE, now=county.clock.pass_(minutes=1))
    everybody_exchanges(county)

    assert patrol.store.directory.get(service).organization == renamed
    assert patrol.store.directory.get(ours[1].id).gone_since == "next"
    assert services_known.capacity(patrol)[service] == told
    assert patrol.store.states(SubjectKind.SERVICE_NOTE)
    one = directory_travel.sent(lead)[SOURCE]
    assert parcels.reach(lead, one.digest).taken == {"trc-k7", "trc-d1"}


def test_a_machine_that_dies_between_parts_sends_the_same_bytes(county):
    lead = county.coordinator
    publishes(county)
    parcels.seal(lead, now=county.clock.now)
    frozen = [one.data for one in lead.store.parcels.waiting()]
    reopened(county, "L1")
    parcels.seal(county.coordinator, now=county.clock.now)
    assert [one.data for one in county.coordinator.store.parcels.waiting()] == frozen
    county.exchange("L1")
    assert [one.read_bytes() for one in parts_on(county.folder)] == frozen
