"""Drafts: every keystroke is kept at once, on this machine alone, until the referral is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.encounter import Encounter
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services.workspace import Workspace
from desktop.wire import Unreadable, encounter_from_bytes, encounter_to_bytes


@dataclass(frozen=True)
class OpenDraft:
    """A draft as Home lists it."""

    encounter: Encounter
    updated_at: datetime
    outdated: bool  # begun under other rules than those in force now


def begin(workspace: Workspace, *, draft_id: str, now: datetime) -> Encounter:
    """Return a new encounter; it is kept from its first answer on."""
    return Encounter(id=draft_id, begun_at=now)


def keep(workspace: Workspace, encounter: Encounter, *, now: datetime) -> None:
    """Keep the draft as it is now; on disk when this returns."""
    try:
        body = encounter_to_bytes(encounter)
    except Unreadable:
        raise Refused(
            Say("This text holds a character that cannot be kept."),
            remedy=Say("Remove the last thing you pasted, then go on."),
        ) from None
    workspace.store.drafts.keep(
        encounter.id,
        owner=workspace.user.id,
        body=body,
        program=workspace.program.digest,
        directory=workspace.store.directory.version(),
        now=now,
    )


def drafts(workspace: Workspace) -> list[OpenDraft]:
    """Return this user's drafts, last touched first; those put away are left out."""
    found = []
    for draft in workspace.store.drafts.list(workspace.user.id):
        if not draft.put_away:
            found.append(
                OpenDraft(
                    encounter=_read(draft.body),
                    updated_at=draft.updated_at,
                    outdated=draft.program != workspace.program.digest,
                )
            )
    return found


def rules_of(workspace: Workspace, draft_id: str) -> str:
    """Return the digest of the program a draft was begun under; of today's for a new one."""
    draft = workspace.store.drafts.get(draft_id)
    return draft.program if draft is not None else workspace.program.digest


def resume(workspace: Workspace, draft_id: str) -> Encounter:
    """Return a draft of this user; refuses one that is sent or somebody else's."""
    draft = workspace.store.drafts.get(draft_id)
    if draft is None or draft.owner != workspace.user.id:
        raise Refused(
            Say("This draft is not here any more, or it is somebody else's."),
            remedy=Say("Look under My referrals: it may have been sent."),
        )
    return _read(draft.body)


def put_away(workspace: Workspace, draft_id: str) -> None:
    """Take one's own draft off Home; nothing of it is lost."""
    draft = workspace.store.drafts.get(draft_id)
    if draft is None or draft.owner != workspace.user.id:
        return
    workspace.store.drafts.put_away(draft_id)


def _read(body: bytes) -> Encounter:
    try:
        return encounter_from_bytes(body)
    except Unreadable:
        raise Refused(
            Say("A draft on this computer cannot be read."),
            remedy=Say("Restore the newest backup; your other drafts are not touched."),
        ) from None
