"""What the tests lay into mailboxes."""

from __future__ import annotations

from datetime import date

from desktop.sync.enrolment import make_store_paper
from desktop.sync.names import bundle_name, place
from tests.sync.people import lead

DAY = date(2026, 11, 23)
LIMIT = 1 << 20
PAPER = make_store_paper("three-rivers", "mail-1", lead().keys)
BUNDLE = bytes(range(256)) * 500  # 128 KB, as much as a bundle may be


def full_name(data: bytes, *, sequence: int = 1, day: date = DAY, stream: str = "lead") -> str:
    return place(stream, day, bundle_name("k7-patrol", sequence, data))
