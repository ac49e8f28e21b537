"""To do, as lines: who it is about, what waits, who finds it out, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.terms import Resolver
from desktop.domain.words import Plural, Say, Sayable
from desktop.viewmodels.deadlines import by_words, due_tone
from desktop.viewmodels.home import DraftLine
from desktop.viewmodels.marks import Line, Mark, Tone
from desktop.viewmodels.referrals import NO_NAME
from desktop.viewmodels.verdict import RESOLVER_WORDS

DRAFT = "draft:"  # what the key of a draft begins with
_OFFICER = Say("Officer")  # "You" would be wrong for the desk


@dataclass(frozen=True, slots=True)
class QueueView:
    """The page."""

    lines: tuple[Line, ...] = ()
    summary: Sayable = ""
    known: bool = True  # False: it is still being worked out


def queue_line(
    key: str,
    *,
    person: str,
    number: str,
    says: Sayable,
    resolver: Resolver,
    due: datetime | None,
    now: datetime,
    mine: bool = False,
) -> Line:
    """Return one thing that waits; `mine` says it is the reader's own to find out."""
    who = RESOLVER_WORDS[resolver]
    if resolver is Resolver.OFFICER and not mine:
        who = _OFFICER
    return Line(
        key=key,
        title=person or NO_NAME,
        detail=says,
        number=number,
        mark=Mark(who, Tone.NEUTRAL, "person"),
        when=by_words(due, now) if due else Say("no deadline"),
        when_tone=due_tone(due, now) if due else Tone.NEUTRAL,
    )


def draft_to_do(draft: DraftLine) -> Line:
    """Return a draft that waits for its reader."""
    return Line(
        key=f"{DRAFT}{draft.id}",
        title=draft.title,
        detail=draft.detail,
        mark=Mark(Say("Draft to finish"), Tone.INFO, "edit"),
        when=draft.age,
        when_tone=Tone.WARNING if draft.old else Tone.NEUTRAL,
    )


def queue_view(lines: Sequence[Line], *, known: bool = True) -> QueueView:
    """Return the page; what is not `known` yet is not said to be nothing."""
    if not known:
        return QueueView(tuple(lines), Say("Looking for what waits…"), known=False)
    return QueueView(
        tuple(lines),
        Plural("{n} thing waits", "{n} things wait", len(lines)) if lines else "",
    )
