"""The SFTP carrier: a folder behind SSH."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import paramiko

from desktop.domain.words import Say
from desktop.sync.carrier import (
    CarrierFull,
    CarrierOffline,
    CarrierTrouble,
    FileGone,
    FileTooLarge,
    PutResult,
)
from desktop.sync.remote import Entries, RemoteCarrier, names_in_folders
from desktop.sync.ssh import SftpServer, connect, told

READ_AHEAD = 10  # listing requests under way at once; OpenSSH answers 100 names to each
PREFETCH_FROM = 32_768  # bytes; one request fetches that much


class SftpCarrier(RemoteCarrier):
    """A mailbox in a folder behind SSH. Threads may share it: each has its own connection."""

    def __init__(self, server: SftpServer, *, owner: str, expected: str | None = None) -> None:
        super().__init__(owner=owner, expected=expected)
        self._server = server
        self._mine = threading.local()
        self._clients: list[paramiko.SSHClient] = []
        self._lock = threading.Lock()

    def close(self) -> None:
        """Hang up, every thread's connection."""
        with self._lock:
            clients, self._clients = self._clients, []
        for client in clients:
            client.close()

    def _stamp(self, path: str) -> object:
        with self._asking() as sftp:
            return _stamp_of(sftp.lstat(self._at(path)))

    def _read(self, path: str, limit: int) -> tuple[bytes, object]:
        with self._asking() as sftp:
            found = sftp.lstat(self._at(path))
            size = found.st_size or 0
            if not stat.S_ISREG(found.st_mode or 0):
                raise FileGone
            if size > limit:
                raise FileTooLarge
            with sftp.open(self._at(path), "rb") as file:
                if size > PREFETCH_FROM:
                    file.prefetch(size)
                return file.read(size), _stamp_of(found)

    def _lay(self, path: str, data: bytes) -> PutResult:
        with self._asking() as sftp, _keeping(sftp):
            if _is_there(sftp, self._at(path)):
                return "exists"
            temporary = self._at(self._new_temporary())
            try:
                self._write(sftp, temporary, data)
                if self._settle(sftp, temporary, path):
                    return "new"
            except Exception as trouble:
                if _was_answered(sftp, trouble):  # else asking again would only be waited for
                    with suppress(OSError, EOFError, paramiko.SSHException):
                        sftp.remove(temporary)
                raise
            sftp.remove(temporary)
            return "exists"

    def _write(self, sftp: paramiko.SFTPClient, temporary: str, data: bytes) -> None:
        try:
            file = sftp.open(temporary, "wb")
        except FileNotFoundError:
            self._make(sftp, self._temporary)
            file = sftp.open(temporary, "wb")
        with file:
            file.write(data)
        # What a server says at the closing the library keeps to itself.
        if sftp.stat(temporary).st_size != len(data):
            raise _not_kept()

    def _settle(self, sftp: paramiko.SFTPClient, temporary: str, path: str) -> bool:
        """Give the file its name; return False if the name is taken.

        SSH_FXP_RENAME refuses a taken name; the extension `posix-rename` replaces (sync.md, 3).
        """
        for is_last in (False, True):
            try:
                sftp.rename(temporary, self._at(path))
            except OSError as refused:
                if isinstance(refused, PermissionError) or not _was_answered(sftp, refused):
                    raise
                if _is_there(sftp, self._at(path)):
                    return False
                if is_last:
                    raise
            else:
                return True
            *folders, _ = path.split("/")
            for depth in range(len(folders)):
                self._make(sftp, "/".join(folders[: depth + 1]))
        return False

    def _make(self, sftp: paramiko.SFTPClient, folder: str) -> None:
        try:
            sftp.mkdir(self._at(folder))
        except OSError as refused:
            if not _said_no(sftp, refused) or not _is_there(sftp, self._at(folder)):
                raise

    def _remove(self, path: str) -> None:
        with self._asking() as sftp:
            sftp.remove(self._at(path))

    def _names_since(self, token: str) -> tuple[list[str], set[str]]:
        return names_in_folders(self._entries, token)

    def _entries(self, folder: str) -> Entries:
        folders, files = [], []
        with self._asking() as sftp:
            for entry in sftp.listdir_iter(self._at(folder), read_aheads=READ_AHEAD):
                if stat.S_ISDIR(entry.st_mode or 0):
                    folders.append(entry.filename)
                elif stat.S_ISREG(entry.st_mode or 0):
                    files.append(entry.filename)
        return folders, files

    def _temporary_files(self) -> list[tuple[str, datetime]]:
        with self._asking() as sftp:
            return [
                (entry.filename, datetime.fromtimestamp(entry.st_mtime or 0, UTC))
                for entry in sftp.listdir_attr(self._at(self._temporary))
                if stat.S_ISREG(entry.st_mode or 0)
            ]

    def _at(self, path: str) -> str:
        return f"{self._server.folder.rstrip('/')}/{path}".rstrip("/") or "/"

    @contextmanager
    def _asking(self) -> Iterator[paramiko.SFTPClient]:
        """Give this thread's connection; after trouble with it the next call connects anew."""
        try:
            with told():
                yield self._connection()
        except CarrierOffline:
            client: paramiko.SSHClient | None = getattr(self._mine, "client", None)
            if client is not None:
                client.close()
            raise

    def _connection(self) -> paramiko.SFTPClient:
        # One connection shared by threads hung for good when it was measured (sync.md, 3).
        client: paramiko.SSHClient | None = getattr(self._mine, "client", None)
        transport = client.get_transport() if client else None
        if transport is None or not transport.is_active():
            client = connect(self._server)
            with self._lock:
                self._clients.append(client)
            self._mine.client = client
            self._mine.sftp = client.open_sftp()
            channel = self._mine.sftp.get_channel()
            channel.settimeout(self._server.patience)
        sftp: paramiko.SFTPClient = self._mine.sftp
        return sftp


def _stamp_of(found: paramiko.SFTPAttributes) -> object:
    return found.st_mtime, found.st_size


def _is_there(sftp: paramiko.SFTPClient, path: str) -> bool:
    try:
        sftp.lstat(path)
    except FileNotFoundError:
        return False
    return True


def _said_no(sftp: paramiko.SFTPClient, trouble: OSError) -> bool:
    """Return whether the server answered "failure", its only word for most of what can happen."""
    channel = sftp.get_channel()
    return type(trouble) is OSError and not trouble.errno and not (channel and channel.closed)


def _was_answered(sftp: paramiko.SFTPClient, trouble: Exception) -> bool:
    answers = (CarrierTrouble, FileNotFoundError, PermissionError)
    return isinstance(trouble, answers) or (
        isinstance(trouble, OSError) and _said_no(sftp, trouble)
    )


@contextmanager
def _keeping(sftp: paramiko.SFTPClient) -> Iterator[None]:
    """A server that answers, lets us in and then says "failure" to a file has no room for it."""
    try:
        yield
    except OSError as trouble:
        if _said_no(sftp, trouble):
            raise _not_kept() from trouble
        raise


def _not_kept() -> CarrierFull:
    return CarrierFull(
        Say("The server did not keep the file. Most likely it is full."),
        Say("Ask whoever runs it for more room. What waits is sent afterwards."),
    )
