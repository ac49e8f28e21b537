"""What is looked for in the directory, and the words tried when those typed are not in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from desktop.domain.directory import ServiceListing
from desktop.domain.limits import Person
from desktop.domain.needs import Barrier, Need
from desktop.domain.places import Point
from desktop.domain.wishes import ANYBODY, Wish

SHOWN = 50  # services in one list
SHORTEST_MENDED = 4  # letters; a shorter word is near to too many others
SLIPS = 1, 2  # letters wrong, left out or swapped in a word of up to six letters, and in a longer
LONG_WORD = 7


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. All of it must fit; of several needs one is enough if `any_need`.

    `must` are barriers a service has to deal with (`needs.FILTER_GROUPS`); `person` keeps out what
    does not take such a person; `open_at` keeps those known to be open then (aware).
    """

    words: str = ""
    needs: tuple[Need, ...] = ()
    any_need: bool = False
    codes: tuple[str, ...] = ()
    must: frozenset[Barrier] = frozenset()
    person: Person = ANYBODY
    near: Point | None = None
    within_miles: float | None = None
    open_at: datetime | None = None
    holidays: Collection[date] = ()
    limit: int = SHOWN


@dataclass(frozen=True, slots=True)
class Found:
    """The services found, in order. `spelling` is what was looked for instead, "" if as typed."""

    listings: tuple[ServiceListing, ...]
    spelling: str = ""


def sought_for(wish: Wish, *, words: str = "", limit: int = SHOWN) -> Sought:
    """Return what to look for so that it fits a wish, opening hours apart."""
    return Sought(
        words=words,
        needs=wish.needs,
        any_need=True,
        must=wish.must,
        person=wish.limited,
        near=wish.near,
        within_miles=wish.within_miles,
        limit=limit,
    )


def mended(words: Sequence[str], known: Sequence[str], there: Sequence[bool]) -> str:
    """Return the words with those not there replaced by the nearest known one; "" without any.

    `known` comes most common first, which settles a tie. A word may be a beginning still being
    typed, so it is also held against the beginnings of longer ones.
    """
    pairs = zip(words, there, strict=True)
    found = [word if is_there else nearest_word(word, known) for word, is_there in pairs]
    return " ".join(found) if all(found) and found != list(words) else ""


def nearest_word(word: str, known: Sequence[str]) -> str:
    """Return the known word, or the beginning of one, a slip away from this; "" where none is.

    Of several as near, letters swapped come before letters wrong, then the same first letter, then
    the most common word.
    """
    if len(word) < SHORTEST_MENDED:
        return ""
    slips = SLIPS[len(word) >= LONG_WORD]
    near = extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
    if all(away > 1 for _, away, _ in near):
        longer = [one[: len(word)] for one in known if len(one) > len(word)]
        begun = extract(word, longer, scorer=OSA.distance, score_cutoff=1, limit=None)
        near = begun or near
    letters = sorted(word)
    best = min(
        near,
        key=lambda one: (one[1], sorted(one[0]) != letters, one[0][0] != word[0], one[2]),
        default=None,
    )
    return str(best[0]) if best else ""
