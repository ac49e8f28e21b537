"""What waits for the person signed in: worked out only when something was kept.

Little of it is worked out at once, much of it beside the window: meanwhile the last known stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from desktop.domain.terms import Role
from desktop.services import approvals, todo
from desktop.services.todo import Todo
from desktop.services.workspace import Workspace
from desktop.store.mailbox import Arrival
from desktop.wiring.beside import beside

if TYPE_CHECKING:
    from desktop.wiring.shell import Shell

SHOWN_ON = frozenset({"home", "queue"})
AT_ONCE = 40  # referrals; some 2 ms each on the slowest machine here


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits; `known` is False while it is being worked out for the first time."""

    todo: tuple[Todo, ...] = ()
    badges: tuple[tuple[str, int], ...] = ()
    known: bool = True


class Waiting:
    """Keeps what waits until something is kept, an hour has passed or somebody else signs in."""

    def __init__(self) -> None:
        self._mark: tuple[object, ...] = ()
        self._found = Waits(known=False)

    def of(self, shell: Shell) -> Waits:
        """Return what waits as far as it is known now; the page is shown again once it is known."""
        workspace, now = shell.workspace, shell.now
        user, role = workspace.user.id, workspace.user.role
        if role is Role.COORDINATOR:
            return Waits(badges=(("inbox", workspace.store.inbox.count(Arrival.WAITING)),))
        hour = now.replace(minute=0, second=0, microsecond=0)
        store = workspace.store
        mark = (user, workspace.practice, store.arrived, hour, workspace.program.digest)
        if mark == self._mark:
            return self._found
        if mark[:2] != self._mark[:2]:
            self._found = Waits(known=False)  # what waited for somebody else is not shown
        self._mark = mark
        if workspace.practice or store.count_referrals() <= AT_ONCE:
            self._found = waits(workspace, now)
        else:
            beside(
                shell,
                partial(waits, now=now),
                done=shell.guard(partial(self._know, shell, mark)),
                failed=shell.failed,
            )
        return self._found

    def _know(self, shell: Shell, mark: tuple[object, ...], found: Waits) -> None:
        if mark == self._mark:
            self._found = found
            if shell.frame is not None and shell.frame.current() in SHOWN_ON:
                shell.refresh()
            else:
                shell.refresh_frame()  # somebody may be typing on this page


def waits(workspace: Workspace, now: datetime) -> Waits:
    """Return what waits for this person, and the numbers on the rail."""
    found = tuple(todo.todo(workspace, now=now))
    role = workspace.user.role
    badges: tuple[tuple[str, int], ...] = ()
    if role in (Role.SUPERVISOR, Role.DESK):
        badges = (("queue", len(found)),)
    if role is Role.SUPERVISOR:
        badges = (*badges, ("approvals", len(approvals.queue(workspace, now))))
    return Waits(found, badges)
