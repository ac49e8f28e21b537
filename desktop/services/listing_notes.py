"""What people found wrong with a listing, in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Subject
from desktop.domain.facts import Known
from desktop.domain.terms import SubjectKind
from desktop.services.services_known import NOTE
from desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ListingNote:
    """One note, when it was written and at which agency."""

    words: str
    at: datetime
    agency: str


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
