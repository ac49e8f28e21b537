"""California's list: what a licence allows and when it ends, never how many beds are free."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.domain.directory import Sex
from desktop.domain.limits import Limit, Person, bar
from desktop.domain.listing_parts import license_in_words
from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH
from desktop.formats.dhcs import POPULATIONS, looks_like_dhcs, read_dhcs
from desktop.formats.geo import read_zips
from tests.conftest import PROJECT

AT = datetime(2026, 11, 23, 22, 14, tzinfo=UTC)
HEADER = (
    "license_number,facility_name,legal_entity,address_line1,additional_locations,city,state,zip,"
    "county_code,phone,setting_code,offers_detox,is_licensed,is_certified,license_expiration,"
    "total_capacity,target_population,adolescent_waiver,latitude,longitude"
)
ROW = {
    "license_number": "010001AN", "facility_name": "ELM HOUSE", "legal_entity": "ELM, INC.",
    "address_line1": "1 ELM", "additional_locations": "3 ELM", "city": "OAKLAND", "state": "ca",
    "zip": "94609", "county_code": "01", "phone": "(510) 555-0190 X250", "setting_code": "RES",
    "offers_detox": "true", "is_licensed": "true", "is_certified": "true",
    "license_expiration": "2026-11-01", "total_capacity": "20",
    "target_population": "WOMEN/CHILDREN", "adolescent_waiver": "false",
    "latitude": "37.827325", "longitude": "-122.264974",
}  # fmt: skip


def line(**change: str) -> str:
    row = ROW | change
    return ",".join(f'"{row[name]}"' for name in HEADER.split(","))


def read(tmp_path, *lines: str, encoding: str = "utf-8"):
    path = tmp_path / "facilities.csv"
    path.write_bytes("\r\n".join((HEADER, *lines)).encode(encoding))
    assert looks_like_dhcs(path)
    return read_dhcs(path, at=AT)


def test_a_facility_says_places_licence_population_and_point(tmp_path):
    found = read(tmp_path, line())
    [one] = found.snapshot.listings
    assert one.name == "ELM, INC.: ELM HOUSE"
    assert (one.service.licensed_for, one.service.only_for) == (20, Sex.FEMALE)
    assert one.service.who_may_come == "WOMEN/CHILDREN"
    assert one.service.license.about == "California DHCS 010001AN licensed certified"
    worry = license_in_words(one.service.license, AT.date())
    assert ENGLISH(worry) == "License expired on 1 Nov 2026."
    assert one.codes == {"SA", "RES", "DT", "RD", "FEM", "WN", "BC"}
    assert (one.place.state, one.place.county_fips, one.place.exact) == ("CA", "06001", True)
    assert one.place.also_at == "3 ELM"
    assert (one.phones[0].number, one.phones[0].extension) == ("510-555-0190", "250")
    assert (found.snapshot.source, found.snapshot.edition) == ("california-dhcs", "2026-11-23")


def test_a_licence_is_the_same_facility_whatever_else_changes(tmp_path):
    before = read(tmp_path, line()).snapshot.listings[0]
    moved = line(facility_name="OAK", address_line1="9 OAK", zip="94601", phone="")
    assert read(tmp_path, moved).snapshot.listings[0].id == before.id


@pytest.mark.parametrize(
    ("population", "waiver", "grown", "youth"),
    [
        ("CO-ED", "false", None, None),
        ("YOUTH/ADOLESCENT", "false", Limit.AGE, None),
        ("CO-ED/YOUTH", "false", None, None),
        ("MEN ONLY", "false", Limit.SEX, Limit.SEX),
        ("WOMEN ONLY", "true", None, None),
        ("SOMETHING NEW", "false", None, None),
    ],
)
def test_whom_a_population_keeps_out(tmp_path, population, waiver, grown, youth):
    row = line(target_population=population, adolescent_waiver=waiver)
    [one] = read(tmp_path, row).snapshot.listings
    assert bar(one, Person.aged(30, sex=Sex.FEMALE)) is grown
    assert bar(one, Person.aged(16, sex=Sex.FEMALE)) is youth


def test_what_cannot_be_read_is_told_with_its_line_and_the_rest_offered(tmp_path):
    found = read(
        tmp_path,
        line(),
        line(license_number="2", city="", zip=""),
        line(license_number="3", total_capacity="many"),
        line(license_number="4", license_expiration="soon"),
        line(license_number="5", latitude="north"),
        line(license_number="6", latitude="91"),
        line(license_number="7").rpartition(",")[0],
        line(license_number="8") + ",more",
        line(),
        line(city="BERKELEY"),
    )
    assert found.report.rows == 10
    assert [(one.line, ENGLISH(one.why)) for one in found.report.unread] == [
        (3, "Empty: city, zip."),
        (4, "Not a number: total_capacity."),
        (5, "Not a day: license_expiration."),
        (6, "Not a number: latitude, longitude."),
        (7, "No such point on earth: latitude, longitude."),
        (8, "The row is cut short."),
        (9, "More cells than columns."),
    ]
    repeats = [(one.line, one.first_line, one.exact) for one in found.report.repeats]
    assert repeats == [(10, 2, True), (11, 2, False)]
    assert len(found.snapshot.listings) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_the_encoding_is_seen_not_assumed(tmp_path, encoding):
    found = read(tmp_path, line(facility_name="CASA AÑO"), encoding=encoding)
    assert found.snapshot.listings[0].service.name == "CASA AÑO"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "This file is empty."),
        ("a,b\n1,2\n", "This file has no column license_number, facility_name, city, zip."),
        (HEADER, "No service could be read from this file."),
    ],
)
def test_what_is_not_the_list_is_refused(tmp_path, text, reason):
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_dhcs(path, at=AT)
    assert ENGLISH(refused.value.reason) == reason
    assert not looks_like_dhcs(tmp_path)


@pytest.mark.real_data
def test_the_real_list_is_read_and_agrees_with_what_it_says_of_itself(shared_data):
    path = shared_data / "ca_dhcs_2026" / "facilities.csv"
    assert looks_like_dhcs(path)
    steps: list[int] = []
    zips = read_zips(PROJECT / "resources" / "geo")
    found = read_dhcs(path, at=AT, zips=zips, on_progress=steps.append)
    listings = found.snapshot.listings
    assert (found.report.rows, len(listings), found.report.repeats) == (2266, 2265, ())
    [unread] = found.report.unread
    assert ENGLISH(unread.why) == "Empty: city, zip."
    assert found.report.no_phone == 19
    # The list was made on 2026-08-21 and counts 25 expired licences, 1,041 with detox (one of
    # them in the row without a town).
    on = date(2026, 8, 21)
    assert sum(one.service.license.expires_on < on for one in listings) == 25
    assert sum("DT" in one.codes for one in listings) == 1040
    assert sum(one.place.exact for one in listings) == 2264
    assert found.report.unknown_zips == ()
    assert {one.service.who_may_come for one in listings} - set(POPULATIONS) == {""}
    same_county = [one for one in listings if _county(zips, one) in ("", one.place.county_fips)]
    assert len(same_county) > 0.97 * len(listings)  # a ZIP may lie in two counties
    assert steps[-1] == 2266


def _county(zips, listing) -> str:
    known = zips.get(listing.place.zip)
    return known.county_fips if known else ""
