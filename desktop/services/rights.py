"""Who may write what: asked of every change that comes in, before anything of it is kept."""

from __future__ import annotations

from desktop.domain.change import Change, Erasure, Subject, erasure_in
from desktop.domain.consent import FIELD as CONSENT_FIELD
from desktop.domain.consent import from_record
from desktop.domain.facts import Known, Record
from desktop.domain.referral import ENCOUNTER, encounter_subject, referral_subject
from desktop.domain.release import SHARED_KINDS
from desktop.domain.terms import DeviceKind, Role, SubjectKind
from desktop.services.trust import TrustBook
from desktop.services.workspace import Workspace
from desktop.sync.roster import Member

# What a precinct's machine may write about; the lead agency's may write about everything.
PRECINCT_KINDS = frozenset(SubjectKind) - {
    SubjectKind.CASE,
    SubjectKind.ROSTER,
    SubjectKind.PROGRAM,
    SubjectKind.DIRECTORY,
    SubjectKind.CONTACT_ATTEMPT,
    SubjectKind.PERSON_LINK,
}
# What holds for every machine is put in force by these alone, also on a lead agency's machine.
PUBLISHED_KINDS = frozenset({SubjectKind.PROGRAM, SubjectKind.DIRECTORY})
PUBLISHERS = (Role.COORDINATOR, Role.ADMIN)
# Numbers beyond ours by more than this are not believed: one machine could use up all there are.
NUMBERS_AHEAD = 1_000_000_000

REFERRAL_ID = "referral.id"


def is_writer_of(workspace: Workspace, writer: str, sender: Member, book: TrustBook) -> bool:
    """Return whether the sender may write under this writer id: nobody else does.

    One the roster does not know yet (a restored backup) is believed while it is nobody's.
    """
    if writer == workspace.store.writer:
        return False
    owners = {
        member.device
        for member in book.roster.members
        if writer in {one.id for one in member.writers}
    }
    return (owners | workspace.store.origins(writer)) <= {sender.device}


def fault_of(
    workspace: Workspace, change: Change, *, writer: str, sender: Member | None, book: TrustBook
) -> str:
    """Return why the sender may not write this, as a stable word, or ""."""
    if sender is None:
        return "unknown-device"
    if change.by.device != sender.device:
        return "not-its-own"
    # After a restore a new writer also carries what the one before it had not sent yet.
    if change.id.writer != writer and not is_writer_of(workspace, change.id.writer, sender, book):
        return "not-its-own"
    if change.by.agency != sender.agency:
        return "another-agency"
    if change.subject.kind is SubjectKind.APPROVAL and change.by.role is not Role.SUPERVISOR:
        return "not-its-right"
    if change.subject.kind in PUBLISHED_KINDS and change.by.role not in PUBLISHERS:
        return "not-its-right"
    if sender.kind is DeviceKind.LEAD:
        return ""
    if change.subject.kind not in PRECINCT_KINDS:
        return "not-its-right"
    if any(one.path.startswith(("answer/", "case.")) for one in change.sets):
        return "not-its-right"
    order = erasure_in(change)
    if order is not None:
        return _fault_of_order(order, change, sender)
    # Another agency's referral is nobody's to consent to, approve, correct or erase.
    if _makers(workspace, change) - {sender.agency}:
        return "another-agency"
    return ""


def _fault_of_order(order: Erasure, change: Change, sender: Member) -> str:
    """Return why a precinct's machine may not order this erasure, or "".

    What it is about need not have come yet, so nobody's word is asked: an order reaches only what
    the sender's own agency wrote, and a patrol laptop's only what was written on it.
    """
    if order.target.kind not in PRECINCT_KINDS - SHARED_KINDS:
        return "not-its-right"
    if change.by.role not in (Role.SUPERVISOR, Role.ADMIN):
        return "not-its-right"
    if order.agency != sender.agency:
        return "another-agency"
    if sender.kind is DeviceKind.PATROL and order.device != sender.device:
        return "not-its-right"
    return ""


def _makers(workspace: Workspace, change: Change) -> set[str]:
    """Return the agencies that made what a change is about, as far as it is known here."""
    about = [change.subject]
    for one in change.sets:
        value = one.value.value if isinstance(one.value, Known) else None
        if one.path == ENCOUNTER and isinstance(value, str):
            about.append(encounter_subject(value))
        elif one.path == REFERRAL_ID and isinstance(value, str):
            about.append(referral_subject(value))
        elif one.path == CONSENT_FIELD and isinstance(value, Record):
            consent = from_record(value)
            about += [encounter_subject(consent.encounter)] if consent else []
    return {maker for subject in about if (maker := _maker(workspace, subject))}


def _maker(workspace: Workspace, subject: Subject) -> str:
    """Return the agency whose subject it is: who opened it, or wrote of it first."""
    if subject.kind in SHARED_KINDS:
        return ""
    state = workspace.store.state(subject)
    if state is not None and state.opened_by is not None:
        return state.opened_by.agency
    if subject.kind in (SubjectKind.ENCOUNTER, SubjectKind.REFERRAL):
        return ""  # its first change has not come yet
    first = workspace.store.changes(subject)[:1]
    return first[0].change.by.agency if first else ""
