"""The programs this machine has had, as the very files they came in; old ones stay readable."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop.store.database import Database

DRAFT = "draft"  # one draft at a time


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """One version of a program that is kept here."""

    digest: str
    slug: str
    version: str
    in_force_from: date
    received_at: datetime


@dataclass(frozen=True, slots=True)
class DraftFiles:
    """The draft as it is now; `approved` is what was written down, "" while nobody has."""

    files: dict[str, bytes]
    approved: str
    changed_at: datetime
    who: str


class Programs:
    """Programs by digest, and the draft."""

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
        self._db.execute(
            "insert or ignore into programs"
            " (digest, slug, version, files, in_force_from, received_at)"
            " values (?, ?, ?, ?, ?, ?)",
            [digest, slug, version, _packed(files), in_force_from.isoformat(), now.isoformat()],
        )

    def files(self, digest: str) -> dict[str, bytes] | None:
        """Return the files of the program with that digest, or None."""
        row = self._db.execute("select files from programs where digest = ?", [digest]).fetchone()
        return None if row is None else _unpacked(row[0])

    def versions(self, slug: str) -> list[KnownVersion]:
        """Return the versions kept here, the one that begins last first."""
        rows = self._db.execute(
            "select digest, slug, version, in_force_from, received_at from programs"
            " where slug = ? order by in_force_from desc, version desc, digest",
            [slug],
        ).fetchall()
        return [
            KnownVersion(
                digest, slug, version, date.fromisoformat(begins), datetime.fromisoformat(received)
            )
            for digest, slug, version, begins, received in rows
        ]

    def draft(self) -> DraftFiles | None:
        """Return the draft, or None."""
        row = self._db.execute(
            "select files, approved, changed_at, who from program_drafts where slot = ?", [DRAFT]
        ).fetchone()
        if row is None:
            return None
        return DraftFiles(_unpacked(row[0]), row[1], datetime.fromisoformat(row[2]), row[3])

    def keep_draft(self, files: Mapping[str, bytes], *, who: str, now: datetime) -> None:
        """Keep these files as the draft; what was approved before was another draft."""
        self._db.execute(
            "insert or replace into program_drafts (slot, files, approved, changed_at, who)"
            " values (?, ?, '', ?, ?)",
            [DRAFT, _packed(files), now.isoformat(), who],
        )

    def approve_draft(self, approved: str) -> None:
        """Write down who approved the draft as it is now."""
        self._db.execute("update program_drafts set approved = ? where slot = ?", [approved, DRAFT])

    def drop_draft(self) -> None:
        """Forget the draft."""
        self._db.execute("delete from program_drafts where slot = ?", [DRAFT])


def _packed(files: Mapping[str, bytes]) -> bytes:
    return json.dumps({name: b64encode(data).decode() for name, data in files.items()}).encode()


def _unpacked(packed: bytes) -> dict[str, bytes]:
    return {name: b64decode(text) for name, text in json.loads(bytes(packed)).items()}
