"""What a report counts: referrals by pathway and result, offers, cases, times. Nobody's facts.

A report is for anybody (architecture.md, table of release: counts and nothing else), so each
referral gives it a few words of ours and no fact about a person; small counts are suppressed.
Source of the measures: field.md 7.2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from desktop.domain.facts import Dictionary
from desktop.domain.refused import Refused
from desktop.domain.small_cells import SMALLEST_SHOWN, Family, Mark, Shown, suppress
from desktop.domain.terms import CaseStatus, Tag
from desktop.domain.words import Say, Sayable

ALL = "referrals"
ALONE = "alone"  # offers that led to no referral
UNKNOWN = "unknown"
NOT_MADE, NO_ANSWER = "not_made", "no_answer"
LONGEST_FORM = timedelta(days=1)  # beyond it a clock was wrong, or the form was left open
DAY, THREE_DAYS = timedelta(hours=24), timedelta(hours=72)  # field.md 7.2: in 24 h, in 72 h

_PERIOD = re.compile(r"(20[0-9]{2})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.IGNORECASE)

# Each step of a case, and what is said of those who did not come to it.
_STEPS: tuple[tuple[CaseStatus, Say, Say], ...] = (
    (CaseStatus.ACCEPTED, Say("Case taken on"), Say("Not taken on")),
    (CaseStatus.CONTACT_MADE, Say("Contact made"), Say("No contact yet")),
    (CaseStatus.ENROLLED, Say("Enrolled"), Say("Not enrolled")),
    (CaseStatus.COMPLETED, Say("Completed"), Say("Not completed")),
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report is about, both included."""

    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Counted:
    """What one referral adds to a report; "" where it is not known."""

    agency: str
    pathway: str = ""
    outcome: str = ""
    offer: str = ""  # an answer to the offer, NO_ANSWER or NOT_MADE
    form: timedelta | None = None  # from meeting the person to the referral logged
    reached: frozenset[CaseStatus] = frozenset()
    contact: timedelta | None = None  # from the referral to the first contact


@dataclass(frozen=True, slots=True)
class Line:
    """One count of a table."""

    key: str
    label: Sayable
    shown: Shown


