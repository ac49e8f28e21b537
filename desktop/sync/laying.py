"""Laying a file down whole under a new name: never half of it, never over another one."""

from __future__ import annotations

import errno
import itertools
import os
import stat
import threading
from contextlib import suppress
from pathlib import Path

CLAIM_SECONDS = 600  # an empty file this old is a claim whose writer crashed
PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

# What file systems without hard links answer (FAT, exFAT, some shares). EPERM is Linux's word.
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL}
_NO_LINKS_WINDOWS = {1, 50}  # ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED
_COUNT = itertools.count()


def lay_down(path: Path, data: bytes, *, by_way_of: Path) -> bool:
    """Write a file whole under a new name; return False, and change nothing, if it is taken.

    The bytes are first written and flushed under a temporary name in `by_way_of`, a folder of
    the same disk.
    """
    temporary = _write_temporary(by_way_of, data)
    try:
        return _settle(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _write_temporary(folder: Path, data: bytes) -> Path:
    while True:
        path = folder / f"{os.getpid()}-{threading.get_ident()}-{next(_COUNT)}.part"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, 0o666)
        except FileExistsError:
            continue  # left by a crash of an earlier process with our number
        break
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return path


def _settle(temporary: Path, path: Path) -> bool:
    """Give the file its name, unless the name is taken. A link is never half a file."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return _replace_stale_claim(temporary, path)
    except OSError as trouble:
        if (
            trouble.errno not in _NO_LINKS
            and getattr(trouble, "winerror", None) not in _NO_LINKS_WINDOWS
        ):
            raise
        return _claim(temporary, path)
    flush_folder(path.parent)
    return True


def _claim(temporary: Path, path: Path) -> bool:
    """Without hard links: take the name with an empty file, then move the whole one over it."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, 0o666))
    except FileExistsError:
        return _replace_stale_claim(temporary, path)
    temporary.replace(path)
    flush_folder(path.parent)
    return True


def _replace_stale_claim(temporary: Path, path: Path) -> bool:
    """Fill the empty file a crashed writer left. Both times are the carrier's own clock's."""
    claim = path.lstat()
    age = temporary.lstat().st_mtime - claim.st_mtime
    if not stat.S_ISREG(claim.st_mode) or claim.st_size or age < CLAIM_SECONDS:
        return False
    temporary.replace(path)
    flush_folder(path.parent)
    return True


def flush_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system can (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # some shares refuse it; the file's bytes are safe already
            os.fsync(handle)
    finally:
        os.close(handle)
