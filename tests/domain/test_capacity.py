"""Capacity reports: their age, their words, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.capacity import (
    BANDS,
    CapacityReport,
    CapacityUnit,
    ForGroup,
    Freshness,
    ReportSource,
    find_problems,
    freshness,
    from_record,
    last_call,
    newest,
    phone_report,
    to_record,
)
from desktop.domain.facts import Record
from desktop.domain.refused import Refused
from desktop.domain.standing import age_in_words, standing
from desktop.domain.terms import CapacityStatus, PhoneResult
from desktop.domain.words import ENGLISH

NOW = datetime.fromisoformat("2026-11-23T22:14:00-07:00")
BEDS = CapacityReport(
    service_id="tr-prairie-ridge",
    unit=CapacityUnit.DETOX_BED,
    status=CapacityStatus.CAPACITY,
    reported_at=NOW - timedelta(hours=3),
    reported_by="the front desk",
    source=ReportSource.PHONE,
    available=2,
    maximum=12,
    told_to="Ofc. Thistle",
)


def aged(**age: float) -> CapacityReport:
    return replace(BEDS, reported_at=NOW - timedelta(**age))


def said(report: CapacityReport | None) -> tuple[str, str, str]:
    now = standing(report, NOW)
    return ENGLISH(now.headline), ENGLISH(now.detail), ENGLISH(now.advice)


def test_a_fresh_figure_says_who_told_whom_and_when():
    assert said(BEDS) == (
        "2 of 12 beds reported free.",
        "By the front desk, on the phone, to Ofc. Thistle, 3 h ago (19:14).",
        "A bed report counts as fresh for 12 h. Call before you drive.",
    )


def test_a_bed_report_26_hours_old_is_unknown_and_says_call():
    headline, detail, _ = said(aged(hours=26))
    assert headline == "Unknown: call"
    assert detail.startswith("Last report: 2 of 12 beds reported free. By the front desk")
    assert "26 h ago (22 Nov 20:14)" in detail
    assert standing(aged(hours=26), NOW).status is CapacityStatus.UNKNOWN


@pytest.mark.parametrize(
    ("unit", "age", "band"),
    [
        (CapacityUnit.BED, timedelta(hours=12), Freshness.FRESH),
        (CapacityUnit.BED, timedelta(hours=12, seconds=1), Freshness.AGING),
        (CapacityUnit.BED, timedelta(hours=24), Freshness.AGING),
        (CapacityUnit.BED, timedelta(hours=24, seconds=1), Freshness.STALE),
        (CapacityUnit.OTP_NEW_PATIENT, timedelta(days=7), Freshness.FRESH),
        (CapacityUnit.OTP_NEW_PATIENT, timedelta(days=7, seconds=1), Freshness.STALE),
    ],
)
def test_the_bands_end_where_they_say(unit, age, band):
    assert freshness(replace(BEDS, unit=unit, reported_at=NOW - age), NOW) is band


def test_every_unit_has_a_band():
    assert set(BANDS) == set(CapacityUnit)
    assert all(band.fresh_for <= band.stale_after for band in BANDS.values())


def test_a_report_from_the_future_is_not_believed():
    assert freshness(aged(minutes=-10), NOW) is Freshness.FRESH  # two clocks may differ a little
    assert freshness(aged(hours=-2), NOW) is Freshness.STALE
    assert said(aged(hours=-2))[0] == "Unknown: call"


def test_no_report_is_unknown():
    assert said(None)[0] == "Unknown: call"
    assert standing(None, NOW).freshness is Freshness.NONE


@pytest.mark.parametrize("status", CapacityStatus)
@pytest.mark.parametrize("hours", [1, 20, 500])
def test_nothing_is_ever_called_available(status, hours):
    free = 2 if status is CapacityStatus.CAPACITY else None
    for unit in CapacityUnit:
        report = replace(aged(hours=hours), status=status, unit=unit, available=free, maximum=None)
        assert "available" not in " ".join(said(report)).lower()


def test_a_waitlist_says_for_whom():
    report = replace(
        BEDS, status=CapacityStatus.WAITLIST, waitlist=6, for_group=ForGroup.FEMALE, available=None
    )
    assert said(report)[0] == "Reported 6 people waiting. For women."


def test_twelve_free_of_at_most_ten_is_refused_with_the_reason():
    report = replace(BEDS, available=12, maximum=10)
    problems = find_problems(report)
    assert [problem.path for problem in problems] == ["available"]
    assert ENGLISH(problems[0].says) == "12 free of at most 10 cannot be. Ask again."
    with pytest.raises(Refused, match="12 free of at most 10"):
        from_record("s", to_record(report))


@pytest.mark.parametrize(
    "wrong",
    [
        {"available": -1},
        {"maximum": 10**6},
        {"waitlist": -3},
        {"status": CapacityStatus.NO_CAPACITY},
        {"available": 0},
        {"reported_at": datetime(2026, 11, 23, 22, 14)},  # noqa: DTZ001
    ],
)
def test_figures_that_cannot_be_are_found(wrong):
    assert find_problems(replace(BEDS, **wrong))
    assert not find_problems(BEDS)


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (PhoneResult.ACCEPTED, CapacityStatus.CAPACITY),
        (PhoneResult.FULL, CapacityStatus.NO_CAPACITY),
        (PhoneResult.WAITLIST, CapacityStatus.WAITLIST),
        (PhoneResult.NO_ANSWER, CapacityStatus.UNKNOWN),
        (PhoneResult.WRONG_NUMBER, CapacityStatus.UNKNOWN),
    ],
)
def test_what_the_phone_said_becomes_a_report(result, status):
    report = phone_report(
        result,
        service_id="s",
        unit=CapacityUnit.BED,
        at=NOW,
        told_to="Ofc. Thistle",
        waitlist=4,
    )
    assert report.status is status
    assert report.waitlist == (4 if result is PhoneResult.WAITLIST else None)
    assert not find_problems(report)
    assert from_record("s", to_record(report)) == report


def test_a_call_nobody_took_hides_no_earlier_figure():
    call = phone_report(
        PhoneResult.NO_ANSWER, service_id="s", unit=CapacityUnit.BED, at=NOW, told_to="Ofc. Thistle"
    )
    assert newest([BEDS, call]) == BEDS
    assert last_call([BEDS, call]) == call
    assert newest([call]) is None


def test_ages_are_counted_as_people_do():
    assert [
        ENGLISH(age_in_words(timedelta(**age)))
        for age in ({"seconds": 20}, {"minutes": 59}, {"hours": 47}, {"hours": 48}, {"days": 41})
    ] == ["just now", "59 min ago", "47 h ago", "2 days ago", "41 days ago"]


reports = st.builds(
    CapacityReport,
    service_id=st.just("s"),
    unit=st.sampled_from(CapacityUnit),
    status=st.sampled_from([CapacityStatus.WAITLIST, CapacityStatus.ASSESSMENT_REQUIRED]),
    reported_at=st.integers(0, 10**6).map(lambda seconds: NOW - timedelta(seconds=seconds)),
    reported_by=st.text(max_size=40),
    source=st.sampled_from(ReportSource),
    available=st.none() | st.integers(0, 5),
    maximum=st.none() | st.integers(5, 50),
    waitlist=st.none() | st.integers(0, 50),
    next_opening=st.none() | st.dates(date(2020, 1, 1)),
    for_group=st.sampled_from(ForGroup),
    told_to=st.text(max_size=20),
    note=st.text(max_size=40),
    heard=st.none() | st.sampled_from(PhoneResult),
)


@given(reports)
def test_a_report_travels_as_a_record_and_comes_back_the_same(report):
    assert from_record("s", to_record(report)) == report


@pytest.mark.parametrize(
    "wrong",
    [{"unit": "tent"}, {"status": ""}, {"reported_at": "yesterday"}, {"available": "two"}],
)
def test_a_record_of_another_version_is_refused(wrong):
    words = dict(to_record(BEDS).items) | wrong
    with pytest.raises(Refused, match="this version does not know"):
        from_record("s", Record.of(**words))
