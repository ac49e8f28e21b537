"""The exchange by itself: beside the window, at its own pace, told by the chip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop.domain.pace import FIRST, next_try
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services.rounds import Tried, go_round
from desktop.services.setup import open_workspace
from desktop.services.ways_out import places
from desktop.sync.opening import CarrierKind

if TYPE_CHECKING:
    from desktop.wiring.shell import Shell


class Background:
    """One round of exchange after another while somebody is signed in."""

    def __init__(self, shell: Shell, *, by_itself: bool, changed: Callable[[], None]) -> None:
        self._shell = shell
        self._by_itself = by_itself
        self._changed = changed
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._try)
        self._stop = Event()
        self._asked = False  # a person waits for how it ends
        self._failures = 0
        self.busy = False
        self.tried: tuple[Tried, ...] = ()  # how each place took part in the last round
        self.next_at: datetime | None = None

    @property
    def reachable(self) -> bool | None:
        """Return whether anything answered last time; None while nothing was tried."""
        return any(one.answered for one in self.tried) if self.tried else None

    def start(self) -> None:
        """Begin, a little after somebody signed in."""
        self._failures = 0
        self._plan(FIRST.total_seconds())

    def end(self) -> None:
        """Stop, as nobody is signed in now; what is under way ends after its bundle."""
        self._timer.stop()
        self.next_at = None
        self._stop.set()
        self._stop = Event()
        self.busy = self._asked = False
        self.tried = ()

    def cancel(self) -> None:
        """Stop what is under way after its bundle; the next round goes on there."""
        self._stop.set()

    def now(self) -> None:
        """Exchange now, because somebody asked; trouble is shown to them."""
        if not places(self._shell.workspace):
            raise Refused(
                Say("There is no way out yet."),
                remedy=Say("Add a folder, a stick or a server on the Exchange page."),
            )
        self._asked = True
        if not self.busy:
            self._try()

    def soon(self) -> None:
        """Take up the pace anew: something waits to leave now."""
        if self._timer.isActive() and self._failures == 0:
            self._plan_next(new=True)

    def _try(self) -> None:
        shell = self._shell
        if self.busy or shell.session is None or not places(shell.workspace):
            self._plan_next()
            return
        at, folder, machine = shell.now, shell.folder, shell.machine()
        # Locking wipes the session's key; this round holds a copy and wipes it itself.
        held = replace(shell.session, data_key=bytearray(shell.session.data_key))
        self._timer.stop()
        self._stop = stop = Event()
        self.busy, self.next_at = True, None

        def work() -> tuple[Tried, ...]:
            try:
                workspace = open_workspace(folder, held, machine, now=at)
                try:
                    return go_round(workspace, now=at, stop=stop.is_set)
                finally:
                    workspace.store.close()
            finally:
                held.wipe()

        shell.exchange_tasks.run(
            work,
            done=lambda tried: self._ended(tried, stop),
            failed=lambda trouble: self._failed(trouble, stop),
        )
        if self.busy:
            self._changed()

    def _ended(self, tried: tuple[Tried, ...], stop: Event) -> None:
        if stop is not self._stop:
            return  # another person's round: locked since
        asked, self._asked, self.busy = self._asked, False, False
        if tried or not stop.is_set():
            self.tried = tried
            self._failures = 0 if self.reachable else self._failures + 1
        self._plan_next()
        self._changed()
        if asked:
            self._tell(stopped=stop.is_set())

    def _failed(self, trouble: BaseException, stop: Event) -> None:
        if stop is not self._stop:
            return
        asked, self._asked, self.busy = self._asked, False, False
        self._failures += 1
        self._plan_next()
        self._changed()
        if asked or not isinstance(trouble, Refused):
            self._shell.failed(trouble)

    def _tell(self, *, stopped: bool) -> None:
        troubles = [one.trouble for one in self.tried if one.trouble is not None]
        if stopped:
            self._shell.window.toast(Say("Stopped. What had not left yet leaves the next time."))
        elif troubles:
            self._shell.failed(troubles[0])
        else:
            self._shell.window.toast(Say("Exchanged."))

    def _plan_next(self, *, new: bool = False) -> None:
        shell = self._shell
        if shell.session is None:
            return
        ways = places(shell.workspace)
        wait = next_try(
            self._failures,
            new=new,
            folders_only=all(one.kind is CarrierKind.FOLDER for one in ways),
            dice=shell.world.random_bytes(1)[0] / 256,
        )
        self._plan(wait.total_seconds())

    def _plan(self, seconds: float) -> None:
        if self._by_itself:
            self._timer.start(round(seconds * 1000))
            at = self._shell.now
            self.next_at = at.fromtimestamp(at.timestamp() + seconds, at.tzinfo)
