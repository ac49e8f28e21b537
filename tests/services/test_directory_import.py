"""A list of services is recognized by what it holds, compared before it is kept, then kept."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from desktop.domain.list_columns import ListColumn
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role
from desktop.formats.geo import read_zips
from desktop.services import directory_import, directory_lists
from desktop.services.directory_import import ListKind, Looked
from tests.stories.machines import NIGHT, RESOURCES, Clock, Computer

ZIPS = read_zips(RESOURCES / "geo")
SAMPLE = RESOURCES / "directory" / "three-rivers"
HEADER = ("Agency Name", "Address", "City", "State", "Zip", "Phone")
ROWS = (
    ("Harbor House", "12 Elm St", "Havre", "MT", "59501", "406-555-0101"),
    ("Open Door", "9 Main St", "Havre", "MT", "59501", "406-555-0102"),
    ("Plain View Clinic", "1 Hill Rd", "Malta", "MT", "59538", "406-555-0103"),
)


def written(path: Path, rows, header=HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((header, *rows))
    return path


@pytest.fixture
def computer(tmp_path):
    made = Computer(tmp_path / "desk", DeviceKind.DESK, "TRC", "D1", Clock())
    yield made
    made.close()


@pytest.fixture
def desk(computer):
    return computer.open()


def previewed(workspace, path: Path):
    looked = directory_import.look_at_list(workspace, path)
    return directory_import.preview_list(workspace, looked, zips=ZIPS, now=NIGHT)


def test_a_list_is_recognized_by_what_it_holds(tmp_path):
    samhsa = written(tmp_path / "a.csv", (), ("Name1", "Street1", "CITY", "state", "zip"))
    dhcs = written(
        tmp_path / "b.csv",
        (),
        ("license_number", "facility_name", "city", "zip", "license_expiration"),
    )
    (tmp_path / "c.json").write_text("[]", encoding="utf-8")

    assert directory_import.recognize(samhsa) is ListKind.SAMHSA
    assert directory_import.recognize(dhcs) is ListKind.DHCS
    assert directory_import.recognize(tmp_path / "c.json") is ListKind.HSDS
    assert directory_import.recognize(SAMPLE) is ListKind.SMALL
    assert directory_import.recognize(written(tmp_path / "d.csv", ROWS)) is ListKind.PLAIN


@pytest.mark.parametrize("name", ["nothing here", "empty folder", "empty.csv", "picture.png"])
def test_what_is_no_list_is_refused_with_what_to_do(tmp_path, name):
    (tmp_path / "empty folder").mkdir()
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))

    with pytest.raises(Refused) as refused:
        directory_import.recognize(tmp_path / name)

    assert refused.value.remedy


def test_next_years_list_says_what_is_new_changed_and_gone(desk, tmp_path):
    first = previewed(desk, written(tmp_path / "agencies 2025.csv", ROWS))
    assert [one.name for one in first.new] == ["Harbor House", "Open Door", "Plain View Clinic"]
    directory_import.keep_list(desk, first, now=NIGHT)
    moved = (ROWS[0][0], "77 River Rd", *ROWS[0][2:])
    added = ("New Start", "4 Oak St", "Havre", "MT", "59501", "406-555-0104")

    again = previewed(desk, written(tmp_path / "agencies 2026.csv", (moved, ROWS[1], added)))

    assert [one.name for one in again.new] == ["New Start"]
    assert [(old.place.street, new.place.street) for old, new in again.changed] == [
        ("12 Elm St", "77 River Rd")
    ]
    assert [one.name for one in again.gone] == ["Plain View Clinic"]
    assert again.same == 1
    assert desk.store.directory.count() == 3  # nothing is kept by looking


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR])
def test_who_keeps_no_directory_takes_no_list_in_and_none_back(computer, desk, tmp_path, role):
    somebody = computer.user("Lark", role)
    came = previewed(somebody, written(tmp_path / "agencies.csv", ROWS))
    with pytest.raises(Refused):
        directory_import.keep_list(somebody, came, now=NIGHT)
    assert desk.store.directory.count() == 0

    directory_import.keep_list(computer.user("Dana", Role.DESK), came, now=NIGHT)
    with pytest.raises(Refused):
        directory_lists.take_back_import(somebody, now=NIGHT)
    assert desk.store.directory.count() == len(ROWS)


def test_the_columns_matched_once_are_known_the_next_time(desk, tmp_path):
    header = ("Wer", "Wo", "Ort", "Land", "PLZ", "Ruf")
    path = written(tmp_path / "liste.csv", ROWS, header)
    looked = directory_import.look_at_list(desk, path)
    assert looked.matching is not None
    assert looked.matching.missing == (ListColumn.ORGANIZATION,)
    directory_lists.remember_columns(desk, looked.matching.corrected(ListColumn.ORGANIZATION, 0))

    again = directory_import.look_at_list(desk, path)

    assert again.matching is not None
    assert again.matching.missing == ()


def test_reading_stops_when_it_is_told_to(desk):
    class Enough(Exception):
        pass

    def stop(_rows: int) -> None:
        raise Enough

    rows = (("A", "1 B St", "C", "MT", "59501", ""),) * 3
    looked = Looked(written(desk.folder / "x.csv", rows), ListKind.PLAIN)
    _, matching = directory_lists.match_columns(desk, looked.path)
    looked = Looked(looked.path, ListKind.PLAIN, matching=matching)
    with pytest.raises(Enough):
        directory_import.preview_list(desk, looked, zips=ZIPS, now=NIGHT, on_progress=stop)
    assert desk.store.directory.count() == 0
