"""Erasure: an order that takes a person's facts from every machine, and refuses them for ever.

Revocation, erasure and thinning are three things. This is the second: a change that names what
goes, travels to everybody, is signed for by everybody, and is applied again after a restore.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from desktop.domain.change import (
    Author,
    Change,
    ChangeId,
    Entry,
    Erasure,
    Setting,
    Subject,
    erasure_in,
)
from desktop.domain.consent import FIELD as CONSENT_FIELD
from desktop.domain.consent import said_in
from desktop.domain.facts import FactValue, Known
from desktop.domain.referral import Referral, case_subject, encounter_subject, referral_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role, SubjectKind, Tag
from desktop.domain.words import Say
from desktop.services.gates import ledger
from desktop.services.offers import away_subject
from desktop.services.told import Told, told
from desktop.services.trust import trust_book
from desktop.services.workspace import Workspace, audit
from desktop.wire import change_to_bytes


class Extent(StrEnum):
    """How much goes. Values are stored in the log."""

    PERSON = "person"  # all that tells who it was and what was said; the counts stay
    ALL = "all"  # the referral itself, too: it is counted nowhere any more


class Why(StrEnum):
    """Why it goes. Values are stored: add, never rename."""

    COURT_ORDER = "court_order"
    RETENTION = "retention"  # its time is over
    REQUEST = "request"  # the person asked, and the policy allows it
    MISTAKE = "mistake"  # made up, twice, or of somebody else


TAKES: dict[Extent, frozenset[Tag]] = {
    Extent.PERSON: frozenset({Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY, Tag.TREATMENT}),
    Extent.ALL: frozenset(Tag),
}
# What a follow-up is written as: it never leaves the machine it was made on.
FOLLOWS = "follows"
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
HANG_ON_REFERRAL = (
    SubjectKind.CASE,
    SubjectKind.APPROVAL,
    SubjectKind.CONTACT_ATTEMPT,
    SubjectKind.PRINT,
    SubjectKind.ATTACHMENT,
)
MAY_ERASE = (Role.SUPERVISOR, Role.COORDINATOR, Role.ADMIN)


def erase(
    workspace: Workspace, referral_id: str, extent: Extent, why: Why, *, now: datetime
) -> None:
    """Order that a referral's facts go, here at once and elsewhere as soon as they hear of it.

    A precinct's order takes what its agency wrote (a
    patrol laptop's, what was written on it); the lead agency's takes everybody's. Refuses what
    is another agency's.
    """
    workspace.may(*MAY_ERASE)
    referral = _own(workspace, referral_id)
    named = [encounter_subject(referral.encounter_id), referral_subject(referral.id)]
    # Counted as kept out, before the person was referred another way.
    away = away_subject(referral.encounter_id)
    if workspace.store.state(away) is not None:
        named.append(away)
    if workspace.place.is_lead:
        named.append(case_subject(referral.id))
    with workspace.store.transaction():
        workspace.store.keep([_order(workspace, one, extent, why, now) for one in named])
        follow(workspace, None)
        audit(workspace, f"erased.{extent.value}.{why.value}", referral.number, now=now)


def follow(workspace: Workspace, touched: Collection[Subject] | None) -> int:
    """Carry the orders on to what hangs on an encounter here; returns how many that were.

    An order names an encounter and its referral. What hangs on them (consents, approvals, prints,
    tries to reach the person) is known only where it lies, so each machine follows for itself and
    tells nobody. `touched` are the subjects that just came, None: look at all of them.
    """
    known = workspace.store.erasures()
    by_target = {one.target: one for one in known}
    done = {(one.target, one.tags) for one in known}
    lines = []
    for subject, hangs_on in _hanging(workspace, touched) if known else ():
        order = by_target.get(hangs_on)
        if order is not None and (subject, order.tags) not in done:
            change = _following(order, subject)
            lines.append((change, change_to_bytes(change)))
    if lines:
        workspace.store.receive(lines, origin=FOLLOWS)
    return len(lines)


def _hanging(
    workspace: Workspace, touched: Collection[Subject] | None
) -> Iterator[tuple[Subject, Subject]]:
    """Return what hangs on an encounter or a referral, each with the subject it hangs on."""
    store = workspace.store
    for kind in (*HANG_ON_REFERRAL, SubjectKind.PERSON_LINK, SubjectKind.CONSENT):
        for state in store.states(kind):
            if touched is not None and state.subject not in touched:
                continue
            if kind is SubjectKind.CASE:
                yield state.subject, referral_subject(state.subject.id)
            elif kind is SubjectKind.PERSON_LINK:
                for path in ("person_link.one", "person_link.other"):
                    yield state.subject, referral_subject(state.text(path))
            elif kind is not SubjectKind.CONSENT:
                yield state.subject, referral_subject(state.text("referral.id"))
            else:
                register = state.registers.get(CONSENT_FIELD)
                for one in said_in(register) if register else ():
                    yield state.subject, encounter_subject(one.encounter)


def _following(order: Erasure, subject: Subject) -> Change:
    """Return the order for what hangs on another's target; the same wherever it is made."""
    words: dict[str, FactValue] = {
        "target.kind": Known(subject.kind.value),
        "target.id": Known(subject.id),
        "target.tags": Known(tuple(sorted(tag.value for tag in order.tags))),
        **({"target.agency": Known(order.agency)} if order.agency else {}),
        **({"target.device": Known(order.device)} if order.device else {}),
    }
    name = "\x1f".join((subject.kind, subject.id, *sorted(order.tags), order.agency, order.device))
    digest = sha256(name.encode()).hexdigest()[:32]
    return Change(
        id=ChangeId(1, digest[:16]),
        at=BEFORE_ALL,
        by=Author("follows", Role.ADMIN, order.agency or "-", order.device or "-"),
        subject=Subject(SubjectKind.ERASURE, digest),
        tags=frozenset({Tag.NONE}),
        sets=tuple(Setting(path, words[path]) for path in sorted(words)),
    )


