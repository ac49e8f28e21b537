"""What every service is marked with, and which services have a mark: one bit for each row.

Marks are codes and traits, the lowest and highest age taken, a sex not taken, hours known. A
hundred thousand services are one number of 12 kilobytes, so two marks meet in microseconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, cast

from desktop.domain.directory import ServiceListing, ServiceStatus, Sex
from desktop.domain.limits import NO_MEDICATION, OLDEST, Person, ages_taken, takes_sex
from desktop.domain.needs import BARRIERS, NEEDS, Barrier, Need
from desktop.domain.seeking import Sought
from desktop.domain.traits import traits
from desktop.store.database import Database

# No code has a blank, so these are no codes.
EVERY, HOURS, NOWHERE, _SHUT = "every service", "hours known", "place not known", "not open"
_NOT_TAKEN = {Sex.FEMALE: "not female", Sex.MALE: "not male"}
_EDITION = "select number, taken_at from directory_editions order by number desc limit 1"

REMEMBERED = 8

Numbered = tuple[int, ServiceListing]
Made = TypeVar("Made")


class Marks:
    """The bits of every mark; read once, until another edition is taken in."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._edition: object = None
        self._bits: dict[str, int] = {}
        self._remembered: dict[object, object] = {}

    def of(self, mark: str) -> int:
        """Return the services with a mark."""
        if mark not in self._bits:
            sql = "select bits from directory_marks where mark = ?"
            row = self._db.execute(sql, [mark]).fetchone()
            self._bits[mark] = int.from_bytes(row[0], "little") if row else 0
        return self._bits[mark]

    def remembered(self, key: object, make: Callable[[], Made]) -> Made:
        """Return what was made for that key of this edition, or make it; the last few are kept."""
        self._forget_older()
        if key not in self._remembered:
            while len(self._remembered) >= REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
            self._remembered[key] = make()
        return cast(Made, self._remembered[key])

    def any_of(self, marks: Iterable[str]) -> int:
        """Return the services with one of these marks at least."""
        found = 0
        for mark in marks:
            found |= self.of(mark)
        return found

    def dealing_with(self, barrier: Barrier) -> int:
        """Return the services that deal with a barrier, at least in part."""
        return self.any_of(BARRIERS[barrier].well | BARRIERS[barrier].partly)

    def answering(self, need: Need) -> tuple[int, int]:
        """Return the services that answer a need well, and those that do in part or well."""
        well = self.any_of(NEEDS[need].well)
        return well, well | self.any_of(NEEDS[need].partly)

    def fitting(self, sought: Sought, *, shut: bool = True) -> int:
        """Return the services that fit but for words, distance and hours; `shut` ones too."""
        self._forget_older()
        found = self.of(EVERY)
        answers = [self.answering(need)[1] for need in sought.needs]
        if sought.any_need and answers:
            answers = [_either(answers)]
        for some in answers:
            found &= some
        for code in sought.codes:
            found &= self.of(code.upper())
        for barrier in sought.must:
            found &= self.dealing_with(barrier)
        if sought.open_at is not None:
            found &= self.of(HOURS)
        never = self._kept_out(sought.person)
        return found & ~(never if shut else never | self.of(_SHUT))

    def _kept_out(self, person: Person) -> int:
        found = 0
        if person.on_methadone:
            found |= self.any_of(NO_MEDICATION)
        if person.sex is not None:
            found |= self.of(_NOT_TAKEN[person.sex])
        if person.age_to is not None:
            found |= self.any_of(map(_from, range(person.age_to + 1, OLDEST + 1)))
        if person.age_from is not None:
            found |= self.any_of(map(_to, range(person.age_from)))
        return found

    def _forget_older(self) -> None:
        row = self._db.execute(_EDITION).fetchone()
        edition = tuple(row) if row else None
        if edition != self._edition:
            self._edition, self._bits, self._remembered = edition, {}, {}


def put_marks(db: Database, numbers: Iterable[int], told: Sequence[Numbered]) -> None:
    """Mark these rows anew: all marks of `numbers` go, and those of `told` are set."""
    numbers = list(numbers)
    if not numbers:
        return
    size = max(numbers) // 8 + 1
    having: dict[str, bytearray] = defaultdict(lambda: bytearray(size))
    for number, listing in told:
        place, bit = number >> 3, 1 << (number & 7)
        for mark in _marks_of(listing):
            having[mark][place] |= bit
    others = ~bits_of(numbers)
    rows = db.execute("select mark, bits from directory_marks")
    held = {mark: int.from_bytes(bits, "little") & others for mark, bits in rows}
    for mark, bits in having.items():
        held[mark] = held.get(mark, 0) | int.from_bytes(bits, "little")
    db.conn.executemany(
        "insert or replace into directory_marks (mark, bits) values (?, ?)",
        (
            (mark, bits.to_bytes(bits.bit_length() // 8 + 1, "little"))
            for mark, bits in held.items()
        ),
    )


def bits_of(numbers: Iterable[int]) -> int:
    """Return these rows as bits."""
    numbers = list(numbers)
    held = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        held[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


def as_bytes(bits: int) -> bytes:
    """Return bits to be asked one by one with `has`."""
    return bits.to_bytes(bits.bit_length() // 8 + 1, "little")


def has(bits: bytes, number: int) -> bool:
    """Return whether a row is among these."""
    place = number >> 3
    return place < len(bits) and bits[place] >> (number & 7) & 1 == 1


def _marks_of(listing: ServiceListing) -> list[str]:
    found = [EVERY, *traits(listing)]
    lowest, highest = ages_taken(listing)
    if lowest:
        found.append(_from(lowest))
    if highest < OLDEST:
        found.append(_to(highest))
    found += [mark for sex, mark in _NOT_TAKEN.items() if not takes_sex(listing, sex)]
    if listing.schedules:
        found.append(HOURS)
    if listing.place.point is None:
        found.append(NOWHERE)
    if listing.service.status is not ServiceStatus.ACTIVE:
        found.append(_SHUT)
    return found


def _from(age: int) -> str:
    return f"from {age}"


def _to(age: int) -> str:
    return f"to {age}"


def _either(some: Iterable[int]) -> int:
    found = 0
    for one in some:
        found |= one
    return found
