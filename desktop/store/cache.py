"""The tables of current state: written with the changes, and read by every list and page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from desktop.domain.change import Register, SetAside, Subject, SubjectState
from desktop.domain.terms import SubjectKind
from desktop.store.database import Database
from desktop.wire import (
    author_from_bytes,
    author_to_bytes,
    id_from_text,
    register_from_bytes,
    register_to_bytes,
    text_inside,
    time_from_text,
    time_to_text,
)

_UNTIL = '"until":"'
_WHOSE = '"encounter":"'  # in a consent's words; inside a text its quotes would be escaped


def write_state(db: Database, state: SubjectState) -> None:
    """Write one subject's rows; the caller has removed the old ones."""
    where = [state.subject.kind.value, state.subject.id]
    db.execute(
        "insert into subjects (subject_kind, subject_id, waiting, opened_by, opened_at, last)"
        " values (?, ?, ?, ?, ?, ?)",
        [
            *where,
            int(state.waiting),
            author_to_bytes(state.opened_by).decode() if state.opened_by else None,
            time_to_text(state.opened_at) if state.opened_at else None,
            str(state.last) if state.last else None,
        ],
    )
    db.conn.executemany(
        "insert into current (subject_kind, subject_id, path, heads, disputed)"
        " values (?, ?, ?, ?, ?)",
        [
            [*where, path, register_to_bytes(register).decode(), int(register.disputed)]
            for path, register in state.registers.items()
        ],
    )
    db.conn.executemany(
        "insert into set_aside (subject_kind, subject_id, id, reason) values (?, ?, ?, ?)",
        [[*where, str(one.id), one.reason] for one in state.set_aside],
    )


def read_state(db: Database, subject: Subject) -> SubjectState | None:
    """Return what is known of one subject, or None."""
    where = "where subject_kind = ? and subject_id = ?"
    return next(iter(_read(db, where, [subject.kind.value, subject.id])), None)


def read_states(db: Database, kind: SubjectKind) -> list[SubjectState]:
    """Return every subject of a kind, newest word last."""
    return _read(db, "where subject_kind = ?", [kind.value])


def read_some(db: Database, kind: SubjectKind, paths: Sequence[str]) -> list[SubjectState]:
    """Return every subject of a kind with these fields alone: what thousands are compared by."""
    marks = ", ".join("?" * len(paths))
    return _read(db, "where subject_kind = ?", [kind.value], f" and path in ({marks})", paths)


def read_chosen(db: Database, kind: SubjectKind, ids: Iterable[str]) -> list[SubjectState]:
    """Return the subjects of a kind with these ids, newest word last."""
    where = "where subject_kind = ? and subject_id in (select value from json_each(?))"
    return _read(db, where, [kind.value, json.dumps(sorted(set(ids)))])


def opened_since(db: Database, at: datetime) -> list[str]:
    """Return the ids of the referrals whose first change was written since then."""
    rows = db.execute(
        "select subject_id from subjects where subject_kind = ?"
        " and julianday(opened_at) >= julianday(?)",
        [SubjectKind.REFERRAL.value, at.isoformat()],
    ).fetchall()
    return [row[0] for row in rows]


def consents_about(db: Database, encounters: Iterable[str]) -> list[str]:
    """Return the ids of the consents of these encounters, without reading all the others.

    A consent's id is a hash; whose it is stands in its words, compared as they are written.
    """
    wanted = {text_inside(one) for one in encounters}
    rows = db.execute(
        "select subject_id, heads from current where subject_kind = ?", [SubjectKind.CONSENT.value]
    ).fetchall()
    return [
        id_
        for id_, heads in rows
        if any(part.partition('"')[0] in wanted for part in heads.split(_WHOSE)[1:])
    ]


def consents_ending(db: Database, after: datetime, before: datetime) -> list[str]:
    """Return the ids of the consents with an end between these days, by the days as written."""
    rows = db.execute(
        "select subject_id, heads from current where subject_kind = ?", [SubjectKind.CONSENT.value]
    ).fetchall()
    first, last = after.date().isoformat(), before.date().isoformat()
    return [
        id_
        for id_, heads in rows
        if any(first <= part[: len(first)] <= last for part in heads.split(_UNTIL)[1:])
    ]


def states_naming(db: Database, kind: SubjectKind, text: str) -> list[SubjectState]:
    """Return every subject of a kind with a field that holds this text somewhere.

    Found by the written bytes, so that the others need not be read: more may come than meant.
    """
    written = text_inside(text)
    rows = db.execute(
        "select distinct subject_id from current where subject_kind = ? and instr(heads, ?) > 0",
        [kind.value, written],
    ).fetchall()
    states = (read_state(db, Subject(kind, row[0])) for row in rows)
    return by_last_word(state for state in states if state is not None)


def count_by(db: Database, kind: SubjectKind, path: str) -> dict[str, int]:
    """Return how many subjects of a kind hold each text in a field; disputed ones are left out."""
    rows = db.execute(
        "select json_extract(heads, '$[0].f.v') as text, count(*) from current"
        " where subject_kind = ? and path = ? and disputed = 0 group by text",
        [kind.value, path],
    ).fetchall()
    return {text: count for text, count in rows if isinstance(text, str)}


def _read(
    db: Database,
    where: str,
    values: list[str],
    only: str = "",
    paths: Sequence[str] = (),
) -> list[SubjectState]:
    registers: dict[tuple[str, str], dict[str, Register]] = defaultdict(dict)
    for kind, id_, path, heads in db.execute(
        f"select subject_kind, subject_id, path, heads from current {where}{only} order by path",
        [*values, *paths],
    ).fetchall():
        registers[kind, id_][path] = register_from_bytes(heads.encode())
    aside: dict[tuple[str, str], list[SetAside]] = defaultdict(list)
    for kind, id_, change, reason in db.execute(
        f"select subject_kind, subject_id, id, reason from set_aside {where}", values
    ).fetchall():
        aside[kind, id_].append(SetAside(id_from_text(change), reason))
    rows = db.execute(
        "select subject_kind, subject_id, waiting, opened_by, opened_at, last"
        f" from subjects {where}",
        values,
    ).fetchall()
    states = [
        SubjectState(
            subject=Subject(SubjectKind(kind), id_),
            registers=registers[kind, id_],
            waiting=bool(waiting),
            set_aside=tuple(sorted(aside[kind, id_], key=lambda one: one.id)),
            opened_by=author_from_bytes(by.encode()) if by else None,
            opened_at=time_from_text(at) if at else None,
            last=id_from_text(last) if last else None,
        )
        for kind, id_, waiting, by, at, last in rows
    ]
    return by_last_word(states)


def by_last_word(states: Iterable[SubjectState]) -> list[SubjectState]:
    """Return the states by the number of their last change."""
    return sorted(states, key=lambda one: (one.last.number if one.last else 0, one.subject))
