"""What waits to leave, what left, what came, and who signed for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.store.database import Database


class Leaving(StrEnum):
    """Where a sealed bundle stands."""

    FROZEN = "frozen"  # in a bundle, waiting for a way out
    LEFT = "left"  # on a carrier


@dataclass(frozen=True, slots=True)
class OutBundle:
    """One sealed bundle of ours. Its bytes never change: a second try carries the same ones."""

    stream: str
    sequence: int
    name: str
    digest: str  # of the sealed bytes: what a receipt names
    content: str  # of what is inside: what the next bundle names
    data: bytes
    state: Leaving
    created_at: datetime
    left_at: datetime | None = None
    void: bool = False
    highest: int = 0  # change number this stream has carried
    size: int = 0  # bytes; known where the bytes themselves were not asked for
    readers: tuple[str, ...] = ()  # machines it is sealed to


class Arrival(StrEnum):
    """Where a bundle that came in stands."""

    WAITING = "waiting"  # read, and a coordinator has not kept it yet
    KEPT = "kept"
    QUARANTINED = "quarantined"  # kept out, with a reason
    NOT_OURS = "not_ours"  # of a stream we read, sealed before this machine belonged to it


@dataclass(frozen=True, slots=True)
class InBundle:
    """One bundle that came in. Its bytes are held until it is kept."""

    name: str
    stream: str
    device: str
    sequence: int
    digest: str
    state: Arrival
    received_at: datetime
    writer: str = ""
    content: str = ""  # digest of what is inside, once it was read
    previous: str = ""
    reason: str = ""  # a stable word
    counts: tuple[tuple[str, int], ...] = ()
    data: bytes | None = None
    device_clock: datetime | None = None  # its sender's clock when it was sealed
    skew: int | None = None  # seconds its sender knew its own clock to be ahead


@dataclass(frozen=True, slots=True)
class Place:
    """Where one bundle that was read stands in its sender's line."""

    device: str
    writer: str
    stream: str
    sequence: int
    received_at: datetime


