"""A wrong clock: what is gone by instead, what no longer holds, and who may end the doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from desktop.domain.capacity import CapacityReport, CapacityUnit, ReportSource, newest
from desktop.domain.consent import Scope, provider
from desktop.domain.facts import Known
from desktop.domain.refused import Refused
from desktop.domain.release import Reader
from desktop.domain.skew import Skew
from desktop.domain.standing import UNKNOWN_CALL, standing
from desktop.domain.terms import Audience, CapacityStatus, DeviceKind, Role, SheetKind
from desktop.domain.words import ENGLISH
from desktop.packet.plain import as_text
from desktop.services import clock, issue, keeping, refer, services_known
from desktop.services.gates import gate_for
from desktop.services.trust import trust_book
from desktop.viewmodels.clock import clock_doubt
from tests.stories.machines import CONSENT_A, NIGHT, Clock, Computer, County, consent, refers

pytestmark = pytest.mark.slow  # real stores of several machines


@pytest.fixture
def county(tmp_path: Path):
    made = County(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lead(tmp_path: Path):
    made = Computer(tmp_path / "lead", DeviceKind.LEAD, "MCC", "L1", Clock())
    yield made
    made.close()


def reopened(computer, *, at):
    """Return the workspace as it is opened at another time."""
    computer.close()
    computer.clock.now = at
    return computer.open()


def test_the_later_time_is_gone_by_in_the_clocks_own_zone(lead):
    workspace = lead.open()
    before = NIGHT - timedelta(hours=2)

    found = clock.now_here(workspace, before)
    behind = clock.now_here(workspace, NIGHT - timedelta(days=30))

    assert (found.at, found.doubtful) == (NIGHT, False)
    assert found.at.tzinfo is before.tzinfo
    assert (behind.at, behind.doubtful) == (NIGHT, True)
    assert clock.now_here(workspace, NIGHT + timedelta(days=400)).doubtful is False


def test_the_lead_agencys_word_counts_and_another_laptops_year_does_not(county):
    far = NIGHT + timedelta(days=400)
    county.clock.now = NIGHT + timedelta(days=3)
    county.exchange("L1", admin=True)
    reached = county.clock.now
    refers(county.officer, now=far, consents=CONSENT_A)  # a laptop in another year
    county.exchange("K7")
    county.exchange("D1")

    desk_seen = clock.newest_seen(county.desk.store)
    laptop_seen = clock.newest_seen(county.officer.store)

    assert desk_seen < far
    assert laptop_seen == far  # its own log
    assert desk_seen >= reached


def test_a_receipt_of_the_lead_agency_tells_the_time(county):
    refers(county.officer, now=county.clock.now, consents=CONSENT_A)
    county.exchange("K7")
    ahead = county.clock.now + timedelta(days=9)
    slow = county.clock.now
    county.clock.now = ahead
    for bundle in county.exchange("L1").came.waiting:
        keeping.keep_waiting(county.coordinator, None, [bundle.name], now=ahead)
    county.exchange("L1")
    county.clock.now = slow
    county.exchange("K7")

    assert clock.in_doubt(county.officer, slow)


def test_under_a_clock_in_doubt_a_consent_that_ends_frees_nothing(lead):
    workspace = lead.open()
    day = NIGHT + timedelta(days=90)
    facts = {"person.phone": Known("555-0107")}
    one = refers(workspace_of(lead), now=NIGHT, consents=(), facts=facts)
    reader = Reader(Audience.PROVIDER, service="s1")
    for name, until in (("ends", day), ("stays", None)):
        given = consent_to(provider("s1"), Scope.PERSONAL, one, until)
        refer.take_consent(workspace_of(lead), one.id, given, now=NIGHT)
        referral = workspace.store.referral(one.id)

        def freed(here, referral=referral):
            gate = gate_for(here, referral, reader, now=NIGHT)
            return "person.phone" in gate.sees(
                referral.encounter.subject, referral.encounter.registers
            )

        assert freed(workspace), name
        assert freed(replace(workspace, clock_in_doubt=True)) is (until is None)


def consent_to(recipient, scope, referral, until):
    return replace(consent(recipient, scope, NIGHT), encounter=referral.encounter_id, until=until)


def workspace_of(computer):
    return computer.user("Ofc. Larkspur", Role.OFFICER)


def test_under_a_clock_in_doubt_every_service_says_to_call(lead):
    workspace = lead.open()
    report = CapacityReport(
        "s1", CapacityUnit.DETOX_BED, CapacityStatus.CAPACITY, NIGHT, "Front desk",
        ReportSource.PHONE, available=2, maximum=12,
    )  # fmt: skip
    services_known.tell_capacity(workspace, report, now=NIGHT)

    def room(here):
        return standing(newest(services_known.capacity(here)["s1"]), NIGHT)

    assert room(workspace).status is CapacityStatus.CAPACITY
    doubted = room(replace(workspace, clock_in_doubt=True))
    assert (doubted.status, doubted.headline, doubted.age) == (
        CapacityStatus.UNKNOWN, UNKNOWN_CALL, None,
    )  # fmt: skip
    assert "clock may be wrong" in ENGLISH(doubted.detail)


def test_a_laptop_that_wakes_in_1970_marks_what_it_writes_and_what_it_prints(lead):
    lead.open()
    workspace = reopened(lead, at=NIGHT.astimezone(UTC).replace(year=1970))
    assert workspace.clock_in_doubt
    now = clock.now_here(workspace, lead.clock.now).at
    assert now == NIGHT
    doubtful = replace(workspace_of(lead), clock_in_doubt=True)

    one = refers(doubtful, now=now, consents=())

    register = doubtful.store.referral(one.id).encounter.registers["contact.clock_in_doubt"]
    assert register.value == Known(True)
    sound = reopened(lead, at=NIGHT + timedelta(days=1))
    assert not sound.clock_in_doubt
    made = issue.make_sheet(
        workspace_of(lead), one.id, SheetKind.CHECKLIST, ENGLISH, now=lead.clock.now
    )
    assert "check all dates" in as_text(made)


def test_only_somebody_with_the_say_ends_the_doubt_and_then_the_clock_counts_again(lead):
    lead.open()
    workspace = reopened(lead, at=NIGHT + timedelta(days=4000))  # a clock far ahead, once
    clock.hear(workspace, lead.clock.now)
    workspace = reopened(lead, at=NIGHT)
    assert workspace.clock_in_doubt
    with pytest.raises(Refused, match="Your role"):
        clock.set_right(workspace_of(lead), now=NIGHT)

    clock.set_right(workspace, now=NIGHT)

    assert not clock.in_doubt(replace(workspace, clock_in_doubt=False), NIGHT)
    assert not reopened(lead, at=NIGHT + timedelta(minutes=1)).clock_in_doubt
    assert reopened(lead, at=NIGHT - timedelta(days=2)).clock_in_doubt


def test_no_line_of_the_log_is_read_twice_and_none_is_missed(lead):
    workspace = lead.open()
    log = workspace.store.audit
    for hours in (5, -5, 3):
        log.log("x", "", who="u", role="admin", at=NIGHT + timedelta(hours=hours))
        assert log.newest() == NIGHT + timedelta(hours=5)
    last = log.last()
    assert log.newest(after=last) is None
    log.log("x", "", who="u", role="admin", at=NIGHT)
    assert log.newest(after=last) == NIGHT
    assert log.newest() == NIGHT + timedelta(hours=5)


def ahead_by(county, days, *, wait=timedelta(hours=2)):
    """Let the laptop send with a clock so far ahead, the lead agency keep it, the receipt come."""
    right = county.clock.now
    county.clock.now = right + timedelta(days=days)
    refers(county.officer, now=county.clock.now, name=f"r{right:%d%H%M}", consents=CONSENT_A)
    county.exchange("K7")
    county.clock.now = right + wait
    for bundle in county.exchange("L1").came.waiting:
        keeping.keep_waiting(county.coordinator, None, [bundle.name], now=county.clock.now)
    county.exchange("L1")
    county.clock.now += timedelta(days=days)
    county.exchange("K7")


def test_a_clock_a_year_ahead_is_told_at_the_next_exchange_and_by_nothing_before(county):
    assert not clock.now_here(county.officer, county.clock.now + timedelta(days=365)).doubtful

    ahead_by(county, 365)

    found = clock.now_here(county.officer, county.clock.now)
    assert found.doubtful
    assert clock.ahead_by(county.officer.store, county.clock.now).days == 364  # "or more"
    words = ENGLISH(clock_doubt(found.at, found.at, may_set=False,
                                ahead=timedelta(days=364)).text)  # fmt: skip
    assert "364 days ahead or more" in words
    assert not clock.in_doubt(county.coordinator, county.clock.now - timedelta(days=365))


def test_a_clock_some_hours_ahead_or_a_referral_long_on_a_stick_is_no_doubt(county):
    ahead_by(county, 0.9)
    assert not clock.in_doubt(county.officer, county.clock.now)
    county.clock.now -= timedelta(days=0.9)
    ahead_by(county, 0, wait=timedelta(days=6))
    assert not clock.in_doubt(county.officer, county.clock.now)


def test_what_was_proven_stands_until_the_clock_is_set_and_somebody_says_so(county):
    ahead_by(county, 365)
    county.clock.now -= timedelta(days=365)
    # A bundle that waited ten days for its receipt proves less, and takes nothing back.
    ahead_by(county, 365, wait=timedelta(days=10))
    assert clock.in_doubt(county.officer, county.clock.now)

    # Set right it is behind its own log, until somebody has looked.
    back = county.clock.now - timedelta(days=365)
    assert clock.ahead_by(county.officer.store, back) == timedelta(0)
    assert clock.in_doubt(county.officer, back)
    supervisor = county.computers["K7"].user("Sgt. Ash", Role.SUPERVISOR)
    clock.set_right(supervisor, now=back)
    assert not clock.in_doubt(county.officer, back)


def test_another_machines_receipt_proves_nothing(county):
    seen = Skew(low=40 * 86_400, high=41 * 86_400, at=NIGHT)
    clock.hold_against(county.officer, "trc-d1", seen, trust_book(county.officer))
    assert clock.ahead_by(county.officer.store, NIGHT) == timedelta(0)
