"""`keep`: the one way in, for own entries and imported changes alike.

Numbers are given inside its own transaction. The tables of current state are a cache written in
the same transaction; `rebuild` makes them again from the changes alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.change import (
    Change,
    ChangeId,
    Entry,
    Erasure,
    Kept,
    Subject,
    SubjectState,
    erasure_in,
    replay_subject,
)
from desktop.domain.terms import SubjectKind, Tag
from desktop.store.cache import write_state
from desktop.store.database import Database
from desktop.wire import change_from_bytes, change_to_bytes, digest_of, id_from_text

NUMBER = "number"


class Fate(StrEnum):
    """What became of one change that came in."""

    NEW = "new"
    KNOWN = "known"
    FORK = "fork"  # same id, other content: both are out
    ERASED = "erased"  # an order refuses it for ever


@dataclass(frozen=True, slots=True)
class Fated:
    """A change that came in, and what became of it."""

    change: Change
    digest: str
    fate: Fate


class Keeper:
    """Writes changes and the state they add up to. Everything it does is one transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, entries: Iterable[Entry], *, writer: str) -> list[Change]:
        """Number own entries, keep them, and return them as changes; all or none."""
        with self._db.atomic():
            number = self.highest()
            changes = []
            for entry in entries:
                number += 1
                changes.append(entry.numbered(writer, number))
            self._admit([(one, change_to_bytes(one)) for one in changes], origin="")
        return changes

    def receive(self, lines: Sequence[tuple[Change, bytes]], *, origin: str) -> list[Fated]:
        """Keep others' changes as the bytes they came in, and return what became of each."""
        with self._db.atomic():
            return self._admit(lines, origin=origin)

    def rebuild(self) -> None:
        """Make the tables of current state again from the changes alone."""
        with self._db.atomic():
            for table in ("current", "subjects", "set_aside"):
                self._db.execute(f"delete from {table}")  # our own names
            rows = self._db.execute("select distinct subject_kind, subject_id from changes")
            subjects = [Subject(SubjectKind(kind), id_) for kind, id_ in rows.fetchall()]
            self._refresh(subjects, self._forks(), self._erasures())

    def highest(self) -> int:
        """Return the highest number met, 0 at first."""
        row = self._db.execute("select value from counters where name = ?", [NUMBER]).fetchone()
        return int(row[0]) if row else 0

    def _admit(self, lines: Iterable[tuple[Change, bytes]], *, origin: str) -> list[Fated]:
        erasures = self._erasures()
        touched: dict[Subject, None] = {}
        fates: list[Fated] = []
        highest = self.highest()
        orders: list[Erasure] = []
        for change, line in lines:
            digest = digest_of(line)
            fate = self._meet(change.id, digest)
            order = erasure_in(change)
            if fate is not Fate.KNOWN:
                if order is not None:
                    orders.append(order)
                if any(one.takes(change) for one in erasures):
                    fate = Fate.ERASED
                else:
                    self._insert(change, line, digest, origin)
                touched[change.subject] = None
            highest = max(highest, change.id.number)
            fates.append(Fated(change, digest, fate))
        for order in orders:
            self._remove(order)
            touched[order.target] = None
        self._db.execute(
            "insert into counters (name, value) values (?, ?) "
            "on conflict (name) do update set value = max(value, excluded.value)",
            [NUMBER, highest],
        )
        forks = self._forks()
        # A fork may reach into the subject of its other content.
        touched.update(
            dict.fromkeys(self._subjects_of(f.change.id for f in fates if f.change.id in forks))
        )
        self._refresh(touched, forks, self._erasures())
        return fates

    def _meet(self, id_: ChangeId, digest: str) -> Fate:
        """Remember that this content was met; digests of removed changes are remembered too."""
        seen = {
            row[0]
            for row in self._db.execute(
                "select digest from seen where id = ?", [str(id_)]
            ).fetchall()
        }
        if digest in seen:
            return Fate.KNOWN
        self._db.execute("insert into seen (id, digest) values (?, ?)", [str(id_), digest])
        if not seen:
            return Fate.NEW
        self._db.execute("insert or ignore into forks (id) values (?)", [str(id_)])
        return Fate.FORK

    def _insert(self, change: Change, line: bytes, digest: str, origin: str) -> None:
        self._db.execute(
            "insert into changes (id, digest, writer, number, subject_kind, subject_id, tags,"
            " bytes, origin) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                str(change.id),
                digest,
                change.id.writer,
                change.id.number,
                change.subject.kind.value,
                change.subject.id,
                tags_to_text(change.tags),
                line,
                origin,
            ],
        )

    def _remove(self, order: Erasure) -> None:
        rows = self._db.execute(
            "select id, digest, tags from changes where subject_kind = ? and subject_id = ?",
            [order.target.kind.value, order.target.id],
        ).fetchall()
        for id_, digest, tags in rows:
            if order.target.kind is not SubjectKind.ERASURE and tags_from_text(tags) & order.tags:
                self._db.execute("delete from changes where id = ? and digest = ?", [id_, digest])

    def _forks(self) -> frozenset[ChangeId]:
        rows = self._db.execute("select id from forks").fetchall()
        return frozenset(id_from_text(row[0]) for row in rows)

    def _erasures(self) -> frozenset[Erasure]:
        rows = self._db.execute(
            "select bytes from changes where subject_kind = ?", [SubjectKind.ERASURE.value]
        ).fetchall()
        orders = (erasure_in(change_from_bytes(bytes(row[0]))) for row in rows)
        return frozenset(order for order in orders if order is not None)

    def _subjects_of(self, ids: Iterable[ChangeId]) -> list[Subject]:
        found: list[Subject] = []
        for id_ in ids:
            rows = self._db.execute(
                "select subject_kind, subject_id from changes where id = ?", [str(id_)]
            ).fetchall()
            found.extend(Subject(SubjectKind(kind), subject) for kind, subject in rows)
        return found

    def _refresh(
        self,
        subjects: Iterable[Subject],
        forks: frozenset[ChangeId],
        erasures: frozenset[Erasure],
    ) -> None:
        for subject in subjects:
            self._write(
                replay_subject(subject, self._kept(subject), forks=forks, erasures=erasures)
            )

    def _kept(self, subject: Subject) -> list[Kept]:
        rows = self._db.execute(
            "select bytes, digest from changes where subject_kind = ? and subject_id = ?",
            [subject.kind.value, subject.id],
        ).fetchall()
        return [Kept(change_from_bytes(bytes(line)), digest) for line, digest in rows]

    def _write(self, state: SubjectState) -> None:
        where = [state.subject.kind.value, state.subject.id]
        for table in ("current", "subjects", "set_aside"):
            self._db.execute(
                f"delete from {table} where subject_kind = ? and subject_id = ?",
                where,
            )
        if state.registers or state.set_aside:
            write_state(self._db, state)


def tags_to_text(tags: Iterable[Tag]) -> str:
    """Return tags as they stand in a column, e.g. "H P"."""
    return " ".join(sorted(tag.value for tag in tags))


def tags_from_text(text: str) -> frozenset[Tag]:
    """Return the tags of a column."""
    return frozenset(Tag(tag) for tag in text.split())
