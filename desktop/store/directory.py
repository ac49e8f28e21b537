"""The directory kept on this machine: editions of its sources, and each service's one id."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from desktop.domain.directory import ServiceListing, Snapshot
from desktop.domain.needs import Need
from desktop.domain.places import Point
from desktop.domain.refresh import Edition, Kept, Refresh, compare
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.store.database import Database
from desktop.store.directory_rows import COLUMNS, READ, from_row, to_row, words_of
from desktop.store.directory_search import SHOWN, Query, find
from desktop.store.directory_undo import can_undo, remember, undo

_NAMED = ", ".join(("number", *COLUMNS))
_MARKS = ", ".join("?" * (1 + len(COLUMNS)))
_INSERT = f"insert into directory_services ({_NAMED}) values ({_MARKS})"
_UPDATE = f"update directory_services set {', '.join(f'{c} = ?' for c in COLUMNS)} where number = ?"
_INDEX = "insert into directory_words (rowid, name, place, about) values (?, ?, ?, ?)"


class DirectoryShelf:
    """The services known on this machine, whatever source they come from."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def database(self) -> Database:
        """Return the connection it reads, for closing one of its own."""
        return self._db

    def count(self) -> int:
        """Return how many services stand in the editions in force."""
        sql = "select count(*) from directory_services where gone_since = ''"
        return int(self._db.execute(sql).fetchone()[0])

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
        following = self._next_number()
        inserts, updates, words, renewed = [], [], [], []
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
            row = to_row(settled, key=keys.get(service_id, listing.id))
            if number is None:
                number, following = following, following + 1
                inserts.append((number, *row))
            else:
                updates.append((*row, number))
                renewed.append((number,))
            words.append((number, *words_of(settled)))
        run = self._db.conn.executemany
        run(_INSERT, inserts)
        run(_UPDATE, updates)
        run("delete from directory_words where rowid = ?", renewed)
        run(_INDEX, words)
        run(
            "update directory_services set gone_since = ? where id = ?",
            [(snapshot.edition, service_id) for service_id in refresh.gone],
        )

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

    def find(
        self,
        words: str = "",
        *,
        needs: Iterable[Need] = (),
        codes: Iterable[str] = (),
        near: Point | None = None,
        within_miles: float | None = None,
        open_at: datetime | None = None,
        holidays: Collection[date] = (),
        limit: int = SHOWN,
    ) -> list[ServiceListing]:
        """Return services that have all words (each may be a beginning), needs and codes.

        With `near` the nearest come first, by road miles, and those without a point not at all;
        otherwise a short result is ranked and a long one sorted by name. `open_at` keeps those
        known to be open then. What is gone, or repeats another listing word for word, is left out.
        """
        query = Query(
            words=words,
            needs=tuple(needs),
            codes=tuple(codes),
            near=near,
            within_miles=within_miles,
            open_at=open_at,
            holidays=holidays,
            limit=limit,
        )
        return find(self._db, query)
