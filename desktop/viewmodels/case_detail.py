"""One case: how to find the person, what to do next, what the officer will see of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Register
from desktop.domain.consent import LEAD, OFFICER, Scope
from desktop.domain.eligibility import OpenPoint
from desktop.domain.facts import Dictionary, Fact, Known, Unknown
from desktop.domain.referral import Referral
from desktop.domain.release import Gate
from desktop.domain.terms import CASE_STEPS, Audience, CaseStatus, Resolver
from desktop.domain.words import Clock, Listing, Say, Sayable
from desktop.viewmodels.cases import status_mark
from desktop.viewmodels.deadlines import (
    Deadline,
    by_words,
    deadlines_seen,
    due_tone,
    met_clocks,
)
from desktop.viewmodels.fact_groups import find_fact, said_value
from desktop.viewmodels.marks import Choice, Mark, Moment, Tone
from desktop.viewmodels.names import Names
from desktop.viewmodels.referrals import NO_NAME
from desktop.viewmodels.same_person import SameLine

REACHED, NO_ANSWER = "reached", "no_answer"
MESSAGE_LEFT, WRONG_NUMBER = "message_left", "wrong_number"
MODES = ("call", "text", "visit", "other")
_FIND = (
    "person.best_place",
    "person.phone",
    "person.phone_ok_to_call",
    "person.phone_ok_to_text",
    "person.voicemail_ok",
    "person.alternate_contact",
    "person.alternate_ok",
    "person.language",
    "person.interpreter_needed",
    "person.housing",
    "safety.note",
)
_ICONS = {"call": "phone", "text": "chat", "visit": "directions_walk"}
POINT_ANSWERS = (
    Choice("bars", Say("It bars the person")),
    Choice("does_not_bar", Say("It does not bar")),
    Choice("cannot_say", Say("Cannot say")),
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach the person, as it is kept: values of contact_attempt.mode and .result."""

    at: datetime
    mode: str
    result: str
    by: Sayable


@dataclass(frozen=True, slots=True)
class PointLine:
    """An open point the lead agency resolves; `answer` is the word given, "" for none."""

    criterion: str
    says: Sayable
    due: Sayable
    tone: Tone
    answer: str = ""
    proposed: str = ""  # the word the own records come to, "" for none
    because: Sayable = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the own records answer of one open point, and why."""

    answer: str
    because: tuple[Sayable, ...]


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """The case. `voicemail` says why no message may be left, "" when one may."""

    id: str
    person: Sayable
    number: str
    status: CaseStatus | None
    mark: Mark
    find: tuple[tuple[Sayable, Sayable], ...]
    held: Sayable
    next_title: Sayable
    next_detail: Sayable
    officer_sees: Sayable
    steps: frozenset[CaseStatus]
    deadline: Deadline | None = None
    deadlines: tuple[Deadline, ...] = ()
    voicemail: Sayable = ""
    attempts: tuple[Moment, ...] = ()
    points: tuple[PointLine, ...] = ()
    modes: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()  # why a case closes
    same: tuple[SameLine, ...] = ()  # other referrals that may be of this person


@dataclass(frozen=True, slots=True)
class AttemptMade:
    """Somebody tried to reach the person: how, and what came of it."""

    case: str
    mode: str
    result: str


@dataclass(frozen=True, slots=True)
class CaseStep:
    """The next step of a case is asked for."""

    case: str
    to: CaseStatus


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """The case is to be closed, for a reason (a value of case.closed_reason)."""

    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class PointAnswered:
    """The lead agency answers an open point: bars, does_not_bar or cannot_say."""

    case: str
    criterion: str
    answer: str


def case_detail(
    referral: Referral,
    seen: Mapping[str, Register],
    dictionary: Dictionary,
    gate: Gate,
    *,
    names: Names,
    attempts: Iterable[Attempt] = (),
    open_points: Iterable[OpenPoint] = (),
    clocks: Mapping[str, Sayable] | None = None,
    same: tuple[SameLine, ...] = (),
    proposed: Mapping[str, Proposed] | None = None,
) -> CaseDetail:
    """Return the case as the gate's reader, the lead agency, may see it."""
    now, status = gate.now, referral.case_status
    tried = sorted(attempts, key=lambda one: one.at, reverse=True)
    named = clocks or {}
    met = met_clocks(named, status)
    deadlines = deadlines_seen(seen, named, now=now, started=referral.made_at, met=met)
    title, detail = _next(status, seen, len(tried))
    person = " ".join(
        part for path in ("person.first_name", "person.last_name") if (part := _text(seen, path))
    )
    return CaseDetail(
        id=referral.id,
        person=person or NO_NAME,
        number=referral.number,
        status=status,
        mark=status_mark(status),
        find=_find(seen, dictionary, now, names),
        held=_held(gate, referral, names),
        next_title=title,
        next_detail=detail,
        officer_sees=officer_sees(gate),
        steps=frozenset(to for (saw, to) in CASE_STEPS if saw is status),
        deadline=next((one for one in deadlines if one.tone is not Tone.SUCCESS), None),
        deadlines=deadlines,
        voicemail=_voicemail(seen),
        attempts=tuple(_moment(one, dictionary, now) for one in tried),
        points=_points(open_points, seen, now, proposed or {}),
        modes=_choices(dictionary, "contact_attempt.mode"),
        reasons=_choices(dictionary, "case.closed_reason"),
        same=same,
    )


