"""The directory from a terminal: in, found, out, and in again."""

from __future__ import annotations

import csv

import pytest

from desktop.formats.plain_cells import STARTS
from tests.conftest import PROJECT

HOSTILE = "\x1b[31m=cmd|' /C calc'!A0"


def test_find_says_what_was_reported_by_whom_and_how_old_it_is(sample):
    ran = sample.here(
        "directory", "find", "detox", "--near", "59442", "--need", "withdrawal", by="officer"
    )

    assert ran.code == 0
    lines = [line.strip() for line in ran.out.splitlines()]
    assert lines[0] == "Prairie Ridge Detox"
    assert "Withdrawal care with a bed" in lines[1]
    assert "less than 1 mi" in lines[2]
    assert lines[3] == "Open 24 hours"
    assert lines[4] == "555-010-0102 ext. 2"
    assert lines[5].startswith("2 of 12 beds reported free. By the front desk, on the phone,")
    assert "3 h ago" in lines[5]


def test_a_figure_too_old_to_be_believed_says_call_and_nothing_is_ever_available(sample):
    sample.later(days=2)

    everything = sample.here("directory", "find", by="officer").out

    assert "Unknown: call" in everything
    assert "available" not in everything.lower()
    assert "2 days ago" in everything


def test_find_for_programs_and_in_spanish(sample):
    found = sample.here(
        "directory", "find", "--near", "Havre, MT", "--need", "peer", "--language", "es", "--json",
        by="officer",
    ).json  # fmt: skip
    assert found
    assert all(one["miles"] > 0 and one["room"]["headline"] for one in found)


def test_nothing_found_and_places_unknown_are_said(sample):
    assert sample.here("directory", "find", "zzzz", by="officer").out == "No service fits.\n"
    reason, remedy = sample.here("directory", "find", "--near", "00000", by="officer").complaint
    assert "not known" in reason
    assert "ZIP" in remedy


def test_what_is_exported_is_imported_again_as_the_same_services(sample, tmp_path):
    out = tmp_path / "out"
    written = sample.here("directory", "export", out, "--json", by="desk").json
    assert written["services"] == {"three-rivers": 8}
    assert (out / "three-rivers" / "services.csv").exists()
    before = sample.here("directory", "find", "--json", by="desk").json
    sample.later(days=30)

    again = sample.here("directory", "import", out, "--json", by="desk").json

    (source,) = again["sources"]
    assert (source["new"], source["changed"], source["gone"]) == (0, 0, 0)
    after = sample.here("directory", "find", "--json", by="desk").json
    assert [one["id"] for one in after] == [one["id"] for one in before]
    # A month has passed, so no figure came back as a fresh one.
    assert not [one["name"] for one in after if one["room"]["freshness"] == "fresh"]


def test_hostile_names_steer_neither_a_terminal_nor_a_spreadsheet(sample, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "services.csv").write_text(
        f'id,organization,city,state\na1,"{HOSTILE}",Millbrook,MT\n'
        'a2,"=SUM(A1)",Millbrook,MT\na3,,Millbrook,MT\n',
        encoding="utf-8",
    )
    read = sample.here("directory", "import", folder, by="desk")
    assert read.code == 0
    assert "Left out, line 4: Empty: organization." in read.out

    assert "\x1b" not in sample.here("directory", "find", "calc", by="desk").out
    sample.here("directory", "export", tmp_path / "out", by="desk")
    with (tmp_path / "out/own/services.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["organization"] for row in rows] == [HOSTILE, "'=SUM(A1)"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(STARTS)]


NO_DIRECTORIES = [
    ("gone.xlsx", None, "no such file"),
    ("empty.csv", b"", "empty"),
    ("letter.csv", b"Dear colleague,\nhello\n", "column"),
    ("picture.xlsx", b"PK\x03\x04 no workbook", "damaged"),
    ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "old format"),
]


def test_what_is_no_directory_is_refused_and_nothing_changes(sample, tmp_path):
    for name, content, said in NO_DIRECTORIES:
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)

        reason, remedy = sample.here("directory", "import", path, by="desk").complaint

        assert said in reason
        assert remedy
    assert len(sample.here("directory", "find", "--json", by="desk").json) == 8


def test_before_any_import_find_and_export_say_what_to_do(desk, tmp_path):
    from tests.cli.test_start import NEW

    desk.here(*NEW)
    for command in (["directory", "find"], ["directory", "export", tmp_path / "out"]):
        _, remedy = desk.here(*command).complaint
        assert "directory import" in remedy
    assert not (tmp_path / "out").exists()


@pytest.mark.real_data
@pytest.mark.slow  # reads 12,176 rows of a workbook and keeps them
def test_the_national_directory_is_taken_in_and_found_offline(sample, shared_data):
    book = next((shared_data / "samhsa_2022").glob("*.xlsx"))

    read = sample.here("directory", "import", book, "--json", by="desk").json

    (source,) = read["sources"]
    assert (source["rows"], read["services"]) == (12_176, 12_176 + 8)
    assert source["repeats"]
    found = sample.here("directory", "find", "treatment", "--near", "59501", "--json", by="desk")
    assert all(one["room"]["headline"] == "Unknown: call" for one in found.json)


def test_resources_name_the_sample_that_ships(sample):
    folder = PROJECT / "resources" / "directory" / "three-rivers"
    again = sample.here("directory", "import", folder, "--json", by="desk").json
    assert again["sources"][0]["capacity_reports"] == 7
