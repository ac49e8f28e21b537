"""Sealing and opening a full bundle, ours beside joserfc alone on the same bytes."""

import gzip
import json
import random
import time

import pytest
from joserfc import jwe, jws

from desktop.sync.bundle import open_sealed, seal
from desktop.sync.envelope import _SEAL, _SIGN
from desktop.sync.keys import to_ec_key, to_private_ec_key
from tests.sync.people import desk, everybody, lead, manifest_of, patrol

ROUNDS = 60
AIM = 0.7  # of joserfc alone
LEAST = 0.4  # the rest is looking for hazards in every line, which nobody may skip


def text(number: int) -> str:
    """Return what somebody typed: it packs as badly as our own lines do (sync.md: to 41 KB)."""
    return "".join(random.Random(number).choices("abcdefghilmnoprstu ", k=90))


# What a change looks like: about 380 bytes, 150 KB of them in a bundle (sync.md).
LINES = tuple(
    json.dumps(
        {
            "at": "2026-11-23T22:14:00-07:00",
            "by": {"agency": "TRC", "device": "trc-k7", "role": "officer", "user": "u7"},
            "id": f"w-81af-{number}",
            "sets": [{"path": "person.best_place", "value": {"k": "known", "v": text(number)}}],
            "subject": {"id": f"enc{number % 40:04}", "kind": "encounter"},
            "tags": ["P"],
            "versions": {"program": "2026-a", "texts": "es-3"},
        },
        sort_keys=True,
    ).encode()
    for number in range(420)
)


def per_second(act) -> float:
    act()
    best = 0.0
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(ROUNDS // 5):
            act()
        best = max(best, ROUNDS / 5 / (time.perf_counter() - began))
    return best


@pytest.mark.slow  # measures
def test_sealing_costs_little_beside_the_library_alone():
    manifest, readers = manifest_of(LINES), [desk(), lead()]
    keys = [one.keys.open.public for one in readers]
    content = b"\n".join((manifest.to_line(), *LINES)) + b"\n"
    signer, mine = to_private_ec_key(patrol().keys.sign), to_private_ec_key(lead().keys.open)
    verify = to_ec_key(patrol().keys.sign.public)

    def bare_seal() -> str:
        packed = gzip.compress(content, 6)
        signed = jws.serialize_compact({"alg": "ES256"}, packed, signer, registry=_SIGN)
        sealing = jwe.GeneralJSONEncryption({"enc": "A256GCM"}, signed.encode())
        for key in keys:
            sealing.add_recipient({"alg": "ECDH-ES+A256KW", "kid": key.kid}, to_ec_key(key))
        return json.dumps(jwe.encrypt_json(sealing, None, registry=_SEAL))

    alone = json.loads(bare_seal())
    alone["recipients"] = [
        one for one in alone["recipients"] if one["header"]["kid"] == lead().keys.open.public.kid
    ]
    text = json.dumps(alone)

    def bare_open() -> list[bytes]:
        opened = jwe.decrypt_json(json.loads(text), mine, registry=_SEAL)
        payload = jws.deserialize_compact(opened.plaintext, verify, registry=_SIGN).payload
        return gzip.decompress(payload).splitlines()

    made = seal(manifest, LINES, patrol().keys.sign, keys)
    figures = {
        "seal": (
            per_second(lambda: seal(manifest, LINES, patrol().keys.sign, keys)),
            per_second(bare_seal),
        ),
        "open": (
            per_second(lambda: open_sealed(made.data, lead().keys.open, everybody())),
            per_second(bare_open),
        ),
    }

    for act, (ours, bare) in figures.items():
        print(  # noqa: T201
            f"{act} {len(content):,} bytes: {ours:.0f} a second, {ours / bare:.0%} of joserfc"
            f" alone ({bare:.0f}); aim {AIM:.0%}"
        )
    print(f"sealed: {len(made.data):,} bytes, {len(made.data) / len(LINES):.0f} a change")  # noqa: T201
    assert open_sealed(made.data, lead().keys.open, everybody()).lines == LINES
    assert all(ours > bare * LEAST for ours, bare in figures.values())
