"""What an officer has begun and not sent: private to its owner, kept at every keystroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.store.database import Database, storage_errors


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: an encounter's bytes, and the versions it is pinned to."""

    id: str
    owner: str  # the user's id
    body: bytes
    program: str  # digest of the program it was begun under
    directory: str  # version of the directory it was begun under
    created_at: datetime
    updated_at: datetime
    put_away: bool = False
    handed_by: str = ""  # the user's id it came from, "" for one's own


class Drafts:
    """The drafts of this machine. They belong to the store, so signing out loses none."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(
        self,
        id_: str,
        *,
        owner: str,
        body: bytes,
        program: str,
        directory: str,
        now: datetime,
        pin_anew: bool = False,
    ) -> None:
        """Keep the draft as it is now; on disk when this returns. One put away comes back.

        It stays pinned to the program and directory it was begun under, unless `pin_anew`.
        Refuses a draft that belongs to another user.
        """
        with storage_errors():
            done = self._db.execute(
                "insert into drafts (id, owner, body, program, directory, created_at, updated_at,"
                " put_away) values (?, ?, ?, ?, ?, ?, ?, 0)"
                " on conflict (id) do update set body = excluded.body,"
                " updated_at = excluded.updated_at, put_away = 0,"
                " program = iif(?, excluded.program, program),"
                " directory = iif(?, excluded.directory, directory)"
                " where owner = excluded.owner",
                [
                    *(id_, owner, body, program, directory, now.isoformat(), now.isoformat()),
                    *(pin_anew, pin_anew),
                ],
            )
        if done.rowcount == 0:
            raise Refused(
                Say("This draft belongs to somebody else on this computer."),
                remedy=Say("Ask its officer to sign in and finish it."),
            )

    def get(self, id_: str) -> Draft | None:
        """Return a draft, or None."""
        found = self._read("where id = ?", [id_])
        return found[0] if found else None

    def list(self, owner: str | None = None) -> tuple[Draft, ...]:
        """Return the drafts of one user, or of all; last touched first, also those put away."""
        # Instants, not texts: the offset changes twice a year.
        order = "order by julianday(updated_at) desc, id"
        if owner is None:
            return self._read(order, [])
        return self._read(f"where owner = ? {order}", [owner])

    def counts(self) -> dict[str, int]:
        """Return how many drafts each user has open: all a sign-in page may say."""
        with storage_errors():
            rows = self._db.execute(
                "select owner, count(*) from drafts where put_away = 0 group by owner"
            ).fetchall()
        return {row[0]: row[1] for row in rows}

    def put_away(self, id_: str, away: bool = True) -> None:
        """Take a draft off the list of what is open, or bring it back; nothing is lost."""
        with storage_errors():
            self._db.execute("update drafts set put_away = ? where id = ?", [int(away), id_])

    def hand_over(self, id_: str, *, to: str) -> None:
        """Give a draft to another user; it stands among what that user has open."""
        with storage_errors():
            self._db.execute(
                "update drafts set handed_by = owner, owner = ?, put_away = 0 where id = ?",
                [to, id_],
            )

    def delete(self, id_: str) -> None:
        """Remove a draft that was sent, in the caller's transaction."""
        with storage_errors():
            self._db.execute("delete from drafts where id = ?", [id_])

    def _read(self, where: str, values: Sequence[str]) -> tuple[Draft, ...]:
        with storage_errors():
            rows = self._db.execute(
                "select id, owner, body, program, directory, created_at, updated_at, put_away,"
                f" handed_by from drafts {where}",
                values,
            ).fetchall()
        return tuple(
            Draft(
                id=row[0],
                owner=row[1],
                body=bytes(row[2]),
                program=row[3],
                directory=row[4],
                created_at=datetime.fromisoformat(row[5]),
                updated_at=datetime.fromisoformat(row[6]),
                put_away=bool(row[7]),
                handed_by=row[8],
            )
            for row in rows
        )
