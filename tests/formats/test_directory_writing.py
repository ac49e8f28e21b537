"""A directory written as plain CSV comes back word for word, and no spreadsheet runs a cell."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.listing_parts import License
from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH
from desktop.formats.dhcs import read_dhcs
from desktop.formats.directory_files import SERVICES, read_directory
from desktop.formats.directory_writing import directory_files
from desktop.formats.geo import read_zips
from desktop.formats.plain_cells import STARTS, guarded, unguarded
from desktop.formats.samhsa import read_samhsa
from tests.formats.test_directory_files import AT, SAMPLE
from tests.store.workspaces import PROJECT


def written(folder, listings, reports=()):
    folder.mkdir()
    for name, data in directory_files(listings, reports).items():
        (folder / name).write_bytes(data)
    return folder


def plain(listing):
    return replace(listing, source="")


def test_what_is_written_is_read_back_and_is_not_a_day_younger(tmp_path):
    first = read_directory(SAMPLE, at=AT)
    folder = written(tmp_path / "out", first.snapshot.listings, first.capacity)

    again = read_directory(folder, at=AT + timedelta(days=30))

    assert again.report.unread == again.unread_capacity == ()
    assert [plain(one) for one in again.snapshot.listings] == [
        plain(one) for one in first.snapshot.listings
    ]
    assert again.capacity == first.capacity
    assert again.snapshot.settled


@pytest.mark.real_data
@pytest.mark.slow  # 12,176 rows are read twice
def test_the_national_directory_comes_back_whole(tmp_path, shared_data):
    book = next((shared_data / "samhsa_2022").glob("*.xlsx"))
    first = read_samhsa(book).snapshot.listings

    again = read_directory(written(tmp_path / "out", first), at=AT)

    assert again.report.unread == ()
    assert [plain(one) for one in again.snapshot.listings] == [plain(one) for one in first]


@pytest.mark.real_data
@pytest.mark.slow  # 2,266 rows are read twice
def test_californias_licences_come_back_whole(tmp_path, shared_data):
    zips = read_zips(PROJECT / "resources" / "geo")
    path = shared_data / "ca_dhcs_2026" / "facilities.csv"
    first = read_dhcs(path, at=AT, zips=zips).snapshot.listings
    assert sum(one.service.license is not None for one in first) > 2_000

    again = read_directory(written(tmp_path / "out", first), at=AT)

    assert again.report.unread == ()
    assert [plain(one) for one in again.snapshot.listings] == [plain(one) for one in first]


def test_what_a_service_says_of_itself_comes_back(tmp_path):
    [first, *_] = read_directory(SAMPLE, at=AT).snapshot.listings
    told = replace(
        first,
        organization=replace(first.organization, about="Since 1970", email="a@b.example"),
        service=replace(
            first.service,
            also_known_as="=Ridge",
            url="https://b.example",
            email="c@b.example",
            interpretation="By phone",
            wait="2 days",
            accreditations="CARF",
            hours_note="Closed at noon",
            license=License("MT-104", date(2027, 1, 31)),
            licensed_for=12,
        ),
        place=replace(first.place, also_at="9 Side St", accessibility=("Ramp", "Lift")),
    )

    [again] = read_directory(written(tmp_path / "out", [told]), at=AT).snapshot.listings

    assert plain(again) == plain(told)


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''@x", "'quoted", "=cmd|' /C calc'!A0", "＝1"]  # noqa: RUF001


def test_no_cell_that_a_spreadsheet_would_run_is_written(tmp_path):
    sample = read_directory(SAMPLE, at=AT).snapshot.listings[0]
    listings = [
        replace(
            sample,
            id=f"id{place}",
            organization=replace(sample.organization, name=text),
            service=replace(sample.service, about=text, name=f"{text}\nnext line"),
        )
        for place, text in enumerate(HOSTILE)
    ]
    folder = written(tmp_path / "out", listings)

    with (folder / SERVICES).open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert not [cell for cell in cells if cell.startswith(STARTS)]
    back = read_directory(folder, at=AT).snapshot.listings
    assert [plain(one) for one in back] == [plain(one) for one in listings]


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n a1＝"), max_size=6))  # noqa: RUF001
def test_any_cell_is_guarded_and_comes_back(cell):
    assert not guarded(cell).startswith(STARTS)
    assert unguarded(guarded(cell)) == cell


def test_a_day_or_time_that_is_none_is_told_by_its_column(tmp_path):
    (tmp_path / "services.csv").write_text(
        "id,organization,city,state,checked_on\na,Alpha,Millbrook,MT,\nb,Beta,Millbrook,MT,soon\n",
        encoding="utf-8",
    )
    (tmp_path / "capacity.csv").write_text(
        "service,unit,status,source,reported_at,next_opening\n"
        "a,bed,capacity,phone,yesterday,\n"
        "a,bed,capacity,phone,2026-11-23T20:00,\n"
        "a,bed,capacity,phone,2026-11-23T20:00:00-07:00,soon\n"
        "a,bed,capacity,phone,,\n",
        encoding="utf-8",
    )
    found = read_directory(tmp_path, at=AT)
    assert [ENGLISH(one.why) for one in found.report.unread] == ["Not a day: checked_on."]
    assert [ENGLISH(one.why) for one in found.unread_capacity] == [
        "Not a time: reported_at.",
        "Not a day: next_opening.",
        "Not a number: hours_before.",
    ]
    assert found.capacity[0].reported_at == AT.replace(hour=20, minute=0)


def test_a_folder_without_services_is_refused(tmp_path):
    with pytest.raises(Refused, match="no such file"):
        read_directory(tmp_path, at=AT)
