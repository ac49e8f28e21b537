"""Pictures and papers kept with an encounter, inside the encrypted store."""

from __future__ import annotations

from desktop.store.database import Database


class Attachments:
    """What is kept as bytes: a signature, a scanned consent."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, id_: str, *, subject: str, kind: str, body: bytes) -> None:
        """Keep it; a later one of the same id replaces it."""
        self._db.execute(
            "insert into attachments (id, subject_id, kind, body) values (?, ?, ?, ?)"
            " on conflict (id) do update set kind = excluded.kind, body = excluded.body",
            [id_, subject, kind, body],
        )

    def get(self, id_: str) -> bytes:
        """Return its bytes, empty where there is none."""
        row = self._db.execute("select body from attachments where id = ?", [id_]).fetchone()
        return bytes(row[0]) if row else b""

    def of(self, subject: str, kind: str) -> list[str]:
        """Return the ids of what is kept of a subject and kind, in the order of their ids."""
        rows = self._db.execute(
            "select id from attachments where subject_id = ? and kind = ? order by id",
            [subject, kind],
        ).fetchall()
        return [row[0] for row in rows]

    def remove(self, id_: str) -> None:
        """Remove it."""
        self._db.execute("delete from attachments where id = ?", [id_])
