"""HSDS of others: what can be read is offered, the rest told with its line and reason."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.capacity import CapacityUnit, ReportSource
from desktop.domain.directory import PhoneKind, ServiceStatus
from desktop.domain.hours import Day
from desktop.domain.listing_parts import Attribute
from desktop.domain.places import Point
from desktop.domain.refused import Refused
from desktop.domain.terms import CapacityStatus
from desktop.domain.words import ENGLISH
from desktop.formats import hsds_open
from desktop.formats.geo import read_zips
from desktop.formats.hsds_open import looks_like_hsds
from desktop.formats.hsds_read import read_hsds, source_named
from tests.conftest import PROJECT

AT = datetime(2026, 11, 23, 22, 14, tzinfo=UTC)
ZIPS = read_zips(PROJECT / "resources" / "geo")

Rows = list[dict[str, object]]


def base() -> dict[str, Rows]:
    """Return the tables of one service at one place."""
    return {
        "organizations.csv": [{"id": "o1", "name": "Elm House", "description": "x"}],
        "services.csv": [
            {"id": "s1", "organization_id": "o1", "name": "Detox", "status": "active"}
        ],
        "locations.csv": [{"id": "l1", "location_type": "physical"}],
        "addresses.csv": [
            {
                "id": "a1",
                "location_id": "l1",
                "address_1": "1 Elm",
                "city": "Fort Benton",
                "state_province": "MT",
                "postal_code": "59442",
                "country": "US",
                "address_type": "physical",
            }
        ],
        "service_at_location.csv": [{"id": "sl1", "service_id": "s1", "location_id": "l1"}],
    }


def write(folder: Path, tables: dict[str, Rows], encoding: str = "utf-8") -> Path:
    """Write tables as CSV files."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        text = io.StringIO(newline="")
        columns = list(dict.fromkeys(column for row in rows for column in row))
        lines = csv.DictWriter(text, columns)
        lines.writeheader()
        lines.writerows(rows)
        (folder / name).write_bytes(text.getvalue().encode(encoding))
    return folder


def read(path: Path):
    return read_hsds(path, at=AT, zips=ZIPS)


def told(rows) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, ENGLISH(one.why)) for one in rows]


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "line", "unit"),
    [
        ("csv", 2, None),
        ("service_full.json", 1, '"Kilogram" is no unit of beds or places.'),
        ("organization_full.json", 1, '"Kilogram" is no unit of beds or places.'),
        ("tabular.json", 1, None),
    ],
)
def test_the_official_examples_are_offered_and_their_trap_refused(shared_data, name, line, unit):
    found = read(shared_data / "hsds_3.1" / "examples" / name)
    [listing] = found.snapshot.listings
    assert listing.name == "Example Organization Inc.: Community Counselling"
    assert (listing.service.min_age, listing.service.max_age) == (12, 100)
    assert listing.service.languages == ("Urdu",)
    assert listing.service.cost_options[0].amount == Decimal(35)
    assert listing.place.transport.startswith("MyCity Civic Center is serviced")
    assert listing.contacts[0].title == "Reception Manager"
    assert len(listing.phones) == 1
    assert "not available on public holidays" in listing.service.hours_note
    assert listing.schedules == ()
    assert told(found.report.unread) == [
        ("locations.csv", line, "No such point on earth: latitude, longitude. The rest was read."),
        ("schedules.csv", line, "Hours by weeks or days of the year. The rest was read."),
    ]
    assert found.capacity == ()
    if name == "tabular.json":  # the official one has no capacity
        return
    [(file, at, why)] = told(found.unread_capacity)
    assert (file, at) == ("service_capacity.csv", line)
    assert why.endswith("12 free of at most 10 cannot be. Ask again.")
    if unit:
        assert why.startswith(unit)
    else:
        assert why.startswith("No service has this id. Its unit is not in the list of units.")


