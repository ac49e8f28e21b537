"""What the lead agency's own records answer of the points it resolves: proposed, never kept.

Whether somebody took part before, left the program, or there is room, only the lead agency
knows. The rules are asked again with what its records hold; where they then come to a clear word,
that word is proposed with its grounds and a coordinator confirms it. The word travels; the
grounds stay here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.answers import answers_from
from desktop.domain.capacity import CapacityReport, newest
from desktop.domain.change import CASE_STATUS, Register
from desktop.domain.facts import NEVER, FactValue, Known, PartialDate
from desktop.domain.referral import Referral, case_subject, step_to
from desktop.domain.standing import standing
from desktop.domain.terms import CapacityStatus, CaseStatus, Resolver
from desktop.domain.weighing import LEAD_ANSWERS, at_home, running
from desktop.domain.words import Plural, Say, Sayable
from desktop.services import services_known
from desktop.services.assess import known_values
from desktop.services.people import on_record
from desktop.services.same_person import linked, others
from desktop.services.versions import as_logged
from desktop.services.workspace import Workspace

TOOK_PART, PRIOR, FAILED, ROOM = (
    "prior.participation",
    "prior.last",
    "history.failed_deflection",
    "program.capacity_left",
)
# Why a case closed that means: left the program. Moving away or other care is no failure.
LEFT = frozenset({"no_contact", "declined"})


@dataclass(frozen=True, slots=True)
class OwnFact:
    """What the own records say of a fact, and why."""

    value: FactValue
    because: Sayable


@dataclass(frozen=True, slots=True)
class Proposal:
    """The word the own records come to on one open point, with its grounds."""

    criterion: str
    answer: str  # bars or does_not_bar
    because: tuple[Sayable, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier case of the same person: how far it came, and when and why it ended."""

    number: str
    made_at: datetime
    furthest: frozenset[str]  # every step it ever took
    closed_on: date | None
    reason: str
    unsettled: bool = False  # two coordinators say different things of it


def proposals(
    workspace: Workspace, referral: Referral, seen: Mapping[str, Register], *, now: datetime
) -> tuple[Proposal, ...]:
    """Return what the own records answer of the points left to the lead agency; often nothing.

    The rules are those the referral was made under, at the moment it was made; `seen` is what
    this reader may see of it.
    """
    made = referral.made_at
    if made is None:
        return ()
    program = as_logged(workspace, referral).program
    values = known_values(workspace, seen)
    plain = at_home(answers_from(values, workspace.dictionary, on=made), program)
    mine = [
        one
        for one in running(program, plain)
        if one.resolver is Resolver.LEAD
        and one.facts & {TOOK_PART, PRIOR, FAILED, ROOM}
        and one.hit.truth(plain) is None
    ]
    if not mine:
        return ()
    own = own_facts(workspace, referral, now=now)
    known = {path: fact.value for path, fact in own.items()}
    answers = at_home(answers_from({**values, **known}, workspace.dictionary, on=made), program)
    words = {barred: word for word, barred in LEAD_ANSWERS.items()}
    found = []
    for one in mine:
        hit = one.hit.truth(answers)
        because = tuple(dict.fromkeys(own[path].because for path in sorted(one.facts & own.keys())))
        if hit is not None and because:
            found.append(Proposal(one.id, words[hit], because))
    return tuple(found)


def own_facts(workspace: Workspace, referral: Referral, *, now: datetime) -> dict[str, OwnFact]:
    """Return what the own records hold of participation and room; what they lack is absent.

    While it is undecided whether another referral is of the same person, nothing is said that the
    other could turn.
    """
    found = _room(workspace, now=now)
    earlier = _earlier(workspace, referral)
    sure = _compared(workspace, referral, now=now) and not any(one.unsettled for one in earlier)
    if earlier:
        found |= _participation(earlier, sure=sure)
    elif sure:
        none: Sayable = Say("No other referral of this person is on record here.")
        found[TOOK_PART] = OwnFact(Known("none"), none)
        found[FAILED] = OwnFact(Known(NEVER), none)
    return found


