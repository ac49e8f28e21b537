"""One referral as this reader may see it: what is known, what is open, what happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import CASE_STATUS, Change, Register, Subject
from desktop.domain.consent import Scope
from desktop.domain.eligibility import OpenPoint
from desktop.domain.facts import Dictionary, Fact, FactType, FactValue, Known
from desktop.domain.referral import Referral, step_to
from desktop.domain.release import Gate
from desktop.domain.terms import (
    CaseStatus,
    ConsentHow,
    ConsentState,
    ReferralStatus,
    Resolver,
    Role,
    Travel,
)
from desktop.domain.words import Clock, Say, Sayable
from desktop.viewmodels.consent_rows import ConsentRow, consent_rows
from desktop.viewmodels.deadlines import (
    Deadline,
    by_words,
    deadlines_seen,
    due_tone,
    met_clocks,
)
from desktop.viewmodels.disputes import Dispute, disputes_seen
from desktop.viewmodels.fact_groups import (
    LEADS,
    FactGroup,
    fact_groups,
    find_fact,
)
from desktop.viewmodels.marks import Mark, Moment, Tone
from desktop.viewmodels.names import Names
from desktop.viewmodels.referrals import NO_NAME
from desktop.viewmodels.timeline import timeline
from desktop.viewmodels.verdict import RESOLVER_WORDS

CASE_NUMBER = "incident_number"
_PERSON = ("person.first_name", "person.last_name")
# Whose open points a role may answer on this page; the lead agency answers its own under Cases.
_ANSWERS: Mapping[Role, frozenset[Resolver]] = {
    Role.OFFICER: frozenset({Resolver.OFFICER, Resolver.DISPATCH}),
    Role.DESK: frozenset({Resolver.OFFICER, Resolver.DISPATCH, Resolver.DESK}),
    Role.SUPERVISOR: frozenset(Resolver) - {Resolver.LEAD},
}
_STATUS_MARKS: Mapping[ReferralStatus, Mark] = {
    ReferralStatus.WITHDRAWN: Mark(Say("Withdrawn"), Tone.WARNING, "undo"),
    ReferralStatus.CLOSED: Mark(Say("Closed"), Tone.NEUTRAL, "check"),
}


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact an open point waits for, to be answered here; `label` says of which charge or drug."""

    path: str
    fact: Fact
    label: Sayable = ""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open point: what it is about, who finds out, by when; `asks` is what can be typed here."""

    criterion: str
    says: Sayable
    who: Sayable
    due: Sayable
    tone: Tone
    asks: tuple[OpenFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralDetail:
    """The page."""

    id: str
    person: Sayable
    number: str
    context: Sayable
    travel: Travel
    times: tuple[Sayable, ...]  # of the five states, in order; "" is not yet
    groups: tuple[FactGroup, ...]
    near: datetime  # the moment it was made for; a typed hour is meant near to it
    status: Mark | None = None
    desk_has_it: bool = False
    disputes: tuple[Dispute, ...] = ()
    open: tuple[OpenLine, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    consents: tuple[ConsentRow, ...] = ()
    moments: tuple[Moment, ...] = ()
    case_number: str | None = None  # None: not typed here
    copy_words: Sayable = ""  # whether the person's copy of the consents was made
    can_complete: bool = False  # facts may be completed and corrected here
    can_withdraw: bool = False
    can_print: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """Somebody decided a dispute: which answer stays."""

    referral: str
    subject: Subject
    path: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class FactAnswered:
    """Somebody found out what was open."""

    referral: str
    path: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class ConsentRevoked:
    """The person took a consent back."""

    referral: str
    recipient: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """The person was asked again: what they said, how, and what they signed here (PNG)."""

    referral: str
    recipient: str
    scope: Scope
    state: ConsentState
    how: ConsentHow | None = None
    witness: str = ""
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class CaseNumberTyped:
    """The agency's own case number for a referral."""

    referral: str
    number: str


