"""What waits for a supervisor, or for the prosecutor's word a supervisor logs, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from desktop.domain.facts import Dictionary, FactValue
from desktop.domain.program import Approval
from desktop.domain.terms import Resolver
from desktop.domain.words import Clock, Listing, Plural, Say, Sayable
from desktop.viewmodels.amounts import read_time
from desktop.viewmodels.cases import CaseLine
from desktop.viewmodels.deadlines import Deadline, deadline_line
from desktop.viewmodels.fact_groups import STATE_WORDS, FactState, find_fact, said_value
from desktop.viewmodels.marks import Choice, Mark, Tone, Trouble
from desktop.viewmodels.names import Names
from desktop.viewmodels.referrals import NO_NAME
from desktop.viewmodels.verdict import RESOLVER_WORDS

HOW_CHOICES = (
    Choice("phone", Say("By phone"), icon="phone"),
    Choice("paper", Say("On paper"), icon="mail"),
)
WAITING, ANSWERED = "waiting", "answered"
SHOW_CHOICES = (Choice(WAITING, Say("Waiting")), Choice(ANSWERED, Say("Answered")))
ANSWER_CHOICES = (
    Choice("yes", Say("Approved"), icon="check"),
    Choice("no", Say("Not approved"), icon="x"),
)


@dataclass(frozen=True, slots=True)
class ApprovalItem:
    """One rule of one referral that waits for an approval."""

    referral: str
    criterion: str
    line: CaseLine
    person: Sayable
    number: str
    rule: Sayable
    policy: Sayable
    by_prosecutor: bool
    facts: tuple[tuple[Sayable, Sayable], ...]  # what the approval rests on
    deadline: Deadline | None = None
    lapsed: bool = False
    granted: bool | None = None  # how it was answered; None while it waits
    answer: Sayable = ""  # who answered, when, how, and why

    @property
    def key(self) -> str:
        """Return what its line is called."""
        return self.line.key


@dataclass(frozen=True, slots=True)
class ApprovalsView:
    """The queue, soonest deadline first; and what was answered, the newest first."""

    items: tuple[ApprovalItem, ...] = ()
    trouble: Trouble | None = None
    answered: tuple[ApprovalItem, ...] = ()

    def item(self, key: str) -> ApprovalItem | None:
        """Return the item with this key."""
        return next((one for one in (*self.items, *self.answered) if one.key == key), None)


@dataclass(frozen=True, slots=True)
class ApprovalGiven:
    """The supervisor's own answer."""

    referral: str
    criterion: str
    granted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ProsecutorSaid:
    """The prosecutor's word, as the supervisor logs it."""

    referral: str
    criterion: str
    granted: bool
    who: str
    how: str  # "phone" or "paper"
    when: str  # as typed, e.g. 22:14; `said_time` says on which day
    reason: str


def approval_item(
    referral: str,
    criterion: str,
    *,
    person: str,
    number: str,
    rule: Sayable,
    policy: Sequence[str],
    approver: Resolver,
    facts: Sequence[tuple[str, FactValue | None]],
    dictionary: Dictionary,
    now: datetime,
    due: datetime | None = None,
    started: datetime | None = None,
    lapsed: bool = False,
) -> ApprovalItem:
    """Return one line of the queue with what the answer rests on."""
    deadline = deadline_line(Say("Answer"), due, now=now, started=started) if due else None
    line = CaseLine(
        key=f"{referral}/{criterion}",
        title=person or NO_NAME,
        detail=rule,
        number=number,
        mark=_LAPSED if lapsed else Mark(RESOLVER_WORDS[approver], Tone.WARNING, "support_agent"),
        when=deadline.left if deadline else "",
        when_tone=deadline.tone if deadline and deadline.tone is not Tone.INFO else Tone.NEUTRAL,
        deadline=deadline,
    )
    return ApprovalItem(
        referral=referral,
        criterion=criterion,
        line=line,
        person=person or NO_NAME,
        number=number,
        rule=rule,
        policy=Listing(tuple(one for one in policy if one), between=" · "),
        by_prosecutor=approver is Resolver.PROSECUTOR,
        facts=_facts(facts, dictionary, now),
        deadline=deadline,
        lapsed=lapsed,
    )


def answered_item(item: ApprovalItem, word: Approval) -> ApprovalItem:
    """Return the line of a rule that was answered: how, by whom and why."""
    mark = (
        Mark(Say("Approved"), Tone.SUCCESS, "check")
        if word.granted
        else Mark(Say("Not approved"), Tone.ERROR, "cancel")
    )
    at = Clock(word.at)
    line = replace(item.line, mark=mark, when=at, when_tone=Tone.NEUTRAL, deadline=None)
    said: Sayable = word.who
    if word.by is Resolver.PROSECUTOR:
        how = next((one.words for one in HOW_CHOICES if one.key == word.how), "")
        said = Listing(tuple(part for part in (word.who, how) if part))
    answer = Say("{who}, {at}: {reason}", who=said, at=at, reason=word.reason or Say("no reason"))
    return replace(item, line=line, deadline=None, granted=word.granted, answer=answer)


def approvals_context(items: Sequence[ApprovalItem]) -> Sayable:
    """Return "3 wait for an answer"."""
    return Plural("{n} waits for an answer", "{n} wait for an answer", len(items)) if items else ""


def is_time(text: str) -> bool:
    """Return whether this is a time such as 22:14."""
    return read_time(text, datetime(2000, 1, 1, tzinfo=UTC)) is not None


def said_time(text: str, now: datetime) -> datetime | None:
    """Return when it was said: the last time the clock stood so; None for no time."""
    at = read_time(text, now)
    return at - timedelta(days=1) if at is not None and at > now else at


def _facts(
    facts: Sequence[tuple[str, FactValue | None]], dictionary: Dictionary, now: datetime
) -> tuple[tuple[Sayable, Sayable], ...]:
    found = []
    for path, value in facts:
        fact = find_fact(dictionary, path)
        if fact is None or (value is None and fact.in_item):
            continue  # what is asked of each item stands with the items
        words = (
            STATE_WORDS[FactState.NOT_ASKED]
            if value is None
            else said_value(path, fact, value, now, Names())
        )
        found.append((fact.label, words))
    return tuple(found)


_LAPSED = Mark(Say("Ask again"), Tone.ERROR, "update")
