"""Deadlines over weekends, holidays and changes of the clocks; which now to trust."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.clocks import Calendar, ClockRule, Now, Starts, Unit, deadline, trusted_now
from desktop.domain.facts import PartialDate
from desktop.domain.terms import Pathway, Resolver
from desktop.domain.words import Given
from tests.domain.rules_kit import DENVER, shipped

MARTIN_LUTHER_KING_DAY = date(2026, 1, 19)
CALENDAR = Calendar(DENVER, frozenset({MARTIN_LUTHER_KING_DAY, date(2026, 11, 26)}))


def ends(amount, unit, start, calendar=CALENDAR):
    rule = ClockRule("c", Given(()), amount, unit)
    found = deadline(rule, start, calendar)
    return found and found.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")


def at(text, zone=DENVER):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_72_business_hours_from_friday_night_over_a_monday_holiday_end_on_thursday_night():
    friday = at("2026-01-16T22:00")
    assert ends(72, Unit.BUSINESS_HOURS, friday) == "2026-01-22 22:00"


@pytest.mark.parametrize(
    ("amount", "unit", "start", "expected"),
    [
        (72, Unit.BUSINESS_HOURS, "2026-11-02T09:00", "2026-11-05 09:00"),  # Mon to Thu
        (72, Unit.BUSINESS_HOURS, "2026-11-07T12:00", "2026-11-12 00:00"),  # from a Saturday
        (1, Unit.BUSINESS_HOURS, "2026-11-06T23:30", "2026-11-09 00:30"),  # Fri into Mon
        (2, Unit.BUSINESS_HOURS, "2026-11-06T22:00", "2026-11-07 00:00"),  # Friday's last
        (3, Unit.BUSINESS_DAYS, "2026-11-23T22:14", "2026-11-27 17:00"),  # over Thanksgiving
        (1, Unit.BUSINESS_DAYS, "2026-11-20T09:00", "2026-11-23 17:00"),  # Fri to Mon
        (30, Unit.MINUTES, "2026-11-23T22:14", "2026-11-23 22:44"),
        (24, Unit.HOURS, "2026-11-23T22:14", "2026-11-24 22:14"),
        (14, Unit.DAYS, "2026-11-23T22:14", "2026-12-07 22:14"),
    ],
)
def test_a_clock_ends_when_people_expect_it(amount, unit, start, expected):
    assert ends(amount, unit, at(start)) == expected


def test_half_an_hour_is_half_an_hour_in_the_night_the_clocks_change():
    before = datetime(2026, 3, 8, 1, 45, tzinfo=DENVER)
    assert ends(30, Unit.MINUTES, before) == "2026-03-08 03:15"
    autumn = datetime(2026, 11, 1, 1, 45, tzinfo=DENVER)  # the first of the two 1:45s
    assert ends(30, Unit.MINUTES, autumn) == "2026-11-01 01:15"
    assert ends(24, Unit.HOURS, datetime(2026, 3, 7, 12, 0, tzinfo=DENVER)) == "2026-03-08 13:00"


def test_days_keep_the_time_on_the_wall_over_a_change_of_clocks():
    assert ends(1, Unit.DAYS, datetime(2026, 3, 7, 12, 0, tzinfo=DENVER)) == "2026-03-08 12:00"
    # 2:30 does not exist that night: it is 3:30.
    assert ends(1, Unit.DAYS, datetime(2026, 3, 7, 2, 30, tzinfo=DENVER)) == "2026-03-08 03:30"


def test_a_business_day_that_is_an_hour_short_has_an_hour_less():
    # Lord Howe and other places change on days that a roster may count as business days.
    every_day = Calendar(DENVER, workdays=frozenset(range(7)))
    start = datetime(2026, 3, 8, 0, 0, tzinfo=DENVER)
    assert ends(24, Unit.BUSINESS_HOURS, start, every_day) == "2026-03-09 01:00"


def test_a_start_in_another_zone_is_counted_on_the_agencys_calendar():
    tokyo = datetime(2026, 1, 17, 14, 0, tzinfo=ZoneInfo("Asia/Tokyo"))  # Friday 22:00 in Denver
    assert ends(72, Unit.BUSINESS_HOURS, tokyo) == "2026-01-22 22:00"


def test_a_court_date_ends_in_the_morning_and_is_unknown_until_the_day_is():
    rule = ClockRule("court", Given(()), 0, Unit.COURT_DATE)
    start = at("2026-11-23T22:14")
    known = deadline(rule, start, CALENDAR, court_date=PartialDate(2026, 12, 3))
    assert known == at("2026-12-03T08:00")
    assert deadline(rule, start, CALENDAR, court_date=PartialDate(2026, 12)) is None
    assert deadline(rule, start, CALENDAR) is None


@given(
    st.integers(0, 2 * 365 * 24 * 60),
    st.integers(1, 400),
    st.integers(1, 400),
)
def test_business_hours_add_up(minute, first, second):
    begin = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    rules = [
        ClockRule("c", Given(()), hours, Unit.BUSINESS_HOURS)
        for hours in (first, second, first + second)
    ]
    halfway = deadline(rules[0], begin, CALENDAR)
    whole = deadline(rules[1], halfway, CALENDAR)
    assert whole == deadline(rules[2], begin, CALENDAR)
    assert whole - begin >= timedelta(hours=first + second)


def test_a_calendar_without_business_days_is_a_bug():
    with pytest.raises(ValueError, match="business day"):
        deadline(
            ClockRule("c", Given(()), 1, Unit.DAYS),
            at("2026-11-23T22:14"),
            Calendar(DENVER, workdays=frozenset()),
        )


def test_now_is_the_later_of_the_clock_and_what_was_seen():
    seen = at("2026-11-23T22:14")
    assert trusted_now(seen, None) == Now(seen, doubtful=False)
    later = seen + timedelta(days=40)  # the laptop lay on a shelf
    assert trusted_now(later, seen) == Now(later, doubtful=False)
    assert trusted_now(seen - timedelta(hours=23), seen) == Now(seen, doubtful=False)
    assert trusted_now(seen - timedelta(hours=25), seen) == Now(seen, doubtful=True)


def test_a_clock_runs_for_its_pathways_and_for_who_has_to_find_out():
    program = shipped("three-rivers")
    ids = [rule.id for rule in program.deadlines(Pathway.OFFICER_INTERVENTION)]
    assert ids == ["scene", "first_contact", "intake", "charge_held"]
    assert "charge_held" not in [rule.id for rule in program.deadlines(Pathway.NALOXONE_PLUS)]
    due = program.due(Resolver.DESK, Pathway.OFFICER_INTERVENTION, at("2026-11-23T22:14"))
    assert due == at("2026-11-27T17:00")
    assert {rule.starts for rule in program.clocks} <= set(Starts)
