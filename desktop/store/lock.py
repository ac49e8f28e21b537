"""One writer per workspace: a lock on an open file, which the system drops when a process dies."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.store.database import storage_errors

LOCK = "window.lock"
# Windows locks bytes and hides them from others: far behind the text it hides nothing.
_FAR = 1 << 20


class Holder(StrEnum):
    """What holds a workspace."""

    WINDOW = "window"
    COMMAND = "command"  # one that writes; reading ones need no lock


class WorkspaceLock:
    """The right to write in a workspace, as `with WorkspaceLock(folder, Holder.WINDOW):`.

    A child process (`--child`) takes none: its window holds it. `take` refuses while another
    process, or another window of this one, holds the workspace.
    """

    def __init__(self, folder: Path, holder: Holder) -> None:
        self._path = folder / LOCK
        self._holder = holder
        self._file: BinaryIO | None = None

    def take(self) -> None:
        """Take the lock, or refuse and say who has it."""
        if self._file is not None:
            return
        with storage_errors():
            file = _open(self._path)
            try:
                if not _try_lock(file):
                    raise _taken(_read(self._path), self._holder)
                file.truncate(0)
                file.write(
                    json.dumps(
                        {"holder": self._holder, "pid": os.getpid(), "host": platform.node()}
                    ).encode()
                )
                file.flush()
            except BaseException:
                file.close()
                raise
        self._file = file

    def release(self) -> None:
        """Let it go; the file stays, for removing it would race with the next one."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with file:
            file.truncate(0)
            _unlock(file)

    def __enter__(self) -> WorkspaceLock:
        self.take()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def holder_of(folder: Path) -> Holder | None:
    """Return what holds the workspace now, or None."""
    path = folder / LOCK
    if not path.exists():
        return None
    with storage_errors(), _open(path) as file:
        if _try_lock(file):
            _unlock(file)
            return None
        return Holder(str(_read(path).get("holder", Holder.WINDOW)))


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait until no other process is inside with the same file, then go in. For short work."""
    with storage_errors():
        file = _open(path)
    with file:
        _wait_lock(file)
        try:
            yield
        finally:
            _unlock(file)


def _taken(held: dict[str, object], wanted: Holder) -> Refused:
    where = {"pid": held.get("pid", "?"), "host": held.get("host", "?")}
    if held.get("holder") == Holder.COMMAND:
        return Refused(
            Say("A command is writing in this workspace (process {pid} on {host}).", **where),
            remedy=Say("Wait until it is done, then do it again."),
        )
    if wanted is Holder.WINDOW:
        return Refused(
            Say("This workspace is open in another window (process {pid} on {host}).", **where),
            remedy=Say("Use that window, or close it first."),
        )
    return Refused(
        Say(
            "This workspace is open in a window (process {pid} on {host}),"
            " so a command may not write in it.",
            **where,
        ),
        remedy=Say("Do it in the window, or close the window first."),
    )


def _open(path: Path) -> BinaryIO:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        raise Refused(
            Say("This workspace folder is not there."),
            remedy=Say("Check the folder's name, or make a new workspace."),
        ) from None
    return os.fdopen(handle, "r+b", buffering=0)


def _read(path: Path) -> dict[str, object]:
    try:
        held = json.loads(path.read_bytes())
    except ValueError:  # the other process is between locking and writing
        return {}
    return held if isinstance(held, dict) else {}


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

    def _wait_lock(file: BinaryIO) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # tries for ten seconds

    def _unlock(file: BinaryIO) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        # flock, not lockf: lockf's lock is lost when any handle of the process is closed.
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait_lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
