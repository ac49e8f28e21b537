"""Signed paper comes back: a scan finds its referral by the code on the sheet and is attached.

It is kept as pictures inside the encrypted store of this machine. That the person signed is said
by the consent itself, which somebody records; a picture decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from desktop.domain.referral import Referral
from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.formats.scans import as_png, read_scan
from desktop.services.sheet_facts import referral_of
from desktop.services.workspace import Workspace, audit

KIND = "signed-paper"
HANDLERS = (Role.DESK, Role.SUPERVISOR, Role.OFFICER, Role.ADMIN)
_FINDER = "OFFRAMP CONSENT 1 "
_ID_LIMIT = 64


@dataclass(frozen=True)
class Paper:
    """A signed sheet as it was scanned: its pages as PNG, and the referrals its codes name."""

    pages: tuple[bytes, ...]
    referrals: tuple[str, ...]


@dataclass(frozen=True)
class Filed:
    """A paper attached to its referral; `before`: the same scan was there already."""

    referral: Referral
    pages: int
    before: bool = False


def finder_of(referral: Referral) -> str:
    """Return what the code on a sheet says, so that its scan finds the referral: an id of ours.

    It names nobody, and without this program's store it leads nowhere.
    """
    return f"{_FINDER}{referral.id}" if referral.id else ""


def is_finder(code: bytes) -> bool:
    """Return whether a code's bytes are a finder."""
    return code.startswith(_FINDER.encode("ascii"))


def read_paper(data: bytes) -> Paper:
    """Return a scanned sheet and whom it belongs to; needs no workspace, may take seconds.

    Refuses what is no picture. A sheet without a readable code names no referral: somebody
    chooses it by hand.
    """
    found = read_scan(data, lambda here: any(is_finder(one) for one in here))
    return Paper(as_png(data), tuple(sorted(_named(found))))


def file_paper(
    workspace: Workspace, paper: Paper, *, now: datetime, referral_id: str = ""
) -> Filed:
    """Attach a signed sheet to its referral: the one its code names, or the one chosen by hand.

    Refuses a scan that names several, none that is here, or another than the one chosen.
    """
    workspace.may(*HANDLERS)
    named = paper.referrals
    if len(named) > 1:
        raise Refused(
            Say("This scan holds the signed sheets of several people."),
            remedy=Say("Scan each signed sheet into a file of its own. Nothing was attached."),
        )
    if not named and not referral_id:
        raise Refused(
            Say("No code was found on this sheet."),
            remedy=Say("Open its referral first and attach it there, or scan the sheet again."),
        )
    if named and referral_id and named[0] != referral_id:
        raise Refused(
            Say("The code on this sheet belongs to another referral."),
            remedy=Say("Attach it without choosing a referral: its code finds the right one."),
        )
    referral = referral_of(workspace, named[0] if named else referral_id)
    digest = sha256(b"\x1f".join(paper.pages)).hexdigest()[:16]
    store = workspace.store
    # With the encounter, so that its erasure takes them.
    about = referral.encounter_id
    ids = [f"{about}/{KIND}/{digest}/{at:02d}" for at in range(len(paper.pages))]
    if store.attachments.get(ids[0]):
        return Filed(referral, len(ids), before=True)
    with store.transaction():
        for id_, page in zip(ids, paper.pages, strict=True):
            store.attachments.keep(id_, subject=about, kind=KIND, body=page)
        audit(workspace, "paper.attached", referral.number, now=now)
    return Filed(referral, len(ids))


def papers_of(workspace: Workspace, referral_id: str) -> list[bytes]:
    """Return the scanned pages attached to a referral, as PNG."""
    referral = referral_of(workspace, referral_id)
    ids = workspace.store.attachments.of(referral.encounter_id, KIND)
    return [workspace.store.attachments.get(one) for one in ids]


def count_papers(workspace: Workspace, referral_id: str) -> int:
    """Return how many pages of signed paper are attached to a referral."""
    referral = referral_of(workspace, referral_id)
    return len(workspace.store.attachments.of(referral.encounter_id, KIND))


def _named(codes: Iterable[bytes]) -> set[str]:
    found = set()
    for one in codes:
        if is_finder(one):
            id_ = one[len(_FINDER) :].decode("ascii", "replace")
            if 0 < len(id_) <= _ID_LIMIT and id_.isprintable():
                found.add(id_)
    return found
