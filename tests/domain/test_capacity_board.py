"""The board: what is asked first, what typed figures mean, and which are refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from desktop.domain.capacity import CapacityReport, CapacityUnit, ForGroup, ReportSource
from desktop.domain.capacity_board import BoardRow, Typed, oldest_first, typed_report
from desktop.domain.terms import CapacityStatus
from desktop.domain.words import ENGLISH

NOW = datetime(2026, 11, 23, 22, 14, tzinfo=timezone(timedelta(hours=-7)))
STATUS = CapacityStatus


def row(name: str, hours: float | None, unit: CapacityUnit = CapacityUnit.BED) -> BoardRow:
    report = None
    if hours is not None:
        at = NOW - timedelta(hours=hours)
        report = CapacityReport(name, unit, STATUS.CAPACITY, at, "", ReportSource.PHONE, 2, 10)
    return BoardRow(name, name, "Havre", unit, ForGroup.ANY, report)


def test_who_was_never_asked_comes_first_then_what_is_too_old_then_the_oldest():
    rows = [
        row("fresh", 1),
        row("clinic, 5 days", 120, CapacityUnit.OTP_NEW_PATIENT),
        row("bed, 26 hours", 26),
        row("tomorrow", -24),
        row("never", None),
    ]

    order = [one.name for one in oldest_first(rows, NOW)]

    assert order == ["never", "bed, 26 hours", "tomorrow", "clinic, 5 days", "fresh"]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        (Typed(free=3, most=10), STATUS.CAPACITY),
        (Typed(free=0), STATUS.NO_CAPACITY),
        (Typed(free=0, waiting=4), STATUS.WAITLIST),
        (Typed(waiting=4), STATUS.WAITLIST),
        (Typed(opens=NOW.date() + timedelta(days=3)), STATUS.NO_CAPACITY),
        (Typed(opens=NOW.date(), waiting=4), STATUS.WAITLIST),
        (Typed(status=STATUS.ASSESSMENT_REQUIRED), STATUS.ASSESSMENT_REQUIRED),
        (Typed(status=STATUS.CAPACITY), STATUS.CAPACITY),
    ],
)
def test_the_figures_say_how_it_stands(typed, status):
    report, problems = typed_report(row("a", None), typed, at=NOW, told_to="Clover")
    assert problems == []
    assert report.status is status
    assert report.source is ReportSource.BOARD
    assert report.told_to == "Clover"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (Typed(free=12, most=10), "12 free of at most 10 cannot be. Ask again."),
        (Typed(free=0, opens=NOW.date() - timedelta(days=1)), "This day is past."),
        (Typed(most=10), "Type how many are free or how many wait, or choose what they said."),
        (Typed(status=STATUS.NO_CAPACITY, free=2), "Full, but 2 free?"),
        (Typed(status=STATUS.CAPACITY, free=0), "Room, but none free?"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(typed, says):
    _, problems = typed_report(row("a", None), typed, at=NOW, told_to="Clover")
    assert [ENGLISH(one.says) for one in problems] == [says]
