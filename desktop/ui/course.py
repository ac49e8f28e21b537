"""How far slow work has come, told on the window's thread, and whether it shall stop."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Stopped(Exception):
    """The person pressed Cancel. Nothing is wrong, and nothing was kept."""


class Course(QObject):
    """Belongs to one piece of work: `tell` is called by the worker, `stop` by the window."""

    _told = Signal(int)

    def __init__(self, heard: Callable[[int], object]) -> None:
        super().__init__()
        self._heard = heard
        self._stop = Event()
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def tell(self, done: int) -> None:
        """Tell how much is done; raises `Stopped` once the person wants no more of it."""
        if self._stop.is_set():
            raise Stopped
        self._told.emit(done)

    def stop(self) -> None:
        """Let the work end at its next word."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Return whether it was told to stop."""
        return self._stop.is_set()

    @Slot(int)
    def _on_told(self, done: int) -> None:
        if not self._stop.is_set():
            self._heard(done)
