"""Finding services: by words, needs, codes, filters, distance and hours.

Words and squares of the map are asked of the full-text index, all else of marks. Ranking
a common prefix is slow, so only a short result is ranked, by how many of the words stand in the
name; a long one comes in the order in which it was taken in, by name. What a person types is
quoted, word by word, and never becomes syntax.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from desktop.domain.directory import ServiceListing
from desktop.domain.hours import Opening, opening
from desktop.domain.places import Point, road_miles_from
from desktop.domain.seeking import Sought
from desktop.store.database import Database
from desktop.store.directory_marks import Marks, as_bytes, has
from desktop.store.directory_nearness import Surroundings
from desktop.store.directory_rows import READ, from_row
from desktop.store.directory_squares import either, squares_around

RANKED = 400  # results up to which ranking takes under a few milliseconds
MOST_WORDS = 12
LONGEST_WORD = 64  # characters
MANY = 500  # rows read in one go
MATCHES = "select rowid from directory_words where directory_words match ?"
# In the first ring around a place are eight times as many services as are shown; where too few of
# them fit, it is widened, at most eightfold. Far off, a short list is enough.
FIRST, WIDER = 8, 8
ENOUGH, ENOUGH_FAR = 50, 10  # services
FAR = 150.0  # road miles: a drive nobody makes twice
_SOME = 100  # listings whose hours are looked at in one go
_RANKED = "select rowid from directory_words where directory_words match ? order by rank, rowid"
_BY_NAME = "select number from directory_services order by sort"
_POINTS = (
    "select p.lat, p.lon, p.number from directory_words w join directory_points p"
    " on p.number = w.rowid where directory_words match ? and p.lat is not null"
)


@dataclass(frozen=True)
class Search:
    """One search."""

    db: Database
    marks: Marks
    sought: Sought

    def run(self) -> list[ServiceListing]:
        """Return the services that fit, in the order `DirectoryShelf.search` tells."""
        match = as_match(self.sought.words)
        if self.sought.words.strip() and not match:
            return []  # only signs were typed: no word can match
        fitting = as_bytes(self.marks.fitting(self.sought))
        if self.sought.near is None:
            rows = self._matching(match)
            return self._first(number for number in rows if has(fitting, number))
        return self._nearest(match, fitting, self.sought.near)

    def _matching(self, match: str) -> Iterator[int]:
        if not match:
            return self._numbers(_BY_NAME)
        found = self._numbers(MATCHES, match)
        few = list(islice(found, RANKED + 1))
        return chain(few, found) if len(few) > RANKED else iter(self._named_so_first(few))

    def _named_so_first(self, few: list[int]) -> list[int]:
        """Return these rows, those whose names have most of the words first."""
        words = [folded(word) for word in typed_words(self.sought.words)]
        sql = f"select sort, number from directory_services where number in ({marks_for(few)})"
        rows = [(f" {folded(sort)}", sort, number) for sort, number in self.db.execute(sql, few)]
        standing = sorted((-sum(f" {w}" in name for w in words), sort, n) for name, sort, n in rows)
        return [number for *_, number in standing]

    def _nearest(self, match: str, fitting: bytes, near: Point) -> list[ServiceListing]:
        around = Surroundings(self.db, self.marks, near, within=self.sought.within_miles)
        limit = self.sought.limit
        wanted = max(limit, 1) * FIRST
        ring = around.miles_to(wanted) if limit >= 0 else around.last
        few: bool | None = None
        while True:
            squares = either(squares_around(near, ring))
            found = self._inside(f"{match} AND {squares}" if match else squares, fitting, ring)
            enough = min(limit, ENOUGH if ring < FAR else ENOUGH_FAR)
            if ring >= around.last or 0 <= enough <= len(found):
                return found
            if match and few is None and len(found) * around.total < wanted * RANKED:
                numbers = self._numbers(f"{MATCHES} limit {RANKED + 1}", match)
                few = len(list(numbers)) <= RANKED
                if few:
                    return self._inside(match, fitting, around.last)
            wanted *= min(WIDER, 2 + enough // (len(found) + 1))
            farther = around.miles_to(wanted)
            ring = FAR if ring < FAR < farther else farther

    def _inside(self, match: str, fitting: bytes, ring: float) -> list[ServiceListing]:
        near = self.sought.near
        assert near is not None
        away = road_miles_from(near)
        rows = self.db.execute(_POINTS, [match])
        found = [(away(lat, lon), number) for lat, lon, number in rows if has(fitting, number)]
        return self._first(number for miles, number in sorted(found) if miles <= ring)

    def _first(self, numbers: Iterator[int]) -> list[ServiceListing]:
        most = self.sought.limit
        open_ones = self._open(self._listings(numbers))
        return list(islice(open_ones, most if most >= 0 else None))

    def _open(self, listings: Iterator[ServiceListing]) -> Iterator[ServiceListing]:
        at, holidays = self.sought.open_at, self.sought.holidays
        if at is None:
            return listings
        return (
            one
            for one in listings
            if opening(one.arrival_hours, at, holidays=holidays) is Opening.OPEN
        )

    def _numbers(self, sql: str, *values: object) -> Iterator[int]:
        return (row[0] for row in self.db.execute(sql, values))

    def _listings(self, numbers: Iterator[int]) -> Iterator[ServiceListing]:
        most = self.sought.limit
        at_once = MANY if most < 0 else min(most, MANY)
        if self.sought.open_at is not None:
            at_once = _SOME
        while some := list(islice(numbers, at_once)):
            yield from listings_of(self.db, some)


def listings_of(db: Database, numbers: Sequence[int]) -> list[ServiceListing]:
    """Return the listings of these rows in their order."""
    by_number: dict[int, ServiceListing] = {}
    for start in range(0, len(numbers), MANY):
        some = numbers[start : start + MANY]
        wanted = f"s.number in ({marks_for(some)})"
        sql = f"select {READ}, s.number from directory_services s where {wanted}"
        by_number.update((row[-1], from_row(row[:-1])) for row in db.execute(sql, some))
    return [by_number[number] for number in numbers]


def marks_for(values: Sequence[object]) -> str:
    """Return as many question marks as there are values."""
    return ", ".join("?" * len(values))


def folded(word: str) -> str:
    """Return a word as the index keeps it: small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def as_match(text: str) -> str:
    """Return typed text as an FTS5 query: every word quoted, so it is never its syntax."""
    return " AND ".join(quoted(word) for word in typed_words(text))


def quoted(word: str) -> str:
    """Return a word, which may be a beginning, as FTS5 asks for it."""
    return '"' + word.replace('"', '""') + '"*'


def typed_words(text: str) -> list[str]:
    """Return the words typed that can be looked for: those with a letter or digit."""
    words = text.replace("\x00", " ").encode("utf-8", "replace").decode().split()
    telling = [word[:LONGEST_WORD] for word in words if any(map(str.isalnum, word))]
    return telling[:MOST_WORDS]
