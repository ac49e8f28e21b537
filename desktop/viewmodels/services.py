"""The Services page: what is looked for, what was found, and the nearest misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from desktop.domain.directory import LISTING_GOOD_FOR, Sex
from desktop.domain.limits import Person
from desktop.domain.matching import NearestMiss
from desktop.domain.needs import BARRIERS, FILTER_GROUPS, NEEDS, Barrier, Need
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
REPORTED_WRONG = "reported_wrong"  # somebody found something wrong with the listing
NEED = "need/"  # before the word of a need among the filters
SEXES = {"female": Sex.FEMALE, "male": Sex.MALE}
OLDEST = 150  # years
_NEEDS: Mapping[str, Sayable] = {f"{NEED}{one.value}": NEEDS[one].says for one in Need}
# All filters by the group under which they are looked for; the quick ones stand here too.
GROUPS: tuple[tuple[Sayable, tuple[str, ...]], ...] = (
    (Say("What is needed"), tuple(_NEEDS)),
    (Say("Hours and medication"), (OPEN_NOW, METHADONE)),
    (Say("Women or men"), tuple(SEXES)),
    *((title, tuple(one.value for one in group)) for title, group in FILTER_GROUPS),
    (Say("The listing"), (REPORTED_WRONG,)),
)
FILTER_WORDS: Mapping[str, Sayable] = {
    **{one.value: answer.says for one, answer in BARRIERS.items()},
    **_NEEDS,
    "female": Say("Women"),
    "male": Say("Men"),
    NO_MEDICATION_TOO: Say("No medication too"),
    REPORTED_WRONG: Say("Reported as wrong"),
    **FILTERS,
}


@dataclass(frozen=True, slots=True)
class Query:
    """What a person looks for: words, filters by code, a ZIP to be near."""

    words: str = ""
    filters: frozenset[str] = frozenset()
    near: str = ""
    age: int | None = None  # years
    at: datetime | None = None  # open then, wherever the clock of the service stands
    code: str = ""  # of SAMHSA's reference

    @property
    def open_now(self) -> bool:
        """Return whether only services open on arrival are wanted."""
        return OPEN_NOW in self.filters

    def toggled(self, code: str, on: bool) -> Query:
        """Return it with one filter on or off."""
        return replace(self, filters=self.filters | {code} if on else self.filters - {code})

    @property
    def needs(self) -> tuple[Need, ...]:
        """Return the needs among the filters."""
        return tuple(one for one in Need if f"{NEED}{one.value}" in self.filters)

    @property
    def narrowed(self) -> int:
        """Return how much it is narrowed beside words and place."""
        return len(self.filters) + sum(map(bool, (self.age is not None, self.at, self.code)))

    def without_all(self) -> Query:
        """Return it with words and place alone."""
        return Query(words=self.words, near=self.near)


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
class FilterGroup:
    """Filters that belong together."""

    title: Sayable
    filters: tuple[FilterView, ...]


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
    now: datetime
    current: str = ""
    detail: ServiceDetail | None = None
    misses: tuple[MissView, ...] = ()
    banner: Sayable = ""
    draft: Sayable = ""
    chosen: tuple[str, ...] = ()
    empty_list: bool = False  # no directory was ever imported
    groups: tuple[FilterGroup, ...] = ()
    spelling: Sayable = ""  # what was looked for instead of what was typed


def wish_of_query(
    query: Query, *, near: Point | None, person: Person = ANYBODY, base: Wish | None = None
) -> Wish:
    """Return what a query asks of a service; `base` is the wish of the open draft."""
    wish = base or Wish(person=person)
    must = {Barrier(code) for code in query.filters if code in {one.value for one in Barrier}}
    who = replace(wish.person, on_methadone=wish.person.on_methadone or METHADONE in query.filters)
    if query.age is not None:
        who = replace(who, age_from=query.age, age_to=query.age)
    sexes = [sex for code, sex in SEXES.items() if code in query.filters]
    if len(sexes) == 1:
        who = replace(who, sex=sexes[0])
    return replace(
        wish,
        needs=query.needs or wish.needs,
        must=wish.must | must,
        near=near or wish.near,
        person=who,
        open_on_arrival=query.open_now,
        show_no_medication=NO_MEDICATION_TOO in query.filters,
    )


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
    dropped: Sequence[MissView] = (),
    fit: int | None = None,
    spelling: str = "",
) -> ServicesView:
    """Return the page; `counts` says how many services each filter leaves, by its code.

    `fit` is how many services fit, of which the best are among the lines.
    """
    counted = counts or {}
    active = [code for code in FILTER_WORDS if code in query.filters and code not in FILTERS]
    return ServicesView(
        context=_context(total, listed_on),
        query=query,
        filters=_filters((*FILTERS, *active), query, counted),
        found=_found(len(lines), fit, total),
        order=Say("near {place}, best fit first", place=near_words)
        if near_words
        else Say("best fit first"),
        lines=tuple(lines),
        now=now,
        current=current,
        detail=detail,
        misses=(*dropped, *(miss for one in misses if (miss := _miss(one, query)))),
        groups=tuple(
            FilterGroup(title, _filters(codes, query, counted)) for title, codes in GROUPS
        ),
        spelling=Say(
            "Nothing has “{typed}”. Shown for “{tried}”.", typed=query.words, tried=spelling
        )
        if spelling
        else "",
        banner=_banner(listed_on, now),
        draft=draft,
        chosen=tuple(chosen),
        empty_list=total == 0,
    )


def _filters(
    codes: Sequence[str], query: Query, counts: Mapping[str, int]
) -> tuple[FilterView, ...]:
    return tuple(
        FilterView(code, FILTER_WORDS[code], counts.get(code), code in query.filters)
        for code in codes
    )


def _spelling(typed: str, tried: str) -> Sayable:
    if not tried:
        return ""
    return Say("Nothing has “{typed}”. Shown for “{tried}”.", typed=typed, tried=tried)


def _found(shown: int, fit: int | None, total: int) -> Sayable:
    if fit is not None and fit > shown > 0:
        return Say("The best {n} of {fit} that fit", n=shown, fit=fit)
    if shown == total:
        return Plural("{n} service", "{n} services", shown)
    return Plural("{n} of {total} services", "{n} of {total} services", shown, total=total)


def _context(total: int, listed_on: date | None) -> Sayable:
    if listed_on is None:
        return Plural("{n} service", "{n} services", total)
    return Plural(
        "{n} service in the list of {day}",
        "{n} services in the list of {day}",
        total,
        day=listed_on,
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
