"""The list of referrals: one line each, found by what people type, filtered by what waits."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.referral import Referral
from desktop.domain.terms import CaseStatus, Travel
from desktop.domain.words import Plural, Say, Sayable, Tongue
from desktop.viewmodels.home import CONTACT_MADE, ENROLLED, referral_line
from desktop.viewmodels.marks import Choice, Line, Mark, Tone, Trouble

NO_NAME: Sayable = Say("No name here")
NO_SERVICE: Sayable = Say("No service chosen")
ACCEPTED = Mark(Say("Accepted"), Tone.INFO, "check")
COMPLETED = Mark(Say("Completed"), Tone.SUCCESS, "check")


class Show(StrEnum):
    """Which referrals are listed."""

    ALL = "all"
    HERE = "here"  # not left yet
    ARRIVED = "arrived"  # the lead agency has it
    WAITS = "waits"  # something on it waits for this person


SHOW_CHOICES = (
    Choice(Show.ALL, Say("All")),
    Choice(Show.HERE, Say("Not left yet")),
    Choice(Show.ARRIVED, Say("Received")),
    Choice(Show.WAITS, Say("Needs an answer")),
)


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One referral of the list. `waits`: two answers, or a point this person can answer."""

    line: Line
    waits: bool = False


@dataclass(frozen=True, slots=True)
class ReferralsView:
    """The list; `trouble` says why it is not whole."""

    rows: tuple[ReferralRow, ...] = ()
    trouble: Trouble | None = None


def news_mark(status: CaseStatus | None) -> Mark | None:
    """Return what the gate let through of the case, None for nothing."""
    match status:
        case CaseStatus.ACCEPTED:
            return ACCEPTED
        case CaseStatus.CONTACT_MADE:
            return CONTACT_MADE
        case CaseStatus.ENROLLED:
            return ENROLLED
        case CaseStatus.COMPLETED:
            return COMPLETED
    return None  # why and that a case closed never travels


def referral_row(
    referral: Referral,
    *,
    person: str,
    service: Sayable,
    travel: Travel,
    since: datetime,
    now: datetime,
    news: CaseStatus | None = None,
    waits: bool = False,
) -> ReferralRow:
    """Return one referral; `person` and `news` are what the gate lets this reader see."""
    line = referral_line(
        referral.id,
        person=person or NO_NAME,
        number=referral.number,
        service=service or NO_SERVICE,
        travel=travel,
        since=since,
        now=now,
        released=news_mark(news),
    )
    return ReferralRow(line, waits)


def listed(rows: Sequence[ReferralRow], show: Show, typed: str, tongue: Tongue) -> tuple[Line, ...]:
    """Return the lines of that kind in which every word typed is found, accents aside."""
    words = _plain(typed).split()
    return tuple(
        row.line
        for row in rows
        if _shows(row, show) and all(word in _searched(row.line, tongue) for word in words)
    )


def count_words(shown: int, total: int) -> Sayable:
    """Return how many are listed."""
    if shown == total:
        return Plural("{n} referral", "{n} referrals", total)
    return Plural("{shown} of {n} referral", "{shown} of {n} referrals", total, shown=shown)


def _shows(row: ReferralRow, show: Show) -> bool:
    match show:
        case Show.HERE:
            return row.line.travel in (Travel.SAVED, Travel.BUNDLED)
        case Show.ARRIVED:
            return row.line.travel in (Travel.RECEIVED, Travel.ACTED_ON)
        case Show.WAITS:
            return row.waits
    return True


def _searched(line: Line, tongue: Tongue) -> str:
    return _plain(" ".join(tongue(one) for one in (line.title, line.number, line.detail)))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
