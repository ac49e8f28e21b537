"""A change: one fact or a few about one subject, never edited. State is what changes add up to.

Replay is a function of the *set* of changes: any order, any repetition, erasures and forks
included, gives the same state (architecture.md, first idea). Each field is a multi-value
register: values nobody has built upon are its heads, and several different heads are a dispute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from desktop.domain.facts import FactValue, Known, Range, Step
from desktop.domain.terms import (
    CASE_REVERSALS,
    CASE_STEPS,
    REFERRAL_STEPS,
    CaseStatus,
    ReferralStatus,
    Role,
    SubjectKind,
    Tag,
)

REFERRAL_STATUS = "referral.status"
CASE_STATUS = "case.status"

# A change names no more than this of what its author saw in one field; the wire holds to it.
SEEN_AT_MOST = 200

# These wait until their opening change has come; the others need no opening.
OPENED_KINDS = frozenset({SubjectKind.ENCOUNTER, SubjectKind.REFERRAL})


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What a change is about."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote it: the user's id, role and agency, and the device."""

    user: str
    role: Role
    agency: str
    device: str


@dataclass(frozen=True, slots=True, order=True)
class ChangeId:
    """The change's place: its Lamport number, ties by writer."""

    number: int
    writer: str

    def __str__(self) -> str:
        return f"{self.writer}-{self.number}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One field set to one value, and the changes its author saw there."""

    path: str
    value: FactValue
    based_on: tuple[ChangeId, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A change not yet kept: it has no number."""

    at: datetime
    by: Author
    subject: Subject
    tags: frozenset[Tag]
    sets: tuple[Setting, ...]
    opens: bool = False
    versions: tuple[tuple[str, str], ...] = ()

    def numbered(self, writer: str, number: int) -> Change:
        """Return it as a change of that writer."""
        return Change(
            id=ChangeId(number, writer),
            at=self.at,
            by=self.by,
            subject=self.subject,
            tags=self.tags,
            sets=tuple(sorted(self.sets, key=lambda one: one.path)),
            opens=self.opens,
            versions=self.versions,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One author's word about one subject, all of it under one set of tags."""

    id: ChangeId
    at: datetime
    by: Author
    subject: Subject
    tags: frozenset[Tag]
    sets: tuple[Setting, ...]
    opens: bool = False
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A change with the SHA-256 (hex) of the bytes it came in."""

    change: Change
    digest: str


@dataclass(frozen=True, slots=True)
class Head:
    """A value nobody has built upon, and whose word it is."""

    id: ChangeId
    value: FactValue
    at: datetime
    by: Author
    tags: frozenset[Tag]


@dataclass(frozen=True, slots=True)
class Register:
    """One field: its heads, oldest number first."""

    heads: tuple[Head, ...]

    @property
    def disputed(self) -> bool:
        """Return whether the heads say different things."""
        return len({comparable(head.value) for head in self.heads}) > 1

    @property
    def value(self) -> FactValue | None:
        """Return the one value, or None while it is disputed."""
        return None if self.disputed or not self.heads else self.heads[-1].value

    @property
    def based_on(self) -> tuple[ChangeId, ...]:
        """Return what somebody who sees this field builds upon, at most `SEEN_AT_MOST`.

        A machine gone wild may have left thousands of heads: each word then settles a part of
        them, so that nobody is ever kept from writing.
        """
        return tuple(head.id for head in self.heads[:SEEN_AT_MOST])

    @property
    def tags(self) -> frozenset[Tag]:
        """Return the union of the heads' tags."""
        return frozenset().union(*(head.tags for head in self.heads))


@dataclass(frozen=True, slots=True)
class SetAside:
    """A change kept but not applied, with the reason as a stable word."""

    id: ChangeId
    reason: str


@dataclass(frozen=True)
class SubjectState:
    """What the changes about one subject add up to."""

    subject: Subject
    registers: Mapping[str, Register]
    waiting: bool = False
    set_aside: tuple[SetAside, ...] = ()
    opened_by: Author | None = None
    opened_at: datetime | None = None
    last: ChangeId | None = None

    def value(self, path: str) -> FactValue | None:
        """Return the undisputed value of a field, or None."""
        register = self.registers.get(path)
        return register.value if register else None

    def known(self, path: str) -> object:
        """Return what is known of a field without its wrapping, or None."""
        value = self.value(path)
        return value.value if isinstance(value, Known) else None

    def text(self, path: str) -> str:
        """Return a known text, or "" where there is none."""
        value = self.known(path)
        return value if isinstance(value, str) else ""

    @property
    def disputes(self) -> tuple[str, ...]:
        """Return the disputed fields, by name."""
        return tuple(sorted(path for path, one in self.registers.items() if one.disputed))


@dataclass(frozen=True, slots=True)
class Erasure:
    """An order to remove, and for ever refuse, a subject's changes that carry any of the tags.

    With `agency` or `device` it takes only what that agency wrote, or what was written on that
    machine: so an order holds whether it comes before or after what it is about, and nobody's
    order reaches into another's word.
    """

    target: Subject
    tags: frozenset[Tag]
    agency: str = ""
    device: str = ""

    def takes(self, change: Change) -> bool:
        """Return whether the change has to go. An erasure itself never does."""
        if change.subject.kind is SubjectKind.ERASURE:
            return False
        if self.agency and change.by.agency != self.agency:
            return False
        if self.device and change.by.device != self.device:
            return False
        return change.subject == self.target and bool(change.tags & self.tags)


@dataclass(frozen=True)
class State:
    """Everything a set of changes adds up to."""

    subjects: Mapping[Subject, SubjectState]
    forks: frozenset[ChangeId]
    erasures: frozenset[Erasure]


def comparable(value: FactValue) -> object:
    """Return what decides whether two values are the same: 2.0 and 2.00 are, a step is its end."""
    if isinstance(value, Known):
        inner = value.value
        if isinstance(inner, bool):
            return ("bool", inner)
        if isinstance(inner, Decimal):
            return ("amount", inner.normalize())
        if isinstance(inner, Step):
            return ("step", inner.to)
        if isinstance(inner, tuple):
            return ("choices", frozenset(inner))
        return (type(inner).__name__, inner)
    if isinstance(value, Range):
        return ("range", value.low, value.high)
    return ("unknown", value.value)


def erasure_in(change: Change) -> Erasure | None:
    """Return the order an erasure change carries, or None for any other change."""
    if change.subject.kind is not SubjectKind.ERASURE:
        return None
    words = {one.path: one.value for one in change.sets}
    kind, subject, tags = (words.get(name) for name in ("target.kind", "target.id", "target.tags"))
    if not (isinstance(kind, Known) and isinstance(subject, Known) and isinstance(tags, Known)):
        return None
    if not (isinstance(tags.value, tuple) and isinstance(subject.value, str)):
        return None
    try:
        target = Subject(SubjectKind(str(kind.value)), subject.value)
        taken = frozenset(Tag(tag) for tag in tags.value)
        return Erasure(target, taken, _text(words, "target.agency"), _text(words, "target.device"))
    except ValueError:
        return None


def _text(words: Mapping[str, FactValue], path: str) -> str:
    """Return a known text; ValueError for anything else that stands there, "" for nothing."""
    value = words.get(path)
    if value is None:
        return ""
    if not isinstance(value, Known) or not isinstance(value.value, str) or not value.value:
        raise ValueError(path)
    return value.value


def fault_of_step(change: Change) -> str | None:
    """Return why a step is illegal on its own premises, or None."""
    for one in change.sets:
        if one.path not in (REFERRAL_STATUS, CASE_STATUS):
            continue
        step = one.value.value if isinstance(one.value, Known) else None
        if not isinstance(step, Step):
            return "not-a-step"
        roles = _roles_for(one.path, step)
        if roles is None:
            return "unknown-step"
        if change.by.role not in roles:
            return "wrong-role"
    return None


def _roles_for(path: str, step: Step) -> frozenset[Role] | None:
    try:
        if path == REFERRAL_STATUS:
            saw = ReferralStatus(step.saw) if step.saw is not None else None
            return REFERRAL_STEPS.get((saw, ReferralStatus(step.to)))
        seen = CaseStatus(step.saw) if step.saw is not None else None
        to = CaseStatus(step.to) if step.to else None
        back = CASE_REVERSALS.get((seen, to)) if seen else None
        return back if to is None else CASE_STEPS.get((seen, to), back)
    except ValueError:
        return None


def replay_subject(
    subject: Subject,
    kept: Iterable[Kept],
    *,
    forks: frozenset[ChangeId],
    erasures: Iterable[Erasure],
) -> SubjectState:
    """Return what the subject's changes add up to; forked and erased ones do not count."""
    orders = tuple(erasures)
    changes = {
        one.change.id: one.change
        for one in kept
        if one.change.id not in forks and not any(order.takes(one.change) for order in orders)
    }
    aside: list[SetAside] = []
    effective: list[Change] = []
    for change in sorted(changes.values(), key=lambda one: one.id):
        fault = fault_of_step(change)
        if fault:
            aside.append(SetAside(change.id, fault))
        else:
            effective.append(change)
    opening = next((change for change in effective if change.opens), None)
    return SubjectState(
        subject=subject,
        registers=_registers(effective),
        waiting=subject.kind in OPENED_KINDS and opening is None,
        set_aside=tuple(aside),
        opened_by=opening.by if opening else None,
        opened_at=opening.at if opening else None,
        last=effective[-1].id if effective else None,
    )


def _registers(changes: Iterable[Change]) -> dict[str, Register]:
    candidates: dict[str, list[Head]] = defaultdict(list)
    superseded: dict[str, set[ChangeId]] = defaultdict(set)
    for change in changes:
        for one in change.sets:
            head = Head(change.id, one.value, change.at, change.by, change.tags)
            candidates[one.path].append(head)
            # Nobody can have seen a later number: it keeps two changes from burying each other.
            superseded[one.path].update(seen for seen in one.based_on if seen < change.id)
    return {
        path: Register(tuple(head for head in heads if head.id not in superseded[path]))
        for path, heads in sorted(candidates.items())
    }


def forked_ids(kept: Iterable[Kept]) -> frozenset[ChangeId]:
    """Return the ids that came with more than one content."""
    digests: dict[ChangeId, set[str]] = defaultdict(set)
    for one in kept:
        digests[one.change.id].add(one.digest)
    return frozenset(id_ for id_, seen in digests.items() if len(seen) > 1)


def replay(kept: Iterable[Kept]) -> State:
    """Return the whole state of a set of changes."""
    everything = tuple(kept)
    forks = forked_ids(everything)
    # An erasure holds even when forked: of two contents the stricter reading, both, is taken.
    erasures = frozenset(
        order for one in everything if (order := erasure_in(one.change)) is not None
    )
    by_subject: dict[Subject, list[Kept]] = defaultdict(list)
    for one in everything:
        by_subject[one.change.subject].append(one)
    states = {
        subject: replay_subject(subject, mine, forks=forks, erasures=erasures)
        for subject, mine in by_subject.items()
    }
    return State(
        subjects={
            subject: state
            for subject, state in sorted(states.items())
            if state.registers or state.set_aside
        },
        forks=forks,
        erasures=erasures,
    )
