"""The directory kept on this machine: editions of its sources, and each service's one id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from desktop.domain.directory import ServiceListing, Snapshot, normalized
from desktop.domain.needs import Barrier
from desktop.domain.refresh import Edition, Kept, Refresh, compare
from desktop.domain.refused import Refused
from desktop.domain.seeking import Found, Sought
from desktop.domain.wishes import Wish
from desktop.domain.words import Say
from desktop.store.database import Database
from desktop.store.directory_counts import counts, how_many
from desktop.store.directory_index import complete, forget, index
from desktop.store.directory_likely import likely
from desktop.store.directory_marks import Marks
from desktop.store.directory_rows import COLUMNS, READ, from_row, to_row
from desktop.store.directory_search import Search
from desktop.store.directory_spelling import respelled
from desktop.store.directory_undo import can_undo, remember, undo

_NAMED = ", ".join(("number", *COLUMNS))
_MARKS = ", ".join("?" * (1 + len(COLUMNS)))
_INSERT = f"insert into directory_services ({_NAMED}) values ({_MARKS})"
_UPDATE = f"update directory_services set {', '.join(f'{c} = ?' for c in COLUMNS)} where number = ?"


class DirectoryShelf:
    """The services known on this machine, whatever source they come from."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._marks = Marks(db)
        self._is_complete = False

    @property
    def database(self) -> Database:
        """Return the connection it reads, for closing one of its own."""
        return self._db

    def count(self) -> int:
        """Return how many services stand in the editions in force."""
        sql = "select count(*) from directory_services where gone_since = ''"
        counted = self._marks.remembered("count", lambda: self._db.execute(sql).fetchone())
        return int(counted[0])

    def get(self, service_id: str) -> ServiceListing | None:
        """Return a service, also one that is gone; None if it was never known."""
        sql = f"select {READ} from directory_services s where s.id = ?"
        row = self._db.execute(sql, [service_id]).fetchone()
        return from_row(row) if row else None

    def editions(self) -> list[Edition]:
        """Return every edition taken in, oldest first."""
        rows = self._db.execute(
            "select number, source, edition, taken_at, services, new, changed, gone"
            " from directory_editions order by number"
        )
        return [
            Edition(number, source, edition, datetime.fromisoformat(taken_at), *counts)
            for number, source, edition, taken_at, *counts in rows
        ]

    def version(self) -> str:
        """Return the editions in force in one word: "samhsa=2022;three-rivers=sample"."""
        newest = {one.source: one.edition for one in self.editions()}
        return ";".join(f"{source}={edition}" for source, edition in sorted(newest.items()))

    def kept(self, source: str) -> list[Kept]:
        """Return every service ever taken from a source, to compare a new edition with."""
        sql = f"select {READ} from directory_services s where s.source = ? order by s.number"
        rows = self._db.execute(sql, [source]).fetchall()
        return [Kept(id=row[0], key=row[1], listing=from_row(row)) for row in rows]

    def preview(self, snapshot: Snapshot) -> Refresh:
        """Return what taking in a snapshot would do; changes nothing."""
        sql = "select id from directory_services where source <> ?"
        elsewhere = [row[0] for row in self._db.execute(sql, [snapshot.source])]
        return compare(self.kept(snapshot.source), snapshot, elsewhere=elsewhere)

    def replace(self, snapshot: Snapshot, *, taken_at: datetime, digest: str = "") -> Edition:
        """Take in a new edition of a source: all of it or nothing.

        A service keeps the id it got at first sight; one no longer named is marked gone, not
        deleted. Refuses an edition without services.
        """
        if not snapshot.listings:
            raise Refused(
                Say("This list holds no services, so nothing was changed."),
                remedy=Say("Choose the file of the directory again."),
            )
        with self._db.atomic():
            refresh = self.preview(snapshot)
            edition = self._note_edition(snapshot, refresh, taken_at, digest)
            remember(self._db, edition.number, refresh)
            self._write(snapshot, refresh)
            return edition

    def can_undo_last(self) -> bool:
        """Return whether the edition taken in last can be taken back."""
        editions = self.editions()
        return bool(editions) and can_undo(self._db, editions[-1].number)

    def undo_last(self) -> Edition:
        """Take back the edition taken in last and return it: the one before is in force again.

        Refuses where nothing was taken in, or only long ago. What people told of a service stays.
        """
        with self._db.atomic():
            editions = self.editions()
            if not editions or not can_undo(self._db, editions[-1].number):
                raise Refused(
                    Say("There is no import to take back."),
                    remedy=Say("Only the last few imports can be taken back."),
                )
            undo(self._db, editions[-1].number)
            return editions[-1]

    def snapshot(self, source: str) -> Snapshot:
        """Return the edition of a source in force, each service under its settled id."""
        newest = [one.edition for one in self.editions() if one.source == source]
        listings = tuple(one.listing for one in self.kept(source) if not one.listing.gone_since)
        return Snapshot(source, newest[-1] if newest else "", listings, settled=True)

    def _write(self, snapshot: Snapshot, refresh: Refresh) -> None:
        new_id = dict(zip((one.id for one in snapshot.listings), refresh.ids, strict=True))
        numbers, keys = self._numbers(snapshot.source), {}
        if snapshot.settled:  # its ids are ours; the source still knows a service by its own key
            keys = self._keys(snapshot.source)
        changed: list[tuple[int, ServiceListing, str]] = []
        new: list[tuple[ServiceListing, str]] = []
        for listing, service_id in zip(snapshot.listings, refresh.ids, strict=True):
            number = numbers.get(service_id)
            if number is not None and service_id not in refresh.changed:
                continue
            settled = listing
            if service_id != listing.id or listing.copy_of or listing.source != snapshot.source:
                settled = replace(
                    listing,
                    id=service_id,
                    copy_of=new_id.get(listing.copy_of, ""),
                    source=snapshot.source,
                )
            key = keys.get(service_id, listing.id)
            if number is None:
                new.append((settled, key))
            else:
                changed.append((number, settled, key))
        # A long list comes in the order of these numbers, so newcomers get them by name.
        new.sort(key=lambda one: normalized(one[0].name))
        first = self._next_number()
        added = [(first + place, one, key) for place, (one, key) in enumerate(new)]
        run = self._db.conn.executemany
        run(_INSERT, [(number, *to_row(one, key=key)) for number, one, key in added])
        run(_UPDATE, [(*to_row(one, key=key), number) for number, one, key in changed])
        index(self._db, [(number, one) for number, one, _ in (*changed, *added)])
        run(
            "update directory_services set gone_since = ? where id = ?",
            [(snapshot.edition, service_id) for service_id in refresh.gone],
        )
        forget(self._db, [numbers[service_id] for service_id in refresh.gone])

    def _numbers(self, source: str) -> dict[str, int]:
        sql = "select id, number from directory_services where source = ?"
        return dict(self._db.execute(sql, [source]).fetchall())

    def _keys(self, source: str) -> dict[str, str]:
        sql = "select id, key from directory_services where source = ?"
        return dict(self._db.execute(sql, [source]).fetchall())

    def _next_number(self) -> int:
        sql = "select coalesce(max(number), 0) + 1 from directory_services"
        return int(self._db.execute(sql).fetchone()[0])

    def _note_edition(
        self, snapshot: Snapshot, refresh: Refresh, taken_at: datetime, digest: str
    ) -> Edition:
        counts = (len(snapshot.listings), len(refresh.new), len(refresh.changed), len(refresh.gone))
        cursor = self._db.execute(
            "insert into directory_editions"
            " (source, edition, taken_at, digest, services, new, changed, gone)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            [snapshot.source, snapshot.edition, taken_at.isoformat(), digest, *counts],
        )
        number = int(cursor.lastrowid or 0)
        return Edition(number, snapshot.source, snapshot.edition, taken_at, *counts)

    def search(self, sought: Sought) -> Found:
        """Return the services that fit; each word typed may be a beginning.

        With `near` the nearest come first, by road miles, and those without a point not at all;
        otherwise a short result is ranked and a long one comes by name. What is gone, or repeats
        another listing word for word, is left out. Where nothing has the words, the nearest
        spelling that finds something is tried.
        """
        self._complete()
        found = Search(self._db, self._marks, sought).run()
        if found or not sought.words.strip():
            return Found(tuple(found))
        for words in respelled(self._db, self._marks, sought.words):
            if found := Search(self._db, self._marks, replace(sought, words=words)).run():
                return Found(tuple(found), spelling=words)
        return Found(())

    def find(self, words: str = "", **wanted: Any) -> list[ServiceListing]:
        """Return what `search` finds for these words and these fields of `Sought`."""
        return list(self.search(Sought(words=words, **wanted)).listings)

    def how_many(self, sought: Sought, *, shut: bool = True) -> int:
        """Return how many services fit, however many would be shown; those closed for now too."""
        self._complete()
        return how_many(self._db, self._marks, sought, shut=shut)

    def counts(
        self, sought: Sought, barriers: Iterable[Barrier], *, shut: bool = True
    ) -> Iterator[tuple[Barrier, int]]:
        """Give for each filter how many services it would leave, one after the other."""
        self._complete()
        return counts(self._db, self._marks, sought, barriers, shut=shut)

    def likely(self, wish: Wish, *, words: str = "") -> list[ServiceListing]:
        """Return the services of which the best for a wish are, to be weighed (`matching.rank`)."""
        self._complete()
        return likely(self._db, self._marks, wish, words=words)

    def _complete(self) -> None:
        if not self._is_complete:
            complete(self._db)
            self._is_complete = True
