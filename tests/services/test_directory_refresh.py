"""A year later: the national workbook comes again, changed, and nobody's words are lost."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest

from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, PhoneResult, Role
from desktop.formats.geo import read_zips
from desktop.services import directory_lists, services_known
from desktop.services.listing_notes import notes_on
from tests.stories.machines import NIGHT, RESOURCES, Clock, Computer

pytestmark = pytest.mark.slow  # reads, changes and writes a workbook of 12,176 rows

WORKBOOK = "samhsa_2022/National_Directory_SA_Facilities_2022.xlsx"
LATER = NIGHT + timedelta(days=365)
EACH = 6  # services of each kind of change


@pytest.fixture
def lead(tmp_path):
    computer = Computer(tmp_path / "lead", DeviceKind.LEAD, "MCC", "L1", Clock())
    yield computer.open()
    computer.close()


@pytest.mark.real_data
def test_a_changed_copy_of_the_workbook_keeps_notes_and_phone_results(lead, shared_data, tmp_path):
    zips = read_zips(RESOURCES / "geo")
    source = shared_data / WORKBOOK
    services_known.keep(lead, services_known.read(source, zips=zips, now=NIGHT), now=NIGHT)
    book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    header, *rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    at = {str(title).lower(): place for place, title in enumerate(header)}
    phones = Counter(row[at["phone"]] for row in rows)
    chance = random.Random(2023)
    touched = chance.sample([r for r in rows if phones[r[at["phone"]]] == 1], 4 * EACH)
    kinds = [touched[start : start + EACH] for start in range(0, 4 * EACH, EACH)]
    known = {one.listing.phones[0].given: one.id for one in lead.store.directory.kept("samhsa")
             if one.listing.phones}  # fmt: skip
    ids = [[known[row[at["phone"]].strip()] for row in kind] for kind in kinds]
    for service in (id_ for kind in ids for id_ in kind):
        services_known.record_call(lead, service, PhoneResult.FULL, now=NIGHT)
        services_known.report_listing(lead, service, f"Ring twice at {service}.", now=NIGHT)
    before = services_known.capacity(lead)

    renamed, moved, rung, removed = kinds
    for row in renamed:
        row[at["name1"]] = f"{row[at['name1']]} of a New Name"
    for row in moved:
        row[at["street1"]], row[at["zip"]] = "1 New Street", row[at["zip"]]
    for place, row in enumerate(rung):
        row[at["phone"]] = f"555-010-{place:04}"
    rows = [row for row in rows if not any(row is gone for gone in removed)]
    chance.shuffle(rows)
    fresh = [*rows[0]]
    fresh[at["name1"]], fresh[at["street1"]] = "Brand New House", "9 Nowhere Lane"
    fresh[at["phone"]] = "555-019-9999"
    later = tmp_path / "National_Directory_SA_Facilities_2023.xlsx"
    out = openpyxl.Workbook(write_only=True)
    sheet = out.create_sheet()
    sheet.append([str(title).capitalize() for title in header])
    for row in (*rows, fresh):
        sheet.append(row)
    out.save(later)

    found = services_known.read(later, zips=zips, now=LATER)
    preview = directory_lists.preview(lead, found)
    edition = services_known.keep(lead, found, now=LATER)

    assert preview.gone == frozenset(ids[3])
    assert preview.changed == frozenset(id_ for kind in ids[:3] for id_ in kind)
    assert (edition.edition, edition.new) == ("2023", 1)
    shelf = lead.store.directory
    assert all(shelf.get(id_).name.count("of a New Name") == 1 for id_ in ids[0])
    assert all(shelf.get(id_).place.street == "1 New Street" for id_ in ids[1])
    assert all(shelf.get(id_).phones[0].number.startswith("555-010-") for id_ in ids[2])
    assert all(shelf.get(id_).gone_since == "2023" for id_ in ids[3])
    assert services_known.capacity(lead) == before
    for service in (id_ for kind in ids for id_ in kind):
        assert [one.words for one in notes_on(lead, service)] == [f"Ring twice at {service}."]

    directory_lists.take_back_import(lead, now=LATER)
    assert all(not shelf.get(id_).gone_since for id_ in ids[3])
    assert shelf.find("brand new house nowhere") == []


def test_notes_of_several_stand_side_by_side_until_the_coordinator_answers(lead, tmp_path):
    officer = Computer(tmp_path / "patrol", DeviceKind.PATROL, "TRC", "K7", Clock())
    patrol = officer.open()
    services_known.report_listing(patrol, "s1", "The number is a bakery.", now=NIGHT)
    services_known.report_listing(patrol, "s1", "Closed on Mondays.", now=NIGHT)
    told = [one.words for one in notes_on(patrol, "s1")]
    officer.close()
    assert sorted(told) == ["Closed on Mondays.", "The number is a bakery."]

    services_known.report_listing(lead, "s1", "Wrong door.", now=NIGHT)
    services_known.report_listing(lead, "s1", "Rings long.", now=NIGHT)
    coordinator = replace(lead, user=replace(lead.user, role=Role.COORDINATOR))
    services_known.report_listing(coordinator, "s1", "Corrected.", now=LATER)
    assert [one.words for one in notes_on(lead, "s1")] == ["Corrected."]


@pytest.mark.parametrize(
    "words",
    [
        "", "  \n", "x" * 301, "Robin Sample, DOB 1990-01-02, was sent away",
        "Her number is 123-45-6789", "Nacida el 2 de enero",
    ],
)  # fmt: skip
def test_what_tells_of_a_person_is_no_note_on_a_listing(lead, words):
    with pytest.raises(Refused) as refused:
        services_known.report_listing(lead, "s1", words, now=NIGHT)
    assert words.strip()[:20] == "" or words not in str(refused.value)
    assert notes_on(lead, "s1") == []
