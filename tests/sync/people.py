"""The three machines of these tests, and a bundle from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from desktop.sync.bundle import Sealed, seal
from desktop.sync.envelope import VerifierFor
from desktop.sync.keys import DeviceKeys, PublicKey, generate_device_keys
from desktop.sync.manifest import Manifest, Versions, manifest_for
from desktop.sync.papers import trusting

WORD_LIST = Path(__file__).parents[2] / "resources" / "words" / "en.txt"
NIGHT = datetime(2026, 11, 24, 5, 14, tzinfo=UTC)
LINES = (b'{"id":"1","n":1}', b'{"id":"2","n":2,"text":"\xc3\xa9t\xc3\xa9"}', b'{"id":"3","n":3}')


@dataclass(frozen=True)
class Machine:
    device: str
    keys: DeviceKeys


@cache
def patrol() -> Machine:
    return Machine("k7-patrol", generate_device_keys())


@cache
def desk() -> Machine:
    return Machine("desk-1", generate_device_keys())


@cache
def lead() -> Machine:
    return Machine("lead-1", generate_device_keys())


def everybody() -> VerifierFor:
    return trusting(machine.keys.sign.public for machine in (patrol(), desk(), lead()))


def nobody(_kid: str) -> PublicKey | None:
    return None


def manifest_of(
    lines: Sequence[bytes],
    *,
    sequence: int = 1,
    previous: str = "",
    stream: str = "lead",
    program: str = "three-rivers",
) -> Manifest:
    return manifest_for(
        lines,
        program=program,
        device=patrol().device,
        writer="w-81af",
        stream=stream,
        sequence=sequence,
        previous=previous,
        versions=Versions("2026-a", "2026-11-01", "es-3"),
        device_clock=NIGHT,
        skew_seconds=-3,
        highest=3,
    )


def bundle_of(
    lines: Sequence[bytes] = LINES,
    *,
    sequence: int = 1,
    previous: str = "",
    readers: Sequence[Machine] = (),
) -> Sealed:
    to = [machine.keys.open.public for machine in readers or (lead(), desk())]
    manifest = manifest_of(lines, sequence=sequence, previous=previous)
    return seal(manifest, lines, patrol().keys.sign, to)
