"""Exchange with the lead agency over a carrier: send what may leave, take in what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services import receiving, sending
from desktop.services.receiving import Came
from desktop.services.sending import Sent
from desktop.services.trust import found_mailbox, own_keys, trust_book
from desktop.services.workspace import Workspace, audit
from desktop.sync.carrier import Carrier
from desktop.sync.enrolment import make_store_paper, read_store_paper
from desktop.sync.folder import FolderCarrier
from desktop.sync.names import STORE_NAME
from desktop.sync.papers import PAPER_LIMIT

FOLDERS = "carrier.folders"
LAST = "exchange.last"
STORE_PAPER = "exchange.store_paper"


@dataclass(frozen=True)
class Exchanged:
    """What one exchange did."""

    sent: Sent
    came: Came


def exchange(workspace: Workspace, carrier: Carrier, *, now: datetime) -> Exchanged:
    """Send and receive once. Trouble with the carrier is raised; nothing is lost or half done."""
    check(workspace, carrier)
    came = receiving.receive(workspace, carrier, now=now)
    sent = sending.send(workspace, carrier, now=now)
    workspace.store.settings.set(LAST, now.isoformat())
    return Exchanged(sent, came)


def check(workspace: Workspace, carrier: Carrier) -> None:
    """Refuse a mailbox that is not this program's: absent or foreign is never "empty"."""
    carrier.identity()
    leads = [one.verify for one in trust_book(workspace).leads()]
    if not leads:
        raise Refused(
            Say("This computer has not joined a lead agency yet."),
            remedy=Say("Open the invitation file of your lead agency on the Exchange page."),
        )
    data = carrier.get(STORE_NAME, PAPER_LIMIT)
    paper = read_store_paper(data, leads)
    if paper.program != workspace.program.slug:
        raise Refused(
            Say("The exchange place belongs to another program."),
            remedy=Say("Choose the folder named in your invitation."),
        )
    # Kept, so that an empty stick can be made a way out where there is no folder.
    workspace.store.settings.set(STORE_PAPER, data.decode("ascii"))


def make_mailbox(workspace: Workspace, folder: Path, *, now: datetime) -> None:
    """Make a folder the mailbox of this lead agency's program."""
    found_mailbox(workspace, now=now)
    carrier = open_folder(workspace, folder)
    keys = own_keys(workspace.store.settings)
    mailbox = f"{workspace.program.slug}-{workspace.place.device}"
    carrier.put_new(STORE_NAME, make_store_paper(workspace.program.slug, mailbox, keys))
    check(workspace, carrier)
    add_folder(workspace, folder, now=now)


def open_folder(workspace: Workspace, folder: Path) -> FolderCarrier:
    """Return the carrier in a folder; nothing is read yet."""
    return FolderCarrier(folder, owner=workspace.place.device)


def exchange_by_stick(workspace: Workspace, folder: Path, *, now: datetime) -> Exchanged:
    """Exchange over a stick: an empty one becomes a copy of the mailbox first."""
    carrier = open_folder(workspace, folder)
    paper = workspace.store.settings.text(STORE_PAPER)
    if paper and not (folder / STORE_NAME).exists():
        carrier.put_new(STORE_NAME, paper.encode("ascii"))
    return exchange(workspace, carrier, now=now)


def add_folder(workspace: Workspace, folder: Path, *, now: datetime) -> None:
    """Remember a folder as a way out."""
    known = folders(workspace)
    if folder not in known:
        names = [str(one) for one in (*known, folder)]
        workspace.store.settings.set(FOLDERS, names)
        audit(workspace, "carrier.added", "folder", now=now)


def folders(workspace: Workspace) -> list[Path]:
    """Return the folders this machine exchanges over."""
    held = workspace.store.settings.get(FOLDERS, [])
    return [Path(str(one)) for one in held] if isinstance(held, list) else []


def last_exchange(workspace: Workspace) -> datetime | None:
    """Return when the carrier last answered, or None."""
    text = workspace.store.settings.text(LAST)
    return datetime.fromisoformat(text) if text else None


def waiting_to_leave(workspace: Workspace) -> int:
    """Return how many bundles are sealed and have not left, and changes not yet in a bundle."""
    frozen = workspace.store.outbox.count_waiting()
    # What release keeps back does not wait to leave: it stays.
    return frozen + sending.unsent(workspace)


def standing(workspace: Workspace) -> str:
    """Return how far this machine is known: alone, invited, enrolled or lead."""
    if workspace.place.is_lead:
        return "lead"
    book = trust_book(workspace)
    if not book.leads():
        return "alone"
    return "enrolled" if book.member(workspace.place.device) else "invited"
