"""The opened store: what is kept on this machine, behind one object.

Above it there are only domain values. A connection belongs to one thread: slow work opens its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from desktop.domain.change import Change, ChangeId, Entry, Erasure, Kept, Subject, SubjectState
from desktop.domain.consent import by_encounter, said_in
from desktop.domain.referral import ENCOUNTER, Referral, assemble, case_subject, encounter_subject
from desktop.domain.terms import SubjectKind, Tag
from desktop.store.attachments import Attachments
from desktop.store.audit import AuditLog
from desktop.store.cache import (
    consents_about,
    consents_ending,
    count_by,
    opened_since,
    read_chosen,
    read_some,
    read_state,
    read_states,
    states_naming,
)
from desktop.store.database import Database, storage_errors
from desktop.store.directory import DirectoryShelf
from desktop.store.drafts import Drafts
from desktop.store.keep import Fated, Keeper
from desktop.store.mailbox import Inbox, Outbox
from desktop.store.parcels import Parcels
from desktop.store.print_jobs import PrintJobs
from desktop.store.programs import Programs
from desktop.store.settings import Settings
from desktop.store.stopwatch import Stopwatch
from desktop.wire import change_from_bytes


class Store:
    """One workspace's store. Only `keep` and `receive` add to what is shared."""

    def __init__(
        self, db: Database, *, writer: str, directory: DirectoryShelf | None = None
    ) -> None:
        self._db = db
        self._keeper = Keeper(db)
        self.writer = writer
        self.settings = Settings(db)
        self.drafts = Drafts(db)
        self.outbox = Outbox(db)
        self.inbox = Inbox(db)
        self.directory = directory or DirectoryShelf(db)
        self.programs = Programs(db)
        self.parcels = Parcels(db)
        self.audit = AuditLog(db)
        self.attachments = Attachments(db)
        self.stopwatch = Stopwatch(db)
        self.print_jobs = PrintJobs(db)

    @property
    def database(self) -> Database:
        """Return the connection, for backups and checks only."""
        return self._db

    def close(self) -> None:
        """Close the connection; nothing is lost."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside one transaction; transactions nest."""
        with storage_errors(), self._db.atomic():
            yield

    def keep(self, entries: Iterable[Entry]) -> list[Change]:
        """Keep own entries and return them as changes; all or none."""
        with storage_errors():
            return self._keeper.keep(entries, writer=self.writer)

    def receive(self, lines: Sequence[tuple[Change, bytes]], *, origin: str) -> list[Fated]:
        """Keep others' changes as the bytes they came in; all or none."""
        with storage_errors():
            return self._keeper.receive(lines, origin=origin)

    def take_out(self, ids: Iterable[str], *, may_come_again: bool) -> int:
        """Remove changes that came from elsewhere, here alone; returns how many."""
        with storage_errors():
            return self._keeper.take_out(ids, may_come_again=may_come_again)

    def erasures(self) -> frozenset[Erasure]:
        """Return every order to erase that has come here."""
        return self._keeper.erasures()

    def received(self, tag: Tag) -> list[Change]:
        """Return the changes that came from elsewhere and carry a tag, by number."""
        rows = self._db.execute(
            "select bytes from changes where origin != '' and (' ' || tags || ' ') like ?"
            " order by number, writer",
            [f"% {tag.value} %"],
        ).fetchall()
        return [change_from_bytes(bytes(row[0])) for row in rows]

    def written_here(self, subject: Subject) -> bool:
        """Return whether this machine has written about a subject."""
        row = self._db.execute(
            "select 1 from changes where subject_kind = ? and subject_id = ? and origin = ''"
            " limit 1",
            [subject.kind.value, subject.id],
        ).fetchone()
        return row is not None

    def arrived_from(self, subject: Subject) -> set[str]:
        """Return the machines a subject's changes came from; "" is this one."""
        rows = self._db.execute(
            "select distinct origin from changes where subject_kind = ? and subject_id = ?",
            [subject.kind.value, subject.id],
        ).fetchall()
        return {row[0] for row in rows}

    def rebuild(self) -> None:
        """Make the tables of current state again from the changes."""
        with storage_errors():
            self._keeper.rebuild()

    def state(self, subject: Subject) -> SubjectState | None:
        """Return what is known of a subject, or None."""
        return read_state(self._db, subject)

    def states(self, kind: SubjectKind) -> list[SubjectState]:
        """Return every subject of a kind, newest word last."""
        return read_states(self._db, kind)

    def some(self, kind: SubjectKind, paths: Sequence[str]) -> list[SubjectState]:
        """Return every subject of a kind with these fields alone, newest word last."""
        return read_some(self._db, kind, paths)

    def changes(self, subject: Subject) -> list[Kept]:
        """Return a subject's changes in the order of their numbers."""
        rows = self._db.execute(
            "select bytes, digest from changes where subject_kind = ? and subject_id = ?"
            " order by number, writer",
            [subject.kind.value, subject.id],
        ).fetchall()
        return [Kept(change_from_bytes(bytes(line)), digest) for line, digest in rows]

    def everything(self) -> list[Kept]:
        """Return every change kept here."""
        rows = self._db.execute("select bytes, digest from changes order by number, writer")
        return [Kept(change_from_bytes(bytes(line)), digest) for line, digest in rows.fetchall()]

    def by_ids(self, ids: Iterable[str]) -> list[Kept]:
        """Return the changes of these ids that are still here; erased ones are not."""
        found: list[Kept] = []
        for id_ in sorted(ids):
            rows = self._db.execute(
                "select bytes, digest from changes where id = ?", [id_]
            ).fetchall()
            found.extend(Kept(change_from_bytes(bytes(line)), digest) for line, digest in rows)
        return found

    def line(self, id_: ChangeId) -> bytes:
        """Return the bytes a change came in; KeyError where it is not here."""
        row = self._db.execute("select bytes from changes where id = ?", [str(id_)]).fetchone()
        if row is None:
            raise KeyError(str(id_))
        return bytes(row[0])

    @property
    def highest(self) -> int:
        """Return the highest change number this store has met, 0 at first."""
        return self._keeper.highest()

    @property
    def arrived(self) -> tuple[int, int]:
        """Return what differs as soon as a change or a scan has come in here, also an old one."""
        row = self._db.execute(
            "select (select max(arrived) from changes), (select count(*) from attachments)"
        ).fetchone()
        return (row[0] or 0, row[1])

    def count_referrals(self) -> int:
        """Return how many referrals are known here."""
        row = self._db.execute(
            "select count(*) from subjects where subject_kind = ?", [SubjectKind.REFERRAL.value]
        ).fetchone()
        return int(row[0])

    def origins(self, writer: str) -> set[str]:
        """Return the machines a writer's changes here came from; "" is this one."""
        rows = self._db.execute("select distinct origin from changes where writer = ?", [writer])
        return {row[0] for row in rows.fetchall()}

    def by_origin(self, kind: SubjectKind) -> dict[str, list[tuple[Change, bytes]]]:
        """Return the changes about a kind with their bytes, by where they came from; "" is here."""
        rows = self._db.execute(
            "select bytes, origin from changes where subject_kind = ? order by number, writer",
            [kind.value],
        )
        found: dict[str, list[tuple[Change, bytes]]] = {}
        for line, origin in rows.fetchall():
            found.setdefault(origin, []).append((change_from_bytes(bytes(line)), bytes(line)))
        return found

    def own_unsent(
        self, stream: str, kinds: Iterable[SubjectKind] = SubjectKind, *, reader: str = ""
    ) -> list[tuple[Change, bytes]]:
        """Return this machine's changes not yet in a bundle of the stream, with their bytes.

        Where the stream is one machine's own, `reader` names it: what it could read in a bundle
        of another stream is left out, so that it only gets what was sealed before it joined.
        """
        wanted = json.dumps(sorted(kinds))
        rows = self._db.execute(
            "select bytes from changes where origin = '' and subject_kind in"
            " (select value from json_each(?)) and id not in"
            " (select change_id from sent where stream = ?) and id not in"
            " (select change_id from sent join outbox using (stream, sequence)"
            " where exists (select 1 from json_each(outbox.readers) where value = ?))"
            " order by number, writer",
            [wanted, stream, reader],
        ).fetchall()
        return [(change_from_bytes(bytes(row[0])), bytes(row[0])) for row in rows]

    def own_sent(self, stream: str, tag: Tag) -> list[Change]:
        """Return this machine's changes of a tag that went into a stream."""
        rows = self._db.execute(
            "select bytes from changes where origin = '' and (' ' || tags || ' ') like ? and id in"
            " (select change_id from sent where stream = ?) order by number, writer",
            [f"% {tag.value} %", stream],
        ).fetchall()
        return [change_from_bytes(bytes(row[0])) for row in rows]

    def referrals(self) -> list[Referral]:
        """Return every referral known here, newest word last; those still waiting are left out."""
        return _assembled(
            self.states(SubjectKind.REFERRAL),
            self.states(SubjectKind.ENCOUNTER),
            self.states(SubjectKind.CASE),
            self.states(SubjectKind.CONSENT),
        )

    def referrals_since(self, at: datetime) -> list[Referral]:
        """Return the referrals made since then, newest word last; the others are not even read."""
        own = read_chosen(self._db, SubjectKind.REFERRAL, opened_since(self._db, at))
        encounters = [one.text(ENCOUNTER) for one in own]
        return _assembled(
            own,
            read_chosen(self._db, SubjectKind.ENCOUNTER, encounters),
            read_chosen(self._db, SubjectKind.CASE, [one.subject.id for one in own]),
            read_chosen(self._db, SubjectKind.CONSENT, consents_about(self._db, encounters)),
        )

    def referrals_with_consent_ending(self, after: datetime, before: datetime) -> list[Referral]:
        """Return the referrals with a consent that ends (or ended) between these days."""
        ending = consents_ending(self._db, after, before)
        consents = {
            one.encounter
            for state in read_chosen(self._db, SubjectKind.CONSENT, ending)
            for register in state.registers.values()
            for one in said_in(register)
        }
        named = [
            one for id_ in consents for one in states_naming(self._db, SubjectKind.REFERRAL, id_)
        ]
        found = {
            one.subject.id: self.referral(one.subject.id)
            for one in named
            if one.text(ENCOUNTER) in consents
        }
        return [one for one in found.values() if one is not None]

    def referral(self, referral_id: str) -> Referral | None:
        """Return one referral, or None."""
        own = self.state(Subject(SubjectKind.REFERRAL, referral_id))
        if own is None or own.waiting:
            return None
        return assemble(
            own,
            encounter=self.state(encounter_subject(own.text(ENCOUNTER))),
            case=self.state(case_subject(referral_id)),
            consents=self.consents_naming(own.text(ENCOUNTER)),
        )

    def consents_naming(self, encounter_id: str) -> list[SubjectState]:
        """Return the consent registers in which an encounter is named; more may come than meant."""
        return states_naming(self._db, SubjectKind.CONSENT, encounter_id)

    def prints_naming(self, referral_id: str) -> list[SubjectState]:
        """Return the prints in which a referral is named; more may come than meant."""
        return states_naming(self._db, SubjectKind.PRINT, referral_id)

    def count_by(self, kind: SubjectKind, path: str) -> dict[str, int]:
        """Return how many subjects of a kind hold each text in a field; disputed ones in none."""
        return count_by(self._db, kind, path)

    def next_count(self, counter: str) -> int:
        """Return the next number of a counter; call it inside the transaction that uses it."""
        self._db.execute(
            "insert into counters (name, value) values (?, 1)"
            " on conflict (name) do update set value = value + 1",
            [counter],
        )
        row = self._db.execute("select value from counters where name = ?", [counter]).fetchone()
        return int(row[0])


def _assembled(
    own: Iterable[SubjectState],
    encounters: Iterable[SubjectState],
    cases: Iterable[SubjectState],
    consents: Iterable[SubjectState],
) -> list[Referral]:
    """Return the referrals these subjects add up to; one that waits for its first part is out."""
    encounter_of = {one.subject.id: one for one in encounters}
    case_of = {one.subject.id: one for one in cases}
    consents_of = by_encounter(consents)
    return [
        assemble(
            one,
            encounter=encounter_of.get(one.text(ENCOUNTER)),
            case=case_of.get(one.subject.id),
            consents=consents_of.get(one.text(ENCOUNTER), ()),
        )
        for one in own
        if not one.waiting
    ]
