"""Back up and restore a workspace. Erasures are kept apart and applied again after a restore."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from desktop.domain.change import Change
from desktop.domain.refused import Refused
from desktop.domain.terms import SubjectKind
from desktop.services.workspace import Workspace, audit
from desktop.store.backup import Backup, back_up, restore
from desktop.store.database import connect
from desktop.store.migrations import migrate
from desktop.store.store import Store
from desktop.store.vault import Session


def make_backup(workspace: Workspace, session: Session, *, now: datetime) -> Backup:
    """Back up the open store; it is checked before an older one is removed."""
    made = back_up(workspace.store.database, session.data_key, workspace.folder, now=now)
    audit(workspace, "backed_up", made.path.name, now=now)
    return made


def restore_backup(folder: Path, backup: Path, session: Session) -> int:
    """Put a backup in place of the store; return how many erasures were applied again.

    Call it with the workspace's lock held and its store closed. The next opening takes a new
    writer id, so nobody's numbers are used twice. The store before it stays beside it.
    """
    aside = restore(folder, backup, session.data_key)
    if aside is None:
        return 0
    orders = _erasures_in(aside, session)
    if orders:
        db = connect(folder / "offramp.db", session.data_key, must_exist=True)
        try:
            migrate(db, back_up=lambda: None)
            store = Store(db, writer="")
            # Each with where it came from: whose word it is decides what else is taken from them,
            # and an own order that had not left yet must still leave.
            for origin, lines in orders.items():
                store.receive(lines, origin=origin)
        finally:
            db.close()
    return sum(len(lines) for lines in orders.values())


def _erasures_in(path: Path, session: Session) -> dict[str, list[tuple[Change, bytes]]]:
    try:
        db = connect(path, session.data_key, read_only=True)
    except Refused:
        return {}  # damaged: the restore is what the person can do, and it says so
    try:
        return Store(db, writer="").by_origin(SubjectKind.ERASURE)
    finally:
        db.close()
