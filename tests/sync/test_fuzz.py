"""Whatever the bytes are, opening gives the bundle or one `BundleRefused`: never another error."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from desktop.sync.bundle import BUNDLE_TYPE, Opened, open_sealed
from desktop.sync.enrolment import make_invitation, read_invitation
from desktop.sync.envelope import encode_segment, seal_bytes
from desktop.sync.refusals import BundleRefused
from tests.sync.people import LINES, bundle_of, desk, everybody, lead, manifest_of, patrol

TORTURE: list[object] = [
    None,
    True,
    0,
    -1,
    1.5,
    2**60,
    "",
    "A",
    "=",
    "AAAA",
    "\u0661",
    "\ud800",
    "\x00",
    [],
    {},
    [[]],
    {"kid": {}},
    "A" * 5000,
    encode_segment(b'{"enc":"A256GCM","cty":"JOSE","crit":["x"],"x":1}'),
    encode_segment(b'{"enc":"A256GCM","zip":"DEF"}'),
]


def attempt(data: bytes) -> Opened | None:
    try:
        return open_sealed(data, lead().keys.open, everybody())
    except BundleRefused:
        return None


def flip_bits(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 3)):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def swap(data: bytes, dice: random.Random) -> bytes:
    one, two = sorted(dice.sample(range(len(data)), 2))
    return data[two:] + data[one:two] + data[:one]


def torture(data: bytes, dice: random.Random) -> bytes:
    whole = json.loads(data)
    mine = next(r for r in whole["recipients"] if r["header"]["kid"] == lead().keys.open.public.kid)
    places: list[tuple[dict[str, object], str]] = [
        *((whole, name) for name in whole),
        *((mine, name) for name in mine),
        *((mine["header"], name) for name in mine["header"]),
        *((mine["header"]["epk"], name) for name in mine["header"]["epk"]),
        (whole, "aad"),
        (whole, "unprotected"),
        (mine["header"], "p2c"),
        (mine["header"], "crit"),
    ]
    holder, name = dice.choice(places)
    holder[name] = dice.choice(TORTURE)
    return json.dumps(whole).encode("utf-8")


def noise(_data: bytes, dice: random.Random) -> bytes:
    return dice.randbytes(dice.randrange(400))


@pytest.mark.parametrize("damage", [flip_bits, cut, swap, torture, noise])
def test_damage_is_refused_or_harmless(damage: Callable[[bytes, random.Random], bytes], how_many):
    dice = random.Random(f"{damage.__name__} 7")
    good = bundle_of().data
    for _ in range(how_many(160, 4000)):
        opened = attempt(damage(good, dice))
        # A flipped bit in a foreign recipient's entry may go unnoticed; what opens is the truth.
        assert opened is None or (opened.lines == LINES and opened.manifest == manifest_of(LINES))


def test_a_signer_s_own_nonsense_is_refused(how_many):
    dice = random.Random("inside 7")
    manifest = manifest_of(LINES).to_line()
    good = b"\n".join((manifest, *LINES)) + b"\n"
    for _ in range(how_many(160, 4000)):
        content = dice.choice((flip_bits, cut, swap, noise))(good, dice)
        sealed = seal_bytes(content, BUNDLE_TYPE, patrol().keys.sign, [lead().keys.open.public])
        opened = attempt(sealed)
        assert opened is None or opened.manifest.count == len(opened.lines)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 100_000,
        b'{"recipients":' + b"9" * 5000 + b"}",
        b'{"protected":NaN}',
        b'{"protected":"","protected":""}',
        b"\xef\xbb\xbf{}",
        b'{"protected":"","iv":"","ciphertext":"","tag":"","recipients":[]}',
        b'{"protected":"","iv":"","ciphertext":"","tag":"","recipients":[7,{"header":7}]}',
        b'{"payload":"","protected":"","signature":""}',
        b"a.b.c.d.e",
    ],
)
def test_odd_files_are_refused(data):
    assert attempt(data) is None
    with pytest.raises(BundleRefused):
        read_invitation(data)


def test_a_damaged_paper_is_refused_or_harmless(how_many):
    dice = random.Random("paper 7")
    good = make_invitation(
        desk().keys,
        program="three-rivers",
        program_name="Three Rivers",
        agency="Three Rivers Care",
        carrier="",
        inside_boundary=False,
        extra={"note": "x"},
    )
    meant = read_invitation(good)
    for _ in range(how_many(60, 4000)):
        data = dice.choice((flip_bits, cut, swap, noise))(good, dice)
        try:
            found = read_invitation(data)
        except BundleRefused:
            continue
        assert found == meant
