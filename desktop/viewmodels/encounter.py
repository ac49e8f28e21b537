"""One encounter as its page shows it: all five steps, the verdict, the matches, what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from desktop.domain.answers import answers_from
from desktop.domain.capacity import CapacityReport
from desktop.domain.directory import ServiceListing
from desktop.domain.eligibility import Decision
from desktop.domain.encounter import Encounter, find_problems
from desktop.domain.facts import Dictionary, Known
from desktop.domain.program import Program
from desktop.domain.terms import ConsentHow, ConsentState, Outcome
from desktop.domain.wishes import Match, wish_of
from desktop.domain.words import Listing, Plural, Say, Sayable, Tongue
from desktop.viewmodels.alike import AlikeLine
from desktop.viewmodels.asked import Step, step_of
from desktop.viewmodels.asks import CHOSEN, CHOSEN_REASON, REFER
from desktop.viewmodels.consents import ConsentView, ConsentWanted, consent_view
from desktop.viewmodels.handoff import HandoffView, LeaveLine, handoff_view
from desktop.viewmodels.interview import ScreeningView, screening_view
from desktop.viewmodels.marks import Line
from desktop.viewmodels.matches import match_lines
from desktop.viewmodels.person import PersonView, person_name, person_view
from desktop.viewmodels.service_detail import ServiceDetail, service_detail
from desktop.viewmodels.verdict import VerdictView, verdict_view
from desktop.viewmodels.when_asked import WhenAsked


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One step in the summary: whether it is done, in words; `step` is where it is filled in."""

    step: Step
    done: bool
    title: Sayable
    detail: Sayable


@dataclass(frozen=True, slots=True)
class SendView:
    """The last step. `stops` says why it cannot be sent, "" when it can."""

    lines: tuple[SummaryLine, ...]
    button: Sayable
    sentence: Sayable
    stops: Sayable = ""


@dataclass(frozen=True, slots=True)
class EncounterView:
    """The page. `details` hold what the Services step shows beside its lines, by service id."""

    id: str
    step: Step
    title: Sayable
    context: Sayable
    kept: Sayable
    begun_at: datetime
    screening: ScreeningView
    person: PersonView
    verdict: VerdictView
    matches: tuple[Line, ...]
    details: Mapping[str, ServiceDetail]
    matches_hint: Sayable
    chosen: tuple[str, ...]
    consent: ConsentView
    handoff: HandoffView
    send: SendView
    can_undo: bool = False


def encounter_view(
    encounter: Encounter,
    program: Program,
    decision: Decision,
    *,
    matches: Sequence[Match],
    capacity: Mapping[str, Sequence[CapacityReport]],
    wanted: Sequence[ConsentWanted],
    leave: Sequence[LeaveLine],
    tongues: Mapping[str, Tongue],
    now: datetime,
    step: Step = Step.SCREENING,
    kept_at: datetime | None = None,
    context: Sayable = "",
    signature: bytes = b"",
    how: ConsentHow | None = None,
    chosen: Sequence[ServiceListing] = (),
    can_undo: bool = False,
    alike: Sequence[AlikeLine] = (),
) -> EncounterView:
    """Return the page.

    `chosen` are the listings of the services chosen (they need not be among `matches`); `how` is
    the way in which a yes is given, chosen before the first one; `kept_at` is when the draft was
    written last.
    """
    dictionary = program.dictionary
    answers = answers_from(encounter.facts, dictionary, on=encounter.begun_at)
    verdict = verdict_view(decision, answers, program, dictionary)
    consent = consent_view(
        encounter, program, wanted, tongues=tongues, now=now, signature=signature, how=how
    )
    screening = screening_view(encounter, program, dictionary, answers, decision)
    name = person_name(encounter)
    handoff = handoff_view(
        encounter,
        program,
        dictionary,
        now=now,
        leave=leave,
        first_service=chosen[0] if chosen else None,
    )
    person = wish_of(encounter.facts).person
    holidays = program.calendar.holidays
    return EncounterView(
        id=encounter.id,
        step=step,
        title=Say("New referral"),
        context=Listing(tuple(part for part in (name, context) if part), between=" · "),
        kept=_kept(kept_at, now),
        begun_at=encounter.begun_at,
        screening=screening,
        person=person_view(encounter, program, answers, alike),
        verdict=verdict,
        matches=match_lines(matches, now=now, holidays=holidays, chosen=encounter.services),
        # A key of the screening must not wait for seven services that another step shows.
        details=WhenAsked(
            {
                one.listing.id: partial(
                    service_detail,
                    one.listing,
                    capacity.get(one.listing.id, ()),
                    now=now,
                    person=person,
                    rules_for=name,
                    miles=one.miles,
                    near=one.near,
                    reasons=one.reasons,
                    doubts=one.doubts,
                    holidays=holidays,
                )
                for one in matches
            }
        ),
        matches_hint=Say("best fit first") if matches else Say("nothing fits yet"),
        chosen=encounter.services,
        consent=consent,
        handoff=handoff,
        send=_send(encounter, decision, verdict, screening, consent, chosen, name, now, dictionary),
        can_undo=can_undo,
    )


