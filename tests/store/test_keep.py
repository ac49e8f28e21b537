"""The store keeps what `replay` says: any order, any batches, erasures and forks included."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.change import Change, Entry, Kept, Setting, Subject, replay
from desktop.domain.facts import Known
from desktop.domain.terms import SubjectKind
from desktop.store.database import connect
from desktop.store.keep import Fate
from desktop.store.migrations import migrate
from desktop.store.store import Store
from desktop.wire import change_to_bytes
from tests.domain.test_change import phone
from tests.domain.worlds import histories

KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    made = fresh(tmp_path / "offramp.db")
    yield made
    made.close()


def fresh(path: Path) -> Store:
    """Return an empty store at that path."""
    db = connect(path, KEY)
    migrate(db, back_up=lambda: None)
    return Store(db, writer="mine")


def lines(history: list[Kept]) -> list[tuple[Change, bytes]]:
    """Return changes as they come in."""
    return [(one.change, change_to_bytes(one.change)) for one in history]


def states(store: Store) -> dict[Subject, object]:
    """Return every subject's state as the tables have it."""
    return {state.subject: state for kind in SubjectKind for state in store.states(kind)}


@settings(max_examples=60)
@given(histories(), st.randoms(use_true_random=False), st.integers(1, 5))
def test_the_tables_say_what_replay_says(
    tmp_path_factory: pytest.TempPathFactory, history: list[Kept], dice: random.Random, size: int
) -> None:
    shuffled = history + history[::2]
    dice.shuffle(shuffled)
    store = fresh(tmp_path_factory.mktemp("keep") / "offramp.db")
    for start in range(0, len(shuffled), size):
        store.receive(lines(shuffled[start : start + size]), origin="k7")

    expected = replay(history)

    assert states(store) == dict(expected.subjects)
    before = states(store)
    store.rebuild()
    assert states(store) == before
    store.close()


@settings(max_examples=30)
@given(histories())
def test_twice_is_once(tmp_path_factory: pytest.TempPathFactory, history: list[Kept]) -> None:
    store = fresh(tmp_path_factory.mktemp("keep") / "offramp.db")
    store.receive(lines(history), origin="k7")
    before = states(store)

    again = store.receive(lines(history), origin="k7")

    assert {fated.fate for fated in again} <= {Fate.KNOWN}
    assert states(store) == before
    store.close()


def test_a_number_jumps_past_every_number_seen(store: Store) -> None:
    theirs = one_change(number=4_000, writer="aaaa")
    store.receive([(theirs, change_to_bytes(theirs))], origin="k7")

    kept = store.keep([entry_like(theirs)])

    assert kept[0].id.number == 4_001
    assert kept[0].id.writer == "mine"


def test_what_fails_half_way_leaves_nothing(store: Store) -> None:
    good = entry_like(one_change(number=1, writer="aaaa"))
    bad = replace(good, sets=(Setting("person.phone", Known("\ud800")),))

    with pytest.raises(ValueError, match="Unicode"):
        store.keep([good, bad])

    assert store.everything() == []


def test_a_fork_is_told_and_both_contents_are_out(store: Store) -> None:
    one = one_change(number=3, writer="aaaa", text="555-0101")
    other = one_change(number=3, writer="aaaa", text="555-0199")

    store.receive([(one, change_to_bytes(one))], origin="k7")
    fated = store.receive([(other, change_to_bytes(other))], origin="k8")

    assert fated[0].fate is Fate.FORK
    assert store.state(one.subject) is None


def one_change(*, number: int, writer: str, text: str = "555-0100") -> Change:
    """Return somebody's word about a phone number."""
    return phone(number, writer, text, opens=True)


def entry_like(change: Change) -> Entry:
    """Return an entry that says the same."""
    return Entry(change.at, change.by, change.subject, change.tags, change.sets, change.opens)