def test_the_whole_of_a_foreign_service_is_read(tmp_path):
    tables = base()
    tables["services.csv"][0] |= {
        "minimum_age": "18.0",
        "assured_date": "2026-05-01",
        "application_process": "Call",
        "fees_description": "Free",
        "eligibility_description": "Anybody",
        "alert": "Moved",
        "status": "temporarily closed",
    }
    tables["locations.csv"][0] |= {"latitude": "47.9", "longitude": "-110.6"}
    tables["phones.csv"] = [
        {"id": "p0", "number": "(406) 555-0100", "type": "fax", "service_id": "s1"},
        {"id": "p1", "number": "(406) 555-0101", "organization_id": "o1", "description": "Office"},
        {"id": "p2", "number": "406-555-0102", "extension": "12", "service_at_location_id": "sl1",
         "description": "Intake and admissions"},
        {"id": "p3", "number": "406-555-0103", "contact_id": "c1",
         "description": "Law enforcement"},
        {"id": "p4", "number": "406 555 0101", "location_id": "l1"},
    ]  # fmt: skip
    tables["contacts.csv"] = [{"id": "c1", "service_id": "s1", "name": "Ann"}]
    tables["schedules.csv"] = [
        {"id": "h1", "service_id": "s1", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "22:00",
         "closes_at": "06:00:00", "valid_from": "2026-01-01", "until": "2026-12-31"},
        {"id": "h2", "location_id": "l1", "freq": "WEEKLY", "byday": "SU", "opens_at": "00:00",
         "closes_at": "24:00"},
    ]  # fmt: skip
    tables["taxonomies.csv"] = [
        {"id": "t1", "name": "N-SUMHSS (SAMHSA)"},
        {"id": "t2", "name": "AIRS"},
    ]
    tables["taxonomy_terms.csv"] = [
        {"id": "m1", "code": "otp", "name": "x", "taxonomy_id": "t1"},
        {"id": "m2", "code": "SA", "name": "x"},
        {"id": "m3", "code": "F17", "name": "Nicotine", "taxonomy_id": "t2"},
    ]
    tables["attributes.csv"] = [
        {"id": "b1", "link_id": "s1", "taxonomy_term_id": "m1"},
        {"id": "b2", "link_id": "sl1", "taxonomy_term_id": "m2"},
        {"id": "b3", "link_id": "l1", "taxonomy_term_id": "m3", "value": "v"},
    ]
    tables["units.csv"] = [{"id": "u1", "name": "Detox beds"}]
    tables["service_capacity.csv"] = [
        {"id": "k1", "service_id": "s1", "unit_id": "u1", "available": "0", "maximum": "8",
         "updated": "2026-11-23T20:00:00.5-07:00", "description": "as of shift change"},
    ]  # fmt: skip

    found = read(write(tmp_path / "County 211 export 2026", tables))

    assert found.report.unread == found.unread_capacity == ()
    assert (found.snapshot.source, found.snapshot.edition) == ("county", "2026-11-23")
    [listing] = found.snapshot.listings
    assert listing.id == "sl1"
    assert listing.service.status is ServiceStatus.TEMPORARILY_CLOSED
    assert (listing.service.min_age, listing.service.assured_on) == (18, date(2026, 5, 1))
    assert listing.place.point == Point(47.9, -110.6)
    assert listing.place.exact
    assert [(one.number, one.extension, one.kind) for one in listing.phones] == [
        ("406-555-0102", "12", PhoneKind.INTAKE),
        ("406-555-0101", "", PhoneKind.MAIN),
        ("406-555-0103", "", PhoneKind.POLICE),
    ]
    assert listing.police_phone is not None
    [hours] = listing.schedules
    assert (hours.days, hours.opens, hours.closes) == (
        frozenset({Day.MONDAY, Day.TUESDAY}), time(22), time(6),
    )  # fmt: skip
    assert hours.zone.key == "America/Denver"
    assert (hours.valid_from, hours.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert listing.codes == {"OTP", "SA"}
    assert listing.attributes == (Attribute("AIRS", "F17", "Nicotine", "v"),)
    [report] = found.capacity
    assert (report.service_id, report.unit, report.status) == (
        "sl1", CapacityUnit.DETOX_BED, CapacityStatus.NO_CAPACITY,
    )  # fmt: skip
    assert report.reported_at.isoformat() == "2026-11-23T20:00:00-07:00"
    assert (report.reported_by, report.source) == ("Elm House", ReportSource.EXPORT)
    assert report.note == "as of shift change"


def test_what_is_wrong_with_a_row_is_told_and_the_rest_offered(tmp_path):
    tables = base()
    tables["services.csv"] += [
        {"id": "", "organization_id": "o1", "name": "Nameless", "status": "active"},
        {"id": "s3", "organization_id": "o1", "name": "", "status": "active"},
        {"id": "s4", "organization_id": "o1", "name": "Odd", "status": "perhaps"},
        {"id": "s1", "organization_id": "o1", "name": "Twin", "status": "active"},
        {"id": "s6", "organization_id": "none", "name": "Alone", "status": "active",
         "minimum_age": "65", "maximum_age": "12", "assured_date": "last year"},
    ]  # fmt: skip
    tables["schedules.csv"] = [
        {"id": "h1", "service_id": "s1", "freq": "MONTHLY", "byday": "6MO", "opens_at": "09:00",
         "closes_at": "10:00", "description": "First Monday"},
        {"id": "h2", "service_id": "s6", "byday": "MO", "opens_at": "9", "closes_at": "10:00",
         "timezone": "-7"},
        {"id": "h3", "service_id": "s6", "byday": "MO", "opens_at": "09:00", "closes_at": "10:00"},
    ]  # fmt: skip
    found = read(write(tmp_path / "x", tables))
    assert [one.service.name for one in found.snapshot.listings] == ["Detox", "Alone"]
    assert found.report.rows == 6
    assert told(found.report.unread) == [
        ("services.csv", 3, "Empty: id."),
        ("services.csv", 4, "Empty: name."),
        (
            "services.csv",
            5,
            "status is none of: active, inactive, defunct, temporarily closed.",
        ),
        ("services.csv", 6, "An earlier row has the same id."),
        (
            "schedules.csv",
            2,
            "Hours that repeat by a rule that cannot be worked out. The rest was read.",
        ),
        ("services.csv", 7, "Its organization is not in the list. The rest was read."),
        ("services.csv", 7, "The lowest age is above the highest. The rest was read."),
        ("services.csv", 7, "Not a day: assured_date. The rest was read."),
        ("schedules.csv", 3, "No day, or no time of opening and closing. The rest was read."),
        ("schedules.csv", 4, "The time zone is not known. The rest was read."),
    ]
    assert found.snapshot.listings[0].service.hours_note == "First Monday"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"available": "12", "maximum": "10"}, "12 free of at most 10 cannot be. Ask again."),
        ({"available": ""}, "Empty: available."),
        ({"available": "2.5"}, "Not a whole number up to 100000: available."),
        ({"available": "-1"}, "Not a whole number up to 100000: available."),
        ({"available": "many"}, "Not a number: available."),
        ({"maximum": "9" * 60}, "Not a number: maximum."),
        ({"updated": "2026-11-23T20:00:00"}, "The time needs its zone."),
        ({"updated": "today"}, "Not a day and time: updated."),
        ({"unit_id": "gone"}, "Its unit is not in the list of units."),
        ({"service_id": "gone"}, "No service has this id."),
        ({"service_id": "s2"}, "It counts 2 places together, so it says nothing of one."),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_its_reason(tmp_path, change, why):
    tables = base()
    tables["services.csv"].append(tables["services.csv"][0] | {"id": "s2"})
    tables["service_at_location.csv"] += [
        {"id": "sl2", "service_id": "s2", "location_id": "l1"},
        {"id": "sl3", "service_id": "s2", "location_id": "l1"},
    ]
    tables["units.csv"] = [{"id": "u1", "name": "Beds"}]
    good = {
        "id": "k1", "service_id": "s1", "unit_id": "u1", "available": "3", "maximum": "10",
        "updated": "2026-11-23T20:00:00Z",
    }  # fmt: skip
    tables["service_capacity.csv"] = [good | change, good]
    found = read(write(tmp_path / "x", tables))
    assert told(found.unread_capacity) == [("service_capacity.csv", 2, why)]
    assert [one.available for one in found.capacity] == [3]
    assert len(found.snapshot.listings) == 4 - 1


