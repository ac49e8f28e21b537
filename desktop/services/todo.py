"""What the officer left open: who resolves it and by when, for whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.answers import Answers, answers_from
from desktop.domain.change import Register
from desktop.domain.consent import ENDS_SOON
from desktop.domain.facts import Tier
from desktop.domain.program import asked_paths
from desktop.domain.referral import Referral
from desktop.domain.release import Gate
from desktop.domain.terms import ConsentHow, ConsentState, ReferralStatus, Resolver, Role
from desktop.domain.words import Clock, Plural, Say, Sayable
from desktop.services import approvals, assess, papers_back
from desktop.services.gates import gate_for, reader_here
from desktop.services.versions import as_logged
from desktop.services.workspace import Workspace

RECENT = timedelta(days=60)  # older ones are found under Referrals; the queue is for today
DAY = timedelta(days=1)  # a day is written in its own zone
CASE_NUMBER = "incident_number"


class TodoKind(StrEnum):
    """What has to be done."""

    TWO_ANSWERS = "two_answers"
    OPEN = "open"  # an open point of the rules
    CONSENT = "consent"  # the person could not be asked then
    CONSENT_ENDS = "consent_ends"  # what was allowed ends soon, or has just ended
    SCAN = "scan"  # signed on paper, and the paper is not attached
    FACTS = "facts"  # facts of the desk nobody has filled in
    CASE_NUMBER = "case_number"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits: for whom, what, who finds it out, by when (None: no clock)."""

    referral: str
    number: str
    person: str
    kind: TodoKind
    says: Sayable
    resolver: Resolver
    due: datetime | None = None


# Whose open points each role is shown; everybody else's stand on the referral itself.
_MINE: Mapping[Role, frozenset[Resolver]] = {
    Role.OFFICER: frozenset({Resolver.OFFICER, Resolver.DISPATCH}),
    Role.DESK: frozenset({Resolver.OFFICER, Resolver.DISPATCH, Resolver.DESK}),
    Role.SUPERVISOR: frozenset({Resolver.SUPERVISOR, Resolver.PROSECUTOR, Resolver.DESK}),
}


def todo(workspace: Workspace, *, now: datetime) -> list[Todo]:
    """Return what waits for this person, what is due first first.

    An officer's is of the own referrals, the desk's and the supervisor's of the agency's.
    """
    role = workspace.user.role
    if role not in _MINE:
        return []
    found = [
        one
        for referral in workspace.store.referrals_since(now - RECENT)
        if _is_worked_on(workspace, referral, now)
        for one in _of(workspace, referral, now)
    ]
    found += [
        one
        for referral in workspace.store.referrals_with_consent_ending(
            now - ENDS_SOON - DAY, now + ENDS_SOON + DAY
        )
        if _is_mine(workspace, referral)
        for one in _ending(workspace, referral, now)
    ]
    far = now + timedelta(days=36_500)
    return sorted(found, key=lambda one: (one.due or far, one.number, one.kind))


def _is_worked_on(workspace: Workspace, referral: Referral, now: datetime) -> bool:
    made = referral.made_at
    return made is not None and now - made <= RECENT and _is_mine(workspace, referral)


def _is_mine(workspace: Workspace, referral: Referral) -> bool:
    home = referral.home
    if home is None:
        return False
    if home.agency != workspace.place.agency or referral.status is not ReferralStatus.LOGGED:
        return False
    return workspace.user.role is not Role.OFFICER or home.user == workspace.user.id


def _ending(workspace: Workspace, referral: Referral, now: datetime) -> Iterator[Todo]:
    """Yield the consent of a referral that ends first."""
    ends = [
        one.until
        for _, one in referral.consents.by_key
        if one is not None and one.ends_soon(now) and one.until is not None
    ]
    if ends:
        first = min(ends)
        day = Clock(first.astimezone(now.tzinfo), date_only=True)
        words = Say("A consent ends on {day}: ask the person again", day=day)
        if first <= now:
            words = Say("A consent ended on {day}: ask the person again", day=day)
        through = gate_for(workspace, referral, reader_here(workspace), now=now)
        person = _person(_seen(referral, through))
        kind, who = TodoKind.CONSENT_ENDS, Resolver.OFFICER
        yield Todo(referral.id, referral.number, person, kind, words, who, first)


