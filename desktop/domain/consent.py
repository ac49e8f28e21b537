"""What may go to whom, for what, until when, and how the person said so.

A consent is one register: its subject id is a hash of encounter, recipient and scope, and every
grant, refusal and revocation is a value of it. It counts only when it has exactly one head and
that head grants.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from desktop.domain.change import Register, Subject, SubjectState
from desktop.domain.facts import Known, Record
from desktop.domain.terms import ConsentHow, ConsentState, SubjectKind
from desktop.domain.words import Say, Sayable

FIELD = "consent"
LEAD = "lead"
OFFICER = "officer"
PROSECUTOR = "prosecutor"


def provider(service_id: str) -> str:
    """Return the recipient's name for a service."""
    return f"provider:{service_id}"


ENDS_SOON = timedelta(days=14)  # before and after its end: time to meet the person again


class Scope(StrEnum):
    """What a consent frees. Scopes are tags; T has levels for the news to the officer."""

    PERSONAL = "P"
    HEALTH = "H"
    NEWS_CONTACT = "T1"  # accepted, contact made
    NEWS_STATUS = "T2"  # enrolled, completed
    TREATMENT = "T"  # the treatment record itself, to a prosecutor or a lead agency


# Field.md 5.4: level 1 is "contact made", level 2 is "enrolled / active / completed".
SCOPE_IN_WORDS: dict[Scope, Sayable] = {
    Scope.PERSONAL: Say("Name, and how to find this person"),
    Scope.HEALTH: Say("What help this person needs"),
    Scope.NEWS_CONTACT: Say("News back to the officer: that contact was made"),
    Scope.NEWS_STATUS: Say("News back to the officer: enrolled or completed"),
    Scope.TREATMENT: Say("The treatment record"),
}


@dataclass(frozen=True, slots=True)
class Consent:
    """One value of a consent: who may get what, and what the person said."""

    encounter: str
    recipient: str
    scope: Scope
    state: ConsentState
    how: ConsentHow | None = None
    witness: str = ""
    given_at: datetime | None = None
    until: datetime | None = None
    text_version: str = ""
    language: str = ""

    @property
    def subject(self) -> Subject:
        """Return the register it is a value of."""
        return consent_subject(self.encounter, self.recipient, self.scope)

    def ends_soon(self, now: datetime) -> bool:
        """Return whether it ends in the next days, or ended in the last ones.

        One that was given for a few weeks is announced in its last quarter.
        """
        if self.state is not ConsentState.GRANTED or self.until is None:
            return False
        whole = self.until - self.given_at if self.given_at else 4 * ENDS_SOON
        return -ENDS_SOON <= self.until - now <= min(ENDS_SOON, whole / 4)


def consent_subject(encounter: str, recipient: str, scope: Scope) -> Subject:
    """Return the one register for this encounter, recipient and scope."""
    words = "\x1f".join((encounter, recipient, scope.value))
    return Subject(SubjectKind.CONSENT, sha256(words.encode()).hexdigest()[:32])


def to_record(consent: Consent) -> Record:
    """Return the consent as the words that travel."""
    return Record.of(
        encounter=consent.encounter,
        recipient=consent.recipient,
        scope=consent.scope.value,
        state=consent.state.value,
        how=consent.how.value if consent.how else None,
        witness=consent.witness or None,
        given_at=consent.given_at.isoformat() if consent.given_at else None,
        until=consent.until.isoformat() if consent.until else None,
        text_version=consent.text_version or None,
        language=consent.language or None,
    )


def from_record(record: Record) -> Consent | None:
    """Return the consent the words hold, or None when they are not one."""
    try:
        how, until, given = record.get("how"), record.get("until"), record.get("given_at")
        consent = Consent(
            encounter=record.get("encounter"),
            recipient=record.get("recipient"),
            scope=Scope(record.get("scope")),
            state=ConsentState(record.get("state")),
            how=ConsentHow(how) if how else None,
            witness=record.get("witness"),
            given_at=datetime.fromisoformat(given) if given else None,
            until=datetime.fromisoformat(until) if until else None,
            text_version=record.get("text_version"),
            language=record.get("language"),
        )
    except ValueError:
        return None
    times = [at for at in (consent.given_at, consent.until) if at is not None]
    if any(at.utcoffset() is None or not 1900 <= at.year <= 2999 for at in times):
        return None
    return consent


@dataclass(frozen=True, slots=True)
class Consents:
    """The consents of one encounter: per recipient and scope the one that counts, or None.

    None stands where there is a dispute or something unreadable; absent means never asked.
    """

    by_key: tuple[tuple[tuple[str, Scope], Consent | None], ...] = ()

    def get(self, recipient: str, scope: Scope) -> Consent | None:
        """Return the consent with exactly one head, else None."""
        return dict(self.by_key).get((recipient, scope))

    def grants(
        self,
        recipient: str,
        scope: Scope,
        *,
        now: datetime,
        clock_trusted: bool = True,
        spoken_enough: bool = False,
    ) -> bool:
        """Return whether this frees the scope now.

        One that ends does not free anything while the clock cannot be trusted; a spoken one needs
        a witness and frees only where `spoken_enough` says so (never T, never a prosecutor).
        """
        consent = self.get(recipient, scope)
        if consent is None or consent.state is not ConsentState.GRANTED:
            return False
        if consent.until is not None and (not clock_trusted or now >= consent.until):
            return False
        if consent.how is ConsentHow.VERBAL:
            return spoken_enough and bool(consent.witness)
        return consent.how is not None


def consents_of(encounter: str, states: Iterable[SubjectState]) -> Consents:
    """Return the encounter's consents out of consent registers; others are passed over."""
    found: dict[tuple[str, Scope], Consent | None] = {}
    for state in states:
        register = state.registers.get(FIELD)
        if state.subject.kind is not SubjectKind.CONSENT or register is None:
            continue
        for consent in said_in(register):
            if consent.encounter == encounter and consent.subject == state.subject:
                one_head = consent if len(register.heads) == 1 else None
                found[(consent.recipient, consent.scope)] = one_head
    return Consents(tuple(sorted(found.items(), key=lambda pair: pair[0])))


def by_encounter(states: Iterable[SubjectState]) -> dict[str, list[SubjectState]]:
    """Return the consent registers of each encounter, by its id."""
    found: dict[str, list[SubjectState]] = {}
    for state in states:
        register = state.registers.get(FIELD)
        for encounter in {one.encounter for one in said_in(register)} if register else ():
            found.setdefault(encounter, []).append(state)
    return found


def is_taken_back(states: Iterable[SubjectState], recipient: str, scope: Scope) -> bool:
    """Return whether the person does not, or no longer, allow a scope: any word against it counts.

    Stricter than "it does not count now": a clock in doubt or two equal grants free nothing, and
    take nothing back either.
    """
    said = [
        one
        for state in states
        if (register := state.registers.get(FIELD)) is not None
        for one in said_in(register)
        if (one.recipient, one.scope) == (recipient, scope)
    ]
    return not said or any(one.state is not ConsentState.GRANTED for one in said)


def said_in(register: Register) -> Iterable[Consent]:
    """Return every value of a consent's register, also the disputed ones."""
    for head in register.heads:
        if isinstance(head.value, Known) and isinstance(head.value.value, Record):
            consent = from_record(head.value.value)
            if consent is not None:
                yield consent
