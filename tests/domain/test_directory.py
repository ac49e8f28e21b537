"""Services, their hours and places."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.domain.directory import (
    Organization,
    Phone,
    PhoneKind,
    Place,
    Service,
    ServiceListing,
    identity,
    phone_in_words,
)
from desktop.domain.facts import FactType
from desktop.domain.hours import (
    DAYS,
    Day,
    HoursFor,
    Opening,
    Schedule,
    next_opening,
    opening,
    opening_in_words,
)
from desktop.domain.kinds import kind_in_words, search_words
from desktop.domain.needs import ACCESS, BARRIERS, NEEDS, Barrier, Need
from desktop.domain.places import (
    ROAD_FACTOR,
    Point,
    box_around,
    miles_in_words,
    road_miles,
    straight_miles,
)
from desktop.domain.words import ENGLISH
from desktop.formats.facts_file import read_dictionary
from desktop.formats.samhsa_codes import SAMHSA_CODES
from tests.conftest import PROJECT

DENVER = ZoneInfo("America/Denver")
BAR = Schedule(frozenset({Day.FRIDAY}), time(20), time(3), DENVER)
CLINIC = Schedule(frozenset(DAYS[:6]), time(5, 30), time(11), DENVER)
ALWAYS = Schedule(frozenset(DAYS), time(0), time(0), DENVER)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def listing(*codes: str, name: str = "", **more: object) -> ServiceListing:
    return ServiceListing(
        id="s",
        organization=Organization("o", "Prairie Ridge"),
        service=Service(name=name),
        place=Place("210 Depot Street", "", "Millbrook", "MT", "59442"),
        codes=frozenset(codes),
        **more,
    )


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("2026-11-20T19:59:00-07:00", Opening.CLOSED),  # a Friday
        ("2026-11-20T20:00:00-07:00", Opening.OPEN),
        ("2026-11-20T23:59:00-07:00", Opening.OPEN),
        ("2026-11-21T00:00:00-07:00", Opening.OPEN),
        ("2026-11-21T02:59:00-07:00", Opening.OPEN),
        ("2026-11-21T03:00:00-07:00", Opening.CLOSED),
        ("2026-11-20T02:00:00-07:00", Opening.CLOSED),  # the night before
    ],
)
def test_hours_past_midnight_hold_on_both_sides_of_it(moment, answer):
    assert opening([BAR], at(moment)) is answer


def test_hours_are_those_of_the_services_own_zone():
    assert opening([CLINIC], at("2026-11-23T12:30:00+00:00")) is Opening.OPEN  # 05:30 there
    assert opening([CLINIC], at("2026-11-23T05:45:00-06:00")) is Opening.CLOSED  # 04:45 there


def test_on_the_nights_the_clocks_change_the_wall_clock_counts():
    sunday = Schedule(frozenset({Day.SUNDAY}), time(1), time(4), DENVER)
    # 2026-03-08: 02:00 becomes 03:00. 2026-11-01: 02:00 becomes 01:00 again.
    assert opening([sunday], at("2026-03-08T08:30:00+00:00")) is Opening.OPEN  # 01:30
    assert opening([sunday], at("2026-03-08T09:59:00+00:00")) is Opening.OPEN  # 03:59
    assert opening([sunday], at("2026-03-08T10:00:00+00:00")) is Opening.CLOSED  # 04:00
    assert opening([sunday], at("2026-11-01T07:30:00+00:00")) is Opening.OPEN  # 01:30, first
    assert opening([sunday], at("2026-11-01T10:30:00+00:00")) is Opening.OPEN  # 03:30
    assert opening([sunday], at("2026-11-01T11:00:00+00:00")) is Opening.CLOSED


def test_no_hours_past_hours_and_holidays_are_unknown_but_around_the_clock_is_open():
    now = at("2026-11-26T10:00:00-07:00")  # Thanksgiving
    old = Schedule(CLINIC.days, CLINIC.opens, CLINIC.closes, DENVER, valid_to=date(2025, 1, 1))
    assert opening([], now) is Opening.UNKNOWN
    assert opening([old], now) is Opening.UNKNOWN
    assert opening([CLINIC], now) is Opening.OPEN
    assert opening([CLINIC], now, holidays={date(2026, 11, 26)}) is Opening.UNKNOWN
    assert opening([ALWAYS], now, holidays={date(2026, 11, 26)}) is Opening.OPEN


@pytest.mark.parametrize(
    ("schedules", "moment", "words"),
    [
        ((), "2026-11-23T22:14:00-07:00", "Hours unknown: call"),
        ((ALWAYS,), "2026-11-23T22:14:00-07:00", "Open 24 hours"),
        ((CLINIC,), "2026-11-23T22:14:00-07:00", "Closed, opens Tue 05:30"),
        ((CLINIC,), "2026-11-21T12:00:00-07:00", "Closed, opens Mon 05:30"),
        ((CLINIC,), "2026-11-23T06:00:00-07:00", "Open until 11:00"),
        ((BAR,), "2026-11-21T01:00:00-07:00", "Open until 03:00"),
    ],
)
def test_opening_is_said_in_words(schedules, moment, words):
    assert ENGLISH(opening_in_words(schedules, at(moment))) == words


def test_the_next_opening_is_after_now_even_on_the_same_weekday():
    opens = next_opening([BAR], at("2026-11-20T20:00:00-07:00"))
    assert opens == at("2026-11-27T20:00:00-07:00")


def test_an_officer_arriving_counts_the_police_door_then_intake_then_visits():
    intake = Schedule(CLINIC.days, time(9), time(16), DENVER, HoursFor.INTAKE)
    door = Schedule(frozenset(DAYS), time(0), time(0), DENVER, HoursFor.POLICE)
    assert listing(schedules=(ALWAYS, intake)).arrival_hours == (intake,)
    assert listing(schedules=(ALWAYS, intake, door)).arrival_hours == (door,)
    assert listing(schedules=(ALWAYS,)).arrival_hours == (ALWAYS,)


def test_the_intake_line_is_called_first():
    main = Phone("555-010-0101", "555-010-0101")
    intake = Phone("555-010-0102 x2", "555-010-0102", "2", PhoneKind.INTAKE)
    assert listing(phones=(main, intake)).phone == intake
    assert ENGLISH(phone_in_words(intake)) == "555-010-0102 ext. 2"
    assert listing().phone is None


def test_a_service_is_named_after_its_organization_once():
    assert listing().name == "Prairie Ridge"
    assert listing(name="Prairie Ridge").name == "Prairie Ridge"
    assert listing(name="Intake").name == "Prairie Ridge: Intake"


def test_identity_does_not_hang_on_case_or_blanks():
    one = identity("Prairie  Ridge", "Detox", "210 Depot Street", "59442")
    assert identity("PRAIRIE RIDGE ", "detox", "210 depot street", "59442-1234") == one
    assert identity("Prairie Ridge", "", "210 Depot Street", "59442") != one


def test_distance_follows_the_globe_and_the_road():
    denver, boulder = Point(39.7392, -104.9903), Point(40.0150, -105.2705)
    assert straight_miles(denver, boulder) == pytest.approx(24.2, abs=0.3)
    assert road_miles(denver, boulder) == pytest.approx(24.2 * ROAD_FACTOR, abs=0.4)
    assert ENGLISH(miles_in_words(31.4)) == "about 31 mi"
    assert ENGLISH(miles_in_words(0.4)) == "less than 1 mi"


@pytest.mark.parametrize(
    "middle", [Point(47.9, -110.6), Point(52.9, 172.9), Point(51.9, -179.5), Point(-14.3, -170.7)]
)
def test_a_box_holds_whatever_is_near_even_across_the_date_line(middle):
    box = box_around(middle, 200)
    for north, east in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1)):
        lon = (middle.lon + east + 180) % 360 - 180
        point = Point(middle.lat + north, lon)
        if road_miles(middle, point) <= 200:
            inside = [
                part
                for part in box.parts()
                if part.south <= point.lat <= part.north and part.west <= point.lon <= part.east
            ]
            assert inside


def test_officers_read_plain_words_never_a_code():
    said = ENGLISH(kind_in_words(listing("SA", "DT", "RD", "ODTX", "RES", "RL")))
    assert said == "Withdrawal care with a bed, Residential treatment"
    assert ENGLISH(kind_in_words(listing())) == "Kind of service not stated"
    for answer in (*NEEDS.values(), *BARRIERS.values()):
        words = set(ENGLISH(answer.says).split()) | set(ENGLISH(answer.reason).split())
        assert not words & (SAMHSA_CODES - {"ID"})


def test_every_code_in_the_tables_is_one_of_the_reference():
    for answer in (*NEEDS.values(), *BARRIERS.values()):
        assert answer.well | answer.partly <= SAMHSA_CODES | {ACCESS}


def test_needs_and_barriers_are_those_the_dictionary_asks_for():
    dictionary = read_dictionary(PROJECT / "resources" / "facts.csv")
    needs, barriers = dictionary.find("needs"), dictionary.find("barriers")
    assert needs is not None
    assert barriers is not None
    assert needs.type is barriers.type is FactType.CHOICES
    assert {one.value for one in needs.choices} == set(Need)
    assert {one.value for one in barriers.choices} - {"other"} <= set(Barrier)


def test_search_knows_what_names_do_not_say():
    assert "methadone" in search_words(frozenset({"OTP"}))
    assert search_words(frozenset()) == ""


def test_a_schedule_that_ends_in_the_day_is_no_longer_than_it_says():
    opens, closes = CLINIC.span(date(2026, 11, 23))
    assert closes - opens == timedelta(hours=5, minutes=30)