def _compared(workspace: Workspace, referral: Referral, *, now: datetime) -> bool:
    """Return whether the person could be compared and everybody like them was decided.

    Without a name nothing can be compared.
    """
    people = on_record(workspace, now=now)
    if referral.id not in people.portraits:
        return False
    alike = others(workspace, referral.id, now=now, people=people)
    return all(one.same is not None for one in alike)


def _participation(earlier: Sequence[Before], *, sure: bool) -> dict[str, OwnFact]:
    """Return what earlier cases say; unless it is sure, only what nothing else could turn."""
    last = max(earlier, key=lambda one: one.made_at)
    steps = frozenset().union(*(one.furthest for one in earlier))
    word, says = "referred", Say("Referred before ({number}), not enrolled.", number=last.number)
    if CaseStatus.COMPLETED in steps or any(one.reason == "goals_met" for one in earlier):
        word, says = "completed", Say("Completed it before ({number}).", number=last.number)
    elif CaseStatus.ENROLLED in steps:
        word, says = "took_part", Say("Took part before ({number}).", number=last.number)
    found = {}
    if sure or word == "completed":
        found[TOOK_PART] = OwnFact(Known(word), says)
    if sure:
        found[PRIOR] = OwnFact(Known(_day(last.made_at.date())), says)
        found[FAILED] = OwnFact(Known(NEVER), says)
    left = [(one.closed_on, one.number) for one in earlier if one.closed_on and _left(one)]
    if left:
        on, number = max(left)
        words = Say("Left the program on {day} ({number}).", day=on, number=number)
        found[FAILED] = OwnFact(Known(_day(on)), words)
    return found


def _day(on: date) -> PartialDate:
    return PartialDate(on.year, on.month, on.day)


def _left(one: Before) -> bool:
    return CaseStatus.ENROLLED in one.furthest and one.reason in LEFT


def _earlier(workspace: Workspace, referral: Referral) -> list[Before]:
    """Return the cases of this person's other referrals that were made before this one."""
    found = []
    for key in linked(workspace, referral.id):
        other = workspace.store.referral(key)
        if other is None or other.made_at is None or referral.made_at is None:
            continue
        if other.made_at < referral.made_at:
            found.append(_before(workspace, other, other.made_at))
    return found


def _before(workspace: Workspace, other: Referral, made_at: datetime) -> Before:
    steps: set[str] = set()
    for kept in workspace.store.changes(case_subject(other.id)):
        steps |= {
            to for one in kept.change.sets if one.path == CASE_STATUS and (to := step_to(one.value))
        }
    case = other.case
    closed = None
    if case is not None and other.case_status is CaseStatus.CLOSED:
        closed = case.registers[CASE_STATUS].heads[-1].at.date()
    reason = case.text("case.closed_reason") if case is not None and closed else ""
    unsettled = case is not None and bool(case.disputes)
    return Before(other.number, made_at, frozenset(steps), closed, reason, unsettled)


def _room(workspace: Workspace, *, now: datetime) -> dict[str, OwnFact]:
    """Return whether the lead agency's own services have room, by reports that still count.

    One with room is enough; full are they only when each of them said so.
    """
    name = workspace.program.lead.name.casefold()
    told: list[CapacityReport] = []
    for service, reports in services_known.capacity(workspace).items():
        listing = workspace.store.directory.get(service)
        report = newest(reports)
        if listing and report and listing.organization.name.casefold() == name:
            told.append(report)
    said = [standing(one, now).status for one in told]
    if CapacityStatus.CAPACITY in said:
        return {ROOM: OwnFact(Known(True), Say("Your own service reported room."))}
    if said and all(_full(one) for one in said):
        words = Plural(
            "Your own service reported no room.",
            "Your own {n} services reported no room.",
            len(said),
        )
        return {ROOM: OwnFact(Known(False), words)}
    return {}


def _full(status: CapacityStatus) -> bool:
    return status in (CapacityStatus.NO_CAPACITY, CapacityStatus.WAITLIST)


def by_criterion(found: Iterable[Proposal]) -> dict[str, Proposal]:
    """Return the proposals by the point they answer."""
    return {one.criterion: one for one in found}
