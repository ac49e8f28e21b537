"""A directory as one file that travels: its rows as lines of JSON under their names, gzipped.

HSDS holds the same twenty times larger (35 MB for the national list, 1.7 MB so), and a parcel has
20 MB at most. Columns stand by name, so that an older or newer machine still reads its own.
"""

from __future__ import annotations

import gzip
import json
import zlib

from desktop.domain.directory import ServiceListing, Snapshot
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.store.directory_rows import COLUMNS, from_row, to_row

FORMAT = 1
INFLATED_LIMIT = 200_000_000  # bytes; the national list has under 8 million
SERVICES_LIMIT = 100_000


def pack_directory(snapshot: Snapshot) -> bytes:
    """Return the services of a snapshot; the same snapshot gives the same bytes."""
    head = {
        "format": FORMAT,
        "source": snapshot.source,
        "edition": snapshot.edition,
        "columns": COLUMNS,
    }
    rows = (list(to_row(one, key=one.id)) for one in snapshot.listings if not one.gone_since)
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (head, *rows))
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def unpack_directory(packed: bytes) -> Snapshot:
    """Return the snapshot, every service under its settled id; refuses what is none."""
    try:
        first, *rest = _inflated(packed).decode("utf-8").split("\n")
        head = json.loads(first)
        if head["format"] > FORMAT or len(rest) > SERVICES_LIMIT:
            raise _unreadable()
        names = [str(one) for one in head["columns"]]
        source, edition = str(head["source"]), str(head["edition"])
        listings = tuple(_listing(names, line, source) for line in rest)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise _unreadable() from None
    if len({one.id for one in listings}) != len(listings):
        raise _unreadable()
    return Snapshot(source, edition, listings, settled=True)


def _listing(names: list[str], line: str, source: str) -> ServiceListing:
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(names):
        raise ValueError("a row of other columns")
    found = dict(zip(names, values, strict=True))
    listing = from_row(tuple(found.get(name, _EMPTY.get(name, "")) for name in COLUMNS))
    if not isinstance(listing.id, str) or not listing.id or listing.source != source:
        raise ValueError("a row without an id, or of another source")
    to_row(listing, key=listing.id)  # what could not be kept is no service
    return listing


_EMPTY: dict[str, object] = {"lat": None, "lon": None, "exact": 0}


def _inflated(packed: bytes) -> bytes:
    unzip = zlib.decompressobj(31)
    try:
        whole = unzip.decompress(packed, INFLATED_LIMIT)
    except zlib.error:
        raise ValueError("not gzipped") from None
    if unzip.unconsumed_tail or not unzip.eof:
        raise ValueError("too large, or cut short")
    return whole


def _unreadable() -> Refused:
    return Refused(
        Say("This directory cannot be read."),
        remedy=Say("Update Offramp on this computer, then exchange again."),
    )