@dataclass(frozen=True, slots=True)
class Table:
    """Counts that belong together; `of` says what they add up to."""

    key: str
    title: Sayable
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Middle:
    """A median; None where fewer than 11 values stand behind it, or where it would say more."""

    key: str
    label: Sayable
    value: int | None
    unit: Sayable


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it may be printed."""

    period: Period
    referrals: Shown
    tables: tuple[Table, ...]
    middles: tuple[Middle, ...]
    cases_known: bool


def read_period(text: str) -> Period:
    """Return the year, quarter or month of "2026", "2026-Q4" or "2026-11"; refuses others."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        raise Refused(
            Say("This is no period."),
            remedy=Say("Write a year, a quarter or a month: 2026, 2026-Q4 or 2026-11."),
        )
    year, quarter, month = (int(part) if part else 0 for part in found.groups())
    first, last = (month, month) if month else (1, 12)
    if quarter:
        first, last = 3 * quarter - 2, 3 * quarter
    after = date(year + last // 12, last % 12 + 1, 1)
    return Period(text.strip().upper(), date(year, first, 1), after - timedelta(days=1))


def may_be_counted(tags: frozenset[Tag]) -> bool:
    """Return whether a fact with these tags may be counted in a report for anybody."""
    return tags <= {Tag.NONE}


def measure(
    counted: Sequence[Counted],
    period: Period,
    dictionary: Dictionary,
    *,
    cases_known: bool,
    alone: Sequence[str] = (),
) -> Report:
    """Return the report on these referrals; refuses one that could point at a person.

    `alone` are the offers that led to no referral, each as "fact/reason". `cases_known` is true on
    the lead agency's machine alone: what became of a person is a treatment record and is never
    counted anywhere else.
    """
    parts = [
        _by("pathway", Say("By pathway"), dictionary, [one.pathway for one in counted]),
        _by("outcome", Say("By result of the rules"), dictionary, [one.outcome for one in counted]),
        _offers(dictionary, counted),
        _agencies(counted),
    ]
    if cases_known:
        parts += [*_cases(counted), _contact(counted)]
    if alone:
        parts.append(_alone(dictionary, alone))
    counts = {ALL: len(counted), ALONE: len(alone)}
    for table in parts:
        counts.update({key: count for key, _, count in table.lines})
    families = [Family(table.of, tuple(key for key, _, _ in table.lines)) for table in parts]
    shown = suppress(counts, families)
    tables = tuple(
        Table(
            table.key,
            table.title,
            tuple(Line(key, label, shown[key]) for key, label, _ in table.lines),
        )
        for table in parts
    )
    return Report(period, shown[ALL], tables, _middles(counted, tables, cases_known), cases_known)


@dataclass(frozen=True, slots=True)
class _Part:
    key: str
    title: Sayable
    of: str
    lines: tuple[tuple[str, Sayable, int], ...]


def _by(fact: str, title: Sayable, dictionary: Dictionary, words: Sequence[str]) -> _Part:
    return _Part(fact, title, ALL, _lines(fact, _choices(dictionary, fact), words))


def _offers(dictionary: Dictionary, counted: Sequence[Counted]) -> _Part:
    labels = [
        *_choices(dictionary, "offer.answer"),
        (NO_ANSWER, Say("Offered, answer not recorded")),
        (NOT_MADE, Say("Not offered")),
    ]
    words = [one.offer for one in counted]
    return _Part("offer", Say("Offers of help"), ALL, _lines("offer", labels, words))


def _alone(dictionary: Dictionary, words: Sequence[str]) -> _Part:
    labels = [
        (f"{path}/{value}", Say("{what}: {why}", what=what, why=label))
        for path, what in _ALONE
        for value, label in _choices(dictionary, path)
    ]
    return _Part(ALONE, Say("Offers without a referral"), ALONE, _lines(ALONE, labels, words))


_ALONE = (
    ("offer.declined_reason", Say("Declined")),
    ("offer.not_offered_reason", Say("Not offered")),
)


def _agencies(counted: Sequence[Counted]) -> _Part:
    agencies = [(agency, agency) for agency in sorted({one.agency for one in counted} - {""})]
    words = [one.agency for one in counted]
    return _Part("agency", Say("By agency"), ALL, _lines("agency", agencies, words))


def _cases(counted: Iterable[Counted]) -> list[_Part]:
    made, before, among = [], ALL, list(counted)
    for step, label, otherwise in _STEPS:
        there = [one for one in among if step in one.reached]
        key = f"case/{step}"
        lines: tuple[tuple[str, Sayable, int], ...] = (
            (key, label, len(there)),
            (f"case/not_{step}", otherwise, len(among) - len(there)),
        )
        made.append(_Part(f"case/{step}", Say("Of: {whole}", whole=_whole(before)), before, lines))
        before, among = key, there
    return made


def _whole(key: str) -> Sayable:
    labels = {f"case/{step}": label for step, label, _ in _STEPS}
    return labels.get(key, Say("Referrals logged"))


def _contact(counted: Iterable[Counted]) -> _Part:
    waits = [one.contact for one in counted if _reached_contact(one)]
    bands = ["" if wait is None else _band(wait) for wait in waits]
    labels = [
        ("day", Say("Within 24 hours")),
        ("three_days", Say("Within 72 hours")),
        ("later", Say("Later")),
    ]
    key = f"case/{CaseStatus.CONTACT_MADE}"
    return _Part("contact", Say("Referral to first contact"), key, _lines("contact", labels, bands))


def _band(wait: timedelta) -> str:
    if wait <= DAY:
        return "day"
    return "three_days" if wait <= THREE_DAYS else "later"


def _reached_contact(one: Counted) -> bool:
    return {CaseStatus.ACCEPTED, CaseStatus.CONTACT_MADE} <= one.reached


def _middles(
    counted: Sequence[Counted], tables: Sequence[Table], cases_known: bool
) -> tuple[Middle, ...]:
    forms = [one.form for one in counted if one.form is not None]
    found = [
        Middle(
            "form_minutes",
            Say("Contact to referral logged, median"),
            _median(forms, timedelta(minutes=1)),
            Say("minutes"),
        )
    ]
    if cases_known:
        waits = [
            one.contact for one in counted if _reached_contact(one) and one.contact is not None
        ]
        # Where a band is hidden, the median says on which side of it half of the people are.
        hidden = any(
            isinstance(line.shown, Mark)
            for table in tables
            if table.key == "contact"
            for line in table.lines
        )
        found.append(
            Middle(
                "contact_hours",
                Say("Referral to first contact, median"),
                None if hidden else _median(waits, timedelta(hours=1)),
                Say("hours"),
            )
        )
    return tuple(found)


def _median(spans: Sequence[timedelta], unit: timedelta) -> int | None:
    if len(spans) < SMALLEST_SHOWN:
        return None
    return round(median(span / unit for span in spans))


def _lines(
    prefix: str, labels: Iterable[tuple[str, Sayable]], words: Sequence[str]
) -> tuple[tuple[str, Sayable, int], ...]:
    known = dict(labels)
    tally = Counter(word if word in known else UNKNOWN for word in words)
    every = [*known.items(), (UNKNOWN, Say("Not recorded"))]
    return tuple((f"{prefix}/{word}", label, tally[word]) for word, label in every)


def _choices(dictionary: Dictionary, fact: str) -> list[tuple[str, Sayable]]:
    found = dictionary.fact_of(fact)
    return [(choice.value, choice.label) for choice in found.choices]
