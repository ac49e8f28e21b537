"""From what was set up to a carrier. A kind's library is loaded only when that kind is used."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.sync.folder import FolderCarrier
from desktop.sync.remote import PATIENCE, RemoteCarrier

if TYPE_CHECKING:
    from desktop.sync.ssh import HostKey

SSH_PORT = 22

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"(?:[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)?")  # what no server rewrites

SecretFor = Callable[[str], str]
AnyCarrier = FolderCarrier | RemoteCarrier


class CarrierKind(StrEnum):
    """What a carrier is reached by. Values are stored: add, never rename."""

    FOLDER = "folder"
    SFTP = "sftp"
    S3 = "s3"
    WEBDAV = "webdav"


@dataclass(frozen=True, slots=True)
class CarrierPlace:
    """One way out, as it was set up. Holds no secret, so it may be stored and shown."""

    kind: CarrierKind
    # "/media/stick" | "sftp://server:22/srv/exchange", "sftp://server/~/exchange" below the
    # account's own folder | "https://server/bucket/some/prefix" | "https://server/dav/exchange"
    url: str
    user: str = ""  # for S3 the access key's id
    secret: str = ""  # the name under which the vault keeps the password, private or secret key
    host_key: str = ""  # SFTP: what `show_host_key` gave and people compared
    authority: str = ""  # certificates in PEM, where the server's are not publicly signed
    region: str = ""  # S3
    expected: str = ""  # the mailbox's identity, once it is known


@contextmanager
def opened(
    place: CarrierPlace, *, owner: str, secret_for: SecretFor, patience: float = PATIENCE
) -> Iterator[AnyCarrier]:
    """Give the carrier and hang up at the end; nothing is asked of it yet.

    `secret_for` gives what the vault keeps under a name. Refuses an address that cannot be one.
    """
    carrier = _MAKERS[place.kind](place, owner, secret_for, patience)
    try:
        yield carrier
    finally:
        if isinstance(carrier, RemoteCarrier):
            carrier.close()


def show_host_key(url: str, *, patience: float = PATIENCE) -> HostKey:
    """Return an SFTP server's key as it is now: its fingerprint is for people to compare."""
    from desktop.sync.ssh import read_host_key

    address = _sftp_address(url)
    return read_host_key(address.hostname or "", address.port or SSH_PORT, patience=patience)


def _folder(place: CarrierPlace, owner: str, _: SecretFor, __: float) -> AnyCarrier:
    if not place.url:
        raise _unreadable(Say("Choose the folder named in your invitation."))
    return FolderCarrier(Path(place.url), owner=owner, expected=place.expected or None)


def _sftp(place: CarrierPlace, owner: str, secret_for: SecretFor, patience: float) -> AnyCarrier:
    from desktop.sync.sftp import SftpCarrier
    from desktop.sync.ssh import SftpServer

    address = _sftp_address(place.url)
    path = unquote(address.path)
    server = SftpServer(
        host=address.hostname or "",
        port=address.port or SSH_PORT,
        folder=(path.removeprefix("/~/") or ".") if path.startswith("/~/") else path or "/",
        user=place.user,
        secret=secret_for(place.secret),
        host_key=place.host_key,
        patience=patience,
    )
    return SftpCarrier(server, owner=owner, expected=place.expected or None)


def _s3(place: CarrierPlace, owner: str, secret_for: SecretFor, patience: float) -> AnyCarrier:
    from desktop.sync.s3 import S3Bucket, S3Carrier

    example = Say("Write it like {example}.", example="https://server/bucket/folder")
    address = _web_address(place.url, example)
    bucket, _, prefix = address.path.strip("/").partition("/")
    if not _BUCKET.fullmatch(bucket) or not _PREFIX.fullmatch(prefix):
        raise _unreadable(example)
    _check_authority(place.authority)
    where = S3Bucket(
        endpoint=f"{address.scheme}://{address.netloc}",
        bucket=bucket,
        prefix=prefix,
        region=place.region or "us-east-1",
        user=place.user,
        secret=secret_for(place.secret),
        authority=place.authority,
        patience=patience,
    )
    return S3Carrier(where, owner=owner, expected=place.expected or None)


def _webdav(place: CarrierPlace, owner: str, secret_for: SecretFor, patience: float) -> AnyCarrier:
    from desktop.sync.webdav import DavFolder, WebDavCarrier

    example = Say("Write it like {example}.", example="https://server/folder")
    _web_address(place.url, example)
    _check_authority(place.authority)
    where = DavFolder(
        address=place.url,
        user=place.user,
        secret=secret_for(place.secret),
        authority=place.authority,
        patience=patience,
    )
    return WebDavCarrier(where, owner=owner, expected=place.expected or None)


_MAKERS: dict[CarrierKind, Callable[[CarrierPlace, str, SecretFor, float], AnyCarrier]] = {
    CarrierKind.FOLDER: _folder,
    CarrierKind.SFTP: _sftp,
    CarrierKind.S3: _s3,
    CarrierKind.WEBDAV: _webdav,
}


def _sftp_address(url: str) -> SplitResult:
    return _address(url, ("sftp",), Say("Write it like {example}.", example="sftp://server/folder"))


def _web_address(url: str, example: Say) -> SplitResult:
    address = _address(url, ("https", "http"), example)
    if address.scheme == "http" and address.hostname not in _HERE:
        raise Refused(
            Say("That address is not encrypted: the password could be read on the way."),
            remedy=Say("Use an address that begins with https."),
        )
    return address


def _address(url: str, schemes: tuple[str, ...], example: Say) -> SplitResult:
    try:
        address = urlsplit(url)
        whole = address.hostname and address.scheme in schemes and (address.port or 1)
        (address.hostname or "").encode("idna")  # as the system will
    except ValueError:
        whole = False
    if not whole or address.query or address.fragment or not url.isprintable() or " " in url:
        raise _unreadable(example)
    if "@" in address.netloc:
        raise Refused(
            Say("The address holds a user name or password."),
            remedy=Say("Leave it out of the address and enter it in its own field."),
        )
    return address


def _check_authority(authority: str) -> None:
    if not authority:
        return
    try:
        ssl.create_default_context(cadata=authority)
    except (ssl.SSLError, ValueError):
        raise Refused(
            Say("The server's certificate cannot be read."),
            remedy=Say("Ask whoever runs the server for its certificate as a PEM file."),
        ) from None


def _unreadable(example: Say) -> Refused:
    return Refused(Say("The address cannot be read."), remedy=example)
