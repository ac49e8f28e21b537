"""What is large travels in pieces, and comes together only as what it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.sync.envelope import digest_of, seal_bytes
from desktop.sync.manifest import COUNT_LIMIT
from desktop.sync.names import is_parcel_name
from desktop.sync.parcel import (
    PARCEL_LIMIT,
    PARCEL_TYPE,
    PART_SIZE,
    Label,
    ParcelKind,
    Part,
    join_parts,
    missing_parts,
    open_part,
    seal_parcel,
)
from desktop.sync.parts import BUNDLE_SIZE, split_lines
from desktop.sync.refusals import BundleRefused, RefusalKind
from tests.sync.people import everybody, lead, patrol

LABEL = Label("three-rivers", "k7-patrol", "w-81af", "lead", ParcelKind.ATTACHMENT)


def opened_parts(whole: bytes, label: Label = LABEL) -> list[Part]:
    sealed = seal_parcel(label, whole, patrol().keys.sign, [lead().keys.open.public])
    return [open_part(part.data, lead().keys.open, everybody()) for part in sealed]


@settings(max_examples=60)
@given(st.lists(st.binary(min_size=1, max_size=60), max_size=60), st.integers(1, 200))
def test_no_line_is_lost_and_the_order_stays(lines, size):
    parts = list(split_lines(lines, size=size))
    assert [line for part in parts for line in part] == lines
    assert all(parts)
    assert all(len(part) == 1 or sum(len(line) + 1 for line in part) <= size for part in parts)


def test_bundles_are_filled_before_the_next_begins():
    parts = list(split_lines([b"x" * 999] * 400))
    assert [len(part) for part in parts] == [150, 150, 100]
    assert BUNDLE_SIZE == 150 * 1000


def test_a_bundle_has_no_more_lines_than_a_reader_takes():
    parts = list(split_lines([b"1"] * (COUNT_LIMIT + 1)))
    assert [len(part) for part in parts] == [COUNT_LIMIT, 1]


@pytest.mark.parametrize("size", [1, PART_SIZE, PART_SIZE + 1, 2 * PART_SIZE + 7])
def test_a_parcel_comes_together_again(size):
    whole = bytes(range(256)) * (size // 256 + 1)
    whole = whole[:size]
    parts = opened_parts(whole)
    assert len(parts) == -(-size // PART_SIZE)
    assert join_parts([*reversed(parts), parts[0]], digest_of(whole)) == whole


def test_a_parcel_waits_for_its_last_part():
    whole = b"scan" * PART_SIZE
    parts = opened_parts(whole)
    digest = digest_of(whole)
    assert missing_parts([], digest) is None
    assert missing_parts(parts[1:3], digest) == [1, 4]
    assert missing_parts(parts, digest) == []
    with pytest.raises(BundleRefused) as refused:
        join_parts(parts[1:], digest)
    assert refused.value.kind is RefusalKind.TORN


def test_a_wrong_part_makes_no_parcel():
    whole = b"scan" * PART_SIZE
    first, *rest = opened_parts(whole)
    wrong = replace(first, chunk=b"X" + first.chunk[1:])
    with pytest.raises(BundleRefused) as refused:
        join_parts([wrong, *rest], digest_of(whole))
    assert refused.value.kind is RefusalKind.BAD_CONTENT


def test_nobody_can_spoil_another_s_parcel():
    whole = b"scan" * PART_SIZE
    parts = opened_parts(whole)
    spoiled = [replace(part, chunk=b"", signer_kid="another") for part in parts]
    assert join_parts([*spoiled, *parts], digest_of(whole)) == whole


def test_a_parcel_is_at_most_20_megabytes():
    for size in (0, PARCEL_LIMIT + 1):
        with pytest.raises(ValueError, match="20 MB"):
            seal_parcel(LABEL, b"x" * size, patrol().keys.sign, [lead().keys.open.public])


def test_the_names_of_parts_can_lie_on_a_carrier():
    sealed = seal_parcel(LABEL, b"scan", patrol().keys.sign, [lead().keys.open.public])
    assert [is_parcel_name(part.name) for part in sealed] == [True]


def test_a_parcel_for_another_program_is_told_apart():
    sealed = seal_parcel(LABEL, b"scan", patrol().keys.sign, [lead().keys.open.public])
    with pytest.raises(BundleRefused) as refused:
        open_part(sealed[0].data, lead().keys.open, everybody(), program="lead-santa-fe")
    assert refused.value.kind is RefusalKind.WRONG_PROGRAM


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (b'"part":1', b'"part":2', RefusalKind.BAD_CONTENT),
        (b'"parts":1', b'"parts":2', RefusalKind.BAD_CONTENT),
        (b'"size":4', b'"size":5', RefusalKind.BAD_CONTENT),
        (b'"size":4', b'"size":99999999999', RefusalKind.BAD_CONTENT),
        (b'"kind":"attachment"', b'"kind":"virus"', RefusalKind.BAD_CONTENT),
        (b'"device":"k7-patrol"', b'"device":"../k7"', RefusalKind.BAD_CONTENT),
        (b'"stream":"lead"', b'"stream":"con"', RefusalKind.BAD_CONTENT),
        (b'"format":1', b'"format":2', RefusalKind.TOO_NEW),
        (b"{", b"", RefusalKind.BAD_CONTENT),
    ],
)
def test_a_label_that_does_not_hold_is_refused(old, new, kind):
    head = (
        b'{"device":"k7-patrol","format":1,"kind":"attachment","part":1,"parts":1,'
        b'"program":"three-rivers","size":4,"stream":"lead","whole":"%s","writer":"w"}'
        % (digest_of(b"scan").encode())
    )
    key = [lead().keys.open.public]
    good = seal_bytes(head + b"\nscan", PARCEL_TYPE, patrol().keys.sign, key)
    bad = seal_bytes(head.replace(old, new) + b"\nscan", PARCEL_TYPE, patrol().keys.sign, key)
    assert open_part(good, lead().keys.open, everybody()).chunk == b"scan"
    with pytest.raises(BundleRefused) as refused:
        open_part(bad, lead().keys.open, everybody())
    assert refused.value.kind is kind
