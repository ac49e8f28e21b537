"""What a person asks for on the pages of an encounter and of the services: one value each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.encounter import Encounter
from desktop.domain.facts import Fact, FactType, FactValue
from desktop.domain.terms import PhoneResult, Tag
from desktop.domain.words import Say, Sayable


class Step(StrEnum):
    """The steps of a referral, in order."""

    SCREENING = "screening"
    PERSON = "person"
    SERVICES = "services"
    CONSENT = "consent"
    SEND = "send"


STEPS = tuple(Step)
STEP_WORDS: dict[Step, Sayable] = {
    Step.SCREENING: Say("Screening"),
    Step.PERSON: Say("Person"),
    Step.SERVICES: Say("Services"),
    Step.CONSENT: Say("Consent and hand-off"),
    Step.SEND: Say("Send"),
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One fact set; None takes it back: not asked."""

    path: str
    value: FactValue | None


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """What stands in a field and is not taken yet, "" for nothing.

    The answer given before stands until another is taken; `instead`: it is gone with the typing.
    """

    path: str
    text: str
    instead: bool = False


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item joins a list with its first fact, e.g. `drug.kind`. Its id comes from outside."""

    list: str
    fact: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class ItemRef:
    """One item of a list."""

    list: str
    item: str


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service becomes the first, second or third choice (rank 1 to 3); "" takes it back."""

    rank: int
    service_id: str


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """What the phone said; `waitlist` is how many wait, if that was said."""

    service_id: str
    result: PhoneResult
    waitlist: int | None = None


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A form taken down on paper: who wrote it, and when the contact was."""

    written_by: str
    met_at: datetime


@dataclass(frozen=True, slots=True)
class BadListing:
    """What is wrong with a listing, in the person's own words."""

    service_id: str
    words: str


def after(encounter: Encounter, edit: Edit | HalfTyped) -> Encounter:
    """Return the encounter after this edit."""
    if isinstance(edit, HalfTyped):
        before = encounter.unanswered(edit.path) if edit.instead else encounter
        return before.typing(edit.path, edit.text)
    if edit.value is None:
        return encounter.unanswered(edit.path)
    return encounter.answered(edit.path, edit.value)


# Asked while the rules are gone through, though they are about the person.
_SCREENED = frozenset(
    {
        "person.agrees",
        "person.wants_services",
        "person.intoxicated",
        "person.danger_to_self",
        "person.violent_now",
    }
)
_STEP_OF_GROUP = {
    "person": Step.PERSON,
    "needs": Step.PERSON,
    "barriers": Step.PERSON,
    "health": Step.PERSON,
    "safety": Step.PERSON,
    "service": Step.SERVICES,
    "handoff": Step.CONSENT,
    "transport": Step.CONSENT,
    "consent": Step.CONSENT,
}


def step_of(fact: Fact) -> Step:
    """Return the step in which the form takes a fact down."""
    if fact.id in _SCREENED:
        return Step.SCREENING
    if fact.id.startswith("own."):  # a program's own: by what kind of fact it is
        asked = Tag.JUSTICE in fact.tags or fact.type in (FactType.EVENT, FactType.TIME)
        return Step.SCREENING if asked else Step.PERSON
    return _STEP_OF_GROUP.get(fact.id.partition(".")[0], Step.SCREENING)
