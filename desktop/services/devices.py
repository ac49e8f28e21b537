"""The lead agency's word on each machine: heard when, what is missing, revoked or let in again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.change import Subject
from desktop.domain.refused import Refused
from desktop.domain.terms import Role, SubjectKind
from desktop.domain.words import Say
from desktop.services.enrolling import keep_member
from desktop.services.gaps import Gap, gaps
from desktop.services.listing import list_all_again
from desktop.services.told import Told, told
from desktop.services.trust import TrustBook, trust_book
from desktop.services.workspace import Workspace, audit
from desktop.sync.roster import Member, line_name


@dataclass(frozen=True)
class Device:
    """One machine of the program, as this one knows it."""

    member: Member
    heard_at: datetime | None = None  # when a bundle of it was read last, by this clock
    skew: int | None = None  # seconds its clock is ahead, as far as anybody knows
    gaps: tuple[Gap, ...] = ()
    told: Told | None = None  # who has heard that it was revoked


def devices(workspace: Workspace) -> tuple[Device, ...]:
    """Return every machine but this one, those of the lead agency first, then by name."""
    book = trust_book(workspace)
    heard = workspace.store.inbox.last_read()
    missing = gaps(workspace)
    found = []
    for member in book.roster.members:
        if member.device == workspace.place.device:
            continue
        last = heard.get(member.device)
        found.append(
            Device(
                member,
                heard_at=last.received_at if last else None,
                skew=_skew(last.skew, last.device_clock, last.received_at) if last else None,
                gaps=tuple(one for one in missing if one.device == member.device),
                told=_told(workspace, book, member) if member.is_revoked else None,
            )
        )
    return tuple(
        sorted(found, key=lambda one: (one.member.agency, one.member.kind, one.member.machine))
    )


def revoke(workspace: Workspace, device: str, *, now: datetime) -> Member:
    """End a machine's word: nothing it sends counts that has not come here by now.

    Per line the last sequence that was read here still counts, and nothing of a line that was
    not: a thief can set the clock, not the sequence. It is sealed nothing from now on, and every
    machine hears of it with the next exchange. Refuses this machine, and one that is revoked.
    """
    member = _member(workspace, device)
    if device == workspace.place.device:
        raise Refused(
            Say("This is the computer you work on."),
            remedy=Say("Revoke it on another computer of the lead agency."),
        )
    if member.is_revoked:
        raise Refused(
            Say("This computer was revoked already."),
            remedy=Say("Exchange, so that every other computer hears of it."),
        )
    revoked = replace(member, revoked_after=tuple(sorted(_heard(workspace, device).items())))
    with workspace.store.transaction():
        keep_member(workspace, revoked, now=now)
        audit(workspace, "device.revoked", device, now=now)
    return revoked


def let_back(workspace: Workspace, device: str, *, now: datetime) -> Member:
    """Take a revocation back: the machine was found, or the wrong one was chosen."""
    member = _member(workspace, device)
    if not member.is_revoked:
        return member
    back = replace(member, revoked_after=None)
    with workspace.store.transaction():
        keep_member(workspace, back, now=now)
        workspace.store.inbox.forget_out(("revoked",), device=device)
        list_all_again(workspace)
        audit(workspace, "device.let_back", device, now=now)
    return back


def _heard(workspace: Workspace, device: str) -> Mapping[str, int]:
    """Return the last sequence read here of each of a machine's lines."""
    lines: dict[str, int] = {}
    for one in workspace.store.inbox.places():
        if one.device == device:
            lines[line_name(one.writer, one.stream)] = one.sequence  # in order: the last stays
    return lines


def _member(workspace: Workspace, device: str) -> Member:
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    if not workspace.place.is_lead:
        raise Refused(
            Say("Only the lead agency says which computers belong to the program."),
            remedy=Say("Call the lead agency and tell them which computer it is."),
        )
    member = trust_book(workspace).member(device)
    if member is None:
        raise Refused(
            Say("No computer of that name is enrolled."),
            remedy=Say("Choose one from the list of computers."),
        )
    return member


def _told(workspace: Workspace, book: TrustBook, member: Member) -> Told:
    subject = Subject(SubjectKind.ROSTER, member.device)
    return told(workspace, book, [kept.change for kept in workspace.store.changes(subject)][-1:])


def _skew(said: int | None, clock: datetime | None, received_at: datetime) -> int | None:
    """Return what a machine's last bundle tells of its clock: its own word, or what is plain."""
    if clock is not None and clock > received_at:
        ahead = round((clock - received_at).total_seconds())
        return max(ahead, said or 0)
    return said
