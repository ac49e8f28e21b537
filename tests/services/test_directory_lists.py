"""Directories in and out on a real workspace: recognized, exported, taken back, remembered."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.capacity import ReportSource, newest
from desktop.domain.hours import Opening
from desktop.domain.list_columns import ListColumn
from desktop.domain.matching import rank
from desktop.domain.needs import Barrier, Need
from desktop.domain.places import speed_in
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, PhoneResult
from desktop.domain.wishes import Wish
from desktop.domain.words import ENGLISH
from desktop.formats.geo import read_zips
from desktop.services import assess, directory_lists, services_known
from tests.stories.machines import NIGHT, RESOURCES, Clock, Computer

ZIPS = read_zips(RESOURCES / "geo")
SAMPLE = RESOURCES / "directory" / "three-rivers"
DETOX = "tr-prairie-ridge"


@pytest.fixture
def desk(tmp_path):
    computer = Computer(tmp_path / "desk", DeviceKind.DESK, "TRC", "D1", Clock())
    workspace = computer.open()
    found = services_known.read(SAMPLE, zips=ZIPS, now=NIGHT)
    services_known.keep(workspace, found, now=NIGHT)
    yield workspace
    computer.close()


@pytest.mark.parametrize("name", ["out.json", "out.zip", "out"])
def test_importing_our_own_export_changes_nothing(desk, tmp_path, name):
    later = NIGHT + timedelta(hours=2)
    directory_lists.export_hsds(desk, "three-rivers", tmp_path / name, now=later)
    before = services_known.capacity(desk)

    found = services_known.read(tmp_path / name, zips=ZIPS, now=later)
    preview = directory_lists.preview(desk, found)
    assert (preview.new, preview.changed, preview.gone) == (frozenset(),) * 3
    edition = services_known.keep(desk, found, now=later)

    assert (edition.services, edition.new, edition.changed, edition.gone) == (8, 0, 0, 0)
    assert services_known.capacity(desk) == before
    assert desk.store.directory.version() == "three-rivers=2026-11-23"


def test_an_old_export_does_not_take_back_what_the_phone_said_since(desk, tmp_path):
    directory_lists.export_hsds(desk, "three-rivers", tmp_path / "out.zip", now=NIGHT)
    later = NIGHT + timedelta(hours=1)
    services_known.record_call(desk, DETOX, PhoneResult.FULL, now=later)
    found = services_known.read(tmp_path / "out.zip", zips=ZIPS, now=later)
    services_known.keep(desk, found, now=later)
    told = newest(services_known.capacity(desk)[DETOX])
    assert told.source is ReportSource.PHONE
    assert told.reported_at == later


def test_a_fresh_machine_gets_the_same_services_under_the_same_ids(desk, tmp_path):
    directory_lists.export_hsds(desk, "three-rivers", tmp_path / "out.zip", now=NIGHT)
    patrol = Computer(tmp_path / "patrol", DeviceKind.PATROL, "TRC", "K7", Clock())
    workspace = patrol.open()
    services_known.keep(
        workspace, services_known.read(tmp_path / "out.zip", zips=ZIPS, now=NIGHT), now=NIGHT
    )
    here = desk.store.directory.snapshot("three-rivers")
    assert workspace.store.directory.snapshot("three-rivers") == here
    told = {id_: [replace(r, told_to="") for r in reports]
            for id_, reports in services_known.capacity(desk).items()}  # fmt: skip
    assert services_known.capacity(workspace) == told
    patrol.close()


def test_an_import_taken_back_leaves_the_phone_results(desk):
    services_known.record_call(desk, DETOX, PhoneResult.FULL, now=NIGHT)
    told = services_known.capacity(desk)
    assert directory_lists.take_back_import(desk, now=NIGHT).source == "three-rivers"
    assert desk.store.directory.count() == 0
    assert services_known.capacity(desk) == told
    with pytest.raises(Refused):
        directory_lists.take_back_import(desk, now=NIGHT)


def test_columns_matched_once_are_remembered_for_the_next_list(desk, tmp_path):
    path = tmp_path / "list 2026.csv"
    write(path, ("Wer", "Wo"), ("Elm House", "Millbrook"))
    sheet, matching = directory_lists.match_columns(desk, path)
    assert sheet.rows == (("Elm House", "Millbrook"),)
    assert matching.missing == (ListColumn.ORGANIZATION,)
    matching = matching.corrected(ListColumn.ORGANIZATION, 0).corrected(ListColumn.CITY, 1)
    directory_lists.remember_columns(desk, matching)

    after = tmp_path / "list 2027.csv"
    write(after, ("WER", "wo"), ("Oak House", "Millbrook"))
    _, remembered = directory_lists.match_columns(desk, after)
    assert remembered.places == matching.places
    found = directory_lists.read_matched(after, remembered, zips=ZIPS, now=NIGHT)
    services_known.keep(desk, found, now=NIGHT)
    assert [one.name for one in desk.store.directory.find("oak")] == ["Oak House"]


def test_there_is_nothing_to_export_of_a_source_nobody_took_in(desk, tmp_path):
    with pytest.raises(Refused):
        directory_lists.export_hsds(desk, "moon", tmp_path / "out.zip", now=NIGHT)
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.real_data
def test_every_kind_of_directory_is_recognized(shared_data):
    kinds = {
        "hsds_3.1/examples/csv": "hsds",
        "hsds_3.1/examples/service_full.json": "service",
        "ca_dhcs_2026/facilities.csv": "california-dhcs",
    }
    for name, source in kinds.items():
        found = services_known.read(shared_data / name, zips=ZIPS, now=NIGHT)
        assert found.snapshot.source == source


def write(path: Path, *rows: tuple[str, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_when_nothing_fits_each_wish_to_drop_says_what_it_gives(desk):
    wish = Wish(
        needs=(Need.CRISIS,),
        must=frozenset({Barrier.PREGNANT}),
        near=ZIPS.get("59442").point,
        within_miles=30,
    )
    assert services_known.candidates(desk, wish) == []

    found = assess.misses(desk, wish, now=NIGHT)

    given = {str(ENGLISH(one.drop)): one.match.listing.id for one in found}
    assert given["Drop: Pregnant"] == "tr-county-crisis"
    assert len(found) >= 2
    assert all(one.count >= 1 for one in found)


def test_people_drive_more_slowly_in_a_city(desk):
    far = ZIPS.get("59446").point  # about 39 road miles: 53 minutes on rural roads
    late = datetime.fromisoformat("2026-11-23T20:50:00-07:00")

    def opening(rurality):
        wish = replace(Wish(needs=(Need.PEER,), near=far), speed=speed_in(rurality))
        harbor = desk.store.directory.get("tr-harbor")  # open until 22:00
        return rank(wish, [harbor], {}, now=late)[0].opening

    assert opening("rural") is Opening.OPEN
    assert opening("urban") is Opening.CLOSED