def subjects_of(workspace: Workspace, referral: Referral) -> list[Subject]:
    """Return everything on this machine that belongs to a referral's encounter."""
    hang = ledger(workspace)
    found = {subject for subject, one in hang.encounter_of.items() if one == referral.encounter_id}
    found |= {
        encounter_subject(referral.encounter_id),
        referral_subject(referral.id),
        case_subject(referral.id),
    }
    return sorted(found)


def orders(workspace: Workspace) -> list[tuple[Erasure, Told]]:
    """Return this machine's own orders, newest last, each with who has signed for it."""
    book = trust_book(workspace)
    found = []
    for state in workspace.store.states(SubjectKind.ERASURE):
        changes = [kept.change for kept in workspace.store.changes(state.subject)]
        own = [one for one in changes if one.by.device == workspace.place.device]
        for one in own[-1:]:
            order = erasure_in(one)
            if order is not None:
                found.append((order, told(workspace, book, [one])))
    return found


def _own(workspace: Workspace, referral_id: str) -> Referral:
    referral = workspace.store.referral(referral_id)
    if referral is None:
        raise Refused(
            Say("This referral is not on this computer."),
            remedy=Say("Exchange with your lead agency, then look again."),
        )
    place = workspace.place
    home = referral.home.agency if referral.home else ""
    if not place.is_lead and home != place.agency:
        raise Refused(
            Say("This referral belongs to another agency."),
            remedy=Say("Ask that agency, or the lead agency, to erase it."),
        )
    return referral


def _order(workspace: Workspace, target: Subject, extent: Extent, why: Why, now: datetime) -> Entry:
    place = workspace.place
    words: dict[str, FactValue] = {
        "target.kind": Known(target.kind.value),
        "target.id": Known(target.id),
        "target.tags": Known(tuple(sorted(tag.value for tag in TAKES[extent]))),
        "why": Known(why.value),
    }
    if not place.is_lead:
        words["target.agency"] = Known(place.agency)
    if place.kind is DeviceKind.PATROL:
        words["target.device"] = Known(place.device)
    # One register for each order: the same order given twice is one.
    name = "\x1f".join((workspace.store.writer, target.kind, target.id, extent))
    subject = Subject(SubjectKind.ERASURE, sha256(name.encode()).hexdigest()[:32])
    state = workspace.store.state(subject)
    return Entry(
        at=now,
        by=workspace.author,
        subject=subject,
        tags=frozenset({Tag.NONE}),
        sets=tuple(
            Setting(
                path,
                words[path],
                state.registers[path].based_on if state and path in state.registers else (),
            )
            for path in sorted(words)
        ),
    )
