"""Facts, moments, hours, services and consents in words, as every sheet says them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desktop.domain.condition_words import value_in_words
from desktop.domain.consent import LEAD, OFFICER, PROSECUTOR
from desktop.domain.directory import ServiceListing, phone_in_words
from desktop.domain.eligibility import in_words
from desktop.domain.encounter import SERVICES
from desktop.domain.facts import Fact, FactValue, Known, PartialDate, Unknown
from desktop.domain.hours import DAY_WORDS, DAYS
from desktop.domain.referral import OUTCOME
from desktop.domain.terms import ConsentHow, ConsentState, Outcome, Resolver
from desktop.domain.week import plain_time, week_in_words
from desktop.domain.words import Clock, Listing, Say, Sayable
from desktop.packet.sheets.facts import Agreement, SheetFacts

hours = week_in_words
BOX = "\u2610"  # an empty box to tick
NOT_ASKED = Say("Not asked")
DECLINED = Say("Declined to say")
CANNOT_KNOW = Say("Cannot be known in the field")
NOT_LISTED = Say("A service that is not on this computer's list")

RESOLVERS: dict[Resolver, Sayable] = {
    Resolver.OFFICER: Say("Officer"),
    Resolver.DISPATCH: Say("Dispatch"),
    Resolver.DESK: Say("Precinct desk"),
    Resolver.SUPERVISOR: Say("Supervisor"),
    Resolver.PROSECUTOR: Say("Prosecutor"),
    Resolver.LEAD: Say("Lead agency"),
}
_HOW: dict[ConsentHow, Sayable] = {
    ConsentHow.SIGNED: Say("Signed on the screen"),
    ConsentHow.PAPER: Say("Signed on paper"),
    ConsentHow.VERBAL: Say("Spoken"),
}
_STATES: dict[ConsentState, Sayable] = {
    ConsentState.GRANTED: Say("Yes"),
    ConsentState.REFUSED: Say("No"),
    ConsentState.REVOKED: Say("Taken back"),
    ConsentState.ASK_LATER: Say("To be asked again"),
}


def answer(facts: SheetFacts, path: str) -> Sayable:
    """Return what is known at a path: the value, why there is none, or both sides of a dispute."""
    fact = facts.dictionary.fact_of(path)
    register = facts.registers.get(path)
    if register is None:
        return NOT_ASKED
    if register.disputed:
        sides = dict.fromkeys(facts.say(_value(facts, fact, one.value)) for one in register.heads)
        return Say("Two answers, not settled: {answers}", answers=Listing(tuple(sides), " / "))
    value = register.value
    return NOT_ASKED if value is None else _value(facts, fact, value)


def is_open(facts: SheetFacts, path: str) -> bool:
    """Return whether a fact is not known, or has two answers."""
    register = facts.registers.get(path)
    return register is None or not register.heads or isinstance(register.value, Unknown | None)


def _value(facts: SheetFacts, fact: Fact, value: FactValue) -> Sayable:
    match value:
        case Unknown.NOT_ASKED:
            return NOT_ASKED
        case Unknown.DECLINED:
            return DECLINED
        case Unknown.CANNOT_KNOW:
            return CANNOT_KNOW
        case Known(bool(yes)):
            return Say("Yes") if yes else Say("No")
        case Known(datetime() as at):
            return moment(facts, at)
        case Known(PartialDate() as day) if day.month and day.day:
            return Say("{day}", day=day.first)
        case Known(str(word)) if fact.id == OUTCOME and word in {one.value for one in Outcome}:
            return in_words(Outcome(word))
        case Known(str(word)) if fact.id in SERVICES:
            listing = facts.listings.get(word)
            return listing.name if listing else NOT_LISTED
    return value_in_words(fact, value)


def moment(facts: SheetFacts, at: datetime) -> Sayable:
    """Return a moment on the agency's wall clock: "Thu 26 Nov 22:14"."""
    local = facts.local(at)
    return Say("{day} {moment}", day=DAY_WORDS[DAYS[local.weekday()]], moment=Clock(local))


def plain_moment(facts: SheetFacts, at: datetime) -> Sayable:
    """Return a moment as people say it: "Thu 26 Nov 2026, 3 pm"; after office hours, the day."""
    local = facts.local(at)
    day = Say(
        "{day} {date}",
        day=DAY_WORDS[DAYS[local.weekday()]],
        date=Clock(local, date_only=True),
    )
    if local.time() >= facts.program.calendar.closes:
        return day
    return Say("{day}, {time}", day=day, time=plain_time(local.time()))


def phone(listing: ServiceListing) -> Sayable:
    """Return the number to call a service at, "" where the list has none."""
    number = listing.phone
    return phone_in_words(number) if number else ""


def recipient(facts: SheetFacts, name: str) -> Sayable:
    """Return who a consent is for."""
    if name == LEAD:
        return facts.program.lead.name
    if name == OFFICER:
        officer = facts.text("officer.name")
        return Say("The officer, {name}", name=officer) if officer else Say("The officer")
    if name == PROSECUTOR:
        return Say("The prosecutor")
    listing = facts.listings.get(name.partition(":")[2])
    return listing.name if listing else NOT_LISTED


def agreement(facts: SheetFacts, one: Agreement) -> Sayable:
    """Return what the person said: "Yes", "No", "Taken back", "Ended", "Not asked"."""
    if one.disputed:
        return Say("Two answers, not settled: does not count")
    if one.consent is None:
        return NOT_ASKED
    until = one.consent.until
    granted = one.consent.state is ConsentState.GRANTED
    if granted and until is not None and facts.now >= until:
        return Say("Yes, but it has ended")
    return _STATES[one.consent.state]


def how_given(facts: SheetFacts, one: Agreement) -> Sayable:
    """Return how and when it was given, "" where it was not."""
    consent = one.consent
    if consent is None or consent.how is None:
        return ""
    parts: list[Sayable] = [_HOW[consent.how]]
    if consent.how is ConsentHow.VERBAL and consent.witness:
        parts = [Say("Spoken, heard by {name}", name=consent.witness)]
    if consent.given_at is not None:
        parts.append(moment(facts, consent.given_at))
    return Listing(tuple(parts))


def until(facts: SheetFacts, one: Agreement) -> Sayable:
    """Return when it ends: a day, or "until it is taken back"."""
    if one.consent is None or one.consent.state is not ConsentState.GRANTED:
        return ""
    if one.consent.until is None:
        return Say("Until it is taken back")
    return Clock(facts.local(one.consent.until), date_only=True)


def labels(facts: SheetFacts, paths: Iterable[str]) -> Sayable:
    """Return the short names of facts, each once."""
    names = (facts.say(facts.dictionary.fact_of(path).label) for path in paths)
    return Listing(tuple(dict.fromkeys(names)))
