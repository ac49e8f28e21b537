"""A sealed code opens for its readers alone, and only as it was sealed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.sync.keys import generate_device_keys
from desktop.sync.papers import trusting
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.sealed_code import (
    PARTS_AT_MOST,
    ROOM,
    Label,
    join_parts,
    open_code,
    read_part,
    seal_code,
    split_code,
)

PATROL, LEAD, STRANGER = (generate_device_keys() for _ in range(3))
LINES = tuple(b'{"number":%d,"v":"caf\xc3\xa9"}' % at for at in range(9))
LABEL = Label("three-rivers", "trc-k7", "writer", 3, 9, len(LINES))
KNOWN = trusting([PATROL.sign.public])
CODE = seal_code(LABEL, LINES, PATROL.sign, [LEAD.open.public, STRANGER.open.public])


def opened(data, keys=LEAD, known=KNOWN, program="three-rivers"):
    return open_code(data, keys.open, known, program=program)


def test_each_reader_opens_the_same_lines():
    for keys in (LEAD, STRANGER):
        code = opened(CODE, keys)
        assert (code.label, code.lines) == (LABEL, LINES)
        assert code.name.startswith("trc-k7-000003-")


def test_others_open_nothing_and_each_reason_is_its_own():
    for data, keys, known, program, kind in (
        (CODE, PATROL, KNOWN, "three-rivers", RefusalKind.NOT_FOR_US),
        (CODE, LEAD, trusting([]), "three-rivers", RefusalKind.FOREIGN),
        (CODE, LEAD, trusting([STRANGER.sign.public]), "three-rivers", RefusalKind.FOREIGN),
        (CODE, LEAD, KNOWN, "pueblo", RefusalKind.WRONG_PROGRAM),
        (CODE[:-1], LEAD, KNOWN, "three-rivers", RefusalKind.TORN),
        (b"", LEAD, KNOWN, "three-rivers", RefusalKind.TORN),
    ):
        with pytest.raises(BundleRefused) as refused:
            opened(data, keys, known, program)
        assert refused.value.kind is kind


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(CODE) - 1), st.integers(1, 255))
def test_no_changed_byte_of_what_a_reader_needs_passes(at, by):
    other = 4 + 81  # the other reader's part is not this reader's to check
    data = bytearray(CODE)
    data[at] ^= by
    readers = sorted([LEAD, STRANGER], key=lambda keys: keys.open.public.kid)
    first = readers[0]
    if other <= at < other + 81:
        assert opened(bytes(data), first).lines == LINES
        return
    with pytest.raises(BundleRefused):
        opened(bytes(data), first)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_refused_and_never_crash(data):
    for start in (b"", b"OC\x01", CODE[:166]):
        with pytest.raises(BundleRefused):
            opened(start + data)
    read_part(data)
    read_part(b"OP\x01" + data)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=2400), st.randoms())
def test_a_code_cut_in_parts_comes_together_in_any_order_or_does_not_fit(data, dice):
    split = split_code(data)
    if split is None:
        assert len(data) > PARTS_AT_MOST * (ROOM[1] - 12)
        return
    parts, correction = split
    assert len(parts) <= PARTS_AT_MOST
    assert max(map(len, parts)) <= ROOM["ML".index(correction)]
    read = [read_part(one) for one in parts]
    mixed = read + read[:1]
    dice.shuffle(mixed)
    assert join_parts(mixed) == ([data], [])
    if len(read) > 1:
        assert join_parts(read[1:]) == ([], [(len(read), (1,))])
        with pytest.raises(BundleRefused):
            join_parts([*read[1:], replace(read[0], data=b"other")])


def test_what_could_not_be_read_again_is_never_sealed():
    for lines in ((b"a\nb",), (b"",), ()):
        with pytest.raises(ValueError, match=r"."):
            seal_code(replace(LABEL, count=1), lines, PATROL.sign, [LEAD.open.public])
