"""The directory of the lead agency on every machine: sent in a parcel, taken in whole.

What people told of a service (notes, phone results, capacity) are changes of their own and stay.
"""

from __future__ import annotations

from datetime import datetime

from desktop.domain.change import Subject
from desktop.domain.published import Published, published_in
from desktop.domain.refused import Refused
from desktop.domain.terms import Role, SubjectKind
from desktop.domain.words import Say
from desktop.services import parcels
from desktop.services.workspace import Workspace, audit
from desktop.store.directory_parcel import pack_directory, unpack_directory
from desktop.sync.parcel import ParcelKind


def publish(workspace: Workspace, source: str, *, now: datetime) -> Published:
    """Send the services of a source to every machine; refuses a source without any.

    They leave with the next exchange.
    """
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    if not workspace.place.is_lead:
        raise Refused(
            Say("Only the lead agency's machine sends the directory."),
            remedy=Say("Ask the lead agency to send it."),
        )
    snapshot = workspace.store.directory.snapshot(source)
    if not snapshot.listings:
        raise Refused(
            Say("There are no services to send."),
            remedy=Say("Choose another directory, or take one in first."),
        )
    with workspace.store.transaction():
        one = parcels.announce(
            workspace,
            directory_subject(source),
            ParcelKind.DIRECTORY,
            pack_directory(snapshot),
            {
                "source": source,
                "edition": snapshot.edition,
                "services": str(len(snapshot.listings)),
            },
            now=now,
        )
        audit(workspace, "directory.published", one.digest[:16], now=now)
    return one


def take_in(workspace: Workspace, one: Published, body: bytes, now: datetime) -> None:
    """Make the lead agency's services this machine's, each under its own id."""
    snapshot = unpack_directory(body)
    if snapshot.source != one.subject.id or one.about.get("source") != one.subject.id:
        raise Refused(
            Say("This directory is not the one that was announced."),
            remedy=Say("Do not use it. Tell the lead agency."),
        )
    workspace.store.directory.replace(snapshot, taken_at=now, digest=one.digest)


def sent(workspace: Workspace) -> dict[str, Published]:
    """Return by source what was sent to every machine last."""
    states = workspace.store.states(SubjectKind.DIRECTORY)
    found = ((state.subject.id, published_in(state)) for state in states)
    return {source: one for source, one in found if one is not None}


def directory_subject(source: str) -> Subject:
    """Return the subject of one source."""
    return Subject(SubjectKind.DIRECTORY, source)