def _kept(kept_at: datetime | None, now: datetime) -> Sayable:
    if kept_at is None:
        return Say("Kept on this computer as you type")
    local = kept_at.astimezone(now.tzinfo)
    return Say("Saved on this computer {time}", time=f"{local:%H:%M}")


def _send(
    encounter: Encounter,
    decision: Decision,
    verdict: VerdictView,
    screening: ScreeningView,
    consent: ConsentView,
    chosen: Sequence[ServiceListing],
    name: Sayable,
    now: datetime,
    dictionary: Dictionary,
) -> SendView:
    stops = _stops(encounter, decision, now)
    review = decision.outcome is Outcome.NEEDS_ANSWER
    granted = any(one.state is ConsentState.GRANTED for one in consent.lines)
    sentence: Sayable = Say("It is kept here first and leaves with the next exchange.")
    if review:
        sentence = Say("The open questions go to the precinct desk. It is not yet a yes or a no.")
    half = {step: _half_typed(encounter, dictionary, step) for step in Step}
    button: Sayable = Say("Send referral")
    if review:
        button = Say("Send for review")
    elif granted and consent.missing:
        button = Say("Save, consent later")
    return SendView(
        lines=(
            SummaryLine(
                Step.SCREENING,
                verdict.outcome is not Outcome.NEEDS_ANSWER and not half[Step.SCREENING],
                verdict.title,
                half[Step.SCREENING] or verdict.sentence,
            ),
            SummaryLine(
                Step.PERSON,
                isinstance(name, str) and not half[Step.PERSON],
                name,
                half[Step.PERSON] or _reach(encounter),
            ),
            SummaryLine(
                Step.SERVICES,
                bool(chosen),
                Listing(tuple(one.name for one in chosen)) if chosen else Say("No service chosen"),
                "" if chosen else Say("It can be chosen later."),
            ),
            SummaryLine(
                Step.CONSENT,
                not consent.current and not consent.missing,
                _consents_in_words(consent),
                consent.missing or consent.given,
            ),
        ),
        button=button,
        sentence=sentence,
        stops=stops,
    )


def _half_typed(encounter: Encounter, dictionary: Dictionary, step: Step) -> Sayable:
    """Return what was typed on a step and never taken; the referral goes without it."""
    parts = tuple(
        Say("{field} “{typed}”", field=fact.label, typed=text.strip()[:40])
        for path, text in encounter.typed.items()
        if (fact := dictionary.find(path)) is not None and step_of(fact) is step
    )
    return Say("Typed, not taken yet: {what}", what=Listing(parts)) if parts else ""


def _stops(encounter: Encounter, decision: Decision, now: datetime) -> Sayable:
    if decision.outcome is Outcome.NOT_ELIGIBLE:
        return Say("This pathway is closed. Choose another one, or hand over the contact card.")
    if decision.outcome is Outcome.YOUR_DECISION:
        if CHOSEN not in encounter.facts or not encounter.text(CHOSEN_REASON).strip():
            return Say("Choose, and say why in one sentence.")
        if encounter.facts[CHOSEN] != Known(REFER):
            return Say("You chose not to refer. Put it away, or hand over the contact card.")
    return next((one.says for one in find_problems(encounter, now=now) if one.stops), "")


def _reach(encounter: Encounter) -> Sayable:
    if encounter.text("person.best_place").strip() or encounter.text("person.phone").strip():
        return Say("There is a way to find this person.")
    return Say("Nothing says yet how to find this person. Many people lose touch here.")


def _consents_in_words(consent: ConsentView) -> Sayable:
    yes = sum(one.state is ConsentState.GRANTED for one in consent.lines)
    asked = sum(one.state is not None for one in consent.lines)
    if consent.all_no:
        return Say("Nothing leaves this computer. Print the contact card (no name needed).")
    if not asked:
        return Say("Consent: nothing asked yet")
    return Plural(
        "Consent: {n} yes of {all} questions",
        "Consent: {n} yes of {all} questions",
        yes,
        all=len(consent.lines),
    )