def officer_sees(gate: Gate) -> Sayable:
    """Return what of this case reaches the officer under the consents in force."""

    def granted(scope: Scope) -> bool:
        return gate.consents.grants(OFFICER, scope, now=gate.now, clock_trusted=gate.clock_trusted)

    if granted(Scope.NEWS_STATUS):
        return Say("The officer sees that contact was made, and enrolled or completed. No more.")
    if granted(Scope.NEWS_CONTACT):
        return Say("The officer sees that contact was made, and nothing more.")
    return Say("The officer sees that you received it, and nothing more.")


def _next(
    status: CaseStatus | None, seen: Mapping[str, Register], tries: int
) -> tuple[Sayable, Sayable]:
    match status:
        case None:
            return Say("Accept this case"), Say("The clock for the first contact is running.")
        case CaseStatus.ACCEPTED:
            return _reach(seen, tries)
        case CaseStatus.CONTACT_MADE:
            return Say("Take the person in"), Say("Record it as enrolled once intake is done.")
        case CaseStatus.ENROLLED:
            return Say("Record when it is completed"), ""
        case CaseStatus.COMPLETED:
            return Say("Close the case"), ""
    return Say("Nothing more to do"), Say("This case is closed.")


def _reach(seen: Mapping[str, Register], tries: int) -> tuple[Sayable, Sayable]:
    phone, place = _text(seen, "person.phone"), _text(seen, "person.best_place")
    may_call = _known(seen, "person.phone_ok_to_call") is not False
    if phone and may_call and (tries < 2 or not place):
        after = Say("If there is no answer: look at the best place.") if place else ""
        return Say("Call {phone}", phone=phone), after
    if place:
        return Say("Visit the best place to find the person"), place
    return Say("Find out how to reach the person"), Say("Ask the officer who made the referral.")


def _find(
    seen: Mapping[str, Register], dictionary: Dictionary, now: datetime, names: Names
) -> tuple[tuple[Sayable, Sayable], ...]:
    lines: list[tuple[Sayable, Sayable]] = []
    for path in _FIND:
        register, fact = seen.get(path), find_fact(dictionary, path)
        if register is None or fact is None:
            continue
        if register.disputed:
            answers = tuple(said_value(path, fact, one.value, now, names) for one in register.heads)
            lines.append((fact.label, Say("Two answers: {a}", a=Listing(answers, between=" / "))))
        elif register.value is not None and register.value is not Unknown.NOT_ASKED:
            lines.append((fact.label, said_value(path, fact, register.value, now, names)))
    return tuple(lines)


def _held(gate: Gate, referral: Referral, names: Names) -> Sayable:
    inside = gate.reader.audience is Audience.LEAD_INSIDE
    free = inside and gate.rules.personal_to_inside_lead
    if free or gate.consents.grants(
        LEAD,
        Scope.PERSONAL,
        now=gate.now,
        clock_trusted=gate.clock_trusted,
        spoken_enough=gate.rules.spoken_consent,
    ):
        return ""
    home = referral.home
    agency = names.agency(home.agency) if home else ""
    return Say("Held back. Stays with {agency}. Ask the officer to reach out.", agency=agency)


def _voicemail(seen: Mapping[str, Register]) -> Sayable:
    if _known(seen, "person.voicemail_ok") is False:
        return Say("The person does not want messages left.")
    return ""


def _moment(one: Attempt, dictionary: Dictionary, now: datetime) -> Moment:
    mode = _label(dictionary.find("contact_attempt.mode"), one.mode)
    result = _label(dictionary.find("contact_attempt.result"), one.result)
    icon = _ICONS.get(one.mode, "connect_without_contact")
    return Moment(
        Say("{mode}: {result}", mode=mode, result=result),
        Clock(one.at.astimezone(now.tzinfo)),
        one.by,
        Tone.SUCCESS if one.result == REACHED else Tone.NEUTRAL,
        icon,
    )


def _points(
    points: Iterable[OpenPoint],
    seen: Mapping[str, Register],
    now: datetime,
    proposed: Mapping[str, Proposed],
) -> tuple[PointLine, ...]:
    return tuple(
        PointLine(
            criterion=one.criterion,
            says=one.says,
            due=by_words(one.due, now) if one.due else Say("no deadline"),
            tone=due_tone(one.due, now) if one.due else Tone.NEUTRAL,
            answer=_text(seen, f"answer/{one.criterion}"),
            proposed=mine.answer if (mine := proposed.get(one.criterion)) else "",
            because=Listing(mine.because, between=" ") if mine else "",
        )
        for one in points
        if one.resolver is Resolver.LEAD
    )


def _known(seen: Mapping[str, Register], path: str) -> object:
    register = seen.get(path)
    value = register.value if register else None
    return value.value if isinstance(value, Known) else None


def _text(seen: Mapping[str, Register], path: str) -> str:
    known = _known(seen, path)
    return known if isinstance(known, str) else ""


def _choices(dictionary: Dictionary, path: str) -> tuple[Choice, ...]:
    fact = dictionary.find(path)
    return tuple(Choice(one.value, one.label) for one in fact.choices) if fact else ()


def _label(fact: Fact | None, value: str) -> Sayable:
    choice = fact.choice(value) if fact else None
    return choice.label if choice else value


def first_open(points: Sequence[PointLine]) -> PointLine | None:
    """Return the first point nobody has answered."""
    return next((one for one in points if not one.answer), None)
