"""When nothing fits: which wish to drop, and what that would give."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.domain.words import Plural, Say, Sayable
from desktop.viewmodels.services_query import (
    FILTER_WORDS,
    GROUPS,
    METHADONE,
    NO_MEDICATION_TOO,
    OPEN_NOW,
    Query,
)


@dataclass(frozen=True, slots=True)
class MissView:
    """A near miss: what it would be, the wish to drop, and the query without it."""

    words: Sayable
    drop: Sayable
    query: Query


def drops(query: Query) -> tuple[tuple[Sayable, Query], ...]:
    """Return each wish of a query that can be dropped: its words, and the query without it."""
    found: list[tuple[Sayable, Query]] = []
    order = [code for _, codes in GROUPS for code in codes]
    for code in sorted(query.filters & set(order), key=order.index):
        smaller = query.toggled(code, False)
        says: Sayable = Say("Drop: {barrier}", barrier=FILTER_WORDS[code])
        if code == OPEN_NOW:
            says = Say("Show closed services too")
        elif code == METHADONE:
            says = Say("Show services that use no medication, though this person takes it")
            smaller = query.toggled(NO_MEDICATION_TOO, True)
        found.append((says, smaller))
    if query.age is not None:
        found.append((Say("Drop the age of {n}", n=query.age), replace(query, age=None)))
    if query.at is not None:
        found.append((Say("Drop the time: {when}", when=query.at), replace(query, at=None)))
    if query.code:
        found.append((Say("Drop the code {code}", code=query.code), replace(query, code="")))
    if query.words and (query.narrowed or query.near):
        found.append((Say("Drop the words"), replace(query, words="")))
    return tuple(found)


def near_miss(drop: Sayable, query: Query, best: str, count: int) -> MissView:
    """Return what dropping a wish gives: the best service, and how many more."""
    more = Plural(
        "{name}, and {n} more like it", "{name}, and {n} more like it", count - 1, name=best
    )
    return MissView(best if count == 1 else more, drop, query)
