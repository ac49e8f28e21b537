"""The mailbox answers about single bundles without reading every sealed byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.store.mailbox import Arrival, InBundle, Leaving, OutBundle
from desktop.store.store import Store
from tests.store.workspaces import MINUTE, NIGHT, opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    made = Store(opened(tmp_path), writer="mine")
    yield made
    made.close()


def frozen(sequence: int) -> OutBundle:
    """Return one sealed bundle of ours that waits for a way out."""
    return OutBundle(
        stream="lead",
        sequence=sequence,
        name=f"k7-{sequence:06}-abcabcabcabc.offramp",
        digest="d",
        content=f"c{sequence}",
        data=b"sealed" * sequence,
        state=Leaving.FROZEN,
        created_at=NIGHT + sequence * MINUTE,
        highest=sequence,
    )


def came(sequence: int, state: Arrival) -> InBundle:
    """Return one bundle of another machine."""
    return InBundle(
        name=f"k8-{sequence:06}-abcabcabcabc.offramp",
        stream="lead",
        device="k8",
        sequence=sequence,
        digest="d",
        state=state,
        received_at=NIGHT + sequence * MINUTE,
        data=b"bytes" if state is Arrival.WAITING else None,
    )


def test_what_is_listed_says_its_size_and_leaves_the_bytes_where_they_are(store: Store) -> None:
    for sequence in (1, 2, 3):
        store.outbox.freeze(frozen(sequence), [f"mine-{sequence}"])

    newest = store.outbox.newest(2)

    assert [one.sequence for one in newest] == [3, 2]
    assert [(one.size, one.data) for one in newest] == [(18, b""), (12, b"")]
    assert [one.data for one in store.outbox.waiting()] == [b"sealed", b"sealed" * 2, b"sealed" * 3]


def test_a_bundle_is_found_by_its_whole_name_alone(store: Store) -> None:
    store.outbox.freeze(frozen(1), [])

    found = store.outbox.named(frozen(1).name)

    assert found == replace(frozen(1), data=b"", size=6)
    assert store.outbox.named(frozen(1).name[:-1]) is None
    assert store.outbox.named("") is None


def test_only_what_has_not_left_is_counted_as_waiting(store: Store) -> None:
    store.outbox.freeze(frozen(1), [])
    store.outbox.freeze(frozen(2), [])
    store.outbox.left("lead", 1, at=NIGHT)

    assert store.outbox.count_waiting() == 1
    assert store.outbox.size_waiting() == len(frozen(2).data)
    assert [one.sequence for one in store.outbox.newest_waiting(9)] == [2]


def test_the_last_that_came_are_the_newest_whoever_sent_them(store: Store) -> None:
    for sequence in (1, 2, 3):
        store.inbox.note(came(sequence, Arrival.KEPT))
    store.inbox.note(came(4, Arrival.WAITING))
    early = replace(came(9, Arrival.KEPT), device="z9", name="z9", received_at=NIGHT)
    store.inbox.note(early)

    assert [one.sequence for one in store.inbox.newest(Arrival.KEPT, 2)] == [3, 2]
    assert store.inbox.count(Arrival.KEPT) == 4
    held = store.inbox.get(came(4, Arrival.WAITING).name)
    assert held is not None
    assert held.data == b"bytes"
    assert store.inbox.get("nobody") is None
