"""Bundles that have not come though later ones of their line have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from desktop.services.workspace import Workspace
from desktop.store.mailbox import Arrival, Place


@dataclass(frozen=True, slots=True)
class Gap:
    """Sequences of one line that are missing, since the first later one came."""

    device: str
    stream: str
    first: int
    last: int
    since: datetime
    kept_out: bool = False  # they came, and could not be taken


def gaps(workspace: Workspace) -> tuple[Gap, ...]:
    """Return what is missing of every line this machine reads, oldest first.

    What was sealed before this machine could open it is not missing: it was never for it.
    """
    inbox = workspace.store.inbox
    out = {(one.device, one.stream, one.sequence) for one in inbox.all(Arrival.QUARANTINED)}
    others = {(one.device, one.stream, one.sequence) for one in inbox.all(Arrival.NOT_OURS)}
    found: list[Gap] = []
    for _, line in groupby(inbox.places(), key=lambda one: (one.device, one.writer, one.stream)):
        found += _gaps_of(list(line), out, others)
    return tuple(sorted(found, key=lambda one: (one.since, one.device, one.first)))


def _gaps_of(
    line: list[Place], out: set[tuple[str, str, int]], others: set[tuple[str, str, int]]
) -> Iterable[Gap]:
    expected = 1
    for place in line:
        if place.sequence > expected:
            missing = range(expected, place.sequence)
            # A gap may be a million wide, so it is counted and never listed.
            marks = [
                number
                for device, stream, number in others
                if (device, stream) == (place.device, place.stream) and number in missing
            ]
            if len(marks) < len(missing):
                came = any((place.device, place.stream, number) in out for number in missing[:1])
                yield Gap(
                    place.device,
                    place.stream,
                    missing[0],
                    missing[-1],
                    place.received_at,
                    kept_out=came,
                )
        expected = place.sequence + 1
