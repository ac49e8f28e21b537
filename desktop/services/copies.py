"""Who has a copy of a referral, as far as this machine can know: machines, paper, backups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services.erasing import subjects_of
from desktop.services.prints import PrintLine, print_log
from desktop.services.trust import trust_book
from desktop.services.workspace import Workspace
from desktop.store.backup import ASIDE, backups
from desktop.store.mailbox import Leaving
from desktop.sync.roster import Member


class Holds(StrEnum):
    """How this machine knows that another has something of it."""

    WROTE = "wrote"  # it wrote some of it
    SIGNED = "signed"  # it signed for it
    SENT = "sent"  # it was sealed for it and left; nobody has signed


@dataclass(frozen=True)
class Copy:
    """One other machine."""

    member: Member
    holds: Holds
    at: datetime | None = None


@dataclass(frozen=True)
class Copies:
    """Where a referral lies. Nobody can know of what was copied by hand."""

    machines: tuple[Copy, ...]
    papers: tuple[PrintLine, ...]
    sealed: int  # sealed bundles with some of it that left this computer
    backups: int  # of this computer, any of which may hold it
    set_aside: bool  # the records from before a restore lie beside these


_ORDER = (Holds.SENT, Holds.SIGNED, Holds.WROTE)


def copies(workspace: Workspace, referral_id: str) -> Copies:
    """Return who has a copy of a referral; each machine only knows what it sent or was sent."""
    store = workspace.store
    referral = store.referral(referral_id)
    if referral is None:
        raise Refused(
            Say("This referral is not on this computer."),
            remedy=Say("Exchange with your lead agency, then look again."),
        )
    found: dict[str, Copy] = {}
    sealed: set[str] = set()
    book = trust_book(workspace)
    for subject in subjects_of(workspace, referral):
        for kept in store.changes(subject):
            writer = book.member(kept.change.by.device)
            if writer is not None and writer.device != workspace.place.device:
                _note(found, Copy(writer, Holds.WROTE, kept.change.at))
            for stream in store.outbox.streams_of(str(kept.change.id)):
                bundle = store.outbox.bundle_of(stream, str(kept.change.id))
                if bundle is None or bundle.state is not Leaving.LEFT:
                    continue
                sealed.add(bundle.name)
                signed = store.inbox.receipts(bundle.name)
                for device in {*bundle.readers, *signed}:
                    member = book.member(device)
                    at = signed.get(device)
                    if member is not None:
                        how = Holds.SIGNED if at else Holds.SENT
                        _note(found, Copy(member, how, at or bundle.left_at))
    return Copies(
        machines=tuple(found[name] for name in sorted(found)),
        papers=tuple(print_log(workspace, referral_id)),
        sealed=len(sealed),
        backups=len(backups(workspace.folder)),
        set_aside=(workspace.folder / ASIDE).exists(),
    )


def _note(found: dict[str, Copy], new: Copy) -> None:
    """Keep what says most of a machine, and the earliest time of it."""
    before = found.get(new.member.device)
    if before is None or _ORDER.index(new.holds) > _ORDER.index(before.holds):
        found[new.member.device] = new
