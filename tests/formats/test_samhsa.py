"""SAMHSA's directory: the real workbook, other years' shapes, hostile text and broken files."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.directory import Phone, PhoneKind
from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH
from desktop.formats.geo import ZipTable, read_zips
from desktop.formats.samhsa import PROGRESS_EVERY, read_samhsa
from desktop.formats.samhsa_rows import SPACES, read_phone
from tests.conftest import PROJECT

HEADER = [
    "name1", "name2", "street1", "street2", "city", "state", "zip", "phone",
    "intake1", "intake2", "intake1a", "intake2a", "service_code_info",
]  # fmt: skip
PRAIRIE = [
    "Prairie Ridge", "Detox Unit", "210 Depot Street", "", "Millbrook", "MT", "59442",
    "555-010-0101", "555-010-0102 x2", "", "", "", "SA DT * RD * MD SS",
]  # fmt: skip


@pytest.fixture(scope="module")
def zips() -> ZipTable:
    return read_zips(PROJECT / "resources" / "geo")


def write_csv(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return path


def write_workbook(path: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def changed(**cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(HEADER, PRAIRIE, strict=True)]


@pytest.mark.real_data
@pytest.mark.slow  # a national workbook: openpyxl alone takes most of a second
def test_the_national_workbook_is_in_whole_and_its_traits_are_reported(shared_data, zips):
    path = shared_data / "samhsa_2022" / "National_Directory_SA_Facilities_2022.xlsx"
    told: list[int] = []
    found = read_samhsa(path, zips=zips, on_progress=told.append)
    report, listings = found.report, found.snapshot.listings

    assert report.rows == len(listings) == len({one.id for one in listings}) == 12_176
    assert report.unread == ()
    assert report.exact_repeats == 1
    assert len(report.repeats) == 11
    assert report.stray_rows == 166
    assert (report.odd_phones, report.no_phone) == (1_250, 1)
    assert report.non_ascii_rows == 1
    assert report.unknown_codes == ()
    assert report.unknown_zips == ("96940", "96943")  # Palau and Micronesia
    assert found.snapshot.edition == "2022"
    assert sum(bool(one.copy_of) for one in listings) == 1
    assert told[0] == 0
    assert told[-1] == 12_176
    assert len(told) > 12_176 // PROGRESS_EVERY


@pytest.mark.real_data
@pytest.mark.slow  # reads the national workbook twice
def test_the_same_table_as_csv_gives_the_same_listings(shared_data, tmp_path):
    path = shared_data / "samhsa_2022" / "National_Directory_SA_Facilities_2022.xlsx"
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [[c or "" for c in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    as_csv = write_csv(tmp_path / "directory_2022.csv", rows, "cp1252")
    assert read_samhsa(as_csv).snapshot == read_samhsa(path).snapshot


def test_a_row_becomes_a_listing(tmp_path, zips):
    path = write_csv(tmp_path / "Directory 2023.csv", [HEADER, PRAIRIE])
    found = read_samhsa(path, zips=zips)
    (one,) = found.snapshot.listings
    assert (found.snapshot.source, found.snapshot.edition) == ("samhsa", "2023")
    assert one.name == "Prairie Ridge: Detox Unit"
    assert one.codes == {"SA", "DT", "RD", "MD", "SS"}
    assert one.phones == (
        Phone("555-010-0101", "555-010-0101"),
        Phone("555-010-0102 x2", "555-010-0102", "2", PhoneKind.INTAKE),
    )
    assert one.place.point == zips.get("59442").point
    assert not one.place.exact


def test_later_years_may_capitalise_reorder_and_give_each_code_a_column(tmp_path):
    header = ["ZIP", "State", "City", "Street1", "Name1", "Phone", "DT", "RD", "MD"]
    row = ["59442", "MT", "Millbrook", "210 Depot Street", "Prairie Ridge", "555-010-0101"]
    path = write_workbook(
        tmp_path / "d.xlsx", [["About this file"]], [["A title"], [], header, [*row, 1, 0, "x"]]
    )
    (one,) = read_samhsa(path).snapshot.listings
    assert one.name == "Prairie Ridge"
    assert one.codes == {"DT", "MD"}


def test_codes_nobody_knows_are_kept_and_told(tmp_path):
    path = write_csv(tmp_path / "d.csv", [HEADER, changed(service_code_info="SA * NEW1 RD")])
    found = read_samhsa(path)
    assert found.snapshot.listings[0].codes == {"SA", "NEW1", "RD"}
    assert found.report.unknown_codes == ("NEW1",)


def test_rows_that_cannot_be_read_are_listed_with_line_and_reason(tmp_path):
    rows = [HEADER, PRAIRIE, changed(name1=""), [], PRAIRIE[:4], [*PRAIRIE, "more"], PRAIRIE]
    found = read_samhsa(write_csv(tmp_path / "d.csv", rows))
    assert len(found.snapshot.listings) == 2
    assert [(one.line, ENGLISH(one.why)) for one in found.report.unread] == [
        (3, "No name."),
        (5, "The row is cut short: no city, state, zip."),
        (6, "More cells than columns."),
    ]
    (repeat,) = found.report.repeats
    assert (repeat.line, repeat.first_line, repeat.exact) == (7, 2, True)


def test_ids_of_services_alike_do_not_hang_on_the_order_of_rows(tmp_path):
    one, two = changed(street2="Unit A"), changed(street2="Unit B", phone="555-010-0199")
    there = read_samhsa(write_csv(tmp_path / "a.csv", [HEADER, one, two])).snapshot.listings
    back = read_samhsa(write_csv(tmp_path / "b.csv", [HEADER, two, one])).snapshot.listings
    assert len({x.id for x in there}) == 2
    assert {x.id: x.place.street2 for x in there} == {x.id: x.place.street2 for x in back}


def test_zeros_a_spreadsheet_took_off_a_zip_are_put_back(tmp_path):
    row: list[object] = [*changed()]
    row[6] = 4401
    path = write_workbook(tmp_path / "d.xlsx", [HEADER, row])
    assert read_samhsa(path).snapshot.listings[0].place.zip == "04401"


@pytest.mark.parametrize(
    ("given", "number", "extension"),
    [
        ("256-734-4688 x3971", "256-734-4688", "3971"),
        ("(256) 734-4688 ext. 12", "256-734-4688", "12"),
        ("256.734.4688", "256-734-4688", ""),
        ("888-PARNEXT", "888-PARNEXT", ""),
        ("call 911", "call 911", ""),
    ],
)
def test_phones_keep_what_was_given_and_give_the_extension_when_there_is_one(
    given, number, extension
):
    assert read_phone(given) == Phone(given, number, extension)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_detected(tmp_path, encoding):
    row = changed(street1="105 Paseo del Cañon West")
    path = write_csv(tmp_path / "d.csv", [HEADER, row], encoding)
    assert read_samhsa(path).snapshot.listings[0].place.street == "105 Paseo del Cañon West"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_seen(tmp_path, delimiter):
    lines = [delimiter.join(HEADER), delimiter.join(PRAIRIE)]
    path = tmp_path / "d.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read_samhsa(path).snapshot.listings[0].place.city == "Millbrook"


@pytest.mark.real_data
def test_hostile_text_in_every_field_is_kept_verbatim(shared_data, tmp_path):
    naughty = json.loads((shared_data / "naughty" / "blns.json").read_text(encoding="utf-8"))
    strings = [text for text in naughty if text.strip(SPACES)]
    rows = [[text] * 12 + ["SA"] for text in strings]
    found = read_samhsa(write_csv(tmp_path / "d.csv", [HEADER, *rows]))
    assert len(found.snapshot.listings) == len(strings) == found.report.rows
    for one, text in zip(found.snapshot.listings, strings, strict=True):
        kept = text.strip(SPACES)
        assert {one.organization.name, one.service.name, one.place.city} == {kept}
        assert {one.place.state, one.place.street2} == {kept}
        assert {phone.given for phone in one.phones} == {kept}


def test_a_formula_is_text_and_a_saved_value_is_a_value(tmp_path):
    path = write_csv(tmp_path / "d.csv", [HEADER, changed(name1='=HYPERLINK("http://x")')])
    assert read_samhsa(path).snapshot.listings[0].organization.name == '=HYPERLINK("http://x")'


def test_progress_can_stop_the_reading(tmp_path):
    class Stopped(Exception):
        pass

    def stop(done: int) -> None:
        if done:
            raise Stopped

    rows = [HEADER, *([PRAIRIE] * (PROGRESS_EVERY * 3))]
    with pytest.raises(Stopped):
        read_samhsa(write_csv(tmp_path / "d.csv", rows), on_progress=stop)


def _cut(path: Path) -> None:
    write_workbook(path, [HEADER, *([PRAIRIE] * 200)])
    path.write_bytes(path.read_bytes()[:3000])


def _zip_of_something(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "hello")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "There is no such file."),
        (lambda path: path.mkdir(), "This file cannot be opened."),
        (lambda path: path.write_bytes(b""), "This file is empty."),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x81\x8d\x90" * 9), "neither a workbook"),
        (lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") * 9), "old format"),
        (_cut, "damaged or was cut short"),
        (_zip_of_something, "damaged or was cut short"),
        (lambda path: write_csv(path, [["a", "b"], ["1", "2"]]), "no column name1"),
        (lambda path: write_csv(path, [[n for n in HEADER if n != "zip"]]), "no column zip"),
        (lambda path: write_csv(path, [HEADER]), "No service could be read"),
        (lambda path: write_workbook(path, [["x"]], [["y"]]), "no column name1"),
    ],
)
def test_a_file_that_is_no_directory_is_refused_with_reason_and_remedy(tmp_path, make, reason):
    path = tmp_path / "file.xlsx"
    make(path)
    with pytest.raises(Refused) as refused:
        read_samhsa(path)
    assert reason in ENGLISH(refused.value.reason)
    assert ENGLISH(refused.value.remedy)


def test_a_workbook_cut_inside_its_sheet_is_refused(tmp_path):
    whole, torn = tmp_path / "whole.xlsx", tmp_path / "torn.xlsx"
    write_workbook(whole, [HEADER, *([PRAIRIE] * 50)])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(torn, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            target.writestr(item, content[:-200] if "sheet1" in item.filename else content)
    with pytest.raises(Refused, match="damaged"):
        read_samhsa(torn)


def test_zips_and_towns_are_found_offline(zips):
    assert len(zips) > 41_000
    here = zips.find("59442-1234")
    assert (here.town, here.state, here.zone) == ("Fort Benton", "MT", "America/Denver")
    assert zips.find("fort benton, mt").zip == "59442"
    assert zips.find("00000") is None
    assert zips.find("Fort Benton MT").zip == zips.find("fort  benton").zip == "59442"
    assert zips.find("Springfield") is None  # many states have one
    assert zips.find("Nowhere, MT") is None
    assert zips.find("") is None


def test_a_fault_of_the_caller_is_not_taken_for_a_damaged_file(tmp_path):
    path = write_workbook(tmp_path / "d.xlsx", [HEADER, PRAIRIE])

    def stumble(done: int) -> None:
        raise KeyError(done)

    with pytest.raises(KeyError):
        read_samhsa(path, on_progress=stumble)


@given(st.integers(0, 4_000), st.integers(0, 255))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_workbook_with_any_byte_changed_is_read_or_refused(tmp_path, place, byte):
    whole = bytearray(_WHOLE.getvalue())
    whole[place % len(whole)] = byte
    path = tmp_path / "d.xlsx"
    path.write_bytes(whole)
    with contextlib.suppress(Refused):
        assert read_samhsa(path).report.rows


_WHOLE = io.BytesIO()
_BOOK = openpyxl.Workbook()
for _row in (HEADER, *([PRAIRIE] * 5)):
    _BOOK.active.append(list(_row))
_BOOK.save(_WHOLE)


@pytest.mark.parametrize("far", ["A50000", "XFD2", "A1048576", "XFD1048576", "ZZZZZZ99999999"])
@pytest.mark.parametrize("odd", [False, True])
def test_a_stray_cell_far_out_cannot_exhaust_the_computer(tmp_path, far, odd):
    whole, stray = tmp_path / "whole.xlsx", tmp_path / "stray.xlsx"
    write_workbook(whole, [HEADER, PRAIRIE])
    cell = f"<row r='9'><c  r = '{far}' t='str'><v>y</v></c></row></sheetData>"
    cell = (cell if odd else cell.replace("'", '"').replace(" = ", "=")).encode()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(stray, "w") as target:
        for item in source.infolist():
            target.writestr(item, source.read(item).replace(b"</sheetData>", cell))

    if far in ("A50000", "XFD2"):  # a long or wide table, and no more
        assert len(read_samhsa(stray).snapshot.listings) == 1
    else:
        with pytest.raises(Refused, match="too large"):
            read_samhsa(stray)
