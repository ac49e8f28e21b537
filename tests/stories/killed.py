"""What a machine of the county does in a process of its own, until it is killed."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from desktop.services import exchange, setup
from desktop.services.keeping import keep_waiting
from desktop.services.workspace import User, Workspace
from desktop.store.mailbox import Arrival
from desktop.store.vault import Session
from tests.stories.machines import machine, refers

READY = b"ready"


def opened(folder: Path, session: Session, seed: str, user: User, now: datetime) -> Workspace:
    """Return the workspace as this person opens it."""
    workspace = setup.open_workspace(folder, session, machine(seed), now=now)
    return Workspace(
        folder=workspace.folder,
        store=workspace.store,
        place=workspace.place,
        user=user,
        dictionary=workspace.dictionary,
        program=workspace.program,
    )


def patrol(
    folder: Path,
    session: Session,
    seed: str,
    user: User,
    now: datetime,
    mailbox: Path,
    told: Connection,
) -> None:
    """Log one referral after another, tell each through the pipe, and exchange in between."""
    workspace = opened(folder, session, seed, user, now)
    told.send_bytes(READY)
    start = len(workspace.store.referrals())
    for number in range(start, start + 1000):
        made = refers(workspace, now=now, name=f"{seed}x{number}".lower())
        told.send_bytes(made.id.encode("ascii"))
        exchange.exchange(workspace, exchange.open_folder(workspace, mailbox), now=now)


def coordinator(
    folder: Path,
    session: Session,
    seed: str,
    user: User,
    now: datetime,
    mailbox: Path,
    told: Connection,
) -> None:
    """Exchange and keep all that waits, again and again."""
    workspace = opened(folder, session, seed, user, now)
    told.send_bytes(READY)
    for _ in range(1000):
        carrier = exchange.open_folder(workspace, mailbox)
        exchange.exchange(workspace, carrier, now=now)
        waiting = [one.name for one in workspace.store.inbox.all(Arrival.WAITING)]
        keep_waiting(workspace, carrier, waiting, now=now)