def test_a_page_of_services_and_a_list_of_organizations_are_read(tmp_path):
    service = {
        "id": "s1", "name": "Detox", "status": "active",
        "organization": {"id": "o1", "name": "Elm House", "description": "x"},
        "capacities": [{"id": "k", "unit": {"id": "u", "name": "bed"}, "available": 2,
                        "updated": "2026-11-23T20:00:00Z"}],
        "phones": [{"id": "p", "number": "406-555-0101", "extension": 12}],
    }  # fmt: skip
    page = {"total_items": 1, "contents": [service, "not a service", {"id": "x"}]}
    (tmp_path / "page.json").write_text(json.dumps(page), encoding="utf-16")
    organization = {
        "id": "o1", "name": "Elm House",
        "services": [{k: v for k, v in service.items() if k != "organization"}],
    }  # fmt: skip
    (tmp_path / "list.json").write_text(json.dumps([organization]), encoding="utf-8")
    for name in ("page.json", "list.json"):
        found = read(tmp_path / name)
        [listing] = found.snapshot.listings
        assert (listing.name, listing.phones[0].extension) == ("Elm House: Detox", "12")
        assert [(one.service_id, one.available) for one in found.capacity] == [("s1", 2)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_seen_not_assumed(tmp_path, encoding):
    tables = base()
    tables["organizations.csv"][0]["name"] = "Año Nuevo: “Clínica”"
    found = read(write(tmp_path / "x", tables, encoding))
    assert found.snapshot.listings[0].organization.name == "Año Nuevo: “Clínica”"


def test_ids_nobody_can_use_are_replaced_by_the_same_ones_each_time(tmp_path):
    tables = base()
    tables["service_at_location.csv"][0]["id"] = "../../etc/passwd"
    folder = write(tmp_path / "x", tables)
    ids = [read_hsds(folder, at=AT, source=name).snapshot.listings[0].id for name in "aab"]
    assert ids[0] == ids[1] != ids[2]
    assert all(len(one) == 16 for one in ids)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("County 211 export 2026-11.zip", "county"),
        ("county_211_2027.json", "county"),
        ("hsds-2026.zip", "hsds"),
        ("2026.zip", "hsds"),
    ],
)
def test_next_years_file_is_of_the_same_source(name, source):
    assert source_named(Path(name)) == source


