"""A referral: one encounter's facts, its own status, the case at the lead agency, the consents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import (
    CASE_STATUS,
    REFERRAL_STATUS,
    Author,
    Register,
    Subject,
    SubjectState,
)
from desktop.domain.consent import Consents, consents_of
from desktop.domain.facts import FactValue, Known, Step
from desktop.domain.terms import CaseStatus, ReferralStatus, SubjectKind

NUMBER = "referral.number"
ENCOUNTER = "referral.encounter"
OUTCOME = "referral.outcome"


@dataclass(frozen=True)
class Referral:
    """What is known of one referral on this machine."""

    id: str
    encounter_id: str
    encounter: SubjectState | None
    own: SubjectState
    case: SubjectState | None
    consents: Consents

    @property
    def registers(self) -> Mapping[str, Register]:
        """Return the encounter's fields and the referral's own, by name."""
        facts = self.encounter.registers if self.encounter else {}
        return {**facts, **self.own.registers}

    @property
    def number(self) -> str:
        """Return its number for people, e.g. TRC-K7-26-000001."""
        return self.own.text(NUMBER)

    @property
    def home(self) -> Author | None:
        """Return who made it."""
        return self.own.opened_by

    @property
    def made_at(self) -> datetime | None:
        """Return when it was logged."""
        return self.own.opened_at

    @property
    def status(self) -> ReferralStatus | None:
        """Return where it stands for the precinct, or None while disputed."""
        to = step_to(self.own.value(REFERRAL_STATUS))
        return ReferralStatus(to) if to else None

    @property
    def case_status(self) -> CaseStatus | None:
        """Return where the case stands, or None: none yet, disputed, or not for this machine."""
        to = step_to(self.case.value(CASE_STATUS)) if self.case else None
        return CaseStatus(to) if to else None

    def value(self, path: str) -> FactValue | None:
        """Return an undisputed value, or None."""
        register = self.registers.get(path)
        return register.value if register else None

    def text(self, path: str) -> str:
        """Return a known text, or ""."""
        value = self.value(path)
        known = value.value if isinstance(value, Known) else None
        return known if isinstance(known, str) else ""

    @property
    def person_name(self) -> str:
        """Return first and last name, or "" where none is known here."""
        return " ".join(
            part for path in ("person.first_name", "person.last_name") if (part := self.text(path))
        )

    @property
    def disputes(self) -> tuple[tuple[Subject, str], ...]:
        """Return every field with two answers and whose it is."""
        states = [state for state in (self.encounter, self.own, self.case) if state]
        return tuple((state.subject, path) for state in states for path in state.disputes)


def step_to(value: FactValue | None) -> str | None:
    """Return where a step leads, or None."""
    inner = value.value if isinstance(value, Known) else None
    return inner.to if isinstance(inner, Step) else None


def assemble(
    own: SubjectState,
    *,
    encounter: SubjectState | None,
    case: SubjectState | None,
    consents: Iterable[SubjectState],
) -> Referral:
    """Return the referral its subjects add up to."""
    encounter_id = own.text(ENCOUNTER)
    return Referral(
        id=own.subject.id,
        encounter_id=encounter_id,
        encounter=encounter,
        own=own,
        case=case,
        consents=consents_of(encounter_id, consents),
    )


def encounter_subject(encounter_id: str) -> Subject:
    """Return the subject of an encounter's facts."""
    return Subject(SubjectKind.ENCOUNTER, encounter_id)


def referral_subject(referral_id: str) -> Subject:
    """Return the subject of a referral."""
    return Subject(SubjectKind.REFERRAL, referral_id)


def case_subject(referral_id: str) -> Subject:
    """Return the subject of its case; a case has its referral's id."""
    return Subject(SubjectKind.CASE, referral_id)
