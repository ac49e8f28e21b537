"""HSDS out and in again: nothing changes, whatever the words are, and nothing runs."""

from __future__ import annotations

import csv
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.capacity import CapacityUnit, ForGroup
from desktop.domain.directory import Snapshot
from desktop.domain.refresh import Kept, compare
from desktop.domain.refused import Refused
from desktop.domain.terms import CapacityStatus, PhoneResult
from desktop.formats.directory_files import read_directory
from desktop.formats.hsds_read import read_hsds
from desktop.formats.hsds_tables import TABLES
from desktop.formats.hsds_write import write_hsds_csv, write_hsds_json
from tests.conftest import PROJECT
from tests.formats.hsds_kit import AT, OUT, bare, full, out_and_back, report

NASTY = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'=x", "''=x", "'", "'a", "-", "=",
    "\uff1dcmd|'/C calc'!A0", "a,b;c\"d\"", "line\r\nline\n", " padded ", "\u00a0", "Not stated",
    "NULL", "NaN", "true", "-12.5", "1e5", "\ufeffx", "<b>&amp;</b>", "../../x",
    "\U0001f600", "\x00x",
    "https://elm.example/a?b=c", "http://exa mple", "ann@elm.example", "a..b@c", "x" * 40_000,
)  # fmt: skip


@pytest.mark.parametrize("how", OUT)
def test_our_own_export_changes_nothing(tmp_path, how):
    listings = (*(full(n, word) for n, word in enumerate(NASTY)), bare(900), bare(901))
    snapshot = Snapshot("county", "2026", listings)
    told = (
        report(listings[0], "=1+1"),
        report(listings[0], "b", unit=CapacityUnit.PEER_ON_CALL, available=None, maximum=None),
        report(listings[1], "c", status=CapacityStatus.WAITLIST, available=None, waitlist=6),
        report(listings[1], "d", status=CapacityStatus.NO_CAPACITY, for_group=ForGroup.ANY,
               available=0, next_opening=AT.date()),
    )  # fmt: skip

    back = out_and_back(tmp_path, how, snapshot, told)

    assert back.report.unread == back.unread_capacity == ()
    assert (back.snapshot.source, back.snapshot.edition) == ("county", "2026")
    for before, after in zip(listings, back.snapshot.listings, strict=True):
        assert after == before
    assert sorted(back.capacity, key=repr) == sorted(told, key=repr)
    kept = [Kept(one.id, f"key of {one.id}", one) for one in listings]
    same = compare(kept, back.snapshot)
    assert same.ids == tuple(one.id for one in listings)
    assert (same.new, same.changed, same.gone) == (frozenset(),) * 3


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_words_come_back_verbatim_from_a_table(tmp_path_factory, word):
    snapshot = Snapshot("county", "2026", (full(0, word),))
    back = out_and_back(tmp_path_factory.mktemp("hsds"), "folder", snapshot)
    assert back.snapshot.listings == snapshot.listings


@pytest.mark.slow  # 515 strings in 60 fields each, three times out and in
@pytest.mark.real_data
def test_naughty_strings_in_every_field_come_back_verbatim(tmp_path, shared_data):
    words = json.loads((shared_data / "naughty" / "blns.json").read_text(encoding="utf-8"))
    listings = tuple(full(n, word) for n, word in enumerate(words))
    for how in OUT:
        back = out_and_back(tmp_path, how, Snapshot("county", "2026", listings))
        assert back.snapshot.listings == listings


def test_no_cell_of_a_table_runs_in_a_spreadsheet(tmp_path):
    listings = tuple(full(n, word) for n, word in enumerate(NASTY))
    out_and_back(tmp_path, "folder", Snapshot("county", "2026", listings))
    for shape in TABLES.values():
        with (tmp_path / "out" / shape.file).open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                for column in shape.columns:
                    if column.kind == "number":
                        assert row[column.name] == "" or float(row[column.name]) is not None
                    else:
                        assert not row[column.name].startswith(
                            ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d")
                        )


def test_the_sample_directory_and_its_room_come_back(tmp_path):
    sample = read_directory(PROJECT / "resources" / "directory" / "three-rivers", at=AT)
    back = out_and_back(tmp_path, "zip", sample.snapshot, sample.capacity)
    assert back.snapshot.listings == sample.snapshot.listings
    # Whom the figure was told to, an officer, is nobody's business outside.
    assert list(back.capacity) == [replace(one, told_to="") for one in sample.capacity]
    with zipfile.ZipFile(tmp_path / "out.zip") as packed:
        assert all(b"Thistle" not in packed.read(name) for name in packed.namelist())


def test_a_call_nobody_took_and_a_service_that_is_gone_are_not_exported(tmp_path):
    gone = replace(full(1, "b"), gone_since="2025")
    silent = report(full(0, "a"), "", heard=PhoneResult.NO_ANSWER, status=CapacityStatus.UNKNOWN,
                    available=None, maximum=None)  # fmt: skip
    back = out_and_back(
        tmp_path, "json", Snapshot("county", "2026", (full(0, "a"), gone)), (silent,)
    )
    assert [one.id for one in back.snapshot.listings] == ["s0"]
    assert back.capacity == ()
    page = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert page["total_items"] == len(page["contents"]) == 1


def test_a_figure_somebody_corrected_in_our_tables_counts_when_it_is_newer(tmp_path):
    listing = full(0, "a")
    out_and_back(
        tmp_path, "folder", Snapshot("county", "2026", (listing,)), (report(listing, "x"),)
    )
    table = tmp_path / "out" / "service_capacity.csv"
    text = table.read_text(encoding="utf-8")
    later = (AT + timedelta(hours=1)).isoformat()
    header, row = text.splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True)) | {
        "available": "7",
        "updated": later,
    }
    table.write_text(f"{header}\n{','.join(cells.values())}\n", encoding="utf-8")
    [told] = read_hsds(tmp_path / "out", at=AT).capacity
    assert (told.available, told.maximum, told.for_group) == (7, 12, ForGroup.FEMALE)
    assert told.reported_at == AT + timedelta(hours=1)


def test_the_same_directory_gives_the_same_bytes(tmp_path):
    snapshot = Snapshot("county", "2026", (full(0, "a"), bare(1)))
    for name in ("one.zip", "two.zip"):
        write_hsds_csv(tmp_path / name, snapshot, now=AT)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_export_appears_whole_or_not_at_all(tmp_path):
    class Stopped(Exception):
        pass

    def stop(count: int) -> None:
        if count:
            raise Stopped

    listings = tuple(bare(n) for n in range(300))
    for name, write in OUT.values():
        with pytest.raises(Stopped):
            write(tmp_path / name, Snapshot("county", "", listings), now=AT, on_progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_by_a_folder_of_tables(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused):
        write_hsds_csv(tmp_path / "out", Snapshot("county", "", (bare(0),)), now=AT)
    with pytest.raises(Refused):
        write_hsds_json(tmp_path / "no" / "such.json", Snapshot("county", "", (bare(0),)), now=AT)
    assert [one.name for one in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "mine.txt").read_text(encoding="utf-8") == "mine"
