"""How long each step of a referral took: for its own officer, on this machine alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.store.database import Database, storage_errors


@dataclass(frozen=True, slots=True)
class Measured:
    """The seconds on each step of one referral that was sent."""

    encounter: str
    steps: tuple[tuple[str, float], ...]
    sent_at: datetime

    @property
    def seconds(self) -> float:
        """Return the time on the form."""
        return sum(seconds for _, seconds in self.steps)


class Stopwatch:
    """Seconds by encounter and step. Never shared, never part of a report."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, encounter: str, step: str, seconds: float, *, owner: str) -> None:
        """Add to the time on a step."""
        with storage_errors():
            self._db.execute(
                "insert into stopwatch (encounter, owner, step, seconds) values (?, ?, ?, ?)"
                " on conflict (encounter, step) do update set seconds = seconds + excluded.seconds",
                [encounter, owner, step, float(seconds)],
            )

    def sent(self, encounter: str, *, at: datetime) -> None:
        """Note that the referral was sent: its time stands."""
        with storage_errors():
            self._db.execute(
                "update stopwatch set sent_at = ? where encounter = ?", [at.isoformat(), encounter]
            )

    def last(self, owner: str) -> Measured | None:
        """Return the referral this officer sent last, or None."""
        with storage_errors():
            newest = self._db.execute(
                "select encounter, sent_at from stopwatch where owner = ? and sent_at is not null"
                " order by julianday(sent_at) desc, encounter limit 1",
                [owner],
            ).fetchone()
            if newest is None:
                return None
            rows = self._db.execute(
                "select step, seconds from stopwatch where encounter = ? and owner = ?",
                [newest[0], owner],
            ).fetchall()
        steps = tuple((row[0], float(row[1])) for row in rows)
        return Measured(newest[0], steps, datetime.fromisoformat(newest[1]))
