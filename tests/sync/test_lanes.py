"""A stream's bundles may come in any order: gaps show, repeats do nothing, forks are loud."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.bundle import open_sealed
from desktop.sync.lanes import (
    TAKEN,
    Arrival,
    Lane,
    Mark,
    lane_of,
    mark_of,
    missing_before,
    place_mark,
)
from tests.sync.people import bundle_of, everybody, lead

CHAIN = [
    Mark(number, f"c{number}", f"c{number - 1}" if number > 1 else "") for number in range(1, 8)
]


def known(*numbers: int) -> dict[int, Mark]:
    return {number: CHAIN[number - 1] for number in numbers}


def test_the_next_one_is_in_order():
    assert place_mark(CHAIN[0], {}).arrival is Arrival.IN_ORDER
    assert place_mark(CHAIN[2], known(1, 2)).arrival is Arrival.IN_ORDER


def test_a_gap_says_what_is_missing():
    placing = place_mark(CHAIN[6], known(1, 2, 5))
    assert placing.arrival is Arrival.GAP
    assert placing.missing == (range(3, 5), range(6, 7))
    assert place_mark(CHAIN[2], {}).missing == (range(1, 3),)


def test_a_gap_is_filled_later():
    assert place_mark(CHAIN[1], known(1, 3)).arrival is Arrival.IN_ORDER


def test_the_same_once_more_is_a_replay():
    assert place_mark(CHAIN[1], known(1, 2, 3)).arrival is Arrival.REPLAY


def test_another_content_under_the_same_sequence_is_a_conflict():
    assert place_mark(Mark(2, "other", "c1"), known(1, 2)).arrival is Arrival.CONFLICT


def test_a_bundle_that_names_another_predecessor_is_broken():
    assert place_mark(Mark(3, "c3", "other"), known(1, 2)).arrival is Arrival.BROKEN


def test_a_bundle_that_its_successor_does_not_name_is_broken():
    assert place_mark(Mark(2, "other", "c1"), known(1, 3)).arrival is Arrival.BROKEN


@given(st.permutations(CHAIN), st.lists(st.sampled_from(CHAIN)))
def test_an_honest_stream_is_taken_whole_in_any_order(order, repeats):
    taken: dict[int, Mark] = {}
    for mark in [*order, *repeats]:
        arrival = place_mark(mark, taken).arrival
        assert (arrival is Arrival.REPLAY) == (mark.sequence in taken)
        assert arrival in TAKEN or arrival is Arrival.REPLAY
        taken[mark.sequence] = mark
    assert missing_before(8, taken) == ()


@given(st.sets(st.integers(1, 40)), st.integers(1, 41))
def test_known_and_missing_together_are_all_there_is(numbers, sequence):
    missing = [number for gap in missing_before(sequence, numbers) for number in gap]
    assert sorted([*missing, *(n for n in numbers if n < sequence)]) == list(range(1, sequence))


def test_real_bundles_chain_by_their_content():
    first = bundle_of()
    second = bundle_of(sequence=2, previous=first.content)
    opened = [open_sealed(b.data, lead().keys.open, everybody()) for b in (first, second)]
    marks = [mark_of(one) for one in opened]
    assert {lane_of(one) for one in opened} == {Lane("k7-patrol", "w-81af", "lead")}
    assert place_mark(marks[1], {1: marks[0]}).arrival is Arrival.IN_ORDER
    # The same content sealed twice is one bundle, however its bytes differ.
    again = mark_of(open_sealed(bundle_of().data, lead().keys.open, everybody()))
    assert place_mark(again, {1: marks[0]}).arrival is Arrival.REPLAY
