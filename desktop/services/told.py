"""Who has heard of a change, by signed receipt: an order nobody signed for is still on its way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Change
from desktop.services.trust import TrustBook
from desktop.services.workspace import Workspace
from desktop.sync.roster import Member


@dataclass(frozen=True)
class Told:
    """Who signed for a change and when this machine learned so, and whose receipt is owed."""

    signed: tuple[tuple[Member, datetime], ...] = ()
    owed: tuple[Member, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Return whether everybody has it."""
        return not self.owed


def told(workspace: Workspace, book: TrustBook, changes: Iterable[Change]) -> Told:
    """Return who has signed for all of these changes, which every machine is to hear.

    A machine that wrote one of them needs no telling of it. Revoked machines hear nothing.
    """
    wanted = list(changes)
    signed: list[tuple[Member, datetime]] = []
    owed: list[Member] = []
    for member in book.roster.members:
        if member.device == workspace.place.device or member.is_revoked:
            continue
        times = [_heard_at(workspace, member, one) for one in wanted]
        if all(at is not None for at in times) and times:
            signed.append((member, max(at for at in times if at is not None)))
        else:
            owed.append(member)
    return Told(tuple(signed), tuple(owed))


def _heard_at(workspace: Workspace, member: Member, change: Change) -> datetime | None:
    if change.by.device == member.device:
        return change.at
    outbox, inbox = workspace.store.outbox, workspace.store.inbox
    times = []
    for stream in outbox.streams_of(str(change.id)):
        bundle = outbox.bundle_of(stream, str(change.id))
        at = inbox.receipts(bundle.name).get(member.device) if bundle else None
        if at is not None:
            times.append(at)
    return min(times, default=None)
