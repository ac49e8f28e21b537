"""How many things wait for this person on each page: the numbers on the rail."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.terms import Role
from desktop.services import approvals, todo
from desktop.services.workspace import Workspace
from desktop.store.mailbox import Arrival


class Badges:
    """Counts again only when something was kept, or an hour has passed."""

    def __init__(self) -> None:
        self._seen: tuple[object, ...] = ()
        self._counts: dict[str, int] = {}

    def of(self, workspace: Workspace, *, now: datetime) -> dict[str, int]:
        """Return the counts by page; what nobody of this role answers is left out."""
        role, store = workspace.user.role, workspace.store
        if role is Role.COORDINATOR:
            return {"inbox": store.inbox.count(Arrival.WAITING)}
        if role not in (Role.SUPERVISOR, Role.DESK):
            return {}
        hour = now.replace(minute=0, second=0, microsecond=0)
        state = (workspace.user.id, store.highest, hour, workspace.program.digest)
        if state != self._seen:
            self._seen = state
            self._counts = {"queue": len(todo.todo(workspace, now=now))}
            if role is Role.SUPERVISOR:
                self._counts["approvals"] = len(approvals.queue(workspace, now))
        return self._counts
