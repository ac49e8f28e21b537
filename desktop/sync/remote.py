"""What every carrier on a server has in common: the mailbox is checked, the names are ours.

A server that is far away is asked as little as will do: `store.json` is read once, and before a
file is laid down only looked at again. `get` relies on what was seen; `FileGone` makes it look.
"""

from __future__ import annotations

import itertools
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from desktop.domain.words import Say
from desktop.sync.carrier import (
    EVERYTHING,
    CarrierAuth,
    CarrierMissing,
    FileGone,
    PutResult,
)
from desktop.sync.envelope import digest_of
from desktop.sync.names import RECEIPTS, STORE_NAME, is_day, is_device_id, is_place, is_stream
from desktop.sync.papers import PAPER_LIMIT

RECENT_DAYS = 3  # day folders listed again each run: senders' clocks differ
STALE = timedelta(days=1)  # a temporary file this old is left over from a crash
PATIENCE = 30.0  # seconds without an answer; a slow line answers now and then
UPLOAD_PATIENCE = 4  # times as long for an upload: half a megabyte takes 2 minutes on 40 kbit/s

_COUNT = itertools.count()

Entries = tuple[list[str], list[str]]  # the folders and the files in a folder, bare names


class RemoteCarrier(ABC):
    """A mailbox on a server. `owner` is this device's id: it names the temporary files.

    `expected` is the identity known from before: another mailbox there is "missing".
    """

    def __init__(self, *, owner: str, expected: str | None) -> None:
        if not is_device_id(owner):
            raise ValueError("an owner is a device id")
        self._temporary = f".tmp-{owner}"
        self._expected = expected
        self._seen: object = None  # what `store.json` looked like when it was last read

    def identity(self) -> str:
        """Return the SHA-256 of `store.json`, the same by whichever way the mailbox is reached."""
        try:
            paper, seen = self._read(STORE_NAME, PAPER_LIMIT)
            found = digest_of(paper)
        except FileGone:
            raise CarrierMissing(
                Say("There is no exchange place at that address."),
                Say("Compare the address with your invitation, or ask whoever runs the server."),
            ) from None
        if self._expected is not None and found != self._expected:
            raise CarrierMissing(
                Say("There is another exchange place at that address."),
                Say("Compare the address with your invitation, or ask whoever runs the server."),
            )
        self._seen = seen
        return found

    def put_new(self, name: str, data: bytes) -> PutResult:
        """Lay a file down whole, or not at all. `store.json` makes the folder a mailbox."""
        _check(name)
        if name != STORE_NAME:
            self._check_mailbox()
        try:
            return self._lay(name, data)
        except FileGone:
            raise _no_root() from None

    def list_since(self, token: str) -> tuple[list[str], str]:
        """Return full names, sorted, and the next token: the third-newest day there is.

        A token is a day, "2026-11-21": that day and all later ones are listed.
        """
        if token != EVERYTHING and not is_day(token):
            raise ValueError("a token is a day, or empty")
        self.identity()
        try:
            names, days = self._names_since(token)
        except FileGone:
            raise _no_root() from None
        newest = sorted(days)[-RECENT_DAYS:]
        return sorted(names), newest[0] if newest else token

    def get(self, name: str, limit: int) -> bytes:
        """Return a file's bytes. A folder or link under that name is no file of ours."""
        _check(name)
        if self._seen is None:
            self.identity()
        try:
            return self._read(name, limit)[0]
        except FileGone:
            self.identity()
            raise

    def sweep(self, now: datetime) -> int:
        """Remove own temporary files over a day old, left by a crash; return how many."""
        self.identity()
        removed = 0
        try:
            for name, written in self._temporary_files():
                if now - written > STALE:
                    self._remove(f"{self._temporary}/{name}")
                    removed += 1
        except FileGone:
            return removed
        return removed

    def rehearse(self, data: bytes) -> bytes:
        """Write bytes among the temporary files, return what is read back, and remove them.

        Needs no mailbox, only its root. An account that may not remove leaves them there.
        """
        path = f"{self._temporary}/trial.part"
        with suppress(FileGone, CarrierAuth):
            self._remove(path)
        try:
            self._lay(path, data)
        except FileGone:
            raise _no_root() from None
        found, _ = self._read(path, len(data))
        with suppress(FileGone, CarrierAuth):
            self._remove(path)
        return found

    @abstractmethod
    def close(self) -> None:
        """Hang up; the next call would connect again."""

    @abstractmethod
    def _stamp(self, path: str) -> object:
        """Return what changes whenever the file does; raises `FileGone`."""

    @abstractmethod
    def _read(self, path: str, limit: int) -> tuple[bytes, object]:
        """Return the file's bytes and its stamp; raises `FileGone` and `FileTooLarge`."""

    @abstractmethod
    def _lay(self, path: str, data: bytes) -> PutResult:
        """Lay the file down whole, making its folders; raises `FileGone` if the root is absent."""

    @abstractmethod
    def _remove(self, path: str) -> None:
        """Remove the file; raises `FileGone`."""

    @abstractmethod
    def _names_since(self, token: str) -> tuple[list[str], set[str]]:
        """Return the full names of that day and later, and the days there are."""

    @abstractmethod
    def _temporary_files(self) -> Iterable[tuple[str, datetime]]:
        """Return the bare names of own temporary files, and when each was written."""

    def _new_temporary(self) -> str:
        # One machine has one owner's name, so process, thread and a count tell all of them apart.
        return f"{self._temporary}/{os.getpid()}-{threading.get_ident()}-{next(_COUNT)}.part"

    def _check_mailbox(self) -> None:
        try:
            same = self._seen is not None and self._stamp(STORE_NAME) == self._seen
        except FileGone:
            same = False
        if not same:
            self.identity()


def names_in_folders(entries: Callable[[str], Entries], token: str) -> tuple[list[str], set[str]]:
    """Return the full names of that day and later, and all days, where folders are real ones.

    `entries` lists one folder; what somebody removes meanwhile is passed over.
    """
    names: list[str] = []
    days: set[str] = set()
    for stream in filter(_is_line, entries("")[0]):
        for day in filter(is_day, _still(entries, stream)[0]):
            days.add(day)
            if day >= token:
                full = (f"{stream}/{day}/{name}" for name in _still(entries, f"{stream}/{day}")[1])
                names += filter(is_place, full)
    return names, days


def names_among(fulls: Iterable[str]) -> tuple[list[str], set[str]]:
    """Return those full names that may lie on a carrier, and their days."""
    names = [full for full in fulls if is_place(full)]
    return names, {name.split("/")[1] for name in names}


def _still(entries: Callable[[str], Entries], folder: str) -> Entries:
    try:
        return entries(folder)
    except FileGone:
        return [], []


def _is_line(name: str) -> bool:
    return is_stream(name) or name == RECEIPTS


def _check(name: str) -> None:
    if name != STORE_NAME and not is_place(name):
        raise ValueError("nothing of that name may lie on a carrier")


def _no_root() -> CarrierMissing:
    return CarrierMissing(
        Say("The folder on the server is not there."),
        Say("Compare the address with your invitation, or ask whoever runs the server."),
    )
