"""Parcels: the bodies announced here, their sealed parts on the way out, and parts that came."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class PartOut:
    """One sealed part of ours. Its bytes never change: a second try carries the same ones."""

    name: str
    whole: str  # digest of the whole parcel
    kind: str
    stream: str
    number: int
    digest: str  # of the sealed bytes
    data: bytes
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PartIn:
    """One part that came, opened, its seal and signature verified."""

    name: str
    whole: str
    kind: str
    program: str
    device: str
    writer: str
    stream: str
    signer: str
    size: int  # bytes of the whole parcel
    number: int
    parts: int
    digest: str  # of the sealed bytes
    chunk: bytes


class ParcelState(StrEnum):
    """What became of a parcel. Values are stored: add, never rename."""

    TAKEN = "taken"
    KEPT_OUT = "kept_out"


@dataclass(frozen=True, slots=True)
class ParcelFate:
    """What became of a parcel here, and the part its receipt names."""

    whole: str
    kind: str
    state: ParcelState
    reason: str
    at: datetime
    name: str  # of its first part
    digest: str  # of that part's sealed bytes
    stream: str


class Parcels:
    """Parcels by the digest of the whole."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # -- going out -------------------------------------------------------------------------

    def keep_body(self, digest: str, kind: str, body: bytes) -> None:
        """Keep what a parcel holds, to seal it for whoever joins later; twice is once."""
        self._db.execute(
            "insert or ignore into parcels (digest, kind, body) values (?, ?, ?)",
            [digest, kind, body],
        )

    def body(self, digest: str) -> bytes | None:
        """Return what a parcel holds, or None."""
        row = self._db.execute("select body from parcels where digest = ?", [digest]).fetchone()
        return bytes(row[0]) if row else None

    def freeze(self, parts: Iterable[PartOut], *, devices: Sequence[str], now: datetime) -> None:
        """Put sealed parts into the outbox, with the devices they are sealed to."""
        for one in parts:
            self._db.execute(
                "insert into parcels_out (name, whole, kind, stream, number, digest, bytes,"
                " devices, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    one.name,
                    one.whole,
                    one.kind,
                    one.stream,
                    one.number,
                    one.digest,
                    one.data,
                    json.dumps(sorted(devices)),
                    now.isoformat(),
                ],
            )

    def sealed_for(self, whole: str) -> frozenset[str]:
        """Return the devices a parcel has been sealed to so far."""
        rows = self._db.execute("select devices from parcels_out where whole = ?", [whole])
        return frozenset(device for row in rows.fetchall() for device in json.loads(row[0]))

    def waiting(self) -> list[PartOut]:
        """Return the parts that have not left, in order."""
        return self._out("where left_at is null order by created_at, whole, number")

    def sent(self, whole: str) -> list[PartOut]:
        """Return the parts of a parcel that were sealed here."""
        return self._out("where whole = ? order by stream, number", whole)

    def named(self, name: str) -> PartOut | None:
        """Return one of our parts by its name, or None."""
        rows = self._out("where name = ?", name)
        return rows[0] if rows else None

    def left(self, name: str, *, at: datetime) -> None:
        """Note that a part is on a carrier."""
        self._db.execute(
            "update parcels_out set left_at = ? where name = ?", [at.isoformat(), name]
        )

    def _out(self, where: str, *values: str) -> list[PartOut]:
        rows = self._db.execute(
            "select name, whole, kind, stream, number, digest, bytes, left_at"
            f" from parcels_out {where}",
            values,
        ).fetchall()
        return [
            PartOut(
                name=row[0],
                whole=row[1],
                kind=row[2],
                stream=row[3],
                number=row[4],
                digest=row[5],
                data=bytes(row[6]),
                left_at=datetime.fromisoformat(row[7]) if row[7] else None,
            )
            for row in rows
        ]

    # -- coming in -------------------------------------------------------------------------

    def met(self) -> set[str]:
        """Return the names of the parts that need no second look."""
        return {row[0] for row in self._db.execute("select name from parcels_in").fetchall()}

    def keep_part(self, part: PartIn, *, now: datetime) -> None:
        """Keep a part until the others have come; twice is once."""
        self._db.execute(
            "insert or replace into parcels_in (name, whole, kind, program, device, writer,"
            " stream, signer, size, number, parts, digest, chunk, received_at)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                part.name,
                part.whole,
                part.kind,
                part.program,
                part.device,
                part.writer,
                part.stream,
                part.signer,
                part.size,
                part.number,
                part.parts,
                part.digest,
                part.chunk,
                now.isoformat(),
            ],
        )

    def parts(self, whole: str) -> list[PartIn]:
        """Return the parts of a parcel that have come, in order."""
        rows = self._db.execute(
            "select name, whole, kind, program, device, writer, stream, signer, size, number,"
            " parts, digest, chunk from parcels_in where whole = ? and chunk is not null"
            " order by number, name",
            [whole],
        ).fetchall()
        return [
            PartIn(
                name=row[0],
                whole=row[1],
                kind=row[2],
                program=row[3],
                device=row[4],
                writer=row[5],
                stream=row[6],
                signer=row[7],
                size=row[8],
                number=row[9],
                parts=row[10],
                digest=row[11],
                chunk=bytes(row[12]),
            )
            for row in rows
        ]

    def forget_part(self, name: str) -> None:
        """Forget a part, so that it is fetched again."""
        self._db.execute("delete from parcels_in where name = ?", [name])

    def settle(self, fate: ParcelFate) -> None:
        """Note what became of a parcel; the bytes of one that was taken are not held twice."""
        self._db.execute(
            "insert or replace into parcel_fates"
            " (whole, kind, state, reason, at, name, digest, stream, signed)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [
                fate.whole,
                fate.kind,
                fate.state.value,
                fate.reason,
                fate.at.isoformat(),
                fate.name,
                fate.digest,
                fate.stream,
            ],
        )
        if fate.state is ParcelState.TAKEN:
            self._db.execute("update parcels_in set chunk = null where whole = ?", [fate.whole])

    def fate(self, whole: str) -> ParcelFate | None:
        """Return what became of a parcel here, or None while parts are missing."""
        found = self._fates("where whole = ?", whole)
        return found[0] if found else None

    def unsigned(self) -> list[ParcelFate]:
        """Return the parcels taken in whose receipt is still owed."""
        return self._fates("where signed = 0 and state = ?", ParcelState.TAKEN.value)

    def signed(self, whole: str) -> None:
        """Note that the receipt for a parcel lies on a carrier."""
        self._db.execute("update parcel_fates set signed = 1 where whole = ?", [whole])

    def _fates(self, where: str, *values: str) -> list[ParcelFate]:
        rows = self._db.execute(
            f"select whole, kind, state, reason, at, name, digest, stream from parcel_fates {where}"
            " order by at, whole",
            values,
        ).fetchall()
        return [
            ParcelFate(
                row[0],
                row[1],
                ParcelState(row[2]),
                row[3],
                datetime.fromisoformat(row[4]),
                *row[5:],
            )
            for row in rows
        ]
