"""What search reads of the directory: words, marks and points of every service to be found.

A service that is gone, or repeats another word for word, is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.directory import ServiceListing
from desktop.store.database import Database
from desktop.store.directory_marks import put_marks
from desktop.store.directory_rows import READ, from_row, words_of

_WORDS = "insert into directory_words (rowid, name, place, about, squares) values (?, ?, ?, ?, ?)"
_POINT = "insert into directory_points (number, lat, lon) values (?, ?, ?)"


def index(db: Database, rows: Iterable[tuple[int, ServiceListing]]) -> None:
    """Let search find these listings by what they say now; rows are given by number."""
    rows = list(rows)
    told = [(number, one) for number, one in rows if not one.gone_since and not one.copy_of]
    _forget_words(db, [number for number, _ in rows])
    put_marks(db, (number for number, _ in rows), told)
    db.conn.executemany(_WORDS, ((number, *words_of(one)) for number, one in told))
    points = ((number, one.place.point) for number, one in told)
    db.conn.executemany(_POINT, ((n, p and p.lat, p and p.lon) for n, p in points))


def forget(db: Database, numbers: Iterable[int]) -> None:
    """Let search no longer find these rows."""
    numbers = list(numbers)
    _forget_words(db, numbers)
    put_marks(db, numbers, ())


def complete(db: Database) -> None:
    """Index everything where nothing is indexed yet: a store of an earlier version."""
    if db.execute("select 1 from directory_points limit 1").fetchone():
        return
    rows = db.execute(f"select {READ}, s.number from directory_services s").fetchall()
    if rows:
        with db.atomic():
            index(db, [(row[-1], from_row(row[:-1])) for row in rows])


def _forget_words(db: Database, numbers: Iterable[int]) -> None:
    known = {row[0] for row in db.execute("select number from directory_points")}
    some = [(number,) for number in numbers if number in known]
    db.conn.executemany("delete from directory_words where rowid = ?", some)
    db.conn.executemany("delete from directory_points where number = ?", some)
