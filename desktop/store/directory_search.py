"""Finding services: by words, needs, codes, distance and hours.

Ranked search over a common prefix is slow, so only a short result is ranked; a long one comes in
the order of names (architecture.md, Facts to build on). What a person types is quoted, word by
word, and never becomes syntax.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.directory import ServiceListing
from desktop.domain.hours import Opening, opening
from desktop.domain.needs import NEEDS, Need
from desktop.domain.places import Point, box_around, road_miles
from desktop.store.database import Database
from desktop.store.directory_rows import READ, from_row

SHOWN = 50  # services in one list
RANKED = 400  # results up to which ranking takes under a few milliseconds
RINGS = (
    25.0,
    60.0,
    120.0,
    240.0,
    450.0,
    800.0,
    1500.0,
    4000.0,
    17000.0,
)  # road miles, looked at one after the other
MOST_WORDS = 12
LONGEST_WORD = 64  # characters
_MANY = 500  # values of one "in (...)"

_MATCHES = "select rowid from directory_words where directory_words match ?"


@dataclass(frozen=True)
class Query:
    """What is looked for; see `DirectoryShelf.find`."""

    words: str = ""
    needs: tuple[Need, ...] = ()
    codes: tuple[str, ...] = ()
    near: Point | None = None
    within_miles: float | None = None
    open_at: datetime | None = None
    holidays: Collection[date] = ()
    limit: int = SHOWN


@dataclass(frozen=True, slots=True)
class _Filter:
    """Conditions over `directory_services s`, and the values in them."""

    sql: str
    values: tuple[object, ...]

    def and_(self, sql: str, *values: object) -> _Filter:
        return _Filter(f"{self.sql} and {sql}", (*self.values, *values))


def find(db: Database, query: Query) -> list[ServiceListing]:
    """Return the services a query finds, in the order `DirectoryShelf.find` tells."""
    return _Search(db, query).run()


@dataclass(frozen=True)
class _Search:
    db: Database
    query: Query

    def run(self) -> list[ServiceListing]:
        match = as_match(self.query.words)
        if not match and self.query.words.strip():
            return []  # only signs were typed: no word can match
        wanted = _wanted(self.query.needs, self.query.codes)
        if self.query.open_at is not None:
            wanted = wanted.and_("s.schedules != ''")
        if self.query.near is not None:
            return self._listings(self._nearest(match, wanted, self.query.near))
        if self.query.open_at is None:
            return self._listings(self._matching(match, wanted, self.query.limit))
        found = self._listings(self._matching(match, wanted, -1))
        return [one for one in found if self._is_open(one)][: self.query.limit]

    def _matching(self, match: str, wanted: _Filter, limit: int) -> list[int]:
        if match and self._is_short(match):
            sql = (
                "select s.number from directory_words join directory_services s"
                " on s.number = directory_words.rowid"
                f" where directory_words match ? and {wanted.sql}"
                " order by directory_words.rank, s.sort limit ?"
            )
            return self._column(sql, (match, *wanted.values, limit))
        if match:
            wanted = wanted.and_(f"s.number in ({_MATCHES})", match)
        sql = (
            f"select s.number from directory_services s where {wanted.sql} order by s.sort limit ?"
        )
        return self._column(sql, (*wanted.values, limit))

    def _is_short(self, match: str) -> bool:
        sql = f"select count(*) from ({_MATCHES} limit ?)"
        return int(self.db.execute(sql, [match, RANKED + 1]).fetchone()[0]) <= RANKED

    def _nearest(self, match: str, wanted: _Filter, near: Point) -> list[int]:
        # The words are looked up once; each ring then only asks whether a service is among them.
        among = frozenset(self._column(_MATCHES, (match,))) if match else None
        enough = self.query.limit if among is None else min(self.query.limit, len(among))
        found: list[tuple[float, int]] = []
        for ring in self._rings():
            found = self._inside(wanted, near, ring, among)
            if self.query.open_at is not None:
                found = self._open_among(found)
            if len(found) >= enough:
                break
        return [number for _, number in found[: self.query.limit]]

    def _rings(self) -> list[float]:
        within = self.query.within_miles
        if within is None:
            return list(RINGS)
        return [*(ring for ring in RINGS if ring < within), within]

    def _inside(
        self, wanted: _Filter, near: Point, ring: float, among: frozenset[int] | None
    ) -> list[tuple[float, int]]:
        found = []
        for box in box_around(near, ring).parts():
            sql = (
                "select s.lat, s.lon, s.number from directory_services s"
                f" where s.lat between ? and ? and s.lon between ? and ? and {wanted.sql}"
            )
            edges = (box.south, box.north, box.west, box.east)
            for lat, lon, number in self.db.execute(sql, [*edges, *wanted.values]):
                if among is not None and number not in among:
                    continue
                miles = road_miles(near, Point(lat, lon))
                if miles <= ring:
                    found.append((miles, number))
        return sorted(found)

    def _open_among(self, found: list[tuple[float, int]]) -> list[tuple[float, int]]:
        listings = self._listings([number for _, number in found])
        pairs = zip(found, listings, strict=True)
        return [place for place, one in pairs if self._is_open(one)]

    def _is_open(self, listing: ServiceListing) -> bool:
        at, holidays = self.query.open_at, self.query.holidays
        if at is None:
            return True
        return opening(listing.arrival_hours, at, holidays=holidays) is Opening.OPEN

    def _column(self, sql: str, values: Sequence[object]) -> list[int]:
        return [row[0] for row in self.db.execute(sql, list(values))]

    def _listings(self, numbers: Sequence[int]) -> list[ServiceListing]:
        by_number: dict[int, ServiceListing] = {}
        for start in range(0, len(numbers), _MANY):
            some = list(numbers[start : start + _MANY])
            marks = ", ".join("?" * len(some))
            sql = f"select {READ}, s.number from directory_services s where s.number in ({marks})"
            for row in self.db.execute(sql, some):
                by_number[row[-1]] = from_row(row[:-1])
        return [by_number[number] for number in numbers]


def as_match(text: str) -> str:
    """Return typed text as an FTS5 query: every word quoted, so it is never its syntax."""
    words = text.replace("\x00", " ").encode("utf-8", "replace").decode().split()
    telling = [word[:LONGEST_WORD] for word in words if any(map(str.isalnum, word))]
    quoted = [word.replace('"', '""') for word in telling[:MOST_WORDS]]
    return " ".join(f'"{word}"*' for word in quoted)


def _wanted(needs: Iterable[Need], codes: Iterable[str]) -> _Filter:
    wanted = _Filter("s.gone_since = '' and s.copy_of = ''", ())
    for need in needs:
        some = sorted(NEEDS[need].well | NEEDS[need].partly)
        either = " or ".join(["instr(s.codes, ?)"] * len(some))
        wanted = wanted.and_(f"({either})", *(f" {code} " for code in some))
    for code in codes:
        wanted = wanted.and_("instr(s.codes, ?)", f" {code.upper()} ")
    return wanted