class Outbox:
    """Our own bundles and which change went in which."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def freeze(self, bundle: OutBundle, change_ids: Iterable[str]) -> None:
        """Put a bundle into the outbox with its sent-marks, in the caller's transaction."""
        self._db.execute(
            "insert into outbox (stream, sequence, name, digest, content, bytes, state,"
            " created_at, void, highest, readers) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                bundle.stream,
                bundle.sequence,
                bundle.name,
                bundle.digest,
                bundle.content,
                bundle.data,
                bundle.state.value,
                bundle.created_at.isoformat(),
                int(bundle.void),
                bundle.highest,
                json.dumps(sorted(bundle.readers)),
            ],
        )
        self._db.conn.executemany(
            "insert into sent (stream, change_id, sequence) values (?, ?, ?)",
            [[bundle.stream, id_, bundle.sequence] for id_ in change_ids],
        )

    def unfreeze(self, stream: str, sequence: int) -> None:
        """Take a bundle that never left out again; its changes count as unsent."""
        where = [stream, sequence, Leaving.FROZEN.value]
        self._db.execute(
            "delete from sent where stream = ? and sequence in"
            " (select sequence from outbox where stream = ? and sequence = ? and state = ?)",
            [stream, *where],
        )
        self._db.execute(
            "delete from outbox where stream = ? and sequence = ? and state = ?", where
        )

    def unsend(self, stream: str, change_ids: Iterable[str]) -> None:
        """Count changes as not sent to a stream again, where their bundle has left."""
        self._db.conn.executemany(
            "delete from sent where stream = ? and change_id = ? and sequence in"
            " (select sequence from outbox where stream = ? and state = 'left')",
            [[stream, id_, stream] for id_ in change_ids],
        )

    def left(self, stream: str, sequence: int, *, at: datetime) -> None:
        """Note that a bundle is on a carrier."""
        self._db.execute(
            "update outbox set state = ?, left_at = ? where stream = ? and sequence = ?",
            [Leaving.LEFT.value, at.isoformat(), stream, sequence],
        )

    def waiting(self) -> list[OutBundle]:
        """Return the bundles that have not left, by stream and sequence."""
        return self._read("where state = ? order by stream, sequence", [Leaving.FROZEN.value])

    def count_waiting(self) -> int:
        """Return how many bundles have not left."""
        return self._of_waiting("count(*)")

    def size_waiting(self) -> int:
        """Return how many bytes have not left."""
        return self._of_waiting("coalesce(sum(length(bytes)), 0)")

    def newest_waiting(self, limit: int) -> list[OutBundle]:
        """Return the newest bundles that have not left, without their bytes."""
        return self._read(
            "where state = ? order by created_at desc, stream, sequence desc limit ?",
            [Leaving.FROZEN.value, limit],
            whole=False,
        )

    def _of_waiting(self, what: str) -> int:
        row = self._db.execute(
            f"select {what} from outbox where state = ?", [Leaving.FROZEN.value]
        ).fetchone()
        return int(row[0])

    def all(self) -> list[OutBundle]:
        """Return every bundle of ours, newest first."""
        return self._read("order by created_at desc, stream, sequence desc", [])

    def newest(self, limit: int) -> list[OutBundle]:
        """Return the newest bundles without their bytes, newest first."""
        return self._read(
            "order by created_at desc, stream, sequence desc limit ?", [limit], whole=False
        )

    def named(self, name: str) -> OutBundle | None:
        """Return one of our bundles by its name, without its bytes, or None."""
        rows = self._read("where name = ?", [name], whole=False)
        return rows[0] if rows else None

    def last(self, stream: str) -> OutBundle | None:
        """Return the newest bundle of a stream, without its bytes, or None."""
        rows = self._read("where stream = ? order by sequence desc limit 1", [stream], whole=False)
        return rows[0] if rows else None

    def change_ids(self, stream: str, sequence: int) -> list[str]:
        """Return the ids of the changes in a bundle."""
        rows = self._db.execute(
            "select change_id from sent where stream = ? and sequence = ?", [stream, sequence]
        ).fetchall()
        return [row[0] for row in rows]

    def bundle_of(self, stream: str, change_id: str) -> OutBundle | None:
        """Return the bundle of the stream that carries a change, without its bytes, or None."""
        rows = self._read(
            "where stream = ? and sequence = (select sequence from sent"
            " where stream = outbox.stream and change_id = ?)",
            [stream, change_id],
            whole=False,
        )
        return rows[0] if rows else None

    def missed(self, stream: str, devices: Iterable[str]) -> set[str]:
        """Return the machines that some bundle of the stream was not sealed to."""
        rows = self._db.execute(
            "select distinct readers from outbox where stream = ? and void = 0 and readers <> '[]'",
            [stream],
        ).fetchall()
        sealed_to = [set(json.loads(row[0])) for row in rows]
        return {one for one in devices if any(one not in readers for readers in sealed_to)}

    def streams_of(self, change_id: str) -> list[str]:
        """Return the streams a change went into."""
        rows = self._db.execute(
            "select stream from sent where change_id = ? order by stream", [change_id]
        ).fetchall()
        return [row[0] for row in rows]

    def _read(
        self, where: str, values: Sequence[str | int], *, whole: bool = True
    ) -> list[OutBundle]:
        data = "bytes" if whole else "x''"
        rows = self._db.execute(
            f"select stream, sequence, name, digest, content, {data}, state, created_at, left_at,"
            f" void, highest, length(bytes), readers from outbox {where}",
            values,
        ).fetchall()
        return [
            OutBundle(
                stream=row[0],
                sequence=row[1],
                name=row[2],
                digest=row[3],
                content=row[4],
                data=bytes(row[5]),
                state=Leaving(row[6]),
                created_at=datetime.fromisoformat(row[7]),
                left_at=datetime.fromisoformat(row[8]) if row[8] else None,
                void=bool(row[9]),
                highest=row[10],
                size=row[11],
                readers=tuple(json.loads(row[12])),
            )
            for row in rows
        ]


