"""Deadlines in words: how long is left, how late, and how loudly it is said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.change import Register
from desktop.domain.facts import Known
from desktop.domain.terms import CaseStatus
from desktop.domain.words import Clock, Plural, Say, Sayable
from desktop.viewmodels.marks import Tone

_CONTACT = ("scene", "first_contact")
_INTAKE = (*_CONTACT, "intake")
_REACHED: Mapping[CaseStatus | None, tuple[str, ...]] = {
    CaseStatus.CONTACT_MADE: _CONTACT,
    CaseStatus.ENROLLED: _INTAKE,
    CaseStatus.COMPLETED: _INTAKE,
    CaseStatus.CLOSED: _INTAKE,
}
SOON = timedelta(hours=24)  # from here on a deadline is amber. Source: pages.md 9


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline: its name, when, how long is left, and what share of its time has gone."""

    name: Sayable
    when: Sayable
    left: Sayable
    tone: Tone
    gone: float = 0.0  # 0 to 1


def deadline_line(
    name: Sayable, due: datetime, *, now: datetime, started: datetime | None = None
) -> Deadline:
    """Return a deadline in words; without a start its ring shows the last three days."""
    begun = started or due - timedelta(days=3)
    whole = max(timedelta(minutes=1), due - begun)
    gone = min(1.0, max(0.0, (now - begun) / whole))
    return Deadline(name, Clock(_local(due, now)), left_words(due, now), due_tone(due, now), gone)


def met_line(name: Sayable, due: datetime, *, now: datetime) -> Deadline:
    """Return a deadline that was met: green, whatever the hour."""
    return Deadline(name, Clock(_local(due, now)), Say("met"), Tone.SUCCESS, 1.0)


def met_clocks(ids: Iterable[str], status: CaseStatus | None) -> frozenset[str]:
    """Return the clocks a case has met by its status; others run until somebody answers.

    Contact made ends the clocks of the scene and of the first contact, enrolled those of intake.
    """
    reached = _REACHED.get(status, ())
    return frozenset(id_ for id_ in ids if id_.startswith(reached) and reached)


def deadlines_seen(
    seen: Mapping[str, Register],
    names: Mapping[str, Sayable],
    *,
    now: datetime,
    started: datetime | None,
    met: Collection[str] = (),
) -> tuple[Deadline, ...]:
    """Return the deadlines among the facts: soonest first, those met last.

    `names` are the clocks' names by id; a clock this program does not name is left out.
    """
    found: list[tuple[bool, datetime, Deadline]] = []
    for path, register in seen.items():
        id_ = path.removeprefix("deadline.")
        due = register.value.value if isinstance(register.value, Known) else None
        if id_ == path or id_ not in names or not isinstance(due, datetime):
            continue
        if id_ in met:
            found.append((True, due, met_line(names[id_], due, now=now)))
        else:
            line = deadline_line(names[id_], due, now=now, started=started)
            found.append((False, due, line))
    return tuple(line for _, _, line in sorted(found, key=lambda one: one[:2]))


def left_words(due: datetime, now: datetime) -> Sayable:
    """Return "2 h late", "13 h left" or "12 days left"."""
    minutes = int((due - now).total_seconds() // 60)
    late, minutes = minutes < 0, abs(minutes)
    if minutes < 60:
        if late:
            return Plural("{n} min late", "{n} min late", minutes)
        return Plural("{n} min left", "{n} min left", minutes)
    if minutes < 48 * 60:
        if late:
            return Plural("{n} h late", "{n} h late", minutes // 60)
        return Plural("{n} h left", "{n} h left", minutes // 60)
    if late:
        return Plural("{n} day late", "{n} days late", minutes // (24 * 60))
    return Plural("{n} day left", "{n} days left", minutes // (24 * 60))


def due_tone(due: datetime, now: datetime) -> Tone:
    """Return red for late, amber for the last day, blue before."""
    if due < now:
        return Tone.ERROR
    return Tone.WARNING if due - now <= SOON else Tone.INFO


def by_words(due: datetime, now: datetime) -> Sayable:
    """Return "by 19 Nov 17:00, 2 days left"."""
    return Say("by {when}, {left}", when=_local(due, now), left=left_words(due, now))


def _local(moment: datetime, now: datetime) -> datetime:
    return moment.astimezone(now.tzinfo)
