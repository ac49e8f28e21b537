"""The four kinds of carrier on ground of the tests' own, looked at from behind as well."""

from __future__ import annotations

import itertools
import os
import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import obstore
import pytest
from obstore.store import S3Store

from desktop.sync.opening import AnyCarrier, CarrierKind, CarrierPlace, opened
from tests.sync.servers import apache as apache_server
from tests.sync.servers import moto as moto_server
from tests.sync.servers import sshd as ssh_server
from tests.sync.servers.certificate import Certificate, make_certificate
from tests.sync.servers.loopback import HOST, open_ground

_COUNT = itertools.count(1)


@dataclass(frozen=True)
class Spot(ABC):
    """A fresh empty place for one mailbox."""

    place: CarrierPlace
    secret: str

    @contextmanager
    def opened(
        self, *, owner: str = "k7-patrol", via: int = 0, patience: float = 20, **other: Any
    ) -> Iterator[AnyCarrier]:
        """Give a carrier to it; `via` is another port, the rest are other words of its place."""
        secret = other.pop("password", self.secret)
        url = re.sub(r":\d+/", f":{via}/", self.place.url) if via else self.place.url
        place = replace(self.place, **{"url": url, **other})
        with opened(
            place, owner=owner, secret_for={"exchange": secret}.__getitem__, patience=patience
        ) as carrier:
            yield carrier

    @property
    def port(self) -> int:
        """Where its server listens."""
        found = re.search(r":(\d+)/", self.place.url)
        assert found
        return int(found[1])

    @abstractmethod
    def files(self) -> dict[str, bytes]:
        """Return all that lies there, temporary files too."""

    @abstractmethod
    def lay(self, name: str, data: bytes) -> None:
        """Put a file there behind the carrier's back."""

    def lay_empty(self, names: list[str]) -> None:
        """Put empty files there."""
        for name in names:
            self.lay(name, b"")

    @abstractmethod
    def remove(self, name: str) -> None:
        """Remove a file behind the carrier's back."""

    @abstractmethod
    def remove_root(self) -> None:
        """Remove the place itself."""


@dataclass(frozen=True)
class FolderSpot(Spot):
    root: Path

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def lay(self, name: str, data: bytes) -> None:
        path = self.root / name
        for folder in reversed(path.relative_to(self.root).parents[:-1]):
            if not (self.root / folder).exists():
                (self.root / folder).mkdir()
                (self.root / folder).chmod(0o777)
        path.write_bytes(data)

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    def remove_root(self) -> None:
        shutil.rmtree(self.root)


@dataclass(frozen=True)
class BucketSpot(Spot):
    client: Any
    store: S3Store
    bucket: str
    prefix: str = "three-rivers/"

    def files(self) -> dict[str, bytes]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return {
            one["Key"].removeprefix(self.prefix): self.client.get_object(
                Bucket=self.bucket, Key=one["Key"]
            )["Body"].read()
            for page in pages
            for one in page.get("Contents", ())
        }

    def lay(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=data)

    def lay_empty(self, names: list[str]) -> None:
        # Amazon's own client takes 50 ms for each, most of it waiting.
        with ThreadPoolExecutor(8) as threads:
            put = partial(obstore.put, self.store, file=b"", use_multipart=False)
            list(threads.map(lambda name: put(self.prefix + name), names))

    def remove(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)

    def remove_root(self) -> None:
        for name in self.files():
            self.remove(name)
        self.client.delete_bucket(Bucket=self.bucket)


class Grounds:
    """Starts each server at its first use; all end together."""

    def __init__(self, folder: Path, certificate: Certificate, starter: ExitStack) -> None:
        self.certificate = certificate
        self._folder = folder
        self._starter = starter
        self._running: dict[CarrierKind, Any] = {}

    def spot(self, kind: CarrierKind) -> Spot:
        """Return a fresh place; skips where its server program is not installed."""
        name = f"mail-{next(_COUNT)}"
        if kind is CarrierKind.S3:
            return self._bucket(self._server(kind), name)
        if kind is CarrierKind.FOLDER:
            root = self._made(self._folder / name)
            return FolderSpot(CarrierPlace(kind, str(root)), "", root)
        server = self._server(kind)
        if kind is CarrierKind.SFTP:
            root = self._made(self._folder / name)
            place = CarrierPlace(kind, f"sftp://{HOST}:{server.port}{root}", server.user)
            place = replace(place, secret="exchange", host_key=server.host_key)
            return FolderSpot(place, server.key, root)
        root = self._made(server.files / name)
        place = CarrierPlace(kind, f"https://{HOST}:{server.port}/{name}", apache_server.USER)
        place = replace(place, secret="exchange", authority=self.certificate.authority)
        return FolderSpot(place, apache_server.PASSWORD, root)

    def _bucket(self, server: moto_server.S3Server, name: str) -> Spot:
        client = server.client()
        self._starter.callback(client.close)
        where = {"LocationConstraint": moto_server.REGION}
        client.create_bucket(Bucket=name, CreateBucketConfiguration=where)
        place = CarrierPlace(
            CarrierKind.S3,
            f"https://{HOST}:{server.port}/{name}/three-rivers",
            server.user,
            secret="exchange",
            authority=self.certificate.authority,
            region=moto_server.REGION,
        )
        store = S3Store(
            name,
            endpoint=f"https://{HOST}:{server.port}",
            region=moto_server.REGION,
            access_key_id=server.user,
            secret_access_key=server.secret,
            client_options={"root_certificate": self.certificate.authority},
        )
        return BucketSpot(place, server.secret, client, store, name)

    def _server(self, kind: CarrierKind) -> Any:
        if kind not in self._running:
            folder = self._made(self._folder / kind.value)
            if kind is CarrierKind.SFTP:
                _need(ssh_server.SSHD, ssh_server.LACKING)
                started: Any = ssh_server.sshd(folder)
            elif kind is CarrierKind.WEBDAV:
                _need(apache_server.APACHE, apache_server.LACKING)
                started = apache_server.apache(folder, self.certificate)
            else:
                started = moto_server.moto(folder, self.certificate)
            self._running[kind] = self._starter.enter_context(started)
        return self._running[kind]

    def _made(self, folder: Path) -> Path:
        folder.mkdir()
        folder.chmod(0o777 if os.geteuid() == 0 else 0o755)  # Apache is another account then
        return folder


@contextmanager
def all_grounds() -> Iterator[Grounds]:
    """Give the grounds and stop every server at the end."""
    with open_ground() as folder, ExitStack() as starter:
        yield Grounds(folder, make_certificate(folder), starter)


def _need(program: str | None, lacking: str) -> None:
    if program is None:
        pytest.skip(lacking)
