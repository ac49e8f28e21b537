"""Which service for whom: hard needs, order, reasons, and what to drop when nothing fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.capacity import CapacityReport, CapacityUnit, ForGroup, ReportSource
from desktop.domain.directory import (
    Organization,
    Place,
    Service,
    ServiceListing,
    ServiceStatus,
    Sex,
)
from desktop.domain.facts import Known, Range
from desktop.domain.hours import DAYS, Opening, Schedule
from desktop.domain.limits import Limit, Person, bar
from desktop.domain.matching import misses_in_words, nearest_misses, rank
from desktop.domain.needs import BARRIERS, NEEDS, Barrier, Need
from desktop.domain.places import Point
from desktop.domain.terms import CapacityStatus
from desktop.domain.wishes import Wish, wish_of
from desktop.domain.words import ENGLISH

NOW = datetime.fromisoformat("2026-11-23T22:14:00-07:00")
HOME = Point(47.93, -110.65)
DENVER = ZoneInfo("America/Denver")
METHADONE_CODES = ["NMOA", "NOOP", "MOA", "OTP", "DT", "RD", "SA"]
ALWAYS = Schedule(frozenset(DAYS), time(0), time(0), DENVER)
MORNING = Schedule(frozenset(DAYS), time(5, 30), time(11), DENVER)


def service(id_: str, codes: str, *, miles: float = 0, hours=ALWAYS, **more) -> ServiceListing:
    return ServiceListing(
        id=id_,
        organization=Organization(id_, id_.title()),
        service=Service(name="", **more),
        place=Place("1 Elm", "", "Millbrook", "MT", "59442", _north(miles), exact=True),
        schedules=(hours,) if hours else (),
        codes=frozenset(codes.split()),
    )


def _north(miles: float) -> Point:
    return Point(HOME.lat + miles / 1.3 / 69.1, HOME.lon)


def report(id_: str, status: CapacityStatus, *, hours: float, **more) -> CapacityReport:
    return CapacityReport(
        service_id=id_,
        unit=CapacityUnit.BED,
        status=status,
        reported_at=NOW - timedelta(hours=hours),
        reported_by="the front desk",
        source=ReportSource.PHONE,
        **more,
    )


def order(wish: Wish, *listings: ServiceListing, capacity=None) -> list[str]:
    reports = {id_: [one] for id_, one in (capacity or {}).items()}
    return [match.listing.id for match in rank(wish, listings, reports, now=NOW)]


def test_a_person_on_methadone_is_never_sent_where_no_medication_is_used():
    detox = service("none", "DT RD NMOA")
    silent = service("silent", "DT RD", miles=5)
    takes = service("takes", "DT RD MOA", miles=5)
    wish = Wish(needs=(Need.WITHDRAWAL,), person=Person.aged(30, on_methadone=True), near=HOME)
    assert order(wish, detox, silent, takes) == ["silent", "takes"]
    doubts = {m.listing.id: m.doubts for m in rank(wish, [silent, takes], {}, now=NOW)}
    assert "Does not say whether people on methadone may come. Ask." in map(
        ENGLISH, doubts["silent"]
    )
    assert not any("methadone" in ENGLISH(doubt) for doubt in doubts["takes"])


def test_dropping_the_methadone_limit_is_offered_last_and_said_on_the_match():
    wish = Wish(person=Person(on_methadone=True))
    misses = nearest_misses(wish, [service("none", "DT NMOA")], {}, now=NOW)
    assert [one.count for one in misses] == [1]
    assert "Uses no medication for opioid use; this person takes it." in map(
        ENGLISH, misses[0].match.doubts
    )


@given(
    st.lists(
        st.frozensets(st.sampled_from(["NMOA", "NOOP", "MOA", "OTP", "DT", "RD", "SA"])),
        max_size=12,
    ),
    st.lists(st.sampled_from(Need), max_size=3),
)
def test_no_wish_ever_brings_a_methadone_patient_to_a_site_without_medication(codes, needs):
    listings = [service(str(place), " ".join(one)) for place, one in enumerate(codes)]
    wish = Wish(needs=tuple(needs), person=Person(on_methadone=True))
    for match in rank(wish, listings, {}, now=NOW):
        assert match.listing.codes.isdisjoint({"NMOA", "NOOP"})


@pytest.mark.parametrize(
    ("person", "listing", "expected"),
    [
        (Person.aged(16), service("s", "SA", min_age=18), Limit.AGE),
        (Person.aged(18), service("s", "SA", min_age=18), None),
        (Person(16, 20), service("s", "SA", min_age=18), None),  # may be 18: a doubt, not a bar
        (Person.aged(17), service("s", "ADLT YAD"), Limit.AGE),
        (Person.aged(17), service("s", "ADLT CHLD"), None),
        (Person.aged(17), service("s", "ADLT", min_age=16), None),  # its own word counts
        (Person.aged(30), service("s", "CHLD"), Limit.AGE),
        (Person(), service("s", "CHLD"), None),
        (Person.aged(70), service("s", "SA", max_age=65), Limit.AGE),
        (Person.aged(30, sex=Sex.MALE), service("s", "FEM"), Limit.SEX),
        (Person.aged(30, sex=Sex.FEMALE), service("s", "FEM"), None),
        (Person.aged(30, sex=Sex.FEMALE), service("s", "FEM MALE"), None),
        (Person.aged(30, sex=Sex.MALE), service("s", "SA", only_for=Sex.FEMALE), Limit.SEX),
        (Person.aged(30), service("s", "FEM"), None),
        (Person(), service("s", "SA", status=ServiceStatus.TEMPORARILY_CLOSED), Limit.CLOSED),
        (Person(), replace(service("s", "SA"), gone_since="2023"), Limit.GONE),
    ],
)
def test_who_may_not_go_where(person, listing, expected):
    assert bar(listing, person) is expected


def test_an_estimate_across_eighteen_is_a_doubt():
    listing = service("s", "SA", min_age=18)
    (match,) = rank(Wish(person=Person(16, 20)), [listing], {}, now=NOW)
    assert "May not take this age. Ask." in map(ENGLISH, match.doubts)


def test_needs_met_come_before_barriers_and_barriers_before_open_doors():
    wish = Wish(needs=(Need.WITHDRAWAL,), barriers=frozenset({Barrier.INSURANCE}), near=HOME)
    well = service("well", "RD", miles=30, hours=MORNING)
    free = service("free", "MDET NP", hours=ALWAYS)
    both = service("both", "RD NP", miles=40, hours=MORNING)
    assert order(wish, free, well, both) == ["both", "well", "free"]


def test_open_on_arrival_comes_before_room_and_room_before_distance():
    wish = Wish(needs=(Need.WITHDRAWAL,), near=HOME)
    closed = service("closed", "RD", hours=MORNING)
    near = service("near", "RD", miles=2)
    room = service("room", "RD", miles=30)
    capacity = {
        "closed": report("closed", CapacityStatus.CAPACITY, hours=1),
        "room": report("room", CapacityStatus.CAPACITY, hours=1),
    }
    assert order(wish, closed, near, room, capacity=capacity) == ["room", "near", "closed"]


def test_a_stale_figure_lifts_nobody_and_full_falls_below_unknown():
    wish = Wish(needs=(Need.WITHDRAWAL,), near=HOME)
    stale = service("stale", "RD", miles=20)
    full = service("full", "RD", miles=1)
    unknown = service("unknown", "RD", miles=10)
    aging = service("aging", "RD", miles=30)
    capacity = {
        "stale": report("stale", CapacityStatus.CAPACITY, hours=26),
        "full": report("full", CapacityStatus.NO_CAPACITY, hours=2),
        "aging": report("aging", CapacityStatus.CAPACITY, hours=20),
    }
    ranked = order(wish, stale, full, unknown, aging, capacity=capacity)
    assert ranked == ["aging", "unknown", "stale", "full"]


def test_a_good_service_in_the_county_stands_above_a_perfect_one_three_states_away():
    wish = Wish(needs=(Need.WITHDRAWAL,), barriers=frozenset(Barrier), near=HOME)
    perfect = service("perfect", "RD NP TA SP CCC PEER OPC MD", miles=900)
    good = service("good", "RD", miles=25)
    assert order(wish, perfect, good) == ["good", "perfect"]


def test_arrival_not_now_decides_whether_a_door_is_open():
    at_five = datetime.fromisoformat("2026-11-23T05:00:00-07:00")
    near, far = service("near", "SA", hours=MORNING), service("far", "SA", miles=30, hours=MORNING)
    found = {m.listing.id: m.opening for m in rank(Wish(near=HOME), [near, far], {}, now=at_five)}
    assert found == {"near": Opening.CLOSED, "far": Opening.OPEN}


def test_pregnancy_comes_first_among_those_that_meet_the_need():
    wish = Wish(needs=(Need.TREATMENT,), person=Person(pregnant=True, sex=Sex.FEMALE), near=HOME)
    near, program = service("near", "RES"), service("program", "RES PW", miles=50)
    assert order(wish, near, program) == ["program", "near"]


def test_a_report_for_men_says_nothing_to_a_woman():
    listing = service("s", "RD")
    capacity = {"s": [report("s", CapacityStatus.CAPACITY, hours=1, for_group=ForGroup.MALE)]}
    (match,) = rank(Wish(person=Person(sex=Sex.FEMALE)), [listing], capacity, now=NOW)
    assert match.report is None


def test_every_match_has_its_reasons_and_doubts_in_words():
    wish = Wish(
        needs=(Need.WITHDRAWAL, Need.SHELTER),
        barriers=frozenset({Barrier.SPANISH, Barrier.ID}),
        near=HOME,
    )
    listing = service("s", "RD RES SP", miles=12, bring=("Photo ID",))
    (match,) = rank(wish, [listing], {}, now=NOW)
    assert list(map(ENGLISH, match.reasons)) == [
        "Helps people through withdrawal.",
        "Speaks Spanish.",
        "Open on arrival.",
        "Distance: about 12 mi by road.",
    ]
    assert list(map(ENGLISH, match.doubts)) == [
        "A place to sleep: may help in part. Ask.",
        "Asks people to bring: Photo ID.",
        "May not take this age. Ask.",
        "Unknown: call. Nobody reported yet.",
        "No phone number is listed.",
    ]


def test_when_nothing_fits_each_wish_to_drop_says_what_it_gives():
    wish = Wish(
        needs=(Need.SHELTER,),
        must=frozenset({Barrier.SIGN_LANGUAGE}),
        near=HOME,
        within_miles=20,
        open_on_arrival=True,
    )
    listings = [
        service("house", "HH"),
        service("crisis", "SPS AH"),
        service("far", "HH AH", miles=90),
        service("asleep", "HH AH", hours=MORNING),
    ]
    assert rank(wish, listings, {}, now=NOW) == []
    said = [ENGLISH(line) for line in misses_in_words(nearest_misses(wish, listings, {}, now=NOW))]
    assert sorted(said) == [
        "Drop: American Sign Language: 1 service",
        "Look farther than 20 mi: 1 service",
        "Show closed services too: 1 service",
        "Show every kind of service, not only: A place to sleep: 1 service",
    ]


def test_what_repeats_another_listing_is_not_offered_twice():
    one = service("one", "RD")
    assert order(Wish(), one, replace(one, id="two", copy_of="one")) == ["one"]


def test_an_encounter_becomes_a_wish_and_unknown_facts_ask_nothing():
    wish = wish_of(
        {
            "needs": Known(("withdrawal", "shelter")),
            "barriers": Known(("language", "pets", "other")),
            "person.language": Known("es"),
            "person.age": Range(Decimal(28), Decimal(32)),
            "health.pregnant": Known(True),
            "health.methadone_patient": Known(True),
        },
        near=HOME,
    )
    assert wish.needs == (Need.WITHDRAWAL, Need.SHELTER)
    assert wish.barriers == {Barrier.SPANISH, Barrier.PETS}
    assert wish.person == Person(28, 32, Sex.FEMALE, pregnant=True, on_methadone=True)
    assert wish_of({}) == Wish()


def test_every_need_and_barrier_has_words():
    assert set(NEEDS) == set(Need)
    assert set(BARRIERS) == set(Barrier)
