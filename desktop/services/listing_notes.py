"""What people found wrong with a listing, in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Subject
from desktop.domain.facts import Known, Unknown
from desktop.domain.terms import Role, SubjectKind
from desktop.domain.writing import entries
from desktop.services.services_known import NOTE
from desktop.services.workspace import Workspace, audit


@dataclass(frozen=True, slots=True)
class ListingNote:
    """One note, when it was written and at which agency."""

    words: str
    at: datetime
    agency: str


def reported(workspace: Workspace) -> list[str]:
    """Return the services something is reported as wrong with, by id."""
    states = workspace.store.states(SubjectKind.SERVICE_NOTE)
    return [one.subject.id for one in states if notes_on(workspace, one.subject.id)]


def settle(workspace: Workspace, service_id: str, *, now: datetime) -> None:
    """Put the notes on a service away once its listing is right; everybody learns it."""
    workspace.may(Role.COORDINATOR)
    subject = Subject(SubjectKind.SERVICE_NOTE, service_id)
    workspace.store.keep(
        entries(
            {NOTE: Unknown.NOT_ASKED},
            subject=subject,
            seen=workspace.store.state(subject),
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
        )
    )
    audit(workspace, "listing.settled", service_id, now=now)


def notes_on(workspace: Workspace, service_id: str) -> list[ListingNote]:
    """Return the notes on a service nobody has built upon, newest first."""
    state = workspace.store.state(Subject(SubjectKind.SERVICE_NOTE, service_id))
    register = state.registers.get(NOTE) if state else None
    found = [
        ListingNote(head.value.value, head.at, head.by.agency)
        for head in (register.heads if register else ())
        if isinstance(head.value, Known) and isinstance(head.value.value, str)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)
