"""A machine of the program that lies is set aside, and whatever it writes, the others go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.capacity import CapacityReport, CapacityUnit, ReportSource, newest, phone_report
from desktop.domain.change import Entry, Setting, Subject
from desktop.domain.consent import FIELD, LEAD, OFFICER, Consent, Scope
from desktop.domain.consent import to_record as consent_record
from desktop.domain.facts import Known, Record, Step
from desktop.domain.referral import encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import (
    CapacityStatus,
    CaseStatus,
    ConsentState,
    DeviceKind,
    PhoneResult,
    PrintHow,
    PrintWhy,
    ReferralStatus,
    Role,
    SheetKind,
    SubjectKind,
    Tag,
    Travel,
)
from desktop.formats.program_files import program_files
from desktop.services import capture, cases, prints, refer, services_known, setup, sheet_facts
from desktop.services.gates import reader_here
from desktop.services.keeping import keep_waiting
from desktop.services.setup import NewWorkspace
from desktop.services.travel import journey
from desktop.services.trust import trust_book
from desktop.services.workspace import User, Workspace
from desktop.store.mailbox import Arrival
from desktop.wire import Unreadable, change_to_bytes
from tests.stories.forging import erases, lays_down, lead_keeps, says
from tests.stories.machines import RESOURCES, County, consent, machine, refers

pytestmark = pytest.mark.slow  # each attacks three machines of its own

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
    place = county.admin(name).place
    for number, limits in enumerate(({}, {"agency": "TRC"}, {"agency": place.agency}), start=90):
        lays_down(county, name, [erases(county, name, number, target, **limits)], stream="lead")
        lead_keeps(county)
        assert county.coordinator.store.changes(target)

    own = erases(county, "K7", 9000, target, agency="TRC", device="trc-k7")
    lays_down(county, "K7", [own], stream="lead")
    lead_keeps(county)

    assert not county.coordinator.store.changes(target)


def test_an_order_for_what_has_not_come_yet_reaches_no_other_agencys_word(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    target = encounter_subject(referral.encounter_id)
    name = stranger(county)
    for number, limits in (
        (90, {}),
        (91, {"agency": "TRC"}),
        (92, {"agency": county.admin(name).place.agency}),
    ):
        lays_down(county, name, [erases(county, name, number, target, **limits)], stream="lead")
        lead_keeps(county)

    county.exchange("K7")
    lead_keeps(county)

    at_lead = county.coordinator.store.referral(referral.id)
    assert at_lead is not None
    assert at_lead.person_name == "Kit Imaginary"


def test_a_patrol_laptop_erases_only_what_was_written_on_it(county: County) -> None:
    at_desk = refers(county.desk, now=county.clock.now)
    target = encounter_subject(at_desk.encounter_id)
    county.exchange("D1")
    lead_keeps(county)

    for number, limits in (
        (90, {"agency": "TRC"}),
        (91, {"agency": "TRC", "device": "trc-d1"}),
        (92, {"agency": "TRC", "device": "trc-k7"}),
    ):
        order = erases(county, "K7", number, target, **limits)
        lays_down(county, "K7", [order], stream="lead")
        lead_keeps(county)

    assert county.coordinator.store.changes(target)


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
        {FIELD: Known(consent_record(yes))},
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


def colleague(county: County) -> Workspace:
    """Return K7 in the hands of another officer."""
    return replace(county.officer, user=User("officer-other", "Ofc. Sorrel", Role.OFFICER))


def test_an_officer_changes_no_referral_of_another_on_the_same_laptop(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now, consents=())
    other, now = colleague(county), county.clock.now
    before = county.officer.store.everything()

    with pytest.raises(Refused):
        refer.amend(other, referral.id, {"person.phone": Known("1")}, now=now)
    with pytest.raises(Refused):
        refer.step(other, referral.id, ReferralStatus.WITHDRAWN, now=now)
    with pytest.raises(Refused):
        refer.take_consent(other, referral.id, consent(LEAD, Scope.PERSONAL, now), now=now)

    assert county.officer.store.everything() == before


def test_a_step_the_role_may_not_take_is_refused_and_not_kept_in_vain(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    before = county.officer.store.everything()

    with pytest.raises(Refused):
        refer.step(county.officer, referral.id, ReferralStatus.CLOSED, now=county.clock.now)

    assert county.officer.store.everything() == before


def test_a_draft_is_sent_and_put_away_by_its_owner_alone(county: County) -> None:
    draft = capture.begin(county.officer, draft_id="mine", now=county.clock.now)
    capture.keep(county.officer, draft.answered("narrative", Known("x")), now=county.clock.now)

    capture.put_away(colleague(county), "mine")

    assert [one.encounter.id for one in capture.drafts(county.officer)] == ["mine"]


def test_a_referral_sent_twice_is_one_referral_and_one_number(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)

    with pytest.raises(Refused):
        refers(county.officer, now=county.clock.pass_(minutes=1))

    held = county.officer.store.referral(referral.id)
    assert held is not None
    assert held.number == referral.number
    assert held.disputes == ()


def test_a_clock_set_back_gives_no_ended_consent_new_life(county: County) -> None:
    now = county.clock.now
    referral = refers(county.officer, now=now, consents=())
    ending = replace(consent(LEAD, Scope.PERSONAL, now), until=now + timedelta(days=2))
    refer.take_consent(county.officer, referral.id, ending, now=now)
    refers(county.officer, now=county.clock.pass_(days=10), name="two", consents=())

    county.clock.pass_(days=-9)
    county.exchange("K7")
    lead_keeps(county)

    at_lead = county.coordinator.store.referral(referral.id)
    assert at_lead is not None
    assert at_lead.person_name == ""


def test_after_news_is_revoked_the_line_ends_at_received(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    lead_keeps(county)
    cases.step(county.coordinator, referral.id, CaseStatus.ACCEPTED, now=county.clock.now)
    county.exchange("L1")
    county.exchange("K7")
    officer = county.officer
    there = officer.store.referral(referral.id)
    assert there is not None
    assert journey(officer, there).state is Travel.ACTED_ON
    supervisor = county.computers["K7"].user("Sgt. Yarrow", Role.SUPERVISOR)
    assert journey(supervisor, there).state is Travel.RECEIVED

    for scope in (Scope.NEWS_CONTACT, Scope.NEWS_STATUS):
        no = Consent("", OFFICER, scope, ConsentState.REVOKED)
        refer.take_consent(officer, referral.id, no, now=county.clock.pass_(minutes=1))

    after = officer.store.referral(referral.id)
    assert after is not None
    assert journey(officer, after).state is Travel.RECEIVED


def test_what_was_printed_tells_the_lead_agency_nothing_of_the_person(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now, consents=())
    for kind, language in ((SheetKind.CARD, "es"), (SheetKind.REFERRAL_FORM, "en")):
        prints.log_print(
            county.officer,
            referral.id,
            kind,
            language=language,
            how=PrintHow.PRINTER,
            why=PrintWhy.FIRST,
            copy=1,
            now=county.clock.now,
        )
    county.exchange("K7")
    county.exchange("D1")
    lead_keeps(county)

    assert [one.kind for one in prints.print_log(county.coordinator, referral.id)] == [
        SheetKind.REFERRAL_FORM
    ]
    assert len(prints.print_log(county.desk, referral.id)) == 2


def test_a_case_is_written_on_the_lead_agencys_machine_alone(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    posing = replace(county.officer, user=User("c", "C", Role.COORDINATOR))

    with pytest.raises(Refused):
        cases.step(posing, referral.id, CaseStatus.ACCEPTED, now=county.clock.now)

    assert county.officer.store.state(Subject(SubjectKind.CASE, referral.id)) is None


def test_an_officer_on_the_lead_agencys_machine_reads_no_case_record(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    lead_keeps(county)
    cases.step(county.coordinator, referral.id, CaseStatus.ACCEPTED, now=county.clock.now)
    officer = county.computers["L1"].user("Ofc. Nearby", Role.OFFICER)

    seen = sheet_facts.seen_here(
        officer, sheet_facts.referral_of(officer, referral.id), now=county.clock.now
    )

    assert "person.last_name" not in seen
    assert reader_here(officer).audience is not reader_here(county.coordinator).audience
    held = officer.store.referral(referral.id)
    assert held is not None
    assert journey(officer, held).at(Travel.ACTED_ON) is None


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_at_the_end_of_the_calendar_is_no_time(county: County, at: str) -> None:
    when = datetime.fromisoformat(at)
    opening = {"referral.status": Known(Step(None, "logged"))}
    subject = Subject(SubjectKind.REFERRAL, "odd")

    with pytest.raises(Unreadable):
        change_to_bytes(says(county, "K7", 1, subject, dict(opening), at=when, opens=True))


def test_an_old_list_does_not_silence_what_the_phone_said_since(county: County) -> None:
    lead, now = county.coordinator, county.clock.now
    heard = phone_report(
        PhoneResult.FULL,
        service_id="s1",
        unit=CapacityUnit.BED,
        at=now,
        told_to="Marigold Example",
    )
    services_known.tell_capacity(lead, heard, now=now)
    old = CapacityReport(
        service_id="s1",
        unit=CapacityUnit.BED,
        status=CapacityStatus.CAPACITY,
        reported_at=now - timedelta(days=1),
        reported_by="export",
        source=ReportSource.EXPORT,
        available=5,
    )

    services_known.tell_capacity(lead, old, now=now + timedelta(minutes=1))

    known = services_known.capacity(lead)["s1"]
    assert known == [heard]
    assert newest(known) == heard


@pytest.mark.parametrize("password", ["", "short"])
def test_a_refused_password_leaves_nothing_beside_the_folder(tmp_path: Path, password: str) -> None:
    wanted = NewWorkspace(
        kind=DeviceKind.PATROL,
        agency="TRC",
        agency_name="TRC",
        machine="K7",
        program_files=program_files(RESOURCES / "programs" / "three-rivers"),
        admin_name="Pat Pretend",
        password=password,
    )

    with pytest.raises(Refused):
        setup.create(
            tmp_path / "work", wanted, machine("a"), now=datetime.fromisoformat("2026-11-23T12:00Z")
        )

    assert list(tmp_path.iterdir()) == []


def test_a_machine_gone_wild_keeps_nobody_from_writing_the_same_field(county: County) -> None:
    subject = Subject(SubjectKind.CAPACITY, "s1")
    wild = [
        says(county, "K7", 1000 + n, subject, {"report/bed/any": Known(f"{n}")}) for n in range(300)
    ]
    lays_down(county, "K7", wild, stream="all-devices")
    county.exchange("D1")
    desk, now = county.desk, county.clock.now
    heard = phone_report(
        PhoneResult.FULL, service_id="s1", unit=CapacityUnit.BED, at=now, told_to="Dana Testcase"
    )

    for _ in range(2):
        services_known.tell_capacity(desk, heard, now=now, heard_now=True)

    state = desk.store.state(subject)
    assert state is not None
    assert state.disputes == ()
    assert services_known.capacity(desk)["s1"] == [heard]


def test_a_machine_of_a_newer_kind_is_nobody_to_an_older_one_and_stops_no_exchange(
    county: County,
) -> None:
    lead = county.admin("L1")
    roster = lead.store.state(Subject(SubjectKind.ROSTER, "trc-d1"))
    assert roster is not None
    member = roster.known("member")
    assert isinstance(member, Record)
    newer = Record.of(**{**dict(member.items), "device": "trc-x9", "kind": "drone"})
    subject = Subject(SubjectKind.ROSTER, "trc-x9")
    setting = Setting("member", Known(newer))
    plain = frozenset({Tag.NONE})
    lead.store.keep([Entry(county.clock.now, lead.author, subject, plain, (setting,))])
    assert "trc-x9" not in members(county, "L1")
    assert "trc-d1" in members(county, "L1")
