"""Open or closed: midnight, the nights the clocks change, other zones, holidays, monthly hours."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.hours import DAYS, Day, Opening, Schedule, next_opening, opening
from desktop.domain.hours import opening_in_words as said
from desktop.domain.recurrence import Recurrence
from desktop.domain.week import week_in_words
from desktop.formats.hours_text import hours_in_text, read_hours
from tests.domain.test_directory import ENGLISH

DENVER, PHOENIX, NEW_YORK = map(ZoneInfo, ("America/Denver", "America/Phoenix", "America/New_York"))
NIGHTLY = Schedule(frozenset(DAYS), time(22), time(6), DENVER)


def at(text, zone=DENVER):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def is_open(schedule, moment, **more):
    return opening((schedule,), moment, **more)


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("2026-11-23T21:59:59", Opening.CLOSED),
        ("2026-11-23T22:00:00", Opening.OPEN),
        ("2026-11-23T23:59:59", Opening.OPEN),
        ("2026-11-24T00:00:00", Opening.OPEN),
        ("2026-11-24T05:59:59", Opening.OPEN),
        ("2026-11-24T06:00:00", Opening.CLOSED),
        # The clocks go back on 2026-11-01 and forward on 2027-03-14, both at 02:00.
        ("2026-11-01T01:30:00", Opening.OPEN),
        ("2026-11-01T05:59:00", Opening.OPEN),
        ("2026-11-01T06:00:00", Opening.CLOSED),
        ("2027-03-14T01:59:00", Opening.OPEN),
        ("2027-03-14T03:00:00", Opening.OPEN),
        ("2027-03-14T06:00:00", Opening.CLOSED),
    ],
)
def test_a_night_is_open_on_both_sides_of_midnight_and_when_the_clocks_change(moment, answer):
    assert is_open(NIGHTLY, at(moment)) is answer


def test_the_second_of_two_equal_hours_counts_as_the_first():
    early = Schedule(frozenset({Day.SUNDAY}), time(1), time(2), DENVER)
    for fold in (0, 1):
        assert is_open(early, at("2026-11-01T01:30:00").replace(fold=fold)) is Opening.OPEN


def test_the_door_follows_the_clock_where_it_is():
    day = Schedule(frozenset(DAYS), time(8), time(17), PHOENIX)  # no summer time there
    assert is_open(day, at("2026-07-01T09:30:00", NEW_YORK)) is Opening.CLOSED
    assert is_open(day, at("2026-07-01T11:00:00", NEW_YORK)) is Opening.OPEN
    assert is_open(day, at("2026-12-01T10:00:00", NEW_YORK)) is Opening.OPEN
    assert is_open(day, at("2026-07-01T08:59:00")) is Opening.CLOSED  # 07:59 in Phoenix
    assert is_open(day, at("2026-12-01T08:00:00")) is Opening.OPEN


def test_a_holiday_belongs_to_the_night_that_begins_on_it():
    christmas = {date(2026, 12, 25)}
    assert is_open(NIGHTLY, at("2026-12-25T01:00:00"), holidays=christmas) is Opening.OPEN
    assert is_open(NIGHTLY, at("2026-12-25T23:00:00"), holidays=christmas) is Opening.UNKNOWN
    assert is_open(NIGHTLY, at("2026-12-26T01:00:00"), holidays=christmas) is Opening.UNKNOWN
    assert next_opening((NIGHTLY,), at("2026-12-25T07:00:00"), holidays=christmas) == at(
        "2026-12-26T22:00:00"
    )


FIRST_TUESDAY = Schedule(
    frozenset(), time(9), time(12), DENVER, repeats=Recurrence("FREQ=MONTHLY;BYDAY=1TU")
)


def test_hours_of_the_first_tuesday_hold_on_that_day_alone():
    assert is_open(FIRST_TUESDAY, at("2026-12-01T09:00:00")) is Opening.OPEN
    assert is_open(FIRST_TUESDAY, at("2026-12-08T09:00:00")) is Opening.CLOSED
    assert next_opening((FIRST_TUESDAY,), at("2026-12-01T12:00:00")) == at("2027-01-05T09:00:00")
    words = ENGLISH(said((FIRST_TUESDAY,), at("2026-11-23T22:14:00")))
    assert words.startswith("Closed, opens ")
    assert "Dec" in words or "12" in words
    assert ENGLISH(week_in_words((FIRST_TUESDAY,))) == "first Tue of each month 09:00 to 12:00"


def test_every_second_week_counts_from_its_first_day():
    rule = Recurrence("FREQ=WEEKLY;BYDAY=MO;INTERVAL=2", date(2026, 11, 2))
    assert [rule.falls_on(date(2026, 11, day)) for day in (2, 9, 16, 23, 30)] == [
        True, False, True, False, True,
    ]  # fmt: skip
    assert not rule.falls_on(date(2026, 10, 19))
    ended = Recurrence("FREQ=WEEKLY;BYDAY=MO;COUNT=2", date(2026, 11, 2))
    assert ended.next_from(date(2026, 11, 10)) is None


@pytest.mark.parametrize(
    ("rule", "begins"),
    [
        ("FREQ=YEARLY;BYDAY=1TU", None),
        ("FREQ=WEEKLY;BYDAY=1TU", None),
        ("FREQ=MONTHLY;BYDAY=6TU", None),
        ("FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1", None),  # would never come
        ("FREQ=MONTHLY;BYMONTHDAY=32", None),
        ("FREQ=WEEKLY;BYDAY=MO;INTERVAL=2", None),
        ("FREQ=MONTHLY", None),
        ("FREQ=MONTHLY;BYDAY=1TU\nRDATE:20260101", None),
        ("", None),
    ],
)
def test_a_rule_that_cannot_be_worked_out_is_not_guessed(rule, begins):
    with pytest.raises(ValueError, match=r"rule|first day"):
        Recurrence(rule, begins)


_DAY = st.sampled_from([d.value for d in Day])
_NTH = st.builds(lambda nth, day: f"{nth}{day}", st.sampled_from(["", "1", "3", "-1", "5"]), _DAY)
_RULES = st.one_of(
    st.builds("FREQ=MONTHLY;BYDAY={}".format, _NTH),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.sampled_from([1, 15, 31, -1])),
    st.builds("FREQ=MONTHLY;BYDAY={};INTERVAL=3".format, _NTH),
    st.builds("FREQ=WEEKLY;BYDAY={};INTERVAL=2;COUNT=9".format, _DAY),
)
_FIRST = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@given(_RULES, _FIRST, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_the_next_day_is_the_first_one_it_falls_on(rule, begins, day):
    repeats = Recurrence(rule, begins)
    found = repeats.next_from(day)
    if found is None:
        assert not any(repeats.falls_on(day + timedelta(days=n)) for n in range(365))
    else:
        assert repeats.falls_on(found)
        assert not any(repeats.falls_on(day + timedelta(days=n)) for n in range((found - day).days))
    schedule = Schedule(frozenset(), time(9), time(12), DENVER, repeats=repeats)
    assert read_hours(hours_in_text([schedule]), DENVER) == (schedule,)
