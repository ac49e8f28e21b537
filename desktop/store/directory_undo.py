"""Taking back an edition: the rows it replaced are kept as they were, for the last few editions."""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop.domain.refresh import Refresh
from desktop.store.database import Database
from desktop.store.directory_index import forget, index
from desktop.store.directory_rows import COLUMNS, from_row

EDITIONS_KEPT = 3  # a national edition that changes every row keeps about 8 million bytes
_READ = f"select number, {', '.join(COLUMNS)} from directory_services where id = ?"
_MARKS = ", ".join("?" * (1 + len(COLUMNS)))
_PUT_BACK = (
    f"insert or replace into directory_services (number, {', '.join(COLUMNS)}) values ({_MARKS})"
)
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def remember(db: Database, edition: int, refresh: Refresh) -> None:
    """Keep what stands now and is about to be replaced; called before an edition is written."""
    rows: list[tuple[int, str, str | None]] = [(edition, id_, None) for id_ in refresh.new]
    for id_ in refresh.changed | refresh.gone:
        rows.append((edition, id_, _write(list(db.execute(_READ, [id_]).fetchone()))))
    db.conn.executemany("insert into directory_undo (edition, id, was) values (?, ?, ?)", rows)
    db.execute(
        "delete from directory_undo where edition not in"
        " (select number from directory_editions order by number desc limit ?)",
        [EDITIONS_KEPT],
    )


def can_undo(db: Database, edition: int) -> bool:
    """Return whether what that edition replaced is still kept.

    One that replaced nothing keeps nothing, and can always be taken back.
    """
    sql = "select new + changed + gone from directory_editions where number = ?"
    touched = db.execute(sql, [edition]).fetchone()[0]
    sql = "select count(*) from directory_undo where edition = ?"
    return bool(touched == db.execute(sql, [edition]).fetchone()[0])


def undo(db: Database, edition: int) -> None:
    """Put back every row the edition touched and forget the edition."""
    sql = "select id, was from directory_undo where edition = ?"
    rows = db.execute(sql, [edition]).fetchall()
    _take_away(db, [id_ for id_, was in rows if was is None])
    before = [json.loads(was) for _, was in rows if was is not None]
    db.conn.executemany(_PUT_BACK, before)
    index(db, ((number, from_row(tuple(row))) for number, *row in before))
    db.execute("delete from directory_undo where edition = ?", [edition])
    db.execute("delete from directory_editions where number = ?", [edition])


def _take_away(db: Database, ids: Sequence[str]) -> None:
    sql = "select number from directory_services where id = ?"
    numbers = [db.execute(sql, [id_]).fetchone()[0] for id_ in ids]
    forget(db, numbers)
    db.conn.executemany(
        "delete from directory_services where number = ?", [(number,) for number in numbers]
    )
