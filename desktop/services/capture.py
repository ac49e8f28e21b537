"""Drafts: every keystroke is kept at once, on this machine alone, until the referral is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.encounter import Encounter
from desktop.domain.facts import FactValue, Known
from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.services.versions import under
from desktop.services.workspace import User, Workspace, audit
from desktop.wire import Unreadable, encounter_from_bytes, encounter_to_bytes

PAPER = "paper.written_by"  # known only of what was taken down on paper first
# Who takes encounters down, and so may take one over.
TAKERS = (Role.OFFICER, Role.DESK, Role.SUPERVISOR)


@dataclass(frozen=True)
class OpenDraft:
    """A draft as Home lists it."""

    encounter: Encounter
    updated_at: datetime
    outdated: bool  # begun under other rules than those in force now
    put_away: bool = False
    handed_by: str = ""  # the user's id it came from, "" for one's own


def begin(workspace: Workspace, *, draft_id: str, now: datetime) -> Encounter:
    """Return a new encounter; it is kept from its first answer on."""
    return Encounter(id=draft_id, begun_at=now)


def begin_paper(
    workspace: Workspace, *, draft_id: str, written_by: str, met_at: datetime, now: datetime
) -> Encounter:
    """Return an encounter taken down on paper, kept at once under the rules of its own day.

    Who wrote it and who types it in both stand in it; refuses a contact that is still to come.
    """
    workspace.may(*TAKERS)
    if met_at > now or not written_by.strip():
        raise Refused(
            Say("A paper form needs the name of its writer and a time that is past."),
            remedy=Say("Copy both from the form."),
        )
    encounter = Encounter(
        draft_id,
        met_at,
        {
            "contact_at": Known(met_at),
            **paper_facts(workspace, written_by),
        },
    )
    day = met_at.astimezone(workspace.program.calendar.zone).date()
    versions = workspace.store.programs.versions(workspace.program.slug)
    then = next((one.digest for one in versions if one.in_force_from <= day), "")
    keep(under(workspace, then), encounter, now=now)
    return encounter


def paper_facts(workspace: Workspace, written_by: str) -> dict[str, FactValue]:
    """Return who wrote a paper form, who is its officer, and who types it in."""
    writer = Known(written_by.strip())
    return {
        PAPER: writer,
        "officer.name": writer,
        "paper.typed_by": Known(workspace.user.name),
    }


def keep(
    workspace: Workspace, encounter: Encounter, *, now: datetime, pin_anew: bool = False
) -> None:
    """Keep the draft as it is now; on disk when this returns.

    The rules and the list of services it was begun under stay its own, unless `pin_anew`.
    """
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
        pin_anew=pin_anew,
    )


def drafts(workspace: Workspace, *, put_away: bool = False) -> list[OpenDraft]:
    """Return this user's open drafts, or those put away; last touched first."""
    return [
        OpenDraft(
            encounter=_read(draft.body),
            updated_at=draft.updated_at,
            outdated=draft.program != workspace.program.digest,
            put_away=draft.put_away,
            handed_by=draft.handed_by,
        )
        for draft in workspace.store.drafts.list(workspace.user.id)
        if draft.put_away is put_away
    ]


def pin_anew(workspace: Workspace, draft_id: str, *, now: datetime) -> Encounter:
    """Judge a draft by the rules in force now, and return it."""
    encounter = resume(workspace, draft_id)
    keep(workspace, encounter, now=now, pin_anew=True)
    audit(workspace, "draft.pinned_anew", draft_id, now=now)
    return encounter


def hand_over(workspace: Workspace, draft_id: str, to: User, *, now: datetime) -> None:
    """Give one's own draft to a colleague on this machine, for the next shift.

    Refuses somebody whose role does not take referrals down.
    """
    if to.role not in TAKERS or to.id == workspace.user.id:
        raise Refused(
            Say("This person cannot take a draft over."),
            remedy=Say("Choose an officer, the desk or a supervisor who uses this computer."),
        )
    resume(workspace, draft_id)
    with workspace.store.transaction():
        workspace.store.drafts.hand_over(draft_id, to=to.id)
        audit(workspace, "draft.handed_over", draft_id, now=now)


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


def put_away(workspace: Workspace, draft_id: str, away: bool = True) -> None:
    """Take one's own draft off Home, or bring it back; nothing of it is lost."""
    draft = workspace.store.drafts.get(draft_id)
    if draft is None or draft.owner != workspace.user.id:
        return
    workspace.store.drafts.put_away(draft_id, away)


def _read(body: bytes) -> Encounter:
    try:
        return encounter_from_bytes(body)
    except Unreadable:
        raise Refused(
            Say("A draft on this computer cannot be read."),
            remedy=Say("Restore the newest backup; your other drafts are not touched."),
        ) from None
