"""The print queue: what waits for the printer, and how far each sheet came.

A row is a sheet. `done` counts the pages the printer has taken; `handing` is how many it will have
taken once the hand-over under way is through. Where the two differ after a crash, nobody knows
whether those pages came out, and a person says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.store.database import Database


class JobState(StrEnum):
    """Where a sheet of the queue stands. Values are stored: add, never rename."""

    WAITING = "waiting"
    HELD = "held"  # it cannot be made now; `reason` says why
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One sheet of the queue."""

    id: str
    referral: str
    sheet: str
    language: str
    packet: str  # sheets of one reader of one referral belong together
    why: str
    asked_by: str
    asked_at: datetime
    state: JobState = JobState.WAITING
    reason: str = ""
    copy: int = 0  # 0 until its first page is made
    pages: int = 0  # 0 until it is made
    done: int = 0
    handing: int = 0
    basis: str = ""  # of what it was made; pages of two makings never mix
    place: int = 0

    @property
    def begun(self) -> bool:
        """Return whether some of its pages are out and some are not."""
        return 0 < self.done < self.pages

    @property
    def in_doubt(self) -> bool:
        """Return whether pages were being handed over when the program ended."""
        return self.handing > self.done


class PrintJobs:
    """The queue of one machine, in its order."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, jobs: Iterable[PrintJob]) -> None:
        """Put sheets at the end of the queue."""
        row = self._db.execute("select coalesce(max(place), 0) from print_jobs").fetchone()
        for place, job in enumerate(jobs, int(row[0]) + 1):
            self._db.execute(
                "insert into print_jobs (id, place, referral, sheet, language, packet, why, state,"
                " asked_by, asked_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    job.id,
                    place,
                    job.referral,
                    job.sheet,
                    job.language,
                    job.packet,
                    job.why,
                    job.state.value,
                    job.asked_by,
                    job.asked_at.isoformat(),
                ],
            )

    def all(self) -> list[PrintJob]:
        """Return the queue in its order, without what is printed."""
        return self._read("where state != 'printed' order by place", [])

    def get(self, id_: str) -> PrintJob | None:
        """Return one sheet of the queue, or None."""
        found = self._read("where id = ?", [id_])
        return found[0] if found else None

    def next(self) -> PrintJob | None:
        """Return the first sheet that waits, or None."""
        found = self._read("where state = 'waiting' order by place limit 1", [])
        return found[0] if found else None

    def count(self) -> int:
        """Return how many sheets wait."""
        row = self._db.execute("select count(*) from print_jobs where state = 'waiting'").fetchone()
        return int(row[0])

    def made(self, id_: str, *, pdf: bytes, pages: int, copy: int, basis: str) -> None:
        """Keep a sheet as it is printed, from its first page to its last."""
        self._db.execute(
            "update print_jobs set pdf = ?, pages = ?, copy = ?, basis = ?, done = 0, handing = 0"
            " where id = ?",
            [pdf, pages, copy, basis, id_],
        )

    def pdf(self, id_: str) -> bytes:
        """Return a sheet as it was made, empty when it is not made yet."""
        row = self._db.execute("select pdf from print_jobs where id = ?", [id_]).fetchone()
        return bytes(row[0]) if row and row[0] is not None else b""

    def handing(self, id_: str, upto: int) -> None:
        """Note, before it is done, that the pages up to this one go to the printer."""
        self._db.execute("update print_jobs set handing = ? where id = ?", [upto, id_])

    def handed(self, id_: str, upto: int) -> None:
        """Note that the printer has taken the pages up to this one; a whole sheet is printed."""
        self._db.execute(
            "update print_jobs set done = ?, handing = ?, state = case when ? >= pages"
            " then 'printed' else 'waiting' end, pdf = case when ? >= pages then null else pdf end"
            " where id = ?",
            [upto, upto, upto, upto, id_],
        )

    def back_to(self, id_: str, page: int) -> None:
        """Let a sheet go on after this page, which came out."""
        self._db.execute(
            "update print_jobs set done = ?, handing = ?, state = 'waiting' where id = ?",
            [page, page, id_],
        )

    def hold(self, id_: str, reason: str) -> None:
        """Keep a sheet back that cannot be made now."""
        self._db.execute(
            "update print_jobs set state = 'held', reason = ? where id = ?", [reason, id_]
        )

    def release(self) -> None:
        """Try again what was held back."""
        self._db.execute(
            "update print_jobs set state = 'waiting', reason = '' where state = 'held'"
        )

    def remove(self, ids: Iterable[str]) -> None:
        """Take sheets out of the queue."""
        self._db.conn.executemany("delete from print_jobs where id = ?", [[id_] for id_ in ids])

    def arrange(self, ids: Sequence[str]) -> None:
        """Put the queue into this order; what is not named comes after."""
        others = [one.id for one in self.all() if one.id not in set(ids)]
        self._db.conn.executemany(
            "update print_jobs set place = ? where id = ?",
            [[place, id_] for place, id_ in enumerate([*ids, *others], 1)],
        )

    def _read(self, where: str, values: Sequence[str]) -> list[PrintJob]:
        rows = self._db.execute(
            "select id, referral, sheet, language, packet, why, asked_by, asked_at, state, reason,"
            f" copy, pages, done, handing, basis, place from print_jobs {where}",
            values,
        ).fetchall()
        return [
            PrintJob(
                id=row[0],
                referral=row[1],
                sheet=row[2],
                language=row[3],
                packet=row[4],
                why=row[5],
                asked_by=row[6],
                asked_at=datetime.fromisoformat(row[7]),
                state=JobState(row[8]),
                reason=row[9],
                copy=row[10],
                pages=row[11],
                done=row[12],
                handing=row[13],
                basis=row[14],
                place=row[15],
            )
            for row in rows
        ]
