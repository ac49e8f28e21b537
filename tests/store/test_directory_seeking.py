"""Filters, counts, ages, slips of the pen and the services worth weighing for one person."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.directory import (
    Organization,
    Place,
    Service,
    ServiceListing,
    ServiceStatus,
    Sex,
    Snapshot,
)
from desktop.domain.limits import Person
from desktop.domain.matching import rank
from desktop.domain.needs import FILTER_GROUPS, Barrier, Need
from desktop.domain.places import Point
from desktop.domain.seeking import Sought
from desktop.domain.wishes import Wish
from desktop.formats.directory_files import read_directory
from desktop.store.directory import DirectoryShelf
from tests.store.workspaces import PROJECT, opened

AT = datetime.fromisoformat("2026-11-23T22:14:00-07:00")
HOME = Point(47.93, -110.65)
FILTERS = tuple(one for _, group in FILTER_GROUPS for one in group)
CODES = ("SA", "DT", "RD", "MD", "NP", "SP", "PW", "NMOA", "CHLD", "ADLT", "FEM", "TA", "BC", "OTP")


def listing(name, codes="SA", *, point=HOME, accessibility=(), **service):
    return ServiceListing(
        id=name.lower().replace(" ", "-"),
        organization=Organization(name, name),
        service=Service(name="", **service),
        place=Place("1 Elm", "", "Millbrook", "MT", "59442", point, accessibility=accessibility),
        codes=frozenset(codes.split()),
        source="list",
    )


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


def take(shelf, *listings, edition="1"):
    return shelf.replace(Snapshot("list", edition, listings), taken_at=AT)


def names(found):
    return sorted(one.organization.name for one in found)


def test_a_filter_is_met_by_a_code_or_by_the_lists_own_words(shelf):
    take(
        shelf,
        listing("Coded", "SA SP AH"),
        listing("In words", languages=("English", "Español")),
        listing("Signing", languages=("American Sign Language",)),
        listing("Ramp", accessibility=("Ramp at the side door",)),
    )
    kept = {
        Barrier.SPANISH: ["Coded", "In words"],
        Barrier.SIGN_LANGUAGE: ["Coded", "Signing"],
        Barrier.DISABILITY: ["Ramp"],
        Barrier.PETS: [],  # nothing a directory says
    }
    for barrier, expected in kept.items():
        assert names(shelf.find(must=frozenset({barrier}))) == expected
        wish = Wish(must=frozenset({barrier}), near=HOME)
        assert names(m.listing for m in rank(wish, shelf.likely(wish), {}, now=AT)) == expected


def test_each_filter_says_how_many_it_leaves(three_rivers):
    for words in ("", "mill", "nothing-like-it"):
        for counted, number in three_rivers.counts(Sought(words=words), FILTERS):
            narrowed = Sought(words=words, must=frozenset({counted}), limit=-1)
            assert number == three_rivers.how_many(narrowed)
            assert number == len(three_rivers.search(narrowed).listings)


def test_counting_can_be_given_up_and_follows_a_new_edition(shelf):
    take(shelf, listing("Cedar", "MD"))
    counting = shelf.counts(Sought(), FILTERS)
    next(counting)
    counting.close()
    assert dict(shelf.counts(Sought(), [Barrier.MEDICAID])) == {Barrier.MEDICAID: 1}

    take(shelf, listing("Cedar", "SA"), listing("Birch", "MD"), listing("Oak", "MD"), edition="2")
    assert dict(shelf.counts(Sought(), [Barrier.MEDICAID])) == {Barrier.MEDICAID: 2}

    shelf.undo_last()
    assert dict(shelf.counts(Sought(), [Barrier.MEDICAID])) == {Barrier.MEDICAID: 1}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person.aged(15), ["All ages", "Youth"]),
        (Person.aged(17), ["All ages", "From sixteen", "Youth"]),
        (Person.aged(40), ["All ages", "From sixteen", "Grown", "Women"]),
        (Person.aged(40, sex=Sex.MALE), ["All ages", "From sixteen", "Grown"]),
        (Person.aged(40, on_methadone=True), ["All ages", "From sixteen", "Women"]),
        (Person(16, 20), ["All ages", "From sixteen", "Grown", "Women", "Youth"]),
    ],
)
def test_who_does_not_take_a_person_is_not_in_the_list(shelf, person, expected):
    take(
        shelf,
        listing("All ages"),
        listing("Youth", "SA CHLD"),
        listing("Grown", "SA ADLT NMOA"),
        listing("Women", "SA YAD", only_for=Sex.FEMALE),
        listing("From sixteen", min_age=16),
    )

    assert names(shelf.find(person=person)) == expected
    assert shelf.how_many(Sought(person=person)) == len(expected)
    assert names(shelf.likely(Wish(person=person))) == expected


def test_a_slip_of_the_pen_is_mended_only_when_nothing_is_found(three_rivers):
    found = three_rivers.search(Sought(words="praire rigde"))
    assert names(found.listings) == ["Prairie Ridge Detox"]
    assert found.spelling == "prairie ridge"

    begun = three_rivers.search(Sought(words="stabiliaz"))  # still being typed
    assert names(begun.listings) == ["County Crisis Stabilization"]

    right = three_rivers.search(Sought(words="prairie"))
    assert (names(right.listings), right.spelling) == (["Prairie Ridge Detox"], "")


@pytest.mark.parametrize("typed", ["59443", "qqqqqq", "xy", "zebra zebra", "qzall"])
def test_what_is_near_to_nothing_finds_nothing(three_rivers, typed):
    found = three_rivers.search(Sought(words=typed))
    assert (found.listings, found.spelling) == ((), "")


def test_a_short_list_begins_with_those_named_so(shelf):
    in_town = replace(listing("Alder House").place, city="Detox")
    take(
        shelf,
        replace(listing("Alder House"), place=in_town),
        listing("Zinnia Detox"),
        listing("Maple Care", "RD"),
    )
    assert [one.name for one in shelf.find("detox")] == [
        "Zinnia Detox", "Alder House", "Maple Care",
    ]  # fmt: skip


def test_near_a_place_with_few_services_it_looks_as_far_as_it_must(shelf):
    far = Point(25.77, -80.19)
    many = [listing(f"Oak {n}", "MD", point=far) for n in range(60)]
    take(shelf, listing("Here"), listing("No point", point=None), *many)

    assert shelf.find(near=HOME, limit=1)[0].name == "Here"
    assert len(shelf.find(near=HOME, limit=100)) == 61
    assert names(shelf.find(near=HOME, within_miles=50)) == ["Here"]
    assert len(shelf.find("oak", near=HOME, limit=100)) == 60
    assert shelf.how_many(Sought(near=HOME, within_miles=50)) == 1


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_best_services_are_always_among_the_likely(shelf, data):
    some = data.draw(
        st.lists(
            st.tuples(
                st.sets(st.sampled_from(CODES)),
                st.sampled_from([HOME, Point(48.5, -109.7), Point(45.78, -108.5), None]),
                st.sampled_from(ServiceStatus),
            ),
            min_size=1,
            max_size=12,
        )
    )
    listings = [
        listing(f"Service {n}", " ".join(codes), point=point, status=status)
        for n, (codes, point, status) in enumerate(some)
    ]
    take(shelf, *listings)
    wish = Wish(
        needs=tuple(data.draw(st.sets(st.sampled_from(Need)))),
        barriers=frozenset(data.draw(st.sets(st.sampled_from(FILTERS)))),
        must=frozenset(data.draw(st.sets(st.sampled_from(FILTERS), max_size=1))),
        person=Person.aged(data.draw(st.sampled_from([12, 17, 18, 70])), on_methadone=True),
        near=data.draw(st.sampled_from([None, HOME])),
        within_miles=data.draw(st.sampled_from([None, 30.0, 100.0])),
    )
    if wish.near is None:
        wish = replace(wish, within_miles=None)
    reachable = [one for one in listings if wish.within_miles is None or one.place.point]
    everything = rank(wish, reachable, {}, now=AT)
    likely = rank(wish, shelf.likely(wish), {}, now=AT)
    assert [m.listing.id for m in likely] == [m.listing.id for m in everything]


def test_a_store_of_an_earlier_version_is_indexed_when_first_searched(three_rivers, tmp_path):
    db = three_rivers._db
    for table in ("directory_points", "directory_marks", "directory_words"):
        db.execute(f"delete from {table}")

    again = DirectoryShelf(db)
    assert names(again.find("prairie")) == ["Prairie Ridge Detox"]
    assert again.how_many(Sought(must=frozenset({Barrier.MEDICAID}))) > 1
