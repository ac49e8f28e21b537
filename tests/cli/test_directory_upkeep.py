"""Taking in with a look before, taking back, the board, figures, calls and notes, filters."""

import csv
import json

import pytest

pytestmark = pytest.mark.slow  # each command opens an encrypted workspace of its own

HEADER = ["Resource", "Ring", "Town", "ST", "ZIP", "Beds free"]


@pytest.fixture
def own_list(tmp_path):
    path = tmp_path / "county list.csv"
    rows = [HEADER, ["Cedar House", "406-555-0101", "Havre", "MT", "59501", "2"],
            ["", "406-555-0102", "Havre", "MT", "59501", ""],
            ["=2+5 Birch", "406-555-0103", "Havre", "MT", "59501", ""]]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_list_is_looked_over_matched_kept_remembered_and_taken_back(sample, own_list):
    looked = sample.here("directory", "import", own_list, "--check", "--json", by="desk").json
    assert (looked["kept"], looked["services"]) == (False, 8)
    [source] = looked["sources"]
    assert (source["kind"], source["new"], source["gone"]) == ("plain", 2, 0)
    assert [(one["line"], bool(one["why"])) for one in source["unread"]] == [(3, True)]
    assert "phone" not in source["columns"]

    kept = sample.here(
        "directory", "import", own_list, "--column", "phone=Ring", "--json", by="desk"
    ).json
    assert kept["sources"][0]["columns"]["phone"] == "Ring"
    assert kept["services"] == 10
    [cedar] = sample.here("directory", "find", "cedar", "--json", by="officer").json
    assert cedar["phone"] == "406-555-0101"

    again = sample.here("directory", "import", own_list, "--json", by="desk").json
    assert again["sources"][0]["columns"]["phone"] == "Ring"
    assert (again["sources"][0]["new"], again["sources"][0]["changed"]) == (0, 0)

    for services in (10, 8):
        assert sample.here("directory", "undo", "--json", by="desk").json["services"] == services


def test_a_column_that_is_not_there_is_refused_with_those_that_are(sample, own_list):
    for given, said in (("phone=Phone", "Ring"), ("shoe=Ring", "phone")):
        _, remedy = sample.here(
            "directory", "import", own_list, "--column", given, by="desk"
        ).complaint
        assert said in remedy


def test_the_board_lists_what_to_call_about_and_a_figure_takes_it_off(sample):
    sample.later(hours=22)  # the sample's detox report is now 25 hours old
    stale = sample.here("directory", "board", "--stale", "--json", by="coordinator").json
    detox = next(one for one in stale if one["id"] == "tr-prairie-ridge")
    assert (detox["says"], detox["status"]) == ("Unknown: call", "unknown")

    _, remedy = sample.here(
        "directory", "report", "tr-prairie-ridge", "--unit", "detox_bed", "--free", "12",
        "--of", "10", by="coordinator",
    ).complaint  # fmt: skip
    assert remedy
    told = sample.here(
        "directory", "report", "tr-prairie-ridge", "--unit", "detox_bed", "--free", "3",
        "--of", "12", "--who", "the front desk", "--json", by="coordinator",
    ).json  # fmt: skip
    assert told["says"] == "3 of 12 beds reported free."
    stale = sample.here("directory", "board", "--stale", "--json", by="coordinator").json
    assert "tr-prairie-ridge" not in [one["id"] for one in stale]


def test_a_call_and_a_note_are_kept_and_told(sample):
    sample.here("directory", "call", "tr-prairie-ridge", "full", by="officer")
    found = sample.here("directory", "find", "prairie", by="officer").out
    assert "Reported full." in found

    sample.here("directory", "note", "tr-prairie-ridge", "Rings at a bakery.", by="officer")
    notes = sample.here("directory", "note", "tr-prairie-ridge", "--json", by="desk").json
    assert [one["words"] for one in notes] == ["Rings at a bakery."]
    for command in (["note", "nobody"], ["call", "nobody", "full"]):
        reason, _ = sample.here("directory", *command, by="officer").complaint
        assert "not in the directory" in reason


def test_filters_age_hours_and_slips_narrow_and_mend(sample):
    def found(*arguments):
        return [
            one["id"]
            for one in sample.here("directory", "find", *arguments, "--json", by="officer").json
        ]

    assert found("--filter", "pregnant") == ["tr-mesa"]
    assert "tr-hilltop" in found("--age", "16")
    assert "tr-prairie-ridge" not in found("--age", "16")
    assert "tr-three-forks" not in found("--open-at", "2026-11-23T22:14")
    assert "tr-three-forks" in found("--open-at", "2026-11-23T06:00")
    assert found("praire rigde") == ["tr-prairie-ridge"]
    assert "prairie ridge" in sample.here("directory", "find", "praire rigde", by="officer").out
    sample.here("directory", "find", "--open-at", "tomorrow", by="officer").complaint  # noqa: B018


@pytest.mark.parametrize("form", ["hsds-json", "hsds-csv"])
def test_what_goes_out_as_hsds_comes_in_without_a_change(sample, tmp_path, form):
    out = tmp_path / "out"
    [name] = sample.here("directory", "export", out, "--as", form, "--json", by="desk").json[
        "files"
    ]
    if form == "hsds-json":
        assert json.loads((out / name).read_text())["total_items"] == 8

    back = sample.here("directory", "import", out / name, "--check", "--json", by="desk").json

    [source] = back["sources"]
    assert (source["new"], source["changed"], source["gone"]) == (0, 0, 0)
