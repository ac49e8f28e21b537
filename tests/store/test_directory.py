"""The directory on this machine: search, and a yearly edition that keeps who is who."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.directory import (
    Organization,
    Phone,
    PhoneKind,
    Place,
    Service,
    ServiceListing,
    Sex,
    Snapshot,
    identity,
)
from desktop.domain.needs import Need
from desktop.domain.places import Point, road_miles
from desktop.domain.refused import Refused
from desktop.formats.directory_files import read_directory
from desktop.formats.geo import read_zips
from desktop.formats.samhsa import read_samhsa
from desktop.store.directory import DirectoryShelf
from desktop.store.directory_search import as_match
from tests.store.workspaces import PROJECT, opened

AT = datetime.fromisoformat("2026-11-23T22:14:00-07:00")
HOME = Point(47.93, -110.65)


@pytest.fixture
def shelf(tmp_path):
    db = opened(tmp_path)
    yield DirectoryShelf(db)
    db.close()


@pytest.fixture
def three_rivers(shelf):
    found = read_directory(PROJECT / "resources" / "directory" / "three-rivers", at=AT)
    shelf.replace(found.snapshot, taken_at=AT)
    return shelf


def listing(name: str, *, phone: str = "", codes: str = "SA", **place: object) -> ServiceListing:
    where = {"street": "1 Elm", "street2": "", "city": "Millbrook", "state": "MT", "zip": "59442"}
    site = Place(**(where | place))
    return ServiceListing(
        id=identity(name, "", site.street, site.zip),
        organization=Organization(name, name),
        service=Service(name=""),
        place=site,
        phones=(Phone(phone, phone),) if phone else (),
        codes=frozenset(codes.split()),
        source="samhsa",
    )


def take(shelf: DirectoryShelf, edition: str, *listings: ServiceListing):
    return shelf.replace(Snapshot("samhsa", edition, listings), taken_at=AT)


def names(found: list[ServiceListing]) -> list[str]:
    return [one.organization.name for one in found]


def test_what_was_taken_in_comes_back_the_same(three_rivers):
    found = read_directory(PROJECT / "resources" / "directory" / "three-rivers", at=AT)
    for one in found.snapshot.listings:
        assert three_rivers.get(one.id) == one
    assert three_rivers.count() == 8
    assert three_rivers.get("nobody") is None


def test_every_field_comes_back_the_same(shelf):
    full = replace(
        listing("Full", point=HOME, exact=True, county_fips="30015", transport="Van"),
        service=Service(
            name="Intake",
            about="a",
            how_to_apply="b",
            cost="c",
            who_may_come="d",
            alert="e",
            min_age=18,
            max_age=64,
            only_for=Sex.FEMALE,
            languages=("English",),
            bring=("Photo ID", "Medicine"),
            takes_police_drop_off=True,
            assured_on=AT.date(),
        ),
        phones=(Phone("1 x2", "1", "2", PhoneKind.CRISIS),),
    )
    take(shelf, "2022", full)
    assert shelf.get(full.id) == full


def test_words_may_be_beginnings_in_any_case_with_or_without_accents(shelf):
    take(shelf, "2022", listing("Clínica Cañon"), listing("Prairie Ridge Recovery"))
    for typed in ("canon", "CAÑ", "clinica canon", "can cli", "Cañon"):
        assert names(shelf.find(typed)) == ["Clínica Cañon"]
    assert names(shelf.find("prai rec")) == ["Prairie Ridge Recovery"]
    assert names(shelf.find("millbrook mt 594")) == ["Clínica Cañon", "Prairie Ridge Recovery"]
    assert shelf.find("prairie canon") == []


def test_people_find_a_service_by_what_it_does(three_rivers):
    assert names(three_rivers.find("methadone")) == ["Three Forks OTP"]
    assert set(names(three_rivers.find("detox"))) == {"Prairie Ridge Detox"}
    assert "Harbor Peer Drop-in" in names(three_rivers.find("narcan"))


@pytest.mark.parametrize(
    "typed",
    [
        '"', '""', "'", "a\x00b", "*", "NEAR(a b)", "name:prairie", "a OR b", "a AND", "NOT a",
        "(", "^prairie", "-prairie", "prairie + ridge", "%", "; drop table x", "\ud800",
    ],
)  # fmt: skip
def test_what_is_typed_never_becomes_syntax(three_rivers, typed):
    three_rivers.find(typed)
    assert three_rivers.count() == 8


@given(st.text(max_size=40))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched_for(three_rivers, text):
    assert len(three_rivers.find(text)) <= 8
    assert len(three_rivers.find(text, near=HOME)) <= 8


@pytest.mark.real_data
def test_hostile_names_are_kept_and_found_as_they_are(shelf, shared_data):
    naughty = json.loads((shared_data / "naughty" / "blns.json").read_text(encoding="utf-8"))
    kept = [replace(listing(text), id=f"n{place}") for place, text in enumerate(naughty)]
    take(shelf, "2022", *kept)
    for one in kept:
        assert shelf.get(one.id) == one
        shelf.find(one.organization.name)
    assert shelf.count() == len(kept)


def test_quoted_words_keep_their_quotes():
    assert as_match('mary"s  HOUSE') == '"mary""s"* AND "HOUSE"*'
    assert as_match("!!! ...") == ""


def test_needs_and_codes_narrow_the_list(three_rivers):
    assert names(three_rivers.find(needs=[Need.WITHDRAWAL])) == [
        "Prairie Ridge Detox",
        "Three Forks OTP",
    ]
    assert names(three_rivers.find(needs=[Need.WITHDRAWAL], codes=["rd"])) == [
        "Prairie Ridge Detox"
    ]
    assert three_rivers.find(codes=["R"]) == []


def test_the_nearest_come_first_and_none_beyond_the_miles(three_rivers):
    found = three_rivers.find(near=HOME)
    miles = [road_miles(HOME, one.place.point) for one in found]
    assert len(found) == 8
    assert miles == sorted(miles)
    assert len(three_rivers.find(near=HOME, within_miles=5)) == 5
    assert names(three_rivers.find("detox", near=HOME)) == ["Prairie Ridge Detox"]
    assert len(three_rivers.find(near=HOME, limit=3)) == 3


def test_open_at_a_time_keeps_those_known_to_be_open(three_rivers):
    # At this hour Mesa's intake is closed, though its house is not.
    assert names(three_rivers.find(open_at=AT)) == [
        "County Crisis Stabilization",
        "Prairie Ridge Detox",
    ]
    assert set(names(three_rivers.find(open_at=AT, near=HOME))) == {
        "County Crisis Stabilization",
        "Prairie Ridge Detox",
    }
    morning = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("America/Denver"))
    assert "Mesa Women & Children" in names(three_rivers.find(open_at=morning.astimezone(UTC)))


def test_a_new_edition_keeps_the_id_of_what_was_renamed_moved_or_called_anew(shelf):
    first = [
        listing("Same", phone="555-010-0001", street="1 A"),
        listing("Old Name", phone="555-010-0002", street="2 B"),
        listing("Mover", phone="555-010-0003", street="3 C"),
        listing("Phone", phone="555-010-0004", street="4 D"),
        listing("Vanished", phone="555-010-0005", street="5 E"),
    ]
    assert take(shelf, "2022", *first).new == 5
    ids = {one.organization.name: one.id for one in first}

    second = [
        listing("Newcomer", phone="555-010-0009", street="9 Z"),
        listing("PHONE", phone="555-010-0444", street="4 D"),
        listing("Mover", phone="555-010-0003", street="33 Far"),
        listing("New Name", phone="555-010-0002", street="2 B"),
        listing("Same", phone="555-010-0001", street="1 A"),
    ]
    before = shelf.preview(Snapshot("samhsa", "2023", tuple(second)))
    edition = take(shelf, "2023", *second)

    assert (edition.new, edition.changed, edition.gone) == (1, 3, 1)
    assert (len(before.new), len(before.changed), len(before.gone)) == (1, 3, 1)
    assert shelf.get(ids["Old Name"]).organization.name == "New Name"
    assert shelf.get(ids["Mover"]).place.street == "33 Far"
    assert shelf.get(ids["Phone"]).phones[0].number == "555-010-0444"
    assert shelf.get(ids["Vanished"]).gone_since == "2023"
    assert "Vanished" not in names(shelf.find())
    assert names(shelf.find("new name")) == ["New Name"]
    assert shelf.find("old name") == []
    assert shelf.count() == 5
    assert shelf.version() == "samhsa=2023"

    again = take(shelf, "2024", *second)
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert shelf.get(ids["Mover"]).place.street == "33 Far"
    back = take(shelf, "2025", *second, first[4])
    assert (back.new, back.changed) == (0, 1)
    assert shelf.get(ids["Vanished"]).gone_since == ""


def test_who_moves_in_where_another_moved_out_gets_an_id_of_its_own(shelf):
    take(shelf, "2022", listing("Clinic", phone="555-010-0001", street="1 A"))
    old = shelf.find()[0].id
    take(shelf, "2023", listing("Clinic", phone="555-010-0001", street="2 B"))
    take(
        shelf,
        "2024",
        listing("Clinic", phone="555-010-0001", street="2 B"),
        listing("Clinic", phone="555-010-0077", street="1 A"),
    )
    assert shelf.get(old).place.street == "2 B"
    (other,) = [one for one in shelf.find() if one.id != old]
    assert other.place.street == "1 A"


def test_two_of_the_same_phone_and_street_are_not_taken_for_each_other(shelf):
    take(shelf, "2022", listing("A", phone="1"), listing("B", phone="1"))
    edition = take(shelf, "2023", listing("C", phone="1"), listing("D", phone="1"))
    assert (edition.new, edition.gone) == (2, 2)


def test_one_source_leaves_the_others_alone(three_rivers):
    take(three_rivers, "2022", listing("National"))
    take(three_rivers, "2023", listing("Another"))
    assert three_rivers.count() == 9
    assert three_rivers.version() == "samhsa=2023;three-rivers=2026-11-23"
    assert [one.services for one in three_rivers.editions()] == [8, 1, 1]


def test_an_edition_without_services_is_refused_and_changes_nothing(three_rivers):
    with pytest.raises(Refused, match="no services"):
        three_rivers.replace(Snapshot("three-rivers", "empty", ()), taken_at=AT)
    assert three_rivers.count() == 8


def test_an_edition_is_taken_in_whole_or_not_at_all(three_rivers):
    good = listing("Good")
    with pytest.raises(AttributeError):
        take(three_rivers, "2022", good, replace(good, id="bad", phones=(None,)))
    assert three_rivers.count() == 8
    assert len(three_rivers.editions()) == 1


@pytest.mark.real_data
@pytest.mark.slow  # the national directory, taken in, searched and taken in again
def test_the_nation_is_in_and_found_near_a_rural_zip(shelf, shared_data):
    path = shared_data / "samhsa_2022" / "National_Directory_SA_Facilities_2022.xlsx"
    zips = read_zips(PROJECT / "resources" / "geo")
    found = read_samhsa(Path(path), zips=zips)
    assert shelf.replace(found.snapshot, taken_at=AT).new == 12_176
    assert shelf.count() == 12_176

    near = shelf.find("detox", near=zips.find("59442").point, limit=10)
    assert len(near) == 10
    assert near[0].place.state == "MT"
    assert shelf.find("canon")
    for one in found.snapshot.listings[::977]:
        assert shelf.get(one.id) == one

    again = shelf.replace(replace(found.snapshot, edition="again"), taken_at=AT)
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
