"""Is this the same person? Scored with reasons, never merged.

Points add up over what both records hold; what one of them lacks gives nothing, either way. The
weights are ours, in the manner of record linkage (Fellegi and Sunter 1969): a birth date says
more than a name, and a contradiction takes away more than likeness gives. Names are compared
without case, accents and marks; likeness is Jaro-Winkler (rapidfuzz), made for people's names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import extract

from desktop.domain.facts import PartialDate
from desktop.domain.words import Say, Sayable

SHOWN_FROM = 34  # points; one name alone is not enough, two that are nearly the same are
CLOSE = 0.88  # likeness from which two names may be one, misheard
CANDIDATES = 60  # records looked at closely, the most alike first
PHONE_DIGITS = 7  # the last ones: area codes are left out or added
AGE_SLACK = 2  # years an estimate may be wrong


@dataclass(frozen=True, slots=True)
class Portrait:
    """What tells one person from another, as far as it is written down."""

    first: str = ""
    last: str = ""
    middle: str = ""
    aka: str = ""
    born: PartialDate | None = None
    birth_years: tuple[int, int] | None = None  # worked out from an age
    phones: frozenset[str] = frozenset()  # last digits

    @property
    def spoken(self) -> str:
        """Return the whole name as it is compared."""
        return " ".join(part for part in (self.first, self.last) if part)

    @property
    def nameless(self) -> bool:
        """Return whether there is no name at all."""
        return not (self.first or self.last or self.aka)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in words, with its points; negative where it speaks against."""

    says: Sayable
    points: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody on record who may be the same person, by the key of the record."""

    key: str
    points: int
    reasons: tuple[Reason, ...]


def portrait(
    *,
    first: str = "",
    last: str = "",
    middle: str = "",
    aka: str = "",
    born: PartialDate | None = None,
    age: tuple[Decimal | None, Decimal | None] | None = None,
    in_year: int = 0,
    phones: Iterable[str] = (),
) -> Portrait:
    """Return a portrait ready to compare; `age` was told in the year `in_year`."""
    years = None
    if age is not None and age[0] is not None and age[1] is not None and in_year:
        years = (in_year - int(age[1]) - 1, in_year - int(age[0]))
    digits = ("".join(c for c in phone if c.isdigit())[-PHONE_DIGITS:] for phone in phones)
    return Portrait(
        first=folded(first),
        last=folded(last),
        middle=folded(middle),
        aka=folded(aka),
        born=born,
        birth_years=years,
        phones=frozenset(one for one in digits if len(one) == PHONE_DIGITS),
    )


def folded(name: str) -> str:
    """Return a name without case, accents, marks and doubled room."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = (" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def likeness(one: Portrait, other: Portrait) -> tuple[Reason, ...]:
    """Return every reason for and against, the strongest first."""
    found = [*_names(one, other), *_birth(one, other), *_phones(one, other)]
    return tuple(sorted(found, key=lambda reason: -abs(reason.points)))


class Records:
    """People on record, ready to be compared with somebody being written down."""

    def __init__(self, known: Sequence[tuple[str, Portrait]]) -> None:
        self._known = [(key, who) for key, who in known if not who.nameless]
        self._names = [who.spoken or who.aka for _, who in self._known]
        self._akas = [who.aka for _, who in self._known]

    def __len__(self) -> int:
        return len(self._known)

    def like(self, who: Portrait, *, limit: int = 3) -> list[Alike]:
        """Return who may be the same person, most points first; nobody for no name."""
        if who.nameless:
            return []
        found = []
        for place in self._candidates(who):
            key, other = self._known[place]
            reasons = likeness(who, other)
            points = sum(reason.points for reason in reasons)
            if points >= SHOWN_FROM:
                found.append(Alike(key, points, reasons))
        return sorted(found, key=lambda one: (-one.points, one.key))[:limit]

    def _candidates(self, who: Portrait) -> set[int]:
        """Return the places worth a close look: a name alike, the same phone or birth date."""
        turned = " ".join(part for part in (who.last, who.first) if part)
        found: set[int] = set()
        for said in {who.spoken, turned, who.aka} - {""}:
            for names in (self._names, self._akas):
                near = extract(
                    said,
                    names,
                    scorer=JaroWinkler.similarity,
                    processor=None,
                    score_cutoff=0.8,
                    limit=CANDIDATES,
                )
                found.update(place for _, _, place in near)
        found.update(
            place
            for place, (_, other) in enumerate(self._known)
            if who.phones & other.phones or (who.born is not None and who.born == other.born)
        )
        return found


def _names(one: Portrait, other: Portrait) -> Iterable[Reason]:
    if one.first and one.last and (one.first, one.last) == (other.last, other.first):
        yield Reason(Say("First and last name the other way round"), 40)
        return
    yield from _name(
        one.last,
        other.last,
        same=Reason(Say("Same last name"), 30),
        close=Reason(Say("Last name nearly the same"), 20),
        apart=Reason(Say("Another last name"), -15),
    )
    yield from _name(
        one.first,
        other.first,
        same=Reason(Say("Same first name"), 20),
        close=Reason(Say("First name nearly the same"), 14),
        apart=Reason(Say("Another first name"), -15),
    )
    akas = {one.aka, other.aka} - {""}
    names = {one.first, one.last, one.spoken} | {other.first, other.last, other.spoken}
    if one.aka and one.aka == other.aka:
        yield Reason(Say("Same other name used"), 30)
    elif akas & (names - {""}):
        yield Reason(Say("Other name used is the name of one"), 20)
    if one.middle and one.middle == other.middle:
        yield Reason(Say("Same middle name"), 8)


def _name(one: str, other: str, *, same: Reason, close: Reason, apart: Reason) -> Iterable[Reason]:
    if not one or not other:
        return
    if one == other:
        yield same
    elif JaroWinkler.similarity(one, other) >= CLOSE or other.startswith(one):
        # What is typed so far counts as near, while somebody is still typing it.
        yield close
    else:
        yield apart


def _birth(one: Portrait, other: Portrait) -> Iterable[Reason]:
    a, b = one.born, other.born
    if a is None or b is None:
        mine, theirs = one.birth_years or _year_of(a), other.birth_years or _year_of(b)
        if mine is None or theirs is None:
            return
        (low, high), (other_low, other_high) = mine, theirs
        if low - AGE_SLACK <= other_high and other_low <= high + AGE_SLACK:
            yield Reason(Say("The ages fit"), 6)
        else:
            yield Reason(Say("The ages do not fit"), -25)
        return
    if a == b and a.day is not None:
        yield Reason(Say("Same birth date"), 40)
    elif a.year != b.year:
        yield Reason(Say("Another year of birth"), -30)
    elif a.day is None or b.day is None or a.month == b.month:
        yield Reason(Say("Same year of birth"), 12)
    elif (a.month, a.day) == (b.day, b.month):
        yield Reason(Say("Birth day and month the other way round"), 25)
    else:
        yield Reason(Say("Another birth date"), -20)


def _year_of(born: PartialDate | None) -> tuple[int, int] | None:
    return (born.year, born.year) if born is not None else None


def _phones(one: Portrait, other: Portrait) -> Iterable[Reason]:
    if one.phones & other.phones:
        yield Reason(Say("Same phone"), 30)
