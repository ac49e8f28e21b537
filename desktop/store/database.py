"""The encrypted database file: how it is opened, checked, and what its faults mean for people.

The only module that imports sqlcipher3 and sqlite_utils first; every other takes `Database` from
here. sqlite_utils looks for `pysqlite3` when it is imported: it must find SQLCipher there, or the
errors it catches would be those of another library.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3  # type: ignore[import-untyped]  # ships no types
import sqlcipher3.dbapi2  # type: ignore[import-untyped]

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

from sqlite_utils import Database  # noqa: E402
from sqlite_utils.migrations import Migrations  # noqa: E402

from desktop.domain.refused import Refused  # noqa: E402
from desktop.domain.words import Say  # noqa: E402

__all__ = [
    "DATABASE",
    "KEY_SIZE",
    "Database",
    "Migrations",
    "Row",
    "check_integrity",
    "connect",
    "in_memory",
    "refusal_for",
    "storage_errors",
]

DATABASE = "offramp.db"
KEY_SIZE = 32  # bytes; AES-256
BUSY_TIMEOUT = 10.0  # seconds a statement waits for another connection's commit
CACHE = 64_000  # KiB; a scan that fits is 8 times faster (measured)

Row = sqlcipher3.Row

_RESTORE = Say("Restore the newest backup of this workspace.")
_DISK = (
    Say(
        "The disk did not take it: there is no room left, or the disk is failing."
        " Nothing of this step was kept."
    ),
    Say("Free some space on the disk, then do it again."),
)
_NOT_ALLOWED = (
    Say("This computer does not allow writing in the workspace folder."),
    Say("Ask whoever looks after this computer to allow it, then do it again."),
)
# By SQLite's primary result code; a code that is not here is a bug and stays one.
_BY_CODE: dict[int, tuple[Say, Say]] = {
    sqlcipher3.SQLITE_NOTADB: (
        Say(
            "The records of this workspace do not open: the file is damaged,"
            " or it belongs to another workspace."
        ),
        _RESTORE,
    ),
    sqlcipher3.SQLITE_CORRUPT: (
        Say("Part of the records of this workspace is damaged."),
        _RESTORE,
    ),
    sqlcipher3.SQLITE_FULL: _DISK,
    sqlcipher3.SQLITE_IOERR: _DISK,
    sqlcipher3.SQLITE_BUSY: (
        Say("Something else is writing to these records just now."),
        Say("Wait a moment, then do it again."),
    ),
    sqlcipher3.SQLITE_LOCKED: (
        Say("Something else is writing to these records just now."),
        Say("Wait a moment, then do it again."),
    ),
    sqlcipher3.SQLITE_READONLY: _NOT_ALLOWED,
    sqlcipher3.SQLITE_PERM: _NOT_ALLOWED,
    sqlcipher3.SQLITE_CANTOPEN: (
        Say("The records of this workspace are not there, or this computer may not open them."),
        Say("Check the workspace folder; if the file is gone, restore the newest backup."),
    ),
}
# The backup call raises without a code; these are SQLite's own words for them (sqlite3ErrStr).
_CODES_BY_WORDS = {
    "file is not a database": sqlcipher3.SQLITE_NOTADB,
    "database disk image is malformed": sqlcipher3.SQLITE_CORRUPT,
    "database or disk is full": sqlcipher3.SQLITE_FULL,
    "disk I/O error": sqlcipher3.SQLITE_IOERR,
    "database is locked": sqlcipher3.SQLITE_BUSY,
    "attempt to write a readonly database": sqlcipher3.SQLITE_READONLY,
    "unable to open database file": sqlcipher3.SQLITE_CANTOPEN,
}
_BY_ERRNO: dict[int, tuple[Say, Say]] = {
    errno.ENOSPC: _DISK,
    errno.EFBIG: _DISK,
    errno.EIO: _DISK,
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
}
if hasattr(errno, "EDQUOT"):  # Windows has no quotas of this kind
    _BY_ERRNO[errno.EDQUOT] = _DISK


def connect(
    path: Path, key: bytes | bytearray, *, read_only: bool = False, must_exist: bool = False
) -> Database:
    """Return the database at `path`, opened with its 256-bit key, foreign keys enforced.

    A missing or empty file is made anew unless it `must_exist` or is `read_only`. A connection
    belongs to the thread that opened it. Refuses a wrong key, a damaged or missing file, a full
    disk.
    """
    if len(key) != KEY_SIZE:
        raise ValueError("a database key is 32 bytes")
    mode = "ro" if read_only else "rw" if must_exist else "rwc"
    with storage_errors():
        connection = sqlcipher3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_TIMEOUT
        )
        try:
            # Before the key: else a wrong one writes to standard error.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            # A wrong key shows only when the first page is read.
            held = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if not held and mode != "rwc":
                # A file cut to nothing opens with any key: taken for new, it would hide a loss.
                raise _refused(_BY_CODE[sqlcipher3.SQLITE_NOTADB])
            connection.execute(f"PRAGMA cache_size = -{CACHE}")
            connection.execute("PRAGMA foreign_keys = ON")
            if read_only:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
            connection.row_factory = Row
        except BaseException:
            connection.close()
            raise
        return Database(connection)


def in_memory() -> Database:
    """Return an empty database that is nowhere but in memory and ends with its connection."""
    connection = sqlcipher3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.row_factory = Row
    return Database(connection)


def check_integrity(db: Database) -> tuple[str, ...]:
    """Return what is wrong with the file, in SQLite's own words; nothing means it is sound."""
    found: list[str] = []
    try:
        found += [str(row[0]) for row in db.execute("PRAGMA cipher_integrity_check")]
        found += [str(row[0]) for row in db.execute("PRAGMA quick_check") if row[0] != "ok"]
        found += [
            f"{row[0]}: a row without its parent" for row in db.execute("PRAGMA foreign_key_check")
        ]
    except sqlcipher3.DatabaseError as error:
        # On a damaged file the checks themselves fail (measured).
        found.append(str(error))
    return tuple(found)


def refusal_for(error: BaseException) -> Refused | None:
    """Return what an error of the store means for people, or None: then it is a bug."""
    told = None
    if isinstance(error, sqlcipher3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            code = _CODES_BY_WORDS.get(str(error), 0)
        # The low byte is the primary code, the rest says more of the same.
        told = _BY_CODE.get(code & 0xFF)
    elif isinstance(error, OSError) and error.errno is not None:
        told = _BY_ERRNO.get(error.errno)
    return _refused(told) if told else None


def _refused(told: tuple[Say, Say]) -> Refused:
    return Refused(told[0], remedy=told[1])


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn the errors people can cure (disk, damage, rights, busy) into `Refused`."""
    try:
        yield
    except (sqlcipher3.Error, OSError) as error:
        refused = refusal_for(error)
        if refused is None:
            raise
        raise refused from error
