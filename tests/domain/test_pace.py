"""The pace of the exchange: steady while it works, seldom while it does not, never all at once."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.pace import LONGEST, LONGEST_BESIDE, SOON, STEADY, next_try

dice = st.floats(min_value=0, max_value=1, exclude_max=True)


@given(failures=st.integers(1, 10_000), folders=st.booleans(), dice=dice)
def test_after_failures_it_waits_ever_longer_up_to_a_limit(
    failures: int, folders: bool, dice: float
) -> None:
    longest = LONGEST_BESIDE if folders else LONGEST
    wait = next_try(failures, new=False, folders_only=folders, dice=dice)
    later = next_try(failures + 1, new=False, folders_only=folders, dice=dice)

    assert SOON / 2 <= wait <= later <= longest


@given(failures=st.integers(1, 50), dice=dice)
def test_new_work_does_not_knock_oftener_where_nothing_answers(failures: int, dice: float) -> None:
    waits = {next_try(failures, new=new, folders_only=False, dice=dice) for new in (True, False)}
    assert len(waits) == 1


@given(dice=dice)
def test_while_it_answers_new_work_leaves_soon_and_nothing_new_is_looked_for_seldom(
    dice: float,
) -> None:
    assert next_try(0, new=True, folders_only=False, dice=dice) <= SOON * 1.2
    assert next_try(0, new=False, folders_only=True, dice=dice) >= STEADY * 0.8


def test_a_county_is_spread_after_an_outage() -> None:
    waits = [next_try(9, new=False, folders_only=False, dice=n / 200) for n in range(200)]
    assert max(waits) - min(waits) > timedelta(minutes=10)
