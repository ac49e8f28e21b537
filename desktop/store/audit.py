"""The audit log: who did what to which record, each line chained to the one before.

Ids and words of ours only; no typed text. Source: CJIS AU-2, AU-3 (field.md 6).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act."""

    at: str
    who: str
    role: str
    act: str
    about: str
    digest: str


class AuditLog:
    """The acts on this machine, oldest first."""

    def __init__(self, db: Database) -> None:
        self._db = db
        # The newest time met so far: after which line, up to which line, and when.
        self._met: tuple[int, int, datetime | None] = (0, 0, None)

    def log(self, act: str, about: str, *, who: str, role: str, at: datetime) -> None:
        """Add a line, in the caller's transaction if there is one."""
        row = self._db.execute("select digest from audit order by seq desc limit 1").fetchone()
        previous = row[0] if row else ""
        line = [at.isoformat(), who, role, act, about]
        self._db.execute(
            "insert into audit (at, who, role, act, about, previous, digest)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            [*line, previous, _digest(previous, line)],
        )

    def lines(self) -> list[AuditLine]:
        """Return all lines, oldest first."""
        rows = self._db.execute("select at, who, role, act, about, digest from audit order by seq")
        return [AuditLine(*row) for row in rows.fetchall()]

    def last(self) -> int:
        """Return the number of the last line, 0 when there is none."""
        return int(self._db.execute("select coalesce(max(seq), 0) from audit").fetchone()[0])

    def newest(self, *, after: int = 0) -> datetime | None:
        """Return the latest time of any line after that one, or None.

        A clock set back is told by it. It is asked at every key, so no line is read twice.
        """
        since, upto, newest = self._met
        last = self.last()
        if since != after or upto > last:
            upto, newest = after, None
        if upto < last:
            rows = self._db.execute("select at from audit where seq > ?", [upto]).fetchall()
            # Instants, not texts: the offset changes twice a year.
            times = [datetime.fromisoformat(row[0]) for row in rows]
            newest = max([*times, *([newest] if newest else [])], default=None)
        self._met = (after, last, newest)
        return newest

    def first_break(self) -> int | None:
        """Return the place of the first line that was altered, or None: the chain holds."""
        rows = self._db.execute(
            "select seq, at, who, role, act, about, previous, digest from audit order by seq"
        ).fetchall()
        before = ""
        for seq, *line, previous, digest in rows:
            if previous != before or digest != _digest(previous, line):
                return int(seq)
            before = digest
        return None


def _digest(previous: str, line: list[str]) -> str:
    return sha256(json.dumps([previous, *line], ensure_ascii=True).encode()).hexdigest()
