"""Taking in 100,000 changes: ours beside sqlite-utils writing the same rows into SQLCipher.

Time of the processor, not of the clock: how long the disk takes is the same for both.
"""

import resource
import sys
import time
from pathlib import Path

import pytest

from desktop.domain.change import Author, Change, ChangeId, Setting, Subject
from desktop.domain.facts import Known
from desktop.domain.terms import Role, SubjectKind, Tag
from desktop.store.database import Database, connect
from desktop.store.migrations import migrate
from desktop.store.store import Store
from desktop.wire import change_from_bytes, change_to_bytes
from tests.store.workspaces import KEY, NIGHT

CHANGES = 100_000
BUNDLE = 400  # changes a bundle carries (sync.md: 150 KB of lines)
A_SUBJECT = 8  # changes of one encounter, about what a night's referral makes
AIM = 0.4
TABLES = ("changes", "seen", "subjects", "current")


def lines() -> list[bytes]:
    """Return the changes of 12,500 encounters, as they come out of bundles."""
    by = Author("u7", Role.OFFICER, "TRC", "trc-k7")
    made = []
    for number in range(1, CHANGES + 1):
        subject = Subject(SubjectKind.ENCOUNTER, f"enc{(number - 1) // A_SUBJECT:06}")
        sets = (Setting(f"person.field_{number % A_SUBJECT}", Known(f"behind lot {number}")),)
        writer = ChangeId(number, "w81af81af81af81af81a")
        made.append(
            change_to_bytes(Change(writer, NIGHT, by, subject, frozenset({Tag.PERSONAL}), sets))
        )
    return made


def opened(folder: Path) -> Database:
    """Return a fresh store's database."""
    folder.mkdir()
    db = connect(folder / "records.db", KEY)
    migrate(db, back_up=lambda: None)
    return db


def grown() -> int:
    """Return this process's largest size so far, in KB."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size // 1024 if sys.platform == "darwin" else size


@pytest.mark.slow  # measures with 100,000 changes
def test_importing_costs_little_beside_writing_the_rows(tmp_path: Path):
    all_lines = lines()
    store = Store(opened(tmp_path / "ours"), writer="w-lead")
    sizes = []
    began = time.process_time()
    for start in range(0, CHANGES, BUNDLE):
        part = all_lines[start : start + BUNDLE]
        store.receive([(change_from_bytes(line), line) for line in part], origin="trc-k7")
        sizes.append(grown())
    ours = CHANGES / (time.process_time() - began)
    kept = len(store.states(SubjectKind.ENCOUNTER))
    rows = {table: list(store.database.table(table).rows) for table in TABLES}
    store.close()

    bare = opened(tmp_path / "bare")
    began = time.process_time()
    for table, of_table in rows.items():
        for start in range(0, len(of_table), BUNDLE):
            bare.table(table).insert_all(of_table[start : start + BUNDLE])
    alone = CHANGES / (time.process_time() - began)
    bare.close()

    half = len(sizes) // 2  # by then the page cache of 64 MB is full
    written = sum(len(of_table) for of_table in rows.values())
    print(  # noqa: T201
        f"import: {ours:,.0f} changes a second, {ours / alone:.0%} of insert_all alone"
        f" ({alone:,.0f}, the same {written:,} rows); aim {AIM:.0%}"
    )
    print(f"memory: {sizes[half] // 1024} MB half-way, {sizes[-1] // 1024} MB at the end")  # noqa: T201
    assert kept == CHANGES // A_SUBJECT
    assert sizes[-1] < sizes[half] * 1.1
    assert ours > alone * AIM