# What is no HSDS, or wants to do harm.


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def in_bytes(tmp_path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in write(tmp_path / "raw", base()).iterdir()}


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read(path)
    assert ENGLISH(refused.value.remedy)
    return ENGLISH(refused.value.reason)


def test_a_zip_may_hold_its_tables_in_a_folder(tmp_path):
    files = {f"export/2026/{name}": raw for name, raw in in_bytes(tmp_path).items()}
    files["export/2026/__MACOSX/services.csv"] = b"junk"
    path = packed(tmp_path / "x.zip", files)
    assert looks_like_hsds(path)
    assert [one.name for one in read(path).snapshot.listings] == ["Elm House: Detox"]


@pytest.mark.parametrize("name", ["../x.csv", "/etc/x.csv", "a/../../x.csv", "C:\\x.csv", "..\\x"])
def test_a_zip_with_names_that_lead_out_of_it_is_refused(tmp_path, name):
    path = packed(tmp_path / "x.zip", in_bytes(tmp_path) | {name: b"x"})
    assert refusal(path) == "This zip file has names that lead out of it, so it was not opened."


def test_a_link_in_a_zip_is_refused_and_one_in_a_folder_not_followed(tmp_path):
    link = zipfile.ZipInfo("services.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr(link, "/etc/passwd")
    assert refusal(tmp_path / "x.zip").startswith("This zip file has names")

    folder = write(tmp_path / "x", base())
    (folder / "services.csv").rename(tmp_path / "services.csv")
    (folder / "services.csv").symlink_to(tmp_path / "services.csv")
    assert refusal(folder) == "There is no services.csv in it."


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(hsds_open, "SIZE_LIMIT", 1_000_000)
    path = packed(tmp_path / "x.zip", in_bytes(tmp_path) | {"phones.csv": b"id,x\n" * 400_000})
    assert path.stat().st_size < 20_000
    assert refusal(path) == "This file is too large to be a list of services."
    many = packed(tmp_path / "y.zip", {f"{n}.csv": b"" for n in range(600)})
    assert refusal(many) == "This file is too large to be a list of services."


def test_a_zip_that_lies_about_its_sizes_does_no_harm(tmp_path, monkeypatch):
    path = packed(tmp_path / "x.zip", in_bytes(tmp_path) | {"phones.csv": b"id,x\n" * 400_000})
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"phones.csv") - 46  # its line in the table of contents
    assert raw[at : at + 4] == b"PK\x01\x02"
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(raw)
    monkeypatch.setattr(hsds_open, "SIZE_LIMIT", 1_000_000)
    assert refusal(path) in (
        "This zip file is damaged, locked or was cut short.",
        "This file is too large to be a list of services.",
    )


