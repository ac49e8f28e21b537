"""Who reads what on this machine and on its streams: the gates release is asked through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Author, Subject
from desktop.domain.consent import Consents, by_encounter, consents_of
from desktop.domain.referral import ENCOUNTER, Referral
from desktop.domain.release import SHARED_KINDS, Gate, Reader
from desktop.domain.terms import Audience, DeviceKind, Role, SubjectKind
from desktop.services import clock
from desktop.services.workspace import Workspace

LINKED = "person_link.one"  # one of the two referrals a link is about


def lead_audience(workspace: Workspace) -> Audience:
    """Return whether the lead agency stands inside the criminal-justice boundary."""
    return Audience.LEAD_INSIDE if workspace.program.lead.inside else Audience.LEAD_OUTSIDE


def reader_here(workspace: Workspace) -> Reader:
    """Return the reader the signed-in user is."""
    place, user = workspace.place, workspace.user
    # A police-led program's machine may have officers on it, too: theirs is not the case record.
    if place.is_lead and user.role in (Role.COORDINATOR, Role.ADMIN):
        return Reader(lead_audience(workspace), agency=place.agency, user=user.id)
    if user.role in (Role.DESK, Role.SUPERVISOR):
        return Reader(Audience.PRECINCT, agency=place.agency, user=user.id)
    return Reader(Audience.OFFICER, agency=place.agency, user=user.id)


def gate(
    workspace: Workspace,
    reader: Reader,
    *,
    consents: Consents,
    home: Author | None,
    now: datetime,
) -> Gate:
    """Return the gate of one encounter for this reader."""
    return Gate(
        reader=reader,
        consents=consents,
        rules=workspace.program.settings.release,
        tags_of=workspace.tags_of,
        now=now,
        clock_trusted=_clock_trusted(workspace, consents, now),
        home_agency=home.agency if home else "",
        home_user=home.user if home else "",
    )


def _clock_trusted(workspace: Workspace, consents: Consents, now: datetime) -> bool:
    """Return whether the clock is not in doubt; asked where a consent ends."""
    if all(consent is None or consent.until is None for _, consent in consents.by_key):
        return True
    return not clock.in_doubt(workspace, now)


def gate_for(workspace: Workspace, referral: Referral, reader: Reader, *, now: datetime) -> Gate:
    """Return the gate of a referral for this reader."""
    return gate(workspace, reader, consents=referral.consents, home=referral.home, now=now)


@dataclass(frozen=True)
class Ledger:
    """Which encounter each subject belongs to, and each encounter's consents and maker."""

    encounter_of: dict[Subject, str]
    consents: dict[str, Consents]
    homes: dict[str, Author]

    def home_device(self, subject: Subject) -> str:
        """Return the machine an encounter was made on, "" when it is not known here."""
        home = self.homes.get(self.encounter_of.get(subject, ""))
        return home.device if home else ""


def ledger(workspace: Workspace) -> Ledger:
    """Return how this machine's subjects hang together."""
    store = workspace.store
    encounters = store.states(SubjectKind.ENCOUNTER)
    referrals = store.states(SubjectKind.REFERRAL)
    encounter_of = {state.subject: state.subject.id for state in encounters}
    homes = {state.subject.id: state.opened_by for state in encounters if state.opened_by}
    for state in referrals:
        encounter = state.text(ENCOUNTER)
        if encounter:
            encounter_of[state.subject] = encounter
            encounter_of[Subject(SubjectKind.CASE, state.subject.id)] = encounter
            if state.opened_by:
                homes.setdefault(encounter, state.opened_by)
    for state in store.states(SubjectKind.PERSON_LINK):
        encounter = encounter_of.get(Subject(SubjectKind.REFERRAL, state.text(LINKED)), "")
        if encounter:
            encounter_of[state.subject] = encounter
    consents = by_encounter(store.states(SubjectKind.CONSENT))
    for encounter, states in consents.items():
        encounter_of.update({state.subject: encounter for state in states})
    for kind in (
        SubjectKind.APPROVAL,
        SubjectKind.CONTACT_ATTEMPT,
        SubjectKind.PRINT,
        SubjectKind.ATTACHMENT,
    ):
        for state in store.states(kind):
            encounter = encounter_of.get(
                Subject(SubjectKind.REFERRAL, state.text("referral.id")), ""
            )
            if encounter:
                encounter_of[state.subject] = encounter
    return Ledger(
        encounter_of=encounter_of,
        consents={one: consents_of(one, states) for one, states in consents.items()},
        homes=homes,
    )


def stream_gate(
    workspace: Workspace,
    stream: str,
    kind: DeviceKind | None,
    agency: str,
    subject: Subject,
    book: Ledger,
    *,
    now: datetime,
) -> Gate | None:
    """Return the gate a subject's changes pass on their way into a stream, or None: never.

    `kind` and `agency` are those of the device a stream is named after. What concerns one officer
    goes to the machine the referral was made on.
    """
    if workspace.practice:
        return None  # nothing made up ever leaves
    shared = subject.kind in SHARED_KINDS
    encounter = book.encounter_of.get(subject, "")
    if not shared and not encounter:
        return None
    if subject.kind is SubjectKind.PERSON_LINK and stream != "lead" and kind is not DeviceKind.LEAD:
        return None  # who is known to the lead agency under another referral stays there
    home = book.homes.get(encounter)
    if stream == "all-devices":
        reader = Reader(Audience.PUBLIC)
    elif stream == "lead":
        reader = Reader(lead_audience(workspace), agency=workspace.program.lead.code)
    elif stream == "precinct":
        reader = Reader(Audience.PRECINCT, agency=workspace.place.agency)
    elif kind is DeviceKind.LEAD:  # one that joined after the rest had gone to `lead`
        reader = Reader(lead_audience(workspace), agency=workspace.program.lead.code)
    elif kind is DeviceKind.DESK:
        if not shared and (home is None or home.agency != agency):
            return None
        reader = Reader(Audience.PRECINCT, agency=agency)
    elif kind is DeviceKind.PATROL:
        if not shared and (home is None or home.device != stream):
            return None
        reader = Reader(Audience.OFFICER, agency=agency, user=home.user if home else "")
    else:
        return None
    return gate(
        workspace,
        reader,
        consents=book.consents.get(encounter, Consents()),
        home=home,
        now=now,
    )
