"""Slow work beside the window: one worker thread; its answer comes back on the window's thread.

Work is a function that returns a value. It opens its own store and touches no widget.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
# Seconds after which Python lets another thread run. While work is under way the window has to
# come in often: with the usual 5 ms a key waits up to a tenth of a second (measured).
USUAL, QUICK = sys.getswitchinterval(), 0.0005


# Values after whose making the collector would stop the window for longer than a frame.
MANY = 100_000


def _hold_still() -> None:
    """Let the window come in often while work is under way.

    The collector stops everything while it walks through all there is: half a second with a
    national list in memory (measured), and values have no cycles to be found.
    """
    sys.setswitchinterval(QUICK)
    gc.disable()


def _as_usual() -> None:
    """Work has ended. If it made much, the collector passes that by until `look_over_all`."""
    sys.setswitchinterval(USUAL)
    if gc.get_count()[0] > MANY:
        gc.freeze()
    gc.enable()


def look_over_all() -> None:
    """Let the collector look at everything again, for when nobody waits."""
    gc.unfreeze()


class Tasks(Protocol):
    """Runs work and tells how it ended."""

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Run `work`, then call one of the two on the window's thread."""
        ...

    def close(self) -> None:
        """Let the work under way end; nothing new begins."""
        ...


class ThreadTasks(QObject):
    """One worker thread, in the order asked. Call `close` before the window goes."""

    _ended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="offramp-work")
        self._waiting: dict[Future[object], Callable[[Future[object]], None]] = {}
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Run `work` in the worker."""

        def tell(future: Future[object]) -> None:
            trouble = future.exception()
            if trouble is not None:
                failed(trouble)
            else:
                done(future.result())  # type: ignore[arg-type]

        if not self._waiting:
            _hold_still()
        future: Future[object] = self._pool.submit(work)
        self._waiting[future] = tell
        future.add_done_callback(self._ended.emit)

    @property
    def busy(self) -> bool:
        """Return whether work is under way or waits."""
        return bool(self._waiting)

    def close(self) -> None:
        """Let the work under way end; nothing new begins."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._waiting.clear()
        _as_usual()
        look_over_all()

    @Slot(object)
    def _on_ended(self, future: Future[object]) -> None:
        tell = self._waiting.pop(future, None)
        if not self._waiting:
            _as_usual()
        if tell is not None and not future.cancelled():
            tell(future)


class InlineTasks:
    """Runs work on the spot: for tests and for the demo, which waits anyway."""

    busy = False

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Run `work` now."""
        try:
            answer = work()
        except Exception as trouble:
            failed(trouble)
        else:
            done(answer)

    def close(self) -> None:
        """Nothing is under way."""