class Inbox:
    """Others' bundles, and the receipts for ours."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def met(self) -> set[str]:
        """Return the names of all bundles looked at."""
        rows = self._db.execute("select name from inbox").fetchall()
        return {row[0] for row in rows}

    def torn(self, *, before: datetime) -> set[str]:
        """Return the names of the bundles that were torn when last looked at, before that time."""
        rows = self._db.execute(
            "select name from inbox where state = 'quarantined' and reason = 'torn'"
            " and julianday(received_at) < julianday(?)",
            [before.isoformat()],
        ).fetchall()
        return {row[0] for row in rows}

    def note(self, bundle: InBundle) -> None:
        """Remember a bundle and where it stands; a later word replaces an earlier one."""
        self._db.execute(
            "insert or replace into inbox (name, stream, device, sequence, digest, state,"
            " received_at, writer, content, previous, reason, counts, bytes, device_clock, skew)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                bundle.name,
                bundle.stream,
                bundle.device,
                bundle.sequence,
                bundle.digest,
                bundle.state.value,
                bundle.received_at.isoformat(),
                bundle.writer,
                bundle.content,
                bundle.previous,
                bundle.reason,
                json.dumps(dict(bundle.counts), sort_keys=True),
                bundle.data,
                bundle.device_clock.isoformat() if bundle.device_clock else None,
                bundle.skew,
            ],
        )

    def forget(self, name: str) -> None:
        """Forget a bundle, so that it is looked at again."""
        self._db.execute("delete from inbox where name = ?", [name])

    def forget_out(self, reasons: Sequence[str], *, device: str = "") -> None:
        """Forget the bundles kept out for these reasons, of one machine or of all."""
        self._db.execute(
            "delete from inbox where state = 'quarantined' and reason in"
            " (select value from json_each(?)) and (? = '' or device = ?)",
            [json.dumps(list(reasons)), device, device],
        )

    def forget_stream(self, stream: str) -> None:
        """Forget what was kept of a stream, so that it is fetched again; twice is once."""
        self._db.execute("delete from inbox where stream = ? and state = 'kept'", [stream])

    def count_by_device(self, state: Arrival) -> dict[str, int]:
        """Return how many bundles are in a state, by the machine their name gives."""
        rows = self._db.execute(
            "select device, count(*) from inbox where state = ? group by device", [state.value]
        ).fetchall()
        return dict(rows)

    def places(self) -> list[Place]:
        """Return where every bundle that was read stands, by line and sequence.

        Sealed codes from paper stand in no line.
        """
        rows = self._db.execute(
            "select device, writer, stream, sequence, received_at from inbox"
            " where state in ('kept', 'waiting') and stream != 'paper'"
            " order by device, writer, stream, sequence"
        ).fetchall()
        return [
            Place(row[0], row[1], row[2], row[3], datetime.fromisoformat(row[4])) for row in rows
        ]

    def last_read(self) -> dict[str, InBundle]:
        """Return of each machine the bundle it sealed last, without its bytes."""
        found: dict[str, InBundle] = {}
        for one in self._read(
            "where state in ('kept', 'waiting') and stream != 'paper'", [], whole=False
        ):
            before = found.get(one.device)
            if before is None or (one.received_at, one.sequence) >= (
                before.received_at,
                before.sequence,
            ):
                found[one.device] = one
        return found

    def lane(self, device: str, writer: str, stream: str) -> list[InBundle]:
        """Return the bundles of one line that were read: kept, or waiting to be."""
        where = "where device = ? and writer = ? and stream = ? and state in ('kept', 'waiting')"
        return self._read(where, [device, writer, stream], whole=False)

    def newest(self, state: Arrival, limit: int) -> list[InBundle]:
        """Return the bundles of a state that came last, newest first."""
        found = self._read(
            "where name in (select name from inbox where state = ?"
            " order by received_at desc, name limit ?)",
            [state.value, limit],
        )
        return sorted(found, key=lambda one: one.received_at, reverse=True)

    def count(self, state: Arrival) -> int:
        """Return how many bundles are in a state."""
        row = self._db.execute(
            "select count(*) from inbox where state = ?", [state.value]
        ).fetchone()
        return int(row[0])

    def get(self, name: str) -> InBundle | None:
        """Return one bundle that came, or None."""
        rows = self._read("where name = ?", [name])
        return rows[0] if rows else None

    def all(self, state: Arrival | None = None) -> list[InBundle]:
        """Return bundles that came, by line; only those of a state if one is named."""
        return self._read("where state = ?", [state.value]) if state else self._read("", [])

    def _read(
        self, where: str, values: Sequence[str | int], *, whole: bool = True
    ) -> list[InBundle]:
        data = "bytes" if whole else "null"
        rows = self._db.execute(
            "select name, stream, device, sequence, digest, state, received_at, writer, content,"
            f" previous, reason, counts, {data}, device_clock, skew from inbox {where}"
            " order by device, stream, sequence",
            values,
        ).fetchall()
        return [
            InBundle(
                name=row[0],
                stream=row[1],
                device=row[2],
                sequence=row[3],
                digest=row[4],
                state=Arrival(row[5]),
                received_at=datetime.fromisoformat(row[6]),
                writer=row[7],
                content=row[8],
                previous=row[9],
                reason=row[10],
                counts=tuple(sorted(json.loads(row[11]).items())),
                data=bytes(row[12]) if row[12] is not None else None,
                device_clock=datetime.fromisoformat(row[13]) if row[13] else None,
                skew=row[14],
            )
            for row in rows
        ]

    def unsigned(self) -> list[InBundle]:
        """Return the kept bundles whose receipt is still owed."""
        return self._read("where state = 'kept' and signed = 0", [], whole=False)

    def signed(self, name: str) -> None:
        """Note that the receipt for a bundle lies on a carrier."""
        self._db.execute("update inbox set signed = 1 where name = ?", [name])

    def add_receipt(
        self, name: str, *, bundle: str, device: str, body: Mapping[str, object], at: datetime
    ) -> None:
        """Keep a verified receipt for one of our bundles; twice is once."""
        self._db.execute(
            "insert or ignore into receipts (name, bundle, device, body, received_at)"
            " values (?, ?, ?, ?, ?)",
            [name, bundle, device, json.dumps(dict(body), sort_keys=True), at.isoformat()],
        )

    def receipted(self) -> set[tuple[str, str]]:
        """Return who signed for what already: bundle and machine."""
        rows = self._db.execute("select bundle, device from receipts").fetchall()
        return {(row[0], row[1]) for row in rows}

    def receipts(self, bundle: str) -> dict[str, datetime]:
        """Return who signed for a bundle of ours, and when this machine learned it."""
        rows = self._db.execute(
            "select device, received_at from receipts where bundle = ?", [bundle]
        ).fetchall()
        return {device: datetime.fromisoformat(at) for device, at in rows}
