"""The quick look at a line misses no hazard that any JSON reader could meet."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.strict import (
    DEPTH_LIMIT,
    NUMBER_LIMIT,
    find_hazard,
    may_be_deep,
    may_hold_a_big_number,
)

numbers = st.one_of(
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(NUMBER_LIMIT - 2, NUMBER_LIMIT + 2),
)
values = st.recursive(
    numbers | st.text(max_size=8) | st.sampled_from(["9" * 20, "7e9", ":1e400", '"', "\\", None]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)


def too_big(value: object) -> bool:
    """Return whether a number beyond the limit stands anywhere in it."""
    if isinstance(value, dict):
        return any(too_big(one) for one in value.values())
    if isinstance(value, list):
        return any(too_big(one) for one in value)
    return isinstance(value, (int, float)) and abs(value) > NUMBER_LIMIT


@given(value=values, spaced=st.booleans())
def test_a_number_too_big_is_found_and_no_text_is_taken_for_one(
    value: object, spaced: bool
) -> None:
    line = json.dumps(value, separators=None if spaced else (",", ":")).encode()
    found = find_hazard(line)
    if too_big(value):
        assert found is not None
    elif found is not None:  # a small number may be written at too great a length
        assert any(len(part) > 32 for part in line.split(b"0."))


@pytest.mark.parametrize("number", ["1e400", "9007199254740993", "-1E99", "0." + "1" * 40])
@pytest.mark.parametrize("place", ["{}", "[{}]", "[1,{}]", "[ {}]", '{{"a":{}}}', '{{"a": {}}}'])
def test_it_is_found_wherever_a_value_may_stand(number: str, place: str) -> None:
    line = place.format(number).encode()
    assert find_hazard(line) is not None
    assert may_hold_a_big_number(b'{"id":"7e9"}\n' + line + b"\n")


@pytest.mark.parametrize(
    "text", ['"w7e9-12"', '"2026-11-23T22:14:00-07:00"', '"99999999999999999"']
)
def test_what_our_own_lines_hold_needs_no_long_look(text: str) -> None:
    assert not may_hold_a_big_number(f'{{"id":{text},"n":12}}'.encode())


def test_deep_nesting_is_found() -> None:
    deep = b"[" * (DEPTH_LIMIT + 1)
    assert may_be_deep(deep)
    assert find_hazard(deep) is not None
    assert find_hazard(b"[" * DEPTH_LIMIT + b"]" * DEPTH_LIMIT) is None