def referral_detail(
    referral: Referral,
    seen: Mapping[str, Register],
    dictionary: Dictionary,
    gate: Gate,
    *,
    role: Role,
    names: Names,
    reached: Sequence[tuple[Travel, datetime]] = (),
    desk_has_it: bool = False,
    changes: Iterable[Change] = (),
    open_points: Iterable[OpenPoint] = (),
    asked: Collection[str] = (),
    clocks: Mapping[str, Sayable] | None = None,
    copy_made: datetime | None = None,
) -> ReferralDetail:
    """Return the page for the gate's reader.

    `seen` is what the gate lets through of the encounter's, the referral's and the case's
    registers, `changes` what it lets through of the history; `reached` the states of travel with
    their times; of the open points a lead agency sees those it resolves itself, the others tell of
    what is held back. `asked` are the paths the program's form asks for, `clocks` the names of its
    deadlines.
    """
    now = gate.now
    disputes = disputes_seen(referral, seen, dictionary, names, now)
    precinct = role in (Role.OFFICER, Role.DESK, Role.SUPERVISOR)
    logged = referral.status is ReferralStatus.LOGGED
    travel = reached[-1][0] if reached else Travel.SAVED
    return ReferralDetail(
        id=referral.id,
        person=_person(seen) or NO_NAME,
        number=referral.number,
        context=_context(referral, names, now),
        travel=travel,
        times=_times(reached, travel, now, shared=Travel.ACTED_ON in dict(reached)),
        groups=fact_groups(referral, seen, dictionary, gate, names=names, asked=asked),
        near=now,
        status=_STATUS_MARKS.get(referral.status) if referral.status else None,
        desk_has_it=desk_has_it,
        disputes=disputes,
        open=tuple(
            _open(one, seen, dictionary, role, now)
            for one in open_points
            if gate.reader.audience not in LEADS or one.resolver is Resolver.LEAD
        ),
        deadlines=deadlines_seen(
            seen,
            clocks or {},
            now=now,
            started=referral.made_at,
            met=met_clocks(clocks or {}, _case_seen(seen)),
        ),
        consents=consent_rows(gate, names, role),
        moments=timeline(changes, reached, dictionary, names, now=now),
        case_number=_known_text(seen, CASE_NUMBER) if role is Role.DESK else None,
        copy_words=_copy_words(gate, copy_made) if precinct else "",
        can_complete=precinct and logged,
        can_withdraw=precinct and logged,
        can_print=precinct,
    )


def _copy_words(gate: Gate, made: datetime | None) -> Sayable:
    """Return whether the person's copy was made; "" where nothing was granted."""
    if made is not None:
        return Say("The person's copy was made {when}.", when=made.astimezone(gate.now.tzinfo))
    said = [one for _, one in gate.consents.by_key if one is not None]
    granted = any(one.state is ConsentState.GRANTED for one in said)
    return Say("No copy for the person yet: Print sheets.") if granted else ""


def _case_seen(seen: Mapping[str, Register]) -> CaseStatus | None:
    """Return where the case stands as far as this reader may know."""
    register = seen.get(CASE_STATUS)
    to = step_to(register.value) if register else None
    return CaseStatus(to) if to in set(CaseStatus) else None


def _known_text(seen: Mapping[str, Register], path: str) -> str:
    register = seen.get(path)
    value = register.value if register else None
    inner = value.value if isinstance(value, Known) else None
    return inner if isinstance(inner, str) else ""


def _person(seen: Mapping[str, Register]) -> str:
    return " ".join(part for path in _PERSON if (part := _known_text(seen, path)))


def _context(referral: Referral, names: Names, now: datetime) -> Sayable:
    home, at = referral.home, referral.made_at
    if home is None or at is None:
        return Say("Waits for its first part from another machine")
    return Say(
        "{who}, {machine}, {when}",
        who=names.who(home),
        machine=names.device(home),
        when=at.astimezone(now.tzinfo),
    )


def _times(
    reached: Sequence[tuple[Travel, datetime]], travel: Travel, now: datetime, *, shared: bool
) -> tuple[Sayable, ...]:
    known = dict(reached)
    times: list[Sayable] = [
        Clock(known[state].astimezone(now.tzinfo)) if state in known else "" for state in Travel
    ]
    if travel is Travel.RECEIVED and not shared:
        # The same words for no consent, a refusal and no result: it must not tell which.
        times[-1] = Say("none shared")
    return tuple(times)


def _open(
    point: OpenPoint,
    seen: Mapping[str, Register],
    dictionary: Dictionary,
    role: Role,
    now: datetime,
) -> OpenLine:
    asks = []
    if point.resolver in _ANSWERS.get(role, frozenset()):
        for path in point.facts:
            register, fact = seen.get(path), find_fact(dictionary, path)
            known = register is not None and isinstance(register.value, Known)
            if fact is not None and not known and fact.type is not FactType.RECORD:
                asks.append(OpenFact(path, fact))
    return OpenLine(
        criterion=point.criterion,
        says=point.says,
        who=RESOLVER_WORDS[point.resolver],
        due=by_words(point.due, now) if point.due else Say("no deadline"),
        tone=due_tone(point.due, now) if point.due else Tone.NEUTRAL,
        asks=tuple(asks),
    )