def _seen(referral: Referral, through: Gate) -> dict[str, Register]:
    seen: dict[str, Register] = {}
    for state in (referral.encounter, referral.own):
        if state is not None:
            seen |= through.sees(state.subject, state.registers)
    return seen


def _person(seen: Mapping[str, Register]) -> str:
    return " ".join(
        str(getattr(value, "value", ""))
        for path in ("person.first_name", "person.last_name")
        if (register := seen.get(path)) and (value := register.value)
    )


def _of(workspace: Workspace, referral: Referral, now: datetime) -> Iterator[Todo]:
    through = gate_for(workspace, referral, reader_here(workspace), now=now)
    seen = _seen(referral, through)
    person = _person(seen)

    def made(
        kind: TodoKind, says: Sayable, resolver: Resolver, due: datetime | None = None
    ) -> Todo:
        return Todo(referral.id, referral.number, person, kind, says, resolver, due)

    role = workspace.user.role
    if referral.disputes:
        many = len(referral.disputes)
        words: Sayable = Plural("{n} fact has two answers", "{n} facts have two answers", many)
        yield made(TodoKind.TWO_ANSWERS, words, Resolver.DESK)
    rules = as_logged(workspace, referral)
    given = approvals.approvals_of(workspace, referral, through)
    for point in assess.decision_for(rules, referral, seen, given).open:
        if point.resolver in _MINE[role]:
            yield made(TodoKind.OPEN, point.says, point.resolver, point.due)
    said = [one for _, one in referral.consents.by_key if one is not None]
    if any(one.state is ConsentState.ASK_LATER for one in said):
        words = Say("Ask for the consent again: it was not possible then")
        yield made(TodoKind.CONSENT, words, Resolver.OFFICER)
    granted = [one for one in said if one.state is ConsentState.GRANTED]
    if any(one.how is ConsentHow.PAPER for one in granted) and not papers_back.papers_of(
        workspace, referral.id
    ):
        yield made(TodoKind.SCAN, Say("Attach the signed consent"), Resolver.DESK)
    if role is Role.DESK:
        missing = _missing(rules, seen, referral.made_at or now)
        if missing:
            words = Plural("{n} fact to complete", "{n} facts to complete", missing)
            yield made(TodoKind.FACTS, words, Resolver.DESK)
        if CASE_NUMBER not in seen and any(
            row.fact.id == CASE_NUMBER for row in rules.program.form
        ):
            yield made(TodoKind.CASE_NUMBER, Say("Attach the case number"), Resolver.DESK)


def _missing(workspace: Workspace, seen: Mapping[str, Register], made_at: datetime) -> int:
    """Return how many facts of the desk nobody has asked about; unknown is an answer, too."""
    answers = _answers(workspace, seen, made_at)
    return sum(
        row.tier is Tier.DESK and path != CASE_NUMBER and answers.at(path) is None
        for path, row in asked_paths(workspace.program.form, answers)
    )


def asked_of(workspace: Workspace, referral: Referral, seen: Mapping[str, Register]) -> list[str]:
    """Return the paths the referral's own form asks for: of each charge and drug its own."""
    if referral.made_at is None:
        return []
    rules = as_logged(workspace, referral)
    answers = _answers(rules, seen, referral.made_at)
    return [path for path, _ in asked_paths(rules.program.form, answers)]


def _answers(workspace: Workspace, seen: Mapping[str, Register], on: datetime) -> Answers:
    return answers_from(assess.known_values(workspace, seen), workspace.dictionary, on=on)
