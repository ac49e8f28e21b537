"""What a sheet is made of: only what release lets its reader see, and what the program says.

Nothing else reaches a sheet, so a withheld value cannot change a letter of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.domain.answers import Answers
from desktop.domain.change import Register
from desktop.domain.clocks import ClockRule
from desktop.domain.consent import Consent, Scope
from desktop.domain.directory import ServiceListing
from desktop.domain.encounter import SERVICES
from desktop.domain.facts import Dictionary, Known
from desktop.domain.program import Approval, Criterion, Program
from desktop.domain.terms import Audience, Resolver
from desktop.domain.words import Sayable, Tongue


class RuleState(StrEnum):
    """How a rule stands by the facts this reader sees."""

    MET = "met"
    HIT = "hit"
    OPEN = "open"
    FLAGGED = "flagged"  # not known, and let through all the same
    HELD = "held"  # it rests on facts this reader does not see


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of the program: how it stands, on which paths that rests, whose turn it is."""

    criterion: Criterion
    state: RuleState
    paths: tuple[str, ...] = ()
    who: Resolver | None = None
    due: datetime | None = None
    approval: Approval | None = None  # the answer that counts for it


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock of the program, and when it ends."""

    rule: ClockRule
    due: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """One question of consent and what stands of it; None and not disputed: never asked."""

    recipient: str  # as consents name it: "lead", "officer", "provider:<id>"
    scope: Scope
    consent: Consent | None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class SealedCode:
    """The sealed code as it is printed, or why there is none. All codes together are the whole."""

    parts: tuple[tuple[bytes, ...], ...] = ()  # for each sealed code, the bytes of each QR code
    corrections: tuple[str, ...] = ()  # of each sealed code: "M" or "L"
    too_large: bool = False
    newer: bool = False  # something was written elsewhere that the codes do not hold


@dataclass(frozen=True)
class SheetFacts:
    """Everything one sheet may say, and the language to say it in."""

    number: str  # the referral's, e.g. TRC-K7-26-000001
    audience: Audience
    program: Program
    registers: Mapping[str, Register]  # what the reader may see, by path
    held: frozenset[str]  # ids of facts the reader may not see, whether anybody asked or not
    answers: Answers  # the same facts as the rules read them
    rules: tuple[RuleLine, ...]
    deadlines: tuple[Deadline, ...]  # the soonest first
    agreements: tuple[Agreement, ...]
    listings: Mapping[str, ServiceListing]  # of the services chosen and seen, by id
    addressee: ServiceListing | None  # whom the provider's sheet is for
    made_under: str  # the rules of the day the referral was logged
    directory: str  # the edition of the list of services
    now: datetime
    clock_in_doubt: bool  # of this computer, or of the one the referral was made on
    tongue: Tongue = field(repr=False)
    copy: int = 1
    enclosed: tuple[tuple[Sayable, int], ...] = ()  # of a fax: each sheet and its pages
    code: SealedCode | None = None  # None: nobody could open one, so none is made
    finds: str = ""  # what a scan of the signed sheet finds its referral by

    @property
    def dictionary(self) -> Dictionary:
        """Return the dictionary of facts."""
        return self.program.dictionary

    def known(self, path: str) -> object:
        """Return what is known of a fact without its wrapping, or None."""
        register = self.registers.get(path)
        value = register.value if register else None
        return value.value if isinstance(value, Known) else None

    def text(self, path: str) -> str:
        """Return a known text, or ""."""
        known = self.known(path)
        return known if isinstance(known, str) else ""

    @property
    def services(self) -> tuple[ServiceListing, ...]:
        """Return the services chosen, first choice first, as far as the list has them."""
        ids = (self.text(path) for path in SERVICES)
        return tuple(self.listings[id_] for id_ in ids if id_ in self.listings)

    @property
    def first_service(self) -> ServiceListing | None:
        """Return the first choice, None where there is none or the list does not have it."""
        return self.listings.get(self.text(SERVICES[0]))

    def local(self, at: datetime) -> datetime:
        """Return a moment on the agency's wall clock."""
        return at.astimezone(self.program.calendar.zone)

    def say(self, what: Sayable) -> str:
        """Return the words in the sheet's language."""
        return self.tongue(what)
