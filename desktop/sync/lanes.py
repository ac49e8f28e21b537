"""Where a bundle stands in its stream: pure logic over sequence numbers and digests.

A lane is what one writer of one device sends to one stream. Its bundles may arrive in any order
and any number of times; gaps show what is withheld or still on its way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.sync.bundle import Opened


class Arrival(StrEnum):
    """How a bundle fits what has come before. Values are stored: add, never rename."""

    IN_ORDER = "in_order"
    GAP = "gap"  # good, but bundles before it have not come yet
    REPLAY = "replay"  # the same once more: nothing to do
    CONFLICT = "conflict"  # same sequence, other content: quarantine both, loudly
    BROKEN = "broken"  # its neighbour's digest is not the one it names


TAKEN = frozenset({Arrival.IN_ORDER, Arrival.GAP})  # these are kept


@dataclass(frozen=True, slots=True)
class Lane:
    """The sender's line this bundle belongs to."""

    device: str
    writer: str
    stream: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One bundle's place: its sequence, the digest of its content, and its predecessor's."""

    sequence: int
    content: str
    previous: str


@dataclass(frozen=True, slots=True)
class Placing:
    """How the bundle fits, and which sequences before it are still missing."""

    arrival: Arrival
    missing: tuple[range, ...] = ()


def lane_of(opened: Opened) -> Lane:
    """Return the line a bundle belongs to."""
    manifest = opened.manifest
    return Lane(manifest.device, manifest.writer, manifest.stream)


def mark_of(opened: Opened) -> Mark:
    """Return a bundle's place in its line."""
    return Mark(opened.manifest.sequence, opened.content, opened.manifest.previous)


def place_mark(new: Mark, known: Mapping[int, Mark]) -> Placing:
    """Return how a bundle fits the ones of its lane kept so far, by sequence."""
    same = known.get(new.sequence)
    if same is not None:
        return Placing(Arrival.REPLAY if same == new else Arrival.CONFLICT)
    before, after = known.get(new.sequence - 1), known.get(new.sequence + 1)
    if before is not None and before.content != new.previous:
        return Placing(Arrival.BROKEN)
    if after is not None and after.previous != new.content:
        return Placing(Arrival.BROKEN)
    missing = missing_before(new.sequence, known)
    return Placing(Arrival.GAP if missing else Arrival.IN_ORDER, missing)


def missing_before(sequence: int, known: Collection[int]) -> tuple[range, ...]:
    """Return the sequences below it that have not come, as ranges: a gap may be a million wide."""
    gaps = []
    expected = 1
    for number in sorted(number for number in known if number < sequence):
        if number > expected:
            gaps.append(range(expected, number))
        expected = number + 1
    if sequence > expected:
        gaps.append(range(expected, sequence))
    return tuple(gaps)
