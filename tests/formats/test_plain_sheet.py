"""An agency's own list: columns are guessed, corrected and remembered, then rows are read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from desktop.domain.capacity import CapacityUnit
from desktop.domain.column_matching import (
    Matching,
    guess_columns,
    matching_from_json,
    matching_to_json,
    signature,
)
from desktop.domain.directory import PhoneKind
from desktop.domain.list_columns import COLUMN_KINDS, ListColumn
from desktop.domain.listing_parts import License
from desktop.domain.refused import Refused
from desktop.domain.terms import CapacityStatus
from desktop.domain.words import ENGLISH
from desktop.formats.geo import read_zips
from desktop.formats.plain_sheet import look_at, read_plain
from tests.conftest import PROJECT

AT = datetime(2026, 11, 23, 22, 14, tzinfo=UTC)
ZIPS = read_zips(PROJECT / "resources" / "geo")
HEADER = (
    "Agency Name", "Program", "Address", "City", "St", "Zip Code", "Phone", "Intake Phone",
    "Hours of Operation", "Languages Spoken", "Beds Available", "Total Beds", "As of", "Min. Age",
    "License expires", "Remarks",
)  # fmt: skip
ROW = (
    "Elm House", "Detox", "1 Elm St", "Fort Benton", "MT", "59442", "(406) 555-0101",
    "406.555.0102 ext 3", "MO-FR 08:00-17:00", "English; Spanish", "3", "12", "11/23/2026 06:30 PM",
    "18+", "2027-01-31", "ask for Ann",
)  # fmt: skip


def sheet(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def read(path: Path, **more: object):
    return read_plain(path, guess_columns(look_at(path).header), at=AT, zips=ZIPS, **more)


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read(path)
    assert ENGLISH(refused.value.remedy)
    return ENGLISH(refused.value.reason)


def test_the_columns_of_a_common_list_are_guessed():
    matching = guess_columns(HEADER)
    assert {kind: HEADER[place] for kind, place in matching.places} == {
        ListColumn.ORGANIZATION: "Agency Name",
        ListColumn.SERVICE: "Program",
        ListColumn.STREET: "Address",
        ListColumn.CITY: "City",
        ListColumn.STATE: "St",
        ListColumn.ZIP: "Zip Code",
        ListColumn.PHONE: "Phone",
        ListColumn.INTAKE_PHONE: "Intake Phone",
        ListColumn.HOURS: "Hours of Operation",
        ListColumn.LANGUAGES: "Languages Spoken",
        ListColumn.AVAILABLE: "Beds Available",
        ListColumn.MAXIMUM: "Total Beds",
        ListColumn.REPORTED_AT: "As of",
        ListColumn.MIN_AGE: "Min. Age",
        ListColumn.LICENSE_EXPIRES: "License expires",
    }
    assert matching.unused == ("Remarks",)
    assert matching.missing == ()


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from([w for kind in COLUMN_KINDS.values() for w in kind.headers])
        | st.text(max_size=8),
        max_size=12,
    )
)
def test_no_column_is_guessed_twice_and_a_guess_survives_being_stored(header):
    matching = guess_columns(header)
    places = [place for _, place in matching.places]
    assert len(set(places)) == len(places) == len({kind for kind, _ in matching.places})
    assert matching_from_json(matching_to_json(matching)) == matching


def test_a_column_moved_by_hand_leaves_the_place_it_took():
    matching = guess_columns(("Name", "Phone", "Other"))
    moved = matching.corrected(ListColumn.PHONE, 0)
    assert moved.places == ((ListColumn.PHONE, 0),)
    assert moved.missing == (ListColumn.ORGANIZATION,)
    assert moved.corrected(ListColumn.PHONE, None).places == ()


def test_a_matching_is_remembered_by_its_header_whatever_its_case_and_signs(tmp_path):
    path = sheet(tmp_path / "a.csv", ("Wer", "Wo", "Tel."), ("Elm", "Oak", "1"))
    own = Matching(("WER", "wo ", "tel"), ((ListColumn.ORGANIZATION, 0), (ListColumn.CITY, 1)))
    found = look_at(path)
    assert found.guessed(own).places == own.places
    other = replace(own, header=("Wer", "Wo"))
    assert found.guessed(other).missing == (ListColumn.ORGANIZATION,)
    assert signature(("a b",)) != signature(("a", "b"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"header": ["a"], "places": {"moon": 0}}',
        '{"header": [], "places": {"zip": 0}}',
    ],
)
def test_a_matching_of_another_version_is_refused(text):
    with pytest.raises(Refused):
        matching_from_json(text)


def test_a_row_becomes_a_service_with_its_beds(tmp_path):
    found = read(sheet(tmp_path / "Resource list 2026.csv", HEADER, ROW))
    assert (found.snapshot.source, found.snapshot.edition) == ("resource-list", "2026-11-23")
    assert found.report.unread == found.unread_capacity == ()
    [one] = found.snapshot.listings
    assert one.name == "Elm House: Detox"
    assert one.place.one_line == "1 Elm St, Fort Benton, MT 59442"
    assert one.place.point is not None
    assert not one.place.exact
    assert [(p.number, p.extension, p.kind) for p in one.phones] == [
        ("406-555-0101", "", PhoneKind.MAIN),
        ("406-555-0102", "3", PhoneKind.INTAKE),
    ]
    [hours] = one.schedules
    assert (hours.opens, hours.closes, hours.zone.key) == (time(8), time(17), "America/Denver")
    assert one.service.languages == ("English", "Spanish")
    assert one.service.min_age == 18
    assert one.service.license == License("", date(2027, 1, 31))
    [report] = found.capacity
    assert (report.service_id, report.unit, report.status) == (
        one.id, CapacityUnit.BED, CapacityStatus.CAPACITY,
    )  # fmt: skip
    assert (report.available, report.maximum) == (3, 12)
    assert report.reported_at == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def test_a_workbook_with_a_title_above_is_read_as_well(tmp_path):
    book = Workbook()
    page = book.active
    page.append(["Resources of our county"])
    page.append([])
    page.append(["Provider", "Phone", "As of", "Beds available", None])
    page.append(["Elm House", 4065550101, datetime(2026, 11, 23, 18, 30), 3])  # noqa: DTZ001
    page.append(["=1+1", "=2+2", None, None])
    book.save(tmp_path / "x.xlsx")
    looked = look_at(tmp_path / "x.xlsx")
    assert (looked.header, looked.line) == (("Provider", "Phone", "As of", "Beds available"), 3)
    found = read(tmp_path / "x.xlsx")
    # A formula nobody computed has no value; it is never computed here.
    assert [one.name for one in found.snapshot.listings] == ["Elm House"]
    assert found.snapshot.listings[0].phones[0].number == "406-555-0101"
    assert [one.available for one in found.capacity] == [3]


def test_what_cannot_be_read_is_told_with_its_line_and_the_rest_offered(tmp_path):
    def row(**change: str) -> tuple[str, ...]:
        return tuple(
            change.get(name.replace(" ", "_"), cell) for name, cell in zip(HEADER, ROW, strict=True)
        )

    found = read(
        sheet(
            tmp_path / "x.csv",
            HEADER,
            row(Agency_Name="", Program=""),
            row(Beds_Available="13", Address="a"),
            row(As_of="", Address="b"),
            row(As_of="lately", Address="c"),
            row(Beds_Available="some", Address="d"),
            row(License_expires="soon", Address="e"),
            (*row(Address="f"), "one more"),
            row(Hours_of_Operation="9 to 5 most days", Zip_Code="", City="Nowhere", Address="g"),
        )
    )
    assert [(one.line, ENGLISH(one.why)) for one in found.report.unread] == [
        (2, "No name."),
        (7, "Not a day: license_expires."),
        (8, "More cells than columns."),
    ]
    assert [(one.line, ENGLISH(one.why)) for one in found.unread_capacity] == [
        (3, "13 free of at most 12 cannot be. Ask again."),
        (4, "It does not say when the beds were counted."),
        (5, "Not a day: reported_at."),
        (6, "Not a number: available."),
    ]
    assert len(found.snapshot.listings) == 6
    last = found.snapshot.listings[-1]
    assert (last.schedules, last.service.hours_note) == ((), "9 to 5 most days")
    assert found.report.unknown_zips == ()


def test_the_same_row_twice_is_one_service_and_a_copy(tmp_path):
    other = ("Elm House", "Detox", "1 Elm St", "Sawyer Flat", *ROW[4:])
    found = read(sheet(tmp_path / "x.csv", HEADER, ROW, ROW, other))
    first, copy, odd = found.snapshot.listings
    assert (copy.copy_of, odd.copy_of) == (first.id, "")
    assert len({first.id, copy.id, odd.id}) == 3
    assert [(one.line, one.exact) for one in found.report.repeats] == [(3, True), (4, False)]


def test_an_id_column_names_the_service_over_the_years(tmp_path):
    before = read(sheet(tmp_path / "list 2026.csv", ("ID", "Name"), ("7/a", "Elm House")))
    after = read(sheet(tmp_path / "list 2027.csv", ("ID", "Name"), ("7/a", "Oak House")))
    assert before.snapshot.listings[0].id == after.snapshot.listings[0].id


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_seen_not_assumed(tmp_path, encoding):
    path = sheet(tmp_path / "x.csv", ("Name", "City"), ("Casa Año", "Peñasco"), encoding=encoding)
    [one] = read(path).snapshot.listings
    assert (one.name, one.place.city) == ("Casa Año", "Peñasco")


@pytest.mark.real_data
def test_naughty_strings_in_every_field_are_kept_as_text(tmp_path, shared_data):
    words = json.loads((shared_data / "naughty" / "blns.json").read_text(encoding="utf-8"))
    kinds = list(ListColumn)
    header = tuple(COLUMN_KINDS[kind].headers[0] for kind in kinds)
    path = sheet(tmp_path / "x.csv", header, *((word,) * len(header) for word in words))
    matching = Matching(header, tuple((kind, place) for place, kind in enumerate(kinds)))
    found = read_plain(path, matching, at=AT, zips=ZIPS)
    spaces = " \t\r\n\xa0"
    said = [word.strip(spaces) for word in words if word.strip(spaces)]
    assert [one.organization.name for one in found.snapshot.listings] == said
    assert [one.service.about for one in found.snapshot.listings] == said
    assert [one.place.street for one in found.snapshot.listings] == said


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file is empty."),
        (b"only one column\nx\n", "There is no line with the names of columns in this file."),
        (b"Colour,Size\nred,2\n", "No column is matched to: Name of the organization."),
        (b"Name,City\n", "No service could be read from this file."),
        (b"\x81\x8d,\n", "This file is neither a workbook nor a CSV text."),
        (b"Name,City\nElm," + b"x" * 1_000_001, "The text of this file breaks off in line 2."),
        (b"PK\x03\x04cut", "This workbook is damaged or was cut short."),
    ],
)
def test_what_is_no_list_is_refused(tmp_path, content, reason):
    (tmp_path / "x.csv").write_bytes(content)
    assert refusal(tmp_path / "x.csv") == reason


def test_a_file_with_another_header_is_refused(tmp_path):
    path = sheet(tmp_path / "x.csv", ("Name", "City"), ("Elm", "Oak"))
    with pytest.raises(Refused) as refused:
        read_plain(path, guess_columns(("Name", "Town", "Zip")), at=AT)
    assert ENGLISH(refused.value.reason).startswith("The columns of this file are not those")


def test_reading_can_be_stopped(tmp_path):
    class Stopped(Exception):
        pass

    def stop(count: int) -> None:
        assert count == 0
        raise Stopped

    with pytest.raises(Stopped):
        read(sheet(tmp_path / "x.csv", HEADER, ROW), on_progress=stop)
