"""The Services page: filters with their counts, what was found, and the nearest misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.domain.directory import LISTING_GOOD_FOR
from desktop.domain.words import Plural, Say, Sayable
from desktop.viewmodels.marks import Line
from desktop.viewmodels.service_detail import ServiceDetail
from desktop.viewmodels.services_misses import MissView
from desktop.viewmodels.services_query import FILTER_WORDS, FILTERS, GROUPS, Query

MONTH = timedelta(days=30)


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
    draft: Sayable = "",
    chosen: Sequence[str] = (),
    misses: Sequence[MissView] = (),
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
        misses=tuple(misses),
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
