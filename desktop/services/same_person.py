"""Two referrals of one person, perhaps: the lead agency links them or keeps them apart.

Nothing is ever merged. What was decided is one register for the two, a change like any other: it
can be decided anew, two coordinators who differ are a dispute, and it goes to the lead agency's
own machines alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from desktop.domain.change import Register, Subject, SubjectState
from desktop.domain.facts import FactValue, Known, Unknown
from desktop.domain.people import Reason
from desktop.domain.refused import Refused
from desktop.domain.terms import SubjectKind
from desktop.domain.words import Say
from desktop.domain.writing import entries
from desktop.services.cases import OWN_WORD, may_work_cases
from desktop.services.people import People, on_record
from desktop.services.workspace import Workspace, audit

ONE, OTHER, SAME = "person_link.one", "person_link.other", "person_link.same"
SHOWN_AT_MOST = 5  # more who look alike than this say more about the name than about the person


@dataclass(frozen=True, slots=True)
class Other:
    """Another referral that may be of the same person. `same` is None: nobody has decided."""

    referral: str
    number: str
    name: str
    at: datetime
    agency: str
    reasons: tuple[Reason, ...]
    same: bool | None = None
    disputed: bool = False  # two coordinators decided differently


def others(
    workspace: Workspace, referral_id: str, *, now: datetime, people: People | None = None
) -> tuple[Other, ...]:
    """Return the other referrals that may be of this person, undecided ones first.

    Compared is only what the person's consent lets the lead agency see; one that was decided is
    shown whatever it scores today. `people` saves reading the records again.
    """
    people = people or on_record(workspace, now=now)
    who = people.portraits.get(referral_id)
    alike = people.records.like(who, limit=SHOWN_AT_MOST + 1) if who else []
    reasons = {one.key: one.reasons for one in alike if one.key != referral_id}
    decided = _decided(workspace, referral_id)
    found = []
    for key in dict.fromkeys((*reasons, *decided)):
        known, said = people.referrals.get(key), decided.get(key)
        if known is not None:
            found.append(
                Other(
                    key, known.number, known.name, known.at, known.agency, reasons.get(key, ()),
                    same=_answer(said), disputed=said.disputed if said else False,
                )
            )  # fmt: skip
    order = {None: 0, True: 1, False: 2}
    return tuple(sorted(found, key=lambda one: order[one.same]))


def linked(workspace: Workspace, referral_id: str) -> frozenset[str]:
    """Return the other referrals of the same person, as far as somebody has said so.

    What is linked to a linked one belongs to it, unless the two were kept apart.
    """
    apart = {
        key for key, said in _decided(workspace, referral_id).items() if _answer(said) is False
    }
    found, ask = {referral_id}, [referral_id]
    while ask:
        for key, said in _decided(workspace, ask.pop()).items():
            if _answer(said) and key not in found and key not in apart:
                found.add(key)
                ask.append(key)
    return frozenset(found - {referral_id})


def decide(
    workspace: Workspace, one: str, other: str, *, same: bool | None, now: datetime
) -> bool | None:
    """Keep that two referrals are of one person, or of two; None takes the word back.

    Returns what stood before. Refuses two that are not both here.
    """
    may_work_cases(workspace)
    if one == other or not all(workspace.store.referral(key) for key in (one, other)):
        raise Refused(
            Say("These are not two referrals on this computer."),
            remedy=Say("Exchange first, then keep what came in the Inbox."),
        )
    first, second = sorted((one, other))
    subject = _subject(first, second)
    seen = workspace.store.state(subject)
    values: dict[str, FactValue] = {
        ONE: Known(first),
        OTHER: Known(second),
        SAME: Unknown.NOT_ASKED if same is None else Known(same),
    }
    workspace.store.keep(
        entries(
            values,
            subject=subject,
            seen=seen,
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            also=OWN_WORD,
        )
    )
    word = "unlinked" if same is None else "linked" if same else "kept_apart"
    audit(workspace, f"person.{word}", f"{first} {second}", now=now)
    return _answer(seen.registers.get(SAME)) if seen else None


def _subject(first: str, second: str) -> Subject:
    """Return the one subject of two referrals, the same wherever it is decided."""
    digest = sha256("\x1f".join((first, second)).encode()).hexdigest()[:32]
    return Subject(SubjectKind.PERSON_LINK, digest)


def pair_of(state: SubjectState) -> tuple[str, str]:
    """Return the two referrals a link is about, "" where that is not known."""
    return state.text(ONE), state.text(OTHER)


def _decided(workspace: Workspace, referral_id: str) -> dict[str, Register]:
    found = {}
    for state in workspace.store.states(SubjectKind.PERSON_LINK):
        pair = pair_of(state)
        said = state.registers.get(SAME)
        if referral_id in pair and said is not None:
            found[pair[0] if pair[1] == referral_id else pair[1]] = said
    return found


def _answer(said: Register | None) -> bool | None:
    value = said.value if said else None
    inner = value.value if isinstance(value, Known) else None
    return inner if isinstance(inner, bool) else None
