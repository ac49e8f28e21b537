"""Amounts and times as officers type them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from desktop.domain.facts import Known, Range
from desktop.viewmodels.amounts import read_amount, read_time, write_amount
from tests.domain.rules_kit import dictionary
from tests.viewmodels.made_up import NOW

D = Decimal
GRAMS = dictionary().fact_of("drug.amount_g")
AGE = dictionary().fact_of("person.age")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2", Known(D("2"))),
        ("2.0 g", Known(D("2.0"))),
        ("2,5", Known(D("2.5"))),
        ("1.8-2.2", Range(D("1.8"), D("2.2"))),
        ("1.8 to 2.2 grams", Range(D("1.8"), D("2.2"))),
        ("about 2", Range(D("1.8"), D("2.2"))),
        ("~100", Range(D("90"), D("110"))),
        ("at least 2", Range(D("2"), None)),
        ("2+", Range(D("2"), None)),
        (">2", Range(D("2"), None)),
        ("up to 6", Range(None, D("6"))),
        ("al menos 2", Range(D("2"), None)),
        ("", None),
        ("two", None),
        ("-2", None),
        ("2.2-1.8", None),
        ("1.0000001", None),
        ("1e3", None),
        ("9999999999", None),
    ],
)
def test_an_amount_is_read_as_it_is_typed(typed, value):
    assert read_amount(typed, GRAMS) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("28", Known(D("28"))),
        ("28 to 32", Range(D("28"), D("32"))),
        ("about 30", Range(D("28"), D("32"))),
        ("about 1", Range(D("0"), D("3"))),
        ("17.5", None),
    ],
)
def test_an_age_is_in_whole_years_and_about_is_two_years_wide(typed, value):
    assert read_amount(typed, AGE) == value


@pytest.mark.parametrize("typed", ["2.0", "1.8-2.2", "2+", "<=6"])
def test_an_amount_reads_back_as_it_was_written(typed):
    value = read_amount(typed, GRAMS)

    assert write_amount(value) == typed
    assert read_amount(write_amount(value), GRAMS) == value


@pytest.mark.parametrize(
    ("typed", "clock"),
    [("22:14", (22, 14)), ("2214", (22, 14)), ("7.05", (7, 5)), ("24:00", None), ("x", None)],
)
def test_a_time_is_of_the_day_of_the_encounter(typed, clock):
    at = read_time(typed, NOW)

    if clock is None:
        assert at is None
    else:
        assert at == datetime(2026, 11, 23, *clock, tzinfo=NOW.tzinfo)
