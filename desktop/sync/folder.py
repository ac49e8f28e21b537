"""The folder carrier: a stick, a mapped drive, a share, the folder of a cloud drive."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from desktop.domain.words import Say
from desktop.sync.carrier import (
    EVERYTHING,
    CarrierAuth,
    CarrierFull,
    CarrierMissing,
    CarrierOffline,
    CarrierTrouble,
    FileGone,
    FileTooLarge,
    PutResult,
)
from desktop.sync.envelope import digest_of
from desktop.sync.laying import PLAIN, flush_folder, lay_down
from desktop.sync.names import RECEIPTS, STORE_NAME, is_day, is_device_id, is_place, is_stream
from desktop.sync.papers import PAPER_LIMIT

RECENT_DAYS = 3  # day folders listed again each run: senders' clocks differ
STALE_SECONDS = 86_400  # a temporary file this old is left over from a crash

_TROUBLES: dict[int, type[CarrierTrouble]] = {
    errno.ENOSPC: CarrierFull,
    errno.EDQUOT: CarrierFull,
    errno.EFBIG: CarrierFull,
    errno.EACCES: CarrierAuth,
    errno.EPERM: CarrierAuth,
    errno.EROFS: CarrierAuth,
    errno.ENOENT: CarrierMissing,
    errno.ENOTDIR: CarrierMissing,
    errno.ENODEV: CarrierMissing,
}
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class FolderCarrier:
    """A mailbox in a folder. `owner` is this device's id: it names the temporary files."""

    def __init__(self, root: Path, *, owner: str, expected: str | None = None) -> None:
        """`expected` is the identity known from before: another mailbox there is "missing"."""
        if not is_device_id(owner):
            raise ValueError("an owner is a device id")
        self._root = root
        self._temporary = root / f".tmp-{owner}"
        self._expected = expected

    def identity(self) -> str:
        """Return the SHA-256 of `store.json`."""
        with _told():
            self._check_root()
            try:
                paper = _read(self._root / STORE_NAME, PAPER_LIMIT)
            except (FileNotFoundError, IsADirectoryError):
                raise CarrierMissing(
                    Say("The folder is there, but it holds no exchange place."),
                    Say("Choose the folder named in your invitation."),
                ) from None
            found = digest_of(paper)
        if self._expected is not None and found != self._expected:
            raise CarrierMissing(
                Say("The folder holds another exchange place."),
                Say("Plug in the right stick, or choose the folder named in your invitation."),
            )
        return found

    def put_new(self, name: str, data: bytes) -> PutResult:
        """Lay a file down whole, or not at all. `store.json` makes the folder a mailbox."""
        if name != STORE_NAME:
            self.identity()
        with _told():
            self._check_root()
            path = self._path(name)
            if path.parent != self._root:
                self._make_folders(path.parent)
            if os.path.lexists(path) and path.lstat().st_size:
                return "exists"
            self._temporary.mkdir(exist_ok=True)
            self._check_folder(self._temporary)
            return "new" if lay_down(path, data, by_way_of=self._temporary) else "exists"

    def list_since(self, token: str) -> tuple[list[str], str]:
        """Return full names, sorted, and the next token: the third-newest day there is.

        A token is a day, "2026-11-21": that day and all later ones are listed.
        """
        if token != EVERYTHING and not is_day(token):
            raise ValueError("a token is a day, or empty")
        self.identity()
        names: list[str] = []
        days: set[str] = set()
        with _told():
            for stream in _folders(self._root):
                if not is_stream(stream.name) and stream.name != RECEIPTS:
                    continue
                for day in _folders(stream):
                    if is_day(day.name):
                        days.add(day.name)
                        if day.name >= token:
                            names += _places(stream.name, day)
        newest = sorted(days)[-RECENT_DAYS:]
        return sorted(names), newest[0] if newest else token

    def get(self, name: str, limit: int) -> bytes:
        """Return a file's bytes. A folder, pipe or link under that name is no file of ours."""
        self.identity()
        with _told():
            try:
                return _read(self._path(name), limit)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                raise FileGone from None

    def sweep(self, now: datetime) -> int:
        """Remove own temporary files over a day old, left by a crash; return how many."""
        self.identity()
        removed = 0
        with _told():
            if not os.path.lexists(self._temporary):
                return 0
            self._check_folder(self._temporary)
            for path in list(self._temporary.iterdir()):
                status = path.lstat()
                age = now.timestamp() - status.st_mtime
                if stat.S_ISREG(status.st_mode) and age > STALE_SECONDS:
                    path.unlink()
                    removed += 1
        return removed

    def rehearse(self, data: bytes) -> bytes:
        """Write bytes among the temporary files, return what is read back, and remove them.

        Needs no mailbox, only its root.
        """
        path = self._temporary / "trial.part"
        with _told():
            self._check_root()
            self._temporary.mkdir(exist_ok=True)
            self._check_folder(self._temporary)
            path.unlink(missing_ok=True)
            lay_down(path, data, by_way_of=self._temporary)
            found = _read(path, len(data))
            path.unlink()
        return found

    def _check_root(self) -> None:
        if not self._root.is_dir():
            raise CarrierMissing

    def _path(self, name: str) -> Path:
        if name != STORE_NAME and not is_place(name):
            raise ValueError("nothing of that name may lie on a carrier")
        path = self._root.joinpath(*name.split("/"))
        for folder in (path.parent.parent, path.parent):
            if folder != self._root and folder.is_relative_to(self._root):
                self._check_folder(folder)
        return path

    def _check_folder(self, folder: Path) -> None:
        # A link below the root could lead anywhere on this machine. `resolve` also sees the
        # junctions of Windows, which are no links to `lstat`.
        if folder.is_symlink() or (
            folder.exists()
            and folder.resolve() != self._root.resolve() / folder.relative_to(self._root)
        ):
            raise CarrierAuth(
                Say("A folder in the exchange place leads somewhere else."),
                Say("Ask whoever looks after it to replace the link with a real folder."),
            )

    def _make_folders(self, day: Path) -> None:
        for folder in (day.parent, day):
            if not folder.is_dir():
                folder.mkdir(exist_ok=True)
                flush_folder(folder.parent)


def _read(path: Path, limit: int) -> bytes:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise IsADirectoryError(errno.EISDIR, "not a plain file")
    handle = os.open(path, os.O_RDONLY | PLAIN | _NO_FOLLOW)
    with os.fdopen(handle, "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise FileTooLarge
    return data


def _folders(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        return [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]


def _places(stream: str, day: Path) -> list[str]:
    with os.scandir(day) as entries:
        names = [
            f"{stream}/{day.name}/{e.name}" for e in entries if e.is_file(follow_symlinks=False)
        ]
    return [name for name in names if is_place(name)]


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the operating system says into the four ways a carrier can be in trouble."""
    try:
        yield
    except OSError as trouble:
        kind = _TROUBLES.get(trouble.errno or 0, CarrierOffline)
        raise kind from trouble
