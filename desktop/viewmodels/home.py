"""What an officer sees first: drafts to resume, own referrals, the last one's minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.terms import Travel
from desktop.domain.words import Clock, Listing, Plural, Say, Sayable
from desktop.viewmodels.marks import Line, Mark, Tone

OLD_DRAFT = timedelta(days=1)  # from here on its age is shown in amber


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft to resume."""

    id: str
    title: Sayable  # the person's name, or "No name yet"
    detail: Sayable
    age: Sayable
    old: bool = False
    trouble: Sayable = ""  # "Opened from the backup of 21:58."
    outdated: bool = False  # begun under other rules than those in force now


@dataclass(frozen=True, slots=True)
class LastReferral:
    """How long the last referral took; for this officer alone."""

    who: Sayable
    on_form: Sayable  # "2 min 41 s"
    contact_to_cleared: int | None = None  # minutes
    booking: int | None = None  # minutes; the agency's own figure
    steps: tuple[tuple[Sayable, Sayable], ...] = ()  # each step and the time on it


@dataclass(frozen=True, slots=True)
class HomeView:
    """The page."""

    greeting: Sayable
    context: Sayable
    drafts: tuple[DraftLine, ...] = ()
    away: tuple[DraftLine, ...] = ()  # drafts put away
    waiting: tuple[Line, ...] = ()  # open points of one's own referrals
    can_hand_over: bool = False  # somebody else on this computer may take a draft over
    referrals: tuple[Line, ...] = ()
    last: LastReferral | None = None
    can_practice: bool = False


NO_NEWS = Mark(Say("No news yet"), Tone.NEUTRAL, "hourglass_empty")
# The same words for no consent, a refusal and no result: it must not tell which.
NONE_SHARED = Mark(Say("None shared"), Tone.NEUTRAL, "lock_outline")
CONTACT_MADE = Mark(Say("Contact made"), Tone.SUCCESS, "check")
ENROLLED = Mark(Say("Enrolled"), Tone.SUCCESS, "check")


def referral_line(
    key: str,
    *,
    person: Sayable,
    number: str,
    service: Sayable,
    travel: Travel,
    since: datetime,
    now: datetime,
    released: Mark | None = None,
) -> Line:
    """Return one referral of the list; `released` is what consent lets this officer see.

    Before the lead agency has it there is no news; after it, without a release, none is shared.
    """
    received = travel in (Travel.RECEIVED, Travel.ACTED_ON)
    mark = released or (NONE_SHARED if received else NO_NEWS)
    return Line(
        key=key,
        title=person,
        detail=service,
        number=number,
        mark=mark,
        when=moment_words(since, now=now),
        travel=travel,
    )


def greeting(name: str, *, now: datetime) -> Sayable:
    """Return a greeting for the time of day."""
    if 5 <= now.hour < 12:
        return Say("Good morning, {name}", name=name)
    if 12 <= now.hour < 18:
        return Say("Good afternoon, {name}", name=name)
    return Say("Good evening, {name}", name=name)


def moment_words(then: datetime, *, now: datetime) -> Sayable:
    """Return a moment as in lists: "today 21:36" or "16 Nov 09:12"."""
    if then.date() == now.date():
        return Say("today {time}", time=f"{then:%H:%M}")
    return Clock(then)


def age_words(then: datetime, *, now: datetime) -> Sayable:
    """Return how long ago something was; a clock that ran backward counts as now."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes < 1:
        return Say("just now")
    if minutes < 60:
        return Plural("{n} min ago", "{n} min ago", minutes)
    if minutes < 24 * 60:
        return Plural("{n} hour ago", "{n} hours ago", minutes // 60)
    return Plural("{n} day ago", "{n} days ago", minutes // (24 * 60))


def draft_line(
    key: str,
    *,
    person: Sayable,
    detail: Sayable,
    touched: datetime,
    now: datetime,
    handed_by: Sayable = "",
    outdated: bool = False,
) -> DraftLine:
    """Return one draft of the list; `handed_by` is who it came from."""
    parts: list[Sayable] = [detail] if detail else []
    if handed_by:
        parts.append(Say("from {officer}", officer=handed_by))
    if outdated:
        parts.append(Say("begun under earlier rules"))
    return DraftLine(
        id=key,
        title=person or Say("No name yet"),
        detail=Listing(tuple(parts), between=" · "),
        outdated=outdated,
        age=age_words(touched, now=now),
        old=now - touched >= OLD_DRAFT,
    )


def duration_words(seconds: int) -> Sayable:
    """Return a duration as "2 min 41 s"."""
    if seconds < 60:
        return Say("{s} s", s=seconds)
    return Say("{m} min {s} s", m=seconds // 60, s=seconds % 60)
