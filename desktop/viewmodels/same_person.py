"""Another referral that may be of the same person: linked or kept apart, never merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.people import Reason
from desktop.domain.words import Clock, Listing, Say, Sayable
from desktop.viewmodels.marks import Mark, Tone

MAY_BE = Mark(Say("Nobody has decided"), Tone.WARNING, "help")
LINKED = Mark(Say("Same person"), Tone.SUCCESS, "people")
APART = Mark(Say("Somebody else"), Tone.NEUTRAL, "close")
DIFFER = Mark(Say("Two answers"), Tone.WARNING, "warning")


@dataclass(frozen=True, slots=True)
class SameLine:
    """One other referral; `same` is what was decided, None where nobody has."""

    referral: str
    name: Sayable
    detail: Sayable
    reasons: Sayable
    mark: Mark
    same: bool | None = None


@dataclass(frozen=True, slots=True)
class SameDecided:
    """The coordinator says whether two referrals are of one person."""

    case: str
    other: str
    same: bool


def same_line(
    referral: str,
    *,
    name: str,
    number: str,
    at: datetime,
    agency: Sayable,
    reasons: Iterable[Reason],
    same: bool | None,
    disputed: bool = False,
) -> SameLine:
    """Return the line of one other referral, with each reason for and against."""
    mark = {None: MAY_BE, True: LINKED, False: APART}[same]
    return SameLine(
        referral,
        name or Say("No name here"),
        Listing((number, agency, Clock(at, date_only=True)), between=" · "),
        reasons_in_words(reasons),
        DIFFER if disputed else mark,
        same,
    )


def reasons_in_words(reasons: Iterable[Reason]) -> Sayable:
    """Return "Same last name and same phone. But: another first name.", or "" for none."""
    given = tuple(reasons)
    words = Listing(tuple(one.says for one in given if one.points > 0))
    against = tuple(one.says for one in given if one.points < 0)
    if not given:
        return ""
    if against:
        return Say("{reasons}. But: {against}.", reasons=words, against=Listing(against))
    return words


def first_undecided(lines: Sequence[SameLine]) -> SameLine | None:
    """Return the first one nobody has decided."""
    return next((one for one in lines if one.same is None), None)
