"""Backups of the encrypted database: made by SQLite itself, checked, put in place again.

A backup is encrypted with the workspace's own data key, so the folder of backups also holds the
newest vault, without which none of them opens. Names begin with a counter: the clock of a field
laptop is no order.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.store.database import (
    DATABASE,
    Database,
    check_integrity,
    connect,
    storage_errors,
)
from desktop.store.migrations import refuse_newer
from desktop.store.replacing import replace_file, sync_folder
from desktop.store.settings import Settings
from desktop.store.vault_file import VAULT

BACKUPS = "backups"  # the folder, in the workspace's
KEPT = 7
ASIDE = f"{DATABASE}.before-restore"
MACHINE = "machine_id"  # settings: the machine that wrote last
RESTORED = "restored"  # settings: these records were put back, and the writer must change

_NAME = re.compile(r"(?P<count>\d{6})-(?P<at>\d{8}T\d{6}Z)\.db")
_AT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup on disk."""

    path: Path
    count: int
    made_at: datetime  # by the clock of that time, UTC


def back_up(
    db: Database,
    key: bytes | bytearray,
    folder: Path,
    *,
    now: datetime,
    keep: int = KEPT,
) -> Backup:
    """Back up an open database into the workspace folder's `backups`, and return the backup.

    It was opened again and holds as many rows as the original before an older one is removed.
    Refuses when the disk is full; then there are the older ones and no half one.
    """
    target = folder / BACKUPS
    with storage_errors():
        target.mkdir(mode=0o700, exist_ok=True)
        earlier = backups(folder)
        count = (earlier[0].count if earlier else 0) + 1
        made_at = now.astimezone(UTC).replace(microsecond=0)
        path = target / f"{count:06d}-{made_at:{_AT}}.db"
        _copy(db, path, key)
        if (folder / VAULT).exists():
            replace_file(target / VAULT, (folder / VAULT).read_bytes())
        for old in backups(folder)[keep:]:
            old.path.unlink(missing_ok=True)
    return Backup(path, count, made_at)


def backups(folder: Path) -> tuple[Backup, ...]:
    """Return the backups of a workspace, newest first."""
    found = []
    for path in (folder / BACKUPS).glob("*.db"):
        if name := _NAME.fullmatch(path.name):
            at = datetime.strptime(name["at"], _AT).replace(tzinfo=UTC)
            found.append(Backup(path, int(name["count"]), at))
    return tuple(sorted(found, key=lambda one: -one.count))


def restore(folder: Path, backup: Path, key: bytes | bytearray) -> Path | None:
    """Put a backup in the place of the workspace's database; return where that one is kept.

    Call it with the workspace's lock held and no connection open. The records are marked, so that
    a new writer is taken before anything is written. Erasures made since the backup stand in the
    database returned (None: there was none) and must be kept again. Refuses a backup that is
    damaged, of another workspace, or of a newer version; then nothing was touched.
    """
    database = folder / DATABASE
    part = folder / f"{DATABASE}.part"
    with storage_errors():
        try:
            with closing(_open(backup, key)) as source:
                refuse_newer(source)
                if check_integrity(source):
                    raise Refused(
                        Say("This backup is damaged."),
                        remedy=Say("Restore the backup before it."),
                    )
                _copy(source, part, key)
            with closing(connect(part, key, must_exist=True)) as copy:
                Settings(copy).set(RESTORED, True)
                _into_one_file(copy)
            aside = _put_aside(database, key)
            part.replace(database)
        finally:
            _remove(part)
        sync_folder(folder)
    return aside


def put_back_vault(folder: Path, backup: Path) -> None:
    """Put the vault that lies beside a backup into a workspace that has none, to sign in with.

    Refuses where there is a vault, and where none lies beside the backup.
    """
    held = backup.parent / VAULT
    with storage_errors():
        if (folder / VAULT).exists():
            raise Refused(
                Say("This workspace has its list of users (vault.json) already."),
                remedy=Say("Sign in, then restore the backup."),
            )
        if not held.exists():
            raise Refused(
                Say("The list of users (vault.json) is missing beside this backup."),
                remedy=Say("Copy the whole folder of backups, then try again."),
            )
        replace_file(folder / VAULT, held.read_bytes())


def writer_must_change(settings: Settings, machine_id: str) -> bool:
    """Return whether a new writer id is needed: first start, restored records, or a cloned disk."""
    return settings.flag(RESTORED) or settings.text(MACHINE) != machine_id


def writer_changed(settings: Settings, machine_id: str) -> None:
    """Note that a new writer id was taken; call it in the transaction that keeps the id."""
    settings.set(MACHINE, machine_id)
    settings.set(RESTORED, False)


def _open(backup: Path, key: bytes | bytearray) -> Database:
    try:
        return connect(backup, key, read_only=True)
    except Refused as refused:
        raise Refused(
            Say("This backup does not open: it is gone, damaged, or of another workspace."),
            remedy=Say("Choose another backup."),
        ) from refused


def _copy(source: Database, path: Path, key: bytes | bytearray) -> None:
    """Copy a database to a new file under the same key, checked, on disk, in one piece."""
    part = path if path.suffix == ".part" else path.with_name(f"{path.name}.part")
    _remove(part)
    try:
        with closing(connect(part, key)) as copy:
            source.conn.backup(copy.conn)
            _into_one_file(copy)
        with closing(connect(part, key, read_only=True)) as copy:
            if check_integrity(copy) or _counts(copy) != _counts(source):
                raise Refused(
                    Say("The backup could not be read again after it was written."),
                    remedy=Say("Check the disk, then back up again."),
                )
    except BaseException:
        _remove(part)
        raise
    if part != path:
        part.replace(path)
    sync_folder(path.parent)


def _into_one_file(db: Database) -> None:
    # Out of WAL: a file that is copied, or read from a stick, needs no files beside it.
    db.execute("PRAGMA journal_mode = DELETE").fetchone()


def _counts(db: Database) -> dict[str, int]:
    # The tables behind a full-text index are counted too: a contentless one has no rows to count.
    names = [row[0] for row in db.execute("select name from sqlite_master where type = 'table'")]
    virtual = {
        row[0]
        for row in db.execute("select name from sqlite_master where sql like 'create virtual%'")
    }
    return {
        name: db.execute(f'select count(*) from "{name}"').fetchone()[0]  # names of our own
        for name in names
        if name not in virtual
    }


def _put_aside(database: Path, key: bytes | bytearray) -> Path | None:
    if not database.exists():
        _remove(database)  # a log without its database would be read into the next one
        return None
    aside = database.with_name(ASIDE)
    _remove(aside)
    try:
        with closing(connect(database, key, must_exist=True)) as old:
            _into_one_file(old)
    except Refused:
        # Damaged: kept as it is, its log beside it under the same name.
        for end in ("-wal", "-shm"):
            log = Path(f"{database}{end}")
            if log.exists():
                log.replace(f"{aside}{end}")
    try:
        aside.hardlink_to(database)  # so there is a database at every moment
    except OSError:
        database.replace(aside)  # a file system without links
    return aside


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)
