"""One desk machine that refers and prints: a real store, the sample program and its services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from desktop.domain.consent import LEAD, Consent, Scope, provider
from desktop.domain.encounter import Encounter
from desktop.domain.facts import FactValue, Known, PartialDate, Range, Unknown
from desktop.domain.referral import Referral
from desktop.domain.terms import ConsentHow, ConsentState, DeviceKind, Role
from desktop.formats.directory_files import read_directory
from desktop.services import assess, refer
from desktop.services.workspace import Workspace
from tests.stories.machines import CONSENT_A, CONSENT_B, NIGHT, RESOURCES, Clock, Computer

SERVICE = "tr-prairie-ridge"
CONSENT_PROVIDER = ((provider(SERVICE), Scope.PERSONAL), (provider(SERVICE), Scope.HEALTH))
NOW = NIGHT + timedelta(minutes=30)

# One fact of every kind an officer takes down; nothing of it is anybody's.
FACTS: dict[str, FactValue] = {
    "pathway": Known("INT"),
    "officer.phone": Known("555-0160"),
    "offer.made": Known(True),
    "offer.answer": Known("accepted"),
    "handoff.method": Known("scene"),
    "handoff.called_at": Known(NIGHT + timedelta(minutes=5)),
    "transport": Known("case_manager"),
    "person.first_name": Known("Kit"),
    "person.last_name": Known("Imaginary"),
    "person.birth_date": Known(PartialDate(1996, 3, 14)),
    "person.age": Range(Decimal("28"), Decimal("32")),
    "person.phone": Known("555-0107"),
    "person.phone_ok_to_call": Known(True),
    "person.voicemail_ok": Known(False),
    "person.best_place": Known("behind the feed store, mornings"),
    "person.alternate_contact": Unknown.DECLINED,
    "person.agrees": Known(True),
    "person.language": Known("es"),
    "person.intoxicated": Known(False),
    "needs": Known(("shelter", "withdrawal")),
    "barriers": Known(("transport",)),
    "health.withdrawal_signs": Known(True),
    "health.note": Known("shaking, last use this morning"),
    "safety.animals": Known(True),
    "safety.note": Known("two dogs behind the house"),
    "place.address": Known("410 Sample Road"),
    "cad_number": Known("C-26-4711"),
    "charges.complete": Known(True),
    "charge/a/offense": Known("drug_possession"),
    "charge/a/level": Known("misdemeanor"),
    "charge/a/victim": Known("none"),
    "drugs.complete": Known(True),
    "drug/a/kind": Known("heroin"),
    "drug/a/amount_g": Range(Decimal("1.8"), Decimal("2.2")),
    "drug_sale": Known("none"),
    "conduct.exploits_minors": Known(False),
    "conduct.promotes_prostitution": Known(False),
    "history.violent_conviction": Unknown.CANNOT_KNOW,
    "warrant.status": Unknown.CANNOT_KNOW,
    "supervision.status": Known("none"),
    "narrative": Known("stopped for a broken lamp"),
    "service.first": Known(SERVICE),
    "service.second": Known("tr-harbor"),
}


class Desk:
    """One machine of the precinct with its officer and its desk."""

    def __init__(
        self, folder: Path, kind: DeviceKind = DeviceKind.DESK, program: str = "three-rivers"
    ) -> None:
        self.computer = Computer(folder, kind, "TRC", "D1", Clock(), program)
        store = self.computer.open().store
        small = read_directory(RESOURCES / "directory" / "three-rivers", at=NIGHT, edition="sample")
        store.directory.replace(small.snapshot, taken_at=NIGHT)

    def user(self, role: Role, name: str = "Dana Testcase") -> Workspace:
        """Return the workspace in this user's hands."""
        return self.computer.user(name, role)

    @property
    def officer(self) -> Workspace:
        """Return the workspace in the hands of Ofc. Larkspur."""
        return self.user(Role.OFFICER, "Ofc. Larkspur")

    @property
    def desk(self) -> Workspace:
        """Return the workspace in the hands of the desk."""
        return self.user(Role.DESK)

    def refers(
        self,
        name: str,
        *,
        consents: tuple[tuple[str, Scope], ...] = (*CONSENT_A, *CONSENT_B, *CONSENT_PROVIDER),
        facts: Mapping[str, FactValue] | None = None,
        how: ConsentHow = ConsentHow.SIGNED,
    ) -> Referral:
        """Log a referral as the officer does; `facts` replace or add."""
        encounter = Encounter(f"enc{name}", NIGHT, {**FACTS, **(facts or {})})
        for recipient, scope in consents:
            encounter = encounter.consented(
                Consent(
                    encounter.id,
                    recipient,
                    scope,
                    ConsentState.GRANTED,
                    how,
                    given_at=NIGHT,
                    until=NIGHT.replace(year=2027),
                    language="en",
                    witness="Sgt. Thistle" if how is ConsentHow.VERBAL else "",
                )
            )
        decision = assess.assess(self.officer, encounter, now=NIGHT)
        return refer.log(self.officer, encounter, decision, referral_id=f"ref{name}", now=NIGHT)

    def takes_back(self, referral: Referral, recipient: str, scope: Scope) -> None:
        """Let the person take a consent back."""
        given = referral.consents.get(recipient, scope)
        if given is None:
            raise AssertionError("never given")
        taken = replace(given, state=ConsentState.REVOKED, how=None)
        refer.take_consent(self.officer, referral.id, taken, now=NIGHT)

    def close(self) -> None:
        """Close the store."""
        self.computer.close()


__all__ = ["CONSENT_A", "CONSENT_B", "CONSENT_PROVIDER", "LEAD", "NOW", "Desk"]
