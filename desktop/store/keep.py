"""`keep`: the one way in, for own entries and imported changes alike.

Numbers are given inside its own transaction. The tables of current state are a cache written in
the same transaction; `rebuild` makes them again from the changes alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
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
NOTHING_READ: Mapping[str, Change] = {}


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

    def take_out(self, ids: Iterable[str], *, may_come_again: bool) -> int:
        """Remove changes that came from elsewhere; returns how many. Own ones are never touched.

        With `may_come_again` they count as never met. Others are told nothing.
        """
        touched: dict[Subject, None] = {}
        taken = 0
        with self._db.atomic():
            for id_ in ids:
                rows = self._db.execute(
                    "select subject_kind, subject_id from changes where id = ? and origin != ''",
                    [id_],
                ).fetchall()
                touched.update(dict.fromkeys(Subject(SubjectKind(kind), one) for kind, one in rows))
                if not rows:
                    continue
                self._db.execute("delete from changes where id = ? and origin != ''", [id_])
                if may_come_again:
                    self._db.execute("delete from seen where id = ?", [id_])
                taken += 1
            self._refresh(touched, self._forks(), self.erasures())
        return taken

    def rebuild(self) -> None:
        """Make the tables of current state again from the changes alone."""
        with self._db.atomic():
            for table in ("current", "subjects", "set_aside"):
                self._db.execute(f"delete from {table}")  # our own names
            rows = self._db.execute("select distinct subject_kind, subject_id from changes")
            subjects = [Subject(SubjectKind(kind), id_) for kind, id_ in rows.fetchall()]
            self._refresh(subjects, self._forks(), self.erasures())

    def highest(self) -> int:
        """Return the highest number met, 0 at first."""
        row = self._db.execute("select value from counters where name = ?", [NUMBER]).fetchone()
        return int(row[0]) if row else 0

    def _admit(self, lines: Sequence[tuple[Change, bytes]], *, origin: str) -> list[Fated]:
        erasures = self.erasures()
        touched: dict[Subject, None] = {}
        fates: list[Fated] = []
        highest = self.highest()
        orders: list[Erasure] = []
        kept: list[tuple[Fated, bytes]] = []
        met = self._meet([(change.id, digest_of(line)) for change, line in lines])
        for (change, line), (digest, fate) in zip(lines, met, strict=True):
            fated = Fated(change, digest, fate)
            order = erasure_in(change)
            if fate is not Fate.KNOWN:
                if order is not None:
                    orders.append(order)
                if any(one.takes(change) for one in erasures):
                    fated = Fated(change, digest, Fate.ERASED)
                else:
                    kept.append((fated, line))
                touched[change.subject] = None
            highest = max(highest, change.id.number)
            fates.append(fated)
        self._insert(kept, origin)
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
        read = {fated.digest: fated.change for fated in fates}
        self._refresh(touched, forks, self.erasures(), read)
        return fates

    def _meet(self, ids: Sequence[tuple[ChangeId, str]]) -> list[tuple[str, Fate]]:
        """Remember that these contents were met; digests of removed changes are remembered too."""
        rows = self._db.execute(
            "select id, digest from seen where id in (select value from json_each(?))",
            [json.dumps([str(id_) for id_, _ in ids])],
        ).fetchall()
        seen: dict[str, set[str]] = {}
        for id_, digest in rows:
            seen.setdefault(id_, set()).add(digest)
        found, new, forks = [], [], []
        for change_id, digest in ids:
            known = seen.setdefault(str(change_id), set())
            fate = Fate.KNOWN if digest in known else Fate.FORK if known else Fate.NEW
            if fate is not Fate.KNOWN:
                new.append([str(change_id), digest])
            if fate is Fate.FORK:
                forks.append([str(change_id)])
            known.add(digest)
            found.append((digest, fate))
        self._db.conn.executemany("insert into seen (id, digest) values (?, ?)", new)
        self._db.conn.executemany("insert or ignore into forks (id) values (?)", forks)
        return found

    def _insert(self, kept: Iterable[tuple[Fated, bytes]], origin: str) -> None:
        self._db.conn.executemany(
            "insert into changes (id, digest, writer, number, subject_kind, subject_id, tags,"
            " bytes, origin) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                [
                    str(one.change.id),
                    one.digest,
                    one.change.id.writer,
                    one.change.id.number,
                    one.change.subject.kind.value,
                    one.change.subject.id,
                    tags_to_text(one.change.tags),
                    line,
                    origin,
                ]
                for one, line in kept
            ],
        )

    def _remove(self, order: Erasure) -> None:
        rows = self._db.execute(
            "select id, digest, bytes from changes where subject_kind = ? and subject_id = ?",
            [order.target.kind.value, order.target.id],
        ).fetchall()
        for id_, digest, line in rows:
            if order.takes(change_from_bytes(bytes(line))):
                self._db.execute("delete from changes where id = ? and digest = ?", [id_, digest])
                if order.target.kind is SubjectKind.ATTACHMENT:
                    # A code printed on paper is on file among what left, under the name it holds.
                    self._db.execute(
                        "update outbox set bytes = x'' where stream = 'paper'"
                        " and instr(cast(? as text), name) > 0",
                        [bytes(line)],
                    )
        # What belongs to a subject and is no change: the image of a signature, what was typed.
        if Tag.PERSONAL in order.tags:
            self._db.execute("delete from attachments where subject_id = ?", [order.target.id])
            self._db.execute("delete from drafts where id = ?", [order.target.id])
        # A sheet made for the printer shows all; it is made anew at its turn, if it still may be.
        self._db.execute("update print_jobs set pdf = null, basis = ''")

    def _forks(self) -> frozenset[ChangeId]:
        rows = self._db.execute("select id from forks").fetchall()
        return frozenset(id_from_text(row[0]) for row in rows)

    def erasures(self) -> frozenset[Erasure]:
        """Return every order to erase that has come here."""
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
        read: Mapping[str, Change] = NOTHING_READ,
    ) -> None:
        """Write what the changes of these subjects add up to; `read` ones are not read again."""
        for subject in subjects:
            kept = self._kept(subject, read)
            self._write(replay_subject(subject, kept, forks=forks, erasures=erasures))

    def _kept(self, subject: Subject, read: Mapping[str, Change]) -> list[Kept]:
        rows = self._db.execute(
            "select bytes, digest from changes where subject_kind = ? and subject_id = ?",
            [subject.kind.value, subject.id],
        ).fetchall()
        return [
            Kept(read.get(digest) or change_from_bytes(bytes(line)), digest)
            for line, digest in rows
        ]

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
