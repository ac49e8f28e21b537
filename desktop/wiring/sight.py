"""What the signed-in person may see of a referral, and what everybody in it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.domain.change import Change, Register
from desktop.domain.eligibility import Decision
from desktop.domain.facts import Known
from desktop.domain.referral import Referral, case_subject, encounter_subject, referral_subject
from desktop.domain.release import Gate, released
from desktop.domain.terms import CaseStatus
from desktop.domain.words import Say, Sayable
from desktop.services import approvals, assess
from desktop.services.gates import gate_for, reader_here
from desktop.services.trust import TrustBook
from desktop.store.vault import users
from desktop.viewmodels.names import Names
from desktop.wiring.shell import Shell


@dataclass(frozen=True)
class Sight:
    """One referral through the gate of the signed-in person."""

    gate: Gate
    seen: Mapping[str, Register]

    def text(self, path: str) -> str:
        """Return a known text, or ""."""
        register = self.seen.get(path)
        value = register.value if register else None
        inner = value.value if isinstance(value, Known) else None
        return inner if isinstance(inner, str) else ""

    @property
    def person(self) -> str:
        """Return the person's name as far as it may be seen."""
        parts = (self.text(path) for path in ("person.first_name", "person.last_name"))
        return " ".join(part for part in parts if part)

    @property
    def sees_case(self) -> bool:
        """Return whether anything of the case may be seen."""
        return "case.status" in self.seen


def sight(shell: Shell, referral: Referral) -> Sight:
    """Return what the signed-in person sees of a referral."""
    workspace = shell.workspace
    gate = gate_for(workspace, referral, reader_here(workspace), now=shell.now)
    seen: dict[str, Register] = {}
    for state in (referral.encounter, referral.own, referral.case):
        if state is not None:
            seen.update(gate.sees(state.subject, state.registers))
    return Sight(gate, seen)


def news(referral: Referral, through: Sight) -> CaseStatus | None:
    """Return what the person sees of the case's status."""
    return referral.case_status if through.sees_case else None


def history(shell: Shell, referral: Referral, through: Sight) -> list[Change]:
    """Return the changes of a referral the person may see, in the order of their numbers."""
    store = shell.workspace.store
    subjects = (
        encounter_subject(referral.encounter_id),
        referral_subject(referral.id),
        case_subject(referral.id),
        *approvals.subjects_of(shell.workspace, referral),
    )
    changes = [kept.change for subject in subjects for kept in store.changes(subject)]
    return sorted(released(changes, through.gate), key=lambda one: one.id)


def decision(shell: Shell, referral: Referral, through: Sight) -> Decision:
    """Return what the rules it was made under say of the facts and approvals this person sees."""
    given = approvals.approvals_of(shell.workspace, referral, through.gate)
    return assess.decision_for(shell.workspace, referral, through.seen, given)


def names(shell: Shell, book: TrustBook, *sights: Sight) -> Names:
    """Return what everybody and everything is called on this machine."""
    workspace = shell.workspace
    people = {user.id: user.name for user in users(shell.folder)}
    return Names(
        users=people,
        devices={one.device: one.machine for one in book.roster.members},
        agencies={workspace.place.agency: workspace.place.agency_name},
        services={
            service: listing.name
            for through in sights
            for path in ("service.first", "service.second", "service.third")
            if (service := through.text(path))
            and (listing := workspace.store.directory.get(service)) is not None
        },
        lead=workspace.program.lead.name,
    )


def service_name(shell: Shell, through: Sight, path: str = "service.first") -> Sayable:
    """Return the chosen service's name; one this machine's list lacks is said to be so."""
    service = through.text(path)
    listing = shell.workspace.store.directory.get(service) if service else None
    if listing is not None:
        return listing.name
    return Say("A service that is not on the list here") if service else ""
