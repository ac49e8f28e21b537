"""A report is made of real referrals, and of nothing that is anybody's own."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import page
import pytest

from desktop.domain.change import Author, Entry, Setting
from desktop.domain.facts import Known
from desktop.domain.measures import read_period
from desktop.domain.referral import encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.small_cells import Mark
from desktop.domain.terms import CaseStatus, DeviceKind, Role, Tag
from desktop.domain.words import ENGLISH
from desktop.packet.fonts import FontLibrary
from desktop.packet.plain import as_text
from desktop.services import cases, report
from tests.stories.machines import RESOURCES, Clock, Computer, refers

pytestmark = pytest.mark.slow  # a quarter of a county's referrals is taken down

QUARTER = read_period("2026-Q4")


@pytest.fixture
def lead(tmp_path):
    """Return the lead agency's computer, used by its administrator."""
    made = Computer(tmp_path / "lead", DeviceKind.LEAD, "MCC", "L1", Clock())
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path):
    """Return a precinct's computer."""
    made = Computer(tmp_path / "desk", DeviceKind.DESK, "TRC", "D1", Clock())
    yield made
    made.close()


def counts(made):
    return {line.key: line.shown for table in made.tables for line in table.lines}


def test_a_quarter_counts_its_referrals_and_what_became_of_them(lead):
    clock, admin = lead.clock, lead.open()
    coordinator = lead.user("Marigold Example", Role.COORDINATOR)
    made = [refers(admin, now=clock.now, name=f"n{n}", facts=OFFERED) for n in range(16)]
    clock.pass_(hours=30)
    for one in made[:12]:
        cases.step(coordinator, one.id, CaseStatus.ACCEPTED, now=clock.now)
        cases.step(coordinator, one.id, CaseStatus.CONTACT_MADE, now=clock.now)
    clock.pass_(days=60)
    refers(admin, now=clock.now, name="next-year")

    found = report.make(coordinator, QUARTER, now=clock.now)

    said = counts(found)
    assert said["pathway/INT"] == said["offer/accepted"] == 16
    # Four people were not reached: that goes, and whatever would tell it.
    assert said["case/accepted"] is Mark.HIDDEN
    assert said["case/not_accepted"] is Mark.SMALL
    assert said["contact/three_days"] is Mark.HIDDEN
    assert [one.value for one in found.middles] == [0, None]


OFFERED = {"offer.made": Known(True), "offer.answer": Known("accepted")}


def test_on_a_precincts_computer_nothing_of_cases_is_counted(desk):
    refers(desk.open(), now=desk.clock.now)
    supervisor = desk.user("Sgt. Sample", Role.SUPERVISOR)

    found = report.make(supervisor, QUARTER, now=desk.clock.now)

    assert not found.cases_known
    assert not [key for key in counts(found) if key.startswith("case/")]
    assert "lead agency's computer alone" in as_text(report.as_sheet(supervisor, found, ENGLISH))


def test_an_officer_makes_no_reports(desk):
    officer = desk.user("Ofc. Larkspur", Role.OFFICER)
    with pytest.raises(Refused, match="role"):
        report.make(officer, QUARTER, now=desk.clock.now)


def test_two_counties_that_differ_only_in_facts_about_people_give_the_same_report(tmp_path):
    told = []
    for name, canary in (("one", "Zinnia Quartz"), ("two", "Umber Vale")):
        clock = Clock()
        computer = Computer(tmp_path / name, DeviceKind.LEAD, "MCC", "L1", clock)
        facts = {
            path: Known(canary)
            for path in (
                "person.last_name",
                "person.phone",
                "health.note",
                "narrative",
                "place.address",
                "safety.note",
            )
        }
        for n in range(3):
            refers(computer.open(), now=clock.now, name=f"n{n}", facts=facts)
        made = report.make(computer.open(), QUARTER, now=clock.now)
        sheet = as_text(report.as_sheet(computer.open(), made, ENGLISH))
        told.append((report.as_csv(made, ENGLISH), sheet))
        computer.close()

    assert told[0] == told[1]
    assert b"Zinnia" not in told[0][0]
    assert "Zinnia" not in told[0][1]


def test_a_fact_stamped_as_somebodys_own_is_not_counted(lead):
    admin = lead.open()
    referral = refers(admin, now=lead.clock.now, facts=OFFERED)
    register = referral.encounter.registers["offer.answer"]
    admin.store.keep(
        [
            Entry(
                at=lead.clock.now,
                by=Author("x", Role.DESK, "TRC", "trc-d1"),
                subject=encounter_subject(referral.encounter_id),
                tags=frozenset({Tag.HEALTH}),
                sets=(Setting("offer.answer", Known("declined"), register.based_on),),
            )
        ]
    )

    said = counts(report.make(admin, QUARTER, now=lead.clock.now))

    assert said["offer/declined"] == 0
    assert said["offer/no_answer"] is Mark.SMALL


def test_a_form_that_was_left_open_for_days_is_no_measure_of_time(lead):
    admin, clock = lead.open(), lead.clock
    for n in range(11):
        met = {"contact_at": Known(clock.now - timedelta(minutes=10 if n else 60 * 72))}
        refers(admin, now=clock.now, name=f"n{n}", facts=met)

    found = report.make(admin, QUARTER, now=clock.now)

    assert found.middles[0].value is None  # ten are left


def test_the_csv_reads_as_a_table_and_a_screen_reader_can_read_the_pdf(lead, tmp_path):
    refers(lead.open(), now=lead.clock.now)
    made = report.make(lead.open(), QUARTER, now=lead.clock.now)

    data = report.as_csv(made, ENGLISH)

    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["table", "what", "count"]
    assert ["", "Referrals logged", "<11"] in rows
    assert {len(row) for row in rows} == {3}
    pdf = report.as_pdf(lead.open(), made, ENGLISH, FontLibrary(RESOURCES / "fonts"))
    (tmp_path / "report.pdf").write_bytes(pdf)
    judged = page.validate_pdf(tmp_path / "report.pdf", profile=page.ValidationProfile.PDF_UA_1)
    assert not judged.failures
