"""Our HSDS holds against two validators that know nothing of us: jsonschema and frictionless."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest
from jsonschema import Draft202012Validator

from desktop.domain.directory import Snapshot
from desktop.formats.directory_files import read_directory
from desktop.formats.geo import read_zips
from desktop.formats.hsds_tables import TABLES
from desktop.formats.hsds_write import write_hsds_csv, write_hsds_json
from desktop.formats.samhsa import read_samhsa
from tests.conftest import PROJECT
from tests.formats.hsds_kit import AT, bare, full, report
from tests.formats.test_hsds_write import NASTY

# What the official datapackage leaves out; the schemas have it (seen 2026-11).
INCOMPLETE = {"unit", "service_capacity"}


@pytest.fixture
def everything():
    listings = [full(n, word) for n, word in enumerate(NASTY) if len(word) < 100]
    listings.append(bare(900))
    listings.append(replace(listings[1], id="twin"))  # of the same organization
    told = tuple(report(one, "note") for one in listings[:5])
    return Snapshot("county", "2026", tuple(listings)), told


def problems_of(package: Path | str | dict, **where: str) -> list[object]:
    found = frictionless.validate(package, **where)
    return found.flatten(["name", "fieldName", "rowNumber", "type", "note"])


def test_our_tables_hold_against_their_own_datapackage(tmp_path, everything):
    write_hsds_csv(tmp_path / "out", *everything, now=AT)
    assert problems_of(str(tmp_path / "out" / "datapackage.json")) == []


def test_a_validator_would_notice_a_torn_table(tmp_path, everything):
    write_hsds_csv(tmp_path / "out", *everything, now=AT)
    phones = tmp_path / "out" / "phones.csv"
    phones.write_text(phones.read_text(encoding="utf-8")[:-400], encoding="utf-8")
    assert problems_of(str(tmp_path / "out" / "datapackage.json")) != []


@pytest.mark.real_data
def test_our_tables_hold_against_the_official_datapackage(tmp_path, everything, shared_data):
    write_hsds_csv(tmp_path / "out", *everything, now=AT)
    official = json.loads((shared_data / "hsds_3.1" / "datapackage.json").read_text("utf-8"))
    ours = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    mine = {one["name"]: one for one in ours["resources"]}
    theirs = {one["name"]: one for one in official["resources"]}
    for name, resource in theirs.items():
        if name in mine and name not in INCOMPLETE:
            fields = [field["name"] for field in resource["schema"]["fields"]]
            assert [field["name"] for field in mine[name]["schema"]["fields"]] == fields
            keys = resource["schema"].get("foreignKeys", [])
            # Tables we do not write have no rows to point to.
            known = [key for key in keys if key["reference"]["resource"] in mine]
            mine[name]["schema"] = resource["schema"] | {"foreignKeys": known}
    (tmp_path / "out" / "datapackage.json").write_text(
        json.dumps({**ours, "resources": list(mine.values())}), encoding="utf-8"
    )
    assert problems_of(str(tmp_path / "out" / "datapackage.json")) == []


@pytest.mark.real_data
@pytest.mark.parametrize("name", sorted(INCOMPLETE))
def test_the_columns_the_official_datapackage_leaves_out_are_those_of_the_schema(shared_data, name):
    schema = json.loads((shared_data / "hsds_3.1" / "schema" / f"{name}.json").read_text("utf-8"))
    nested = {"attributes", "metadata", "unit"}
    columns = [one.name for one in TABLES[name].columns]
    assert sorted(columns) == sorted(set(schema["properties"]) - nested)


@pytest.mark.real_data
def test_our_json_holds_against_the_official_schema(tmp_path, everything, shared_data):
    write_hsds_json(tmp_path / "out.json", *everything, now=AT)
    assert faults_of(tmp_path / "out.json", shared_data) == []


@pytest.mark.real_data
def test_the_schema_would_notice_a_service_without_a_status(tmp_path, shared_data):
    write_hsds_json(tmp_path / "out.json", Snapshot("county", "", (bare(0),)), now=AT)
    page = json.loads((tmp_path / "out.json").read_text("utf-8"))
    page["contents"][0]["status"] = "maybe"
    (tmp_path / "out.json").write_text(json.dumps(page), encoding="utf-8")
    assert len(faults_of(tmp_path / "out.json", shared_data)) == 1


@pytest.mark.slow  # the national workbook is read whole before a sixtieth of it is validated
@pytest.mark.real_data
def test_real_directories_hold_too(tmp_path, shared_data):
    sample = read_directory(PROJECT / "resources" / "directory" / "three-rivers", at=AT)
    book = next((shared_data / "samhsa_2022").glob("*.xlsx"))
    national = read_samhsa(book, zips=read_zips(PROJECT / "resources" / "geo")).snapshot
    some = Snapshot(national.source, national.edition, national.listings[::60])
    assert len({one.organization.id for one in some.listings}) < len(some.listings)
    for number, (snapshot, told) in enumerate(((sample.snapshot, sample.capacity), (some, ()))):
        write_hsds_json(tmp_path / f"{number}.json", snapshot, told, now=AT)
        assert faults_of(tmp_path / f"{number}.json", shared_data) == []
        write_hsds_csv(tmp_path / f"{number}.zip", snapshot, told, now=AT)
        assert problems_of(str(tmp_path / f"{number}.zip")) == []


def faults_of(path: Path, shared_data: Path) -> list[str]:
    schema = shared_data / "hsds_3.1" / "schema" / "compiled" / "service.json"
    holds = Draft202012Validator(
        json.loads(schema.read_text("utf-8")), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    page = json.loads(path.read_text("utf-8"))
    return [fault.message for one in page["contents"] for fault in holds.iter_errors(one)]
