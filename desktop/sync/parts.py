"""Cutting what waits into bundles small enough that a torn upload costs little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.sync.manifest import COUNT_LIMIT

BUNDLE_SIZE = 150_000  # bytes of raw lines; seals to about 74 KB (sync.md, 2)


def split_lines(lines: Iterable[bytes], *, size: int = BUNDLE_SIZE) -> Iterator[tuple[bytes, ...]]:
    """Give the lines bundle by bundle, order kept; a line over the size stands alone."""
    part: list[bytes] = []
    room = size
    for line in lines:
        if part and (len(line) + 1 > room or len(part) == COUNT_LIMIT):
            yield tuple(part)
            part, room = [], size
        part.append(line)
        room -= len(line) + 1
    if part:
        yield tuple(part)
