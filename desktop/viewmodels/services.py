"""The Services page: what is looked for, what was found, and the nearest misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from desktop.domain.directory import LISTING_GOOD_FOR
from desktop.domain.limits import Person
from desktop.domain.matching import NearestMiss
from desktop.domain.needs import BARRIERS, Barrier
from desktop.domain.places import Point
from desktop.domain.wishes import ANYBODY, Wish
from desktop.domain.words import Plural, Say, Sayable
from desktop.viewmodels.marks import Line
from desktop.viewmodels.service_detail import ServiceDetail

OPEN_NOW = "open_now"
METHADONE = "methadone"
NO_MEDICATION_TOO = "no_medication_too"  # drops the methadone limit, which is said
# Filters in the order in which they are shown; all but two are barriers a service removes.
FILTERS: Mapping[str, Sayable] = {
    OPEN_NOW: Say("Open now"),
    Barrier.INSURANCE.value: Say("No insurance needed"),
    METHADONE: Say("Takes people on methadone"),
    Barrier.SPANISH.value: Say("Spanish"),
    Barrier.TRANSPORT.value: Say("Ride offered"),
    Barrier.CHILDCARE.value: Say("Children can stay"),
}
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Query:
    """What a person looks for: words, filters by code, a ZIP to be near."""

    words: str = ""
    filters: frozenset[str] = frozenset()
    near: str = ""

    @property
    def open_now(self) -> bool:
        """Return whether only services open on arrival are wanted."""
        return OPEN_NOW in self.filters

    def toggled(self, code: str, on: bool) -> Query:
        """Return it with one filter on or off."""
        return replace(self, filters=self.filters | {code} if on else self.filters - {code})


@dataclass(frozen=True, slots=True)
class FilterView:
    """One filter with how many services it leaves; None while that is not counted yet."""

    code: str
    words: Sayable
    count: int | None
    on: bool

    @property
    def spoken(self) -> Sayable:
        """Return what a screen reader hears."""
        on = Say("on") if self.on else Say("off")
        if self.count is None:
            return Say("{filter}, {on}", filter=self.words, on=on)
        return Plural(
            "{filter}, {n} service, {on}",
            "{filter}, {n} services, {on}",
            self.count,
            filter=self.words,
            on=on,
        )


@dataclass(frozen=True, slots=True)
class MissView:
    """A near miss: what it would be, the wish to drop, and the query without it."""

    words: Sayable
    drop: Sayable
    query: Query


@dataclass(frozen=True, slots=True)
class ServicesView:
    """The page. `chosen` are the ids chosen for the open draft; `draft` is "" without one."""

    context: Sayable
    query: Query
    filters: tuple[FilterView, ...]
    found: Sayable
    order: Sayable
    lines: tuple[Line, ...]
    current: str = ""
    detail: ServiceDetail | None = None
    misses: tuple[MissView, ...] = ()
    banner: Sayable = ""
    draft: Sayable = ""
    chosen: tuple[str, ...] = ()
    empty_list: bool = False  # no directory was ever imported


def wish_of_query(
    query: Query, *, near: Point | None, person: Person = ANYBODY, base: Wish | None = None
) -> Wish:
    """Return what a query asks of a service; `base` is the wish of the open draft."""
    wish = base or Wish(person=person)
    must = {Barrier(code) for code in query.filters if code in {one.value for one in Barrier}}
    on_methadone = wish.person.on_methadone or METHADONE in query.filters
    return replace(
        wish,
        must=wish.must | must,
        near=near or wish.near,
        person=replace(wish.person, on_methadone=on_methadone),
        open_on_arrival=query.open_now,
        show_no_medication=NO_MEDICATION_TOO in query.filters,
    )


def services_view(
    query: Query,
    lines: Sequence[Line],
    *,
    now: datetime,
    total: int,
    listed_on: date | None,
    counts: Mapping[str, int] | None = None,
    near_words: Sayable = "",
    current: str = "",
    detail: ServiceDetail | None = None,
    misses: Sequence[NearestMiss] = (),
    draft: Sayable = "",
    chosen: Sequence[str] = (),
) -> ServicesView:
    """Return the page; `counts` says how many services each filter leaves, by its code."""
    return ServicesView(
        context=_context(total, listed_on),
        query=query,
        filters=tuple(
            FilterView(code, words, (counts or {}).get(code), code in query.filters)
            for code, words in FILTERS.items()
        ),
        found=Plural("{n} service", "{n} services", len(lines)),
        order=Say("near {place}, best fit first", place=near_words)
        if near_words
        else Say("best fit first"),
        lines=tuple(lines),
        current=current,
        detail=detail,
        misses=tuple(miss for one in misses if (miss := _miss(one, query))),
        banner=_banner(listed_on, now),
        draft=draft,
        chosen=tuple(chosen),
        empty_list=total == 0,
    )


def _context(total: int, listed_on: date | None) -> Sayable:
    if listed_on is None:
        return Plural("{n} service", "{n} services", total)
    return Plural(
        "{n} service · list of {day}", "{n} services · list of {day}", total, day=listed_on
    )


def _banner(listed_on: date | None, now: datetime) -> Sayable:
    if listed_on is None or now.date() - listed_on <= LISTING_GOOD_FOR:
        return ""
    months = (now.date() - listed_on) // MONTH
    return Plural(
        "This list is {n} month old. Phone numbers may be wrong.",
        "This list is {n} months old. Phone numbers may be wrong.",
        months,
    )


def _miss(miss: NearestMiss, query: Query) -> MissView | None:
    """Return the miss as a query without one filter; None where no filter is at fault."""
    smaller = _without(miss, query)
    if smaller is None:
        return None
    words = Plural(
        "{name}, and {n} more like it",
        "{name}, and {n} more like it",
        miss.count - 1,
        name=miss.match.listing.name,
    )
    name = miss.match.listing.name
    return MissView(name if miss.count == 1 else words, miss.drop, smaller)


def _without(miss: NearestMiss, query: Query) -> Query | None:
    wish = miss.wish
    if query.open_now and not wish.open_on_arrival:
        return query.toggled(OPEN_NOW, False)
    if wish.show_no_medication and NO_MEDICATION_TOO not in query.filters:
        return query.toggled(NO_MEDICATION_TOO, True)
    for code in sorted(query.filters & {one.value for one in BARRIERS}):
        if Barrier(code) not in wish.must:
            return query.toggled(code, False)
    return None