@pytest.mark.parametrize("cut", [10, 200, -30, -3])
def test_a_cut_zip_is_refused(tmp_path, cut):
    path = packed(tmp_path / "x.zip", in_bytes(tmp_path))
    path.write_bytes(path.read_bytes()[:cut])
    assert looks_like_hsds(path)
    assert refusal(path) == "This zip file is damaged, locked or was cut short."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file is empty."),
        (b"{", "This file is not whole JSON."),
        (b'{"a": NaN}', "This file is not whole JSON."),
        (b"[" * 100_000, "This file is not whole JSON."),
        (b'{"services": ' * 5_000 + b"1" + b"}" * 5_000, "This file is not whole JSON."),
        (b"[]", "No service could be read from this file."),
        (b"[1, null, [2]]", "No service could be read from this file."),
        (b'{"services.csv": [5, {}]}', "No service could be read from this file."),
        (b'[{"id": {}, "name": ["x"], "status": 4, "phones": 7}]',
         "No service could be read from this file."),
        (b"\x81\x8d", "This file is neither a workbook nor a CSV text."),
    ],
)  # fmt: skip
def test_what_is_no_hsds_is_refused(tmp_path, content, reason):
    (tmp_path / "x.json").write_bytes(content)
    assert refusal(tmp_path / "x.json") == reason


def test_missing_files_and_foreign_columns_are_refused(tmp_path):
    assert refusal(tmp_path / "none.zip") == "There is no such file."
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty") == "There is no services.csv in it."
    write(tmp_path / "x", {"services.csv": [{"colour": "red"}]})
    assert refusal(tmp_path / "x") == "services.csv has no columns of HSDS."
    write(tmp_path / "y", {"services.csv": [{"colour": "red", "size": "2"}]})
    assert refusal(tmp_path / "y") == "No service could be read from this file."


def test_a_huge_field_is_refused_with_its_line(tmp_path):
    tables = base()
    tables["services.csv"].append({"id": "s2", "description": "x" * 1_000_001})
    folder = write(tmp_path / "x", tables)
    assert refusal(folder) == "The text of this file breaks off in line 3."


def test_half_a_surrogate_pair_does_no_harm(tmp_path):
    text = '[{"id": "s1", "name": "a\\ud800b", "status": "active", "organization": {"id": "o"}}]'
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    [listing] = read(tmp_path / "x.json").snapshot.listings
    assert listing.service.name == "a\ufffdb"


def test_reading_can_be_stopped(tmp_path):
    class Stopped(Exception):
        pass

    def stop(count: int) -> None:
        assert count == 0
        raise Stopped

    with pytest.raises(Stopped):
        read_hsds(write(tmp_path / "x", base()), at=AT, on_progress=stop)


def test_a_workbook_and_a_small_directory_are_no_hsds(tmp_path):
    packed(tmp_path / "x.xlsx", {"[Content_Types].xml": b"", "services.csv": b""})
    assert not looks_like_hsds(tmp_path / "x.xlsx")
    assert not looks_like_hsds(PROJECT / "resources" / "directory" / "three-rivers")
    assert not looks_like_hsds(tmp_path / "none")
    (tmp_path / "x.csv").write_text("name1,city\n", encoding="utf-8")
    assert not looks_like_hsds(tmp_path / "x.csv")
    assert looks_like_hsds(write(tmp_path / "hsds", base()))


def test_a_newer_figure_of_the_same_file_is_told_as_new(tmp_path):
    """The age of a figure is that of the report, not of the import."""
    tables = base()
    tables["units.csv"] = [{"id": "u1", "name": "Beds"}]
    tables["service_capacity.csv"] = [
        {"id": "k", "service_id": "s1", "unit_id": "u1", "available": 1,
         "updated": (AT - timedelta(days=9)).isoformat()}
    ]  # fmt: skip
    [report] = read(write(tmp_path / "x", tables)).capacity
    assert AT - report.reported_at == timedelta(days=9)
