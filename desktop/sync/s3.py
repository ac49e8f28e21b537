"""The S3 carrier: a bucket of Amazon's, or of any server that speaks the same language.

A put is whole or not at all and refuses a taken name by itself, so there are no temporary names.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import S3Store

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
from desktop.sync.names import RECEIPTS, is_stream
from desktop.sync.remote import PATIENCE, UPLOAD_PATIENCE, RemoteCarrier, names_among

if TYPE_CHECKING:
    from obstore.store import ClientConfig


@dataclass(frozen=True, slots=True)
class S3Bucket:
    """Where and who. `endpoint` is the server's address without the bucket."""

    endpoint: str
    bucket: str
    prefix: str  # "" or "some/folder", without slashes around
    region: str
    user: str  # the access key's id
    secret: str = field(repr=False)
    authority: str = ""  # certificates in PEM, trusted beside the system's own
    patience: float = PATIENCE


class S3Carrier(RemoteCarrier):
    """A mailbox under a prefix in a bucket. Threads may share it."""

    def __init__(self, bucket: S3Bucket, *, owner: str, expected: str | None = None) -> None:
        super().__init__(owner=owner, expected=expected)
        self._prefix = f"{bucket.prefix}/" if bucket.prefix else ""
        # An upload is answered only once it is whole; all else is answered at once.
        self._asking = _store(bucket, timedelta(seconds=bucket.patience))
        self._sending = _store(bucket, timedelta(seconds=bucket.patience * UPLOAD_PATIENCE))

    def close(self) -> None:
        """Nothing: connections that are not used end by themselves."""

    def _stamp(self, path: str) -> object:
        with _told():
            return obstore.head(self._asking, self._prefix + path)["e_tag"]

    def _read(self, path: str, limit: int) -> tuple[bytes, object]:
        with _told():
            found = obstore.get(self._asking, self._prefix + path)
            if found.meta["size"] > limit:
                raise FileTooLarge
            return bytes(found.bytes()), found.meta["e_tag"]

    def _lay(self, path: str, data: bytes) -> PutResult:
        with _told():
            try:
                obstore.put(
                    self._sending, self._prefix + path, data, mode="create", use_multipart=False
                )
            except AlreadyExistsError:
                return "exists"
        return "new"

    def _remove(self, path: str) -> None:
        with _told():
            obstore.delete(self._asking, self._prefix + path)

    def _names_since(self, token: str) -> tuple[list[str], set[str]]:
        """List from the day on: `offset` is S3's StartAfter. Older days are not looked at."""
        with _told():
            if token == EVERYTHING:
                return names_among(self._list(self._prefix, None))
            root = obstore.list_with_delimiter(self._asking, self._prefix or None)
            names: list[str] = []
            days = {token}
            for folder in root["common_prefixes"]:
                line = folder.removeprefix(self._prefix).strip("/")
                if is_stream(line) or line == RECEIPTS:
                    start = f"{self._prefix}{line}/"
                    found = names_among(self._list(start, start + token))
                    names += found[0]
                    days |= found[1]
            return names, days

    def _list(self, prefix: str, offset: str | None) -> Iterator[str]:
        for part in obstore.list(self._asking, prefix or None, offset=offset):
            for one in part:
                yield one["path"].removeprefix(self._prefix)

    def _temporary_files(self) -> list[tuple[str, datetime]]:
        return []


def _store(bucket: S3Bucket, patience: timedelta) -> S3Store:
    client: ClientConfig = {
        "connect_timeout": timedelta(seconds=bucket.patience),
        "read_timeout": patience,
        "timeout": timedelta(seconds=bucket.patience * UPLOAD_PATIENCE),
        "allow_http": bucket.endpoint.startswith("http://"),
    }
    if bucket.authority:
        client["root_certificate"] = bucket.authority
    return S3Store(
        bucket.bucket,
        # Said twice, because the environment could say otherwise for the second.
        endpoint=bucket.endpoint,
        aws_endpoint_url_s3=bucket.endpoint,
        region=bucket.region,
        access_key_id=bucket.user,
        secret_access_key=bucket.secret,
        virtual_hosted_style_request=False,
        skip_signature=False,
        client_options=client,
        # One more try within three seconds: whoever calls tries again later anyway (sync.md, 3).
        retry_config={"max_retries": 1, "retry_timeout": timedelta(seconds=3)},
    )


@contextmanager
def _told() -> Iterator[None]:
    """Turn what obstore raises into a carrier's trouble. For much of it there is only text."""
    try:
        yield
    except FileNotFoundError as trouble:
        raise (_trouble_in(str(trouble)) or FileGone()) from trouble
    except (PermissionDeniedError, UnauthenticatedError) as trouble:
        raise (_trouble_in(str(trouble)) or CarrierAuth()) from trouble
    except (BaseError, OSError) as trouble:
        raise (_trouble_in(str(trouble)) or CarrierOffline()) from trouble


def _trouble_in(text: str) -> CarrierTrouble | None:
    """Return what the server's own code says, or None."""
    for kind, words, reason, remedy in _CODES:
        if any(word in text for word in words):
            return kind(reason, remedy)
    return None


_ASK = Say("Compare the address with your invitation, or ask whoever runs the server.")
_CODES: tuple[tuple[type[CarrierTrouble], tuple[str, ...], Say | None, Say | None], ...] = (
    (
        CarrierFull,
        ("QuotaExceeded", "XMinioStorageFull", "code: 507"),
        Say("The server has no room left for this account."),
        Say("Ask whoever runs it for more room. What waits is sent afterwards."),
    ),
    (
        CarrierAuth,
        ("RequestTimeTooSkewed", "RequestExpired"),
        Say("The server refuses because the clock of this computer is wrong."),
        Say("Set the date and time of this computer, then try again."),
    ),
    (
        CarrierAuth,
        ("SignatureDoesNotMatch", "InvalidAccessKeyId"),
        Say("The server did not accept the access key."),
        Say("Enter the key and its secret again, or ask whoever runs the server."),
    ),
    (CarrierMissing, ("NoSuchBucket",), Say("The server has no bucket of that name."), _ASK),
    (
        CarrierMissing,
        ("AuthorizationHeaderMalformed", "PermanentRedirect", "IncorrectEndpoint"),
        Say("The bucket is in another region."),
        _ASK,
    ),
    (
        CarrierAuth,
        ("InvalidCertificate", "invalid peer certificate"),
        Say("The server could not prove that it is the one that was set up."),
        Say("Nothing was sent. Ask whoever runs the server for its certificate."),
    ),
    (CarrierAuth, ("code: 401", "code: 403"), None, None),
)
