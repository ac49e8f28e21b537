"""The programs this machine has had, as the very files they came in; old ones stay readable."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date, datetime

from desktop.store.database import Database


class Programs:
    """Programs by digest."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(
        self,
        files: Mapping[str, bytes],
        *,
        slug: str,
        version: str,
        digest: str,
        in_force_from: date,
        now: datetime,
    ) -> None:
        """Keep a program's files; twice is once."""
        packed = json.dumps({name: b64encode(data).decode() for name, data in files.items()})
        self._db.execute(
            "insert or ignore into programs"
            " (digest, slug, version, files, in_force_from, received_at)"
            " values (?, ?, ?, ?, ?, ?)",
            [digest, slug, version, packed.encode(), in_force_from.isoformat(), now.isoformat()],
        )

    def files(self, digest: str) -> dict[str, bytes] | None:
        """Return the files of the program with that digest, or None."""
        row = self._db.execute("select files from programs where digest = ?", [digest]).fetchone()
        if row is None:
            return None
        return {name: b64decode(text) for name, text in json.loads(bytes(row[0])).items()}
