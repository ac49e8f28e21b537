"""A day typed into the board is read as Americans write it."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.viewmodels.capacity_board import read_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/1", date(2026, 12, 1)),
        ("11/23", TODAY),
        ("11/22", date(2027, 11, 22)),
        ("1/5/27", date(2027, 1, 5)),
        ("1/5/2027", date(2027, 1, 5)),
        ("2026-12-01", date(2026, 12, 1)),
        ("", None),
        ("2/30", None),
        ("13/1", None),
        ("tomorrow", None),
        ("\uff11/\uff12", None),
        ("1/1/0000", None),
    ],
)
def test_a_day_is_read_month_first(text, day):
    assert read_day(text, TODAY) == day
