"""A directory that travels: every word comes back, and what is none is refused."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.directory import Snapshot
from desktop.domain.refused import Refused
from desktop.store.directory_parcel import pack_directory, unpack_directory
from tests.formats.hsds_kit import bare, full
from tests.formats.test_hsds_write import NASTY


def test_every_word_comes_back_and_the_same_gives_the_same_bytes():
    listings = (*(full(n, word) for n, word in enumerate(NASTY)), bare(900))
    snapshot = Snapshot("county", "2026", listings)
    back = unpack_directory(pack_directory(snapshot))
    assert back == Snapshot("county", "2026", listings, settled=True)
    assert pack_directory(snapshot) == pack_directory(back)


def repacked(change):
    """Return a packed directory after a change of its lines."""
    lines = gzip.decompress(pack_directory(Snapshot("county", "2026", (bare(1), bare(2)))))
    first, *rest = lines.decode().split("\n")
    head, rows = json.loads(first), [json.loads(one) for one in rest]
    change(head, rows)
    return gzip.compress("\n".join(json.dumps(one) for one in (head, *rows)).encode())


def test_a_newer_machine_may_have_more_columns_and_an_older_one_fewer():
    def more(head, rows):
        head["columns"].append("stars")
        for row in rows:
            row.append(5)

    def fewer(head, rows):
        place = head["columns"].index("street2")
        del head["columns"][place]
        for row in rows:
            del row[place]

    for change in (more, fewer):
        assert len(unpack_directory(repacked(change)).listings) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda head, rows: head.update(format=2),
        lambda head, rows: head.pop("source"),
        lambda head, rows: head.update(source="another"),
        lambda head, rows: rows[0].pop(),
        lambda head, rows: rows.append(rows[0]),
        lambda head, rows: rows[0].__setitem__(0, ""),
        lambda head, rows: rows[0].__setitem__(0, 7),
        lambda head, rows: rows[0].__setitem__(head["columns"].index("schedules"), "[[1]]"),
        lambda head, rows: rows[0].__setitem__(head["columns"].index("details"), "{"),
        lambda head, rows: rows[0].__setitem__(head["columns"].index("codes"), None),
    ],
)
def test_what_is_no_directory_is_refused(change):
    with pytest.raises(Refused):
        unpack_directory(repacked(change))


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data):
    for packed in (data, gzip.compress(data)):
        with pytest.raises(Refused):
            unpack_directory(packed)


def test_one_cut_short_is_refused():
    whole = pack_directory(Snapshot("county", "2026", (bare(1),)))
    for end in (0, 10, len(whole) // 2, len(whole) - 1):
        with pytest.raises(Refused):
            unpack_directory(whole[:end])
