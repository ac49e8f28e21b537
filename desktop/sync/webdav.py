"""The WebDAV carrier: a folder behind HTTPS. Uploads go to a temporary name, then MOVE."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from desktop.domain.words import Say
from desktop.sync.carrier import (
    CarrierAuth,
    CarrierFull,
    CarrierMissing,
    CarrierOffline,
    CarrierTrouble,
    FileGone,
    FileTooLarge,
    PutResult,
)
from desktop.sync.remote import (
    PATIENCE,
    UPLOAD_PATIENCE,
    Entries,
    RemoteCarrier,
    names_in_folders,
)
from desktop.sync.webdav_listing import Found, Listing, NotAListing

TAKEN = 412  # the name is taken, and we said not to replace
# How servers miss the folder above: 409 by the standard; Apache's MOVE says 500.
NO_PARENT = (404, 409, 500)
THERE_ALREADY = 405  # MKCOL of what is there

_KINDS = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'
_TIMES = (
    b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/><getlastmodified/></prop>'
    b"</propfind>"
)


@dataclass(frozen=True, slots=True)
class DavFolder:
    """Where and who: "https://server/some/folder"."""

    address: str
    user: str
    secret: str = field(repr=False)
    authority: str = ""  # certificates in PEM: then only what they signed is trusted
    patience: float = PATIENCE


class WebDavCarrier(RemoteCarrier):
    """A mailbox in a WebDAV folder. Threads may share it."""

    def __init__(self, folder: DavFolder, *, owner: str, expected: str | None = None) -> None:
        super().__init__(owner=owner, expected=expected)
        self._root = folder.address.rstrip("/")
        self._slow = httpx.Timeout(folder.patience, read=folder.patience * UPLOAD_PATIENCE)
        self._client = httpx.Client(
            auth=httpx.BasicAuth(folder.user, folder.secret),
            verify=_trust(folder.authority),
            timeout=folder.patience,
            # A body that unpacks itself could be of any size.
            headers={"Accept-Encoding": "identity"},
        )

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _stamp(self, path: str) -> object:
        return _stamp_of(self._ask("HEAD", path))

    def _read(self, path: str, limit: int) -> tuple[bytes, object]:
        data = bytearray()
        with _told(), self._client.stream("GET", self._at(path)) as answer:
            _check(answer)
            for part in answer.iter_raw():
                data += part
                if len(data) > limit:
                    raise FileTooLarge
        return bytes(data), _stamp_of(answer)

    def _lay(self, path: str, data: bytes) -> PutResult:
        if self._is_there(path):
            return "exists"
        temporary = self._new_temporary()
        try:
            self._write(temporary, data)
            if self._settle(temporary, path):
                return "new"
        except CarrierOffline:
            raise  # asking once more would only be waited for; `sweep` removes what stays
        except CarrierTrouble:
            with suppress(CarrierTrouble):
                self._remove(temporary)
            raise
        self._remove(temporary)
        return "exists"

    def _write(self, temporary: str, data: bytes) -> None:
        answer = self._ask("PUT", temporary, content=data, passing=NO_PARENT)
        if answer.status_code in NO_PARENT:
            self._make(self._temporary)
            self._ask("PUT", temporary, content=data)

    def _settle(self, temporary: str, path: str) -> bool:
        """Give the file its name; return False if the name is taken."""
        # Apache wants the whole address, not only its path.
        how = {"Destination": self._at(path), "Overwrite": "F"}
        answer = self._ask("MOVE", temporary, headers=how, passing=(TAKEN, *NO_PARENT))
        if answer.status_code in NO_PARENT:
            *folders, _ = path.split("/")
            for depth in range(len(folders)):
                self._make("/".join(folders[: depth + 1]))
            answer = self._ask("MOVE", temporary, headers=how, passing=(TAKEN,))
        return answer.status_code != TAKEN

    def _make(self, folder: str) -> None:
        answer = self._ask("MKCOL", f"{folder}/", passing=(THERE_ALREADY, 409))
        if answer.status_code == 409:
            raise FileGone

    def _is_there(self, path: str) -> bool:
        return self._ask("HEAD", path, passing=(404,)).status_code != 404

    def _remove(self, path: str) -> None:
        self._ask("DELETE", path)

    def _names_since(self, token: str) -> tuple[list[str], set[str]]:
        return names_in_folders(self._entries, token)

    def _entries(self, folder: str) -> Entries:
        found = self._list(folder, _KINDS)
        folders = [one.name for one in found if one.is_folder]
        return folders, [one.name for one in found if not one.is_folder]

    def _temporary_files(self) -> list[tuple[str, datetime]]:
        found = self._list(self._temporary, _TIMES)
        return [(one.name, one.written) for one in found if one.written and not one.is_folder]

    def _list(self, folder: str, wanted: bytes) -> list[Found]:
        address = httpx.URL(self._at(folder) + "/")
        listing = Listing(address.path)
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        with (
            _told(),
            self._client.stream("PROPFIND", address, content=wanted, headers=headers) as answer,
        ):
            _check(answer)
            if answer.status_code != 207:
                raise _no_webdav()
            for part in answer.iter_raw():
                listing.feed(part)
            return listing.finish()

    def _ask(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        passing: tuple[int, ...] = (),
    ) -> httpx.Response:
        """Return the answer; those of `passing` are the caller's, any other refusal is raised."""
        patience = self._client.timeout if content is None else self._slow
        with _told():
            answer = self._client.request(
                method, self._at(path), content=content, headers=headers, timeout=patience
            )
        if answer.status_code not in passing:
            _check(answer)
        return answer

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root


def _trust(authority: str) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=authority or None)


def _stamp_of(answer: httpx.Response) -> object:
    found = [answer.headers.get(name) for name in ("etag", "last-modified", "content-length")]
    return [text and text.removeprefix("W/") for text in found]  # Apache's new files are "weak"


def _check(answer: httpx.Response) -> None:
    """Raise what a refusal means."""
    code = answer.status_code
    if code < 300:
        return
    if code == 404:
        raise FileGone
    if code == 401:
        raise CarrierAuth(
            Say("The server did not accept the user name or password."),
            Say("Enter them again, or ask whoever runs the server."),
        )
    if code in (403, 407):
        raise CarrierAuth
    if code == 507:
        raise CarrierFull(
            Say("The server has no room left for this account."),
            Say("Ask whoever runs it for more room. What waits is sent afterwards."),
        )
    if code == 413:
        raise CarrierFull(
            Say("The server refuses a file of this size."),
            Say("Ask whoever runs it to allow files of one megabyte."),
        )
    if code < 400 or code in (405, 501):
        raise _no_webdav()
    raise CarrierOffline


@contextmanager
def _told() -> Iterator[None]:
    """Turn what httpx raises into a carrier's trouble."""
    try:
        yield
    except httpx.ConnectError as trouble:
        # httpx keeps only the text of what the TLS library said.
        if "CERTIFICATE_VERIFY_FAILED" in str(trouble):
            raise CarrierAuth(
                Say("The server could not prove that it is the one that was set up."),
                Say("Nothing was sent. Ask whoever runs the server for its certificate."),
            ) from trouble
        raise CarrierOffline from trouble
    except httpx.HTTPError as trouble:
        raise CarrierOffline from trouble
    except NotAListing as trouble:
        raise _no_webdav() from trouble


def _no_webdav() -> CarrierMissing:
    return CarrierMissing(
        Say("The address answers, but not as a WebDAV folder."),
        Say("Compare the address with your invitation, or ask whoever runs the server."),
    )
