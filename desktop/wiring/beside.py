"""Slow work on the store, beside the window: it opens the store for itself, in the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from desktop.services.setup import open_workspace
from desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from desktop.wiring.shell import Shell

T = TypeVar("T")


def beside(
    shell: Shell,
    act: Callable[[Workspace], T],
    *,
    done: Callable[[T], object],
    failed: Callable[[BaseException], object],
) -> None:
    """Run `act` on a store of its own, then one of the two on the window's thread.

    Neither is called once the person has signed out: what came of it is told to nobody else.
    """
    session, machine, at = shell.session, shell.machine(), shell.now
    if session is None:
        return
    kept = replace(session, data_key=bytearray(session.data_key))

    def work() -> T:
        workspace = open_workspace(shell.folder, kept, machine, now=at)
        try:
            return act(workspace)
        finally:
            workspace.store.close()
            kept.wipe()

    def unless_gone(tell: Callable[..., object]) -> Callable[..., None]:
        def told(answer: object) -> None:
            if shell.session is session:
                tell(answer)

        return told

    shell.tasks.run(work, done=unless_gone(done), failed=unless_gone(failed))
