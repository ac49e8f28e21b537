"""From what was set up to a carrier: what cannot be right is refused before anything is sent."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.refused import Refused
from desktop.sync.carrier import CarrierMissing
from desktop.sync.folder import FolderCarrier
from desktop.sync.opening import CarrierKind, CarrierPlace, opened, show_host_key

PROJECT = Path(__file__).parents[2]
S3, SFTP, WEBDAV = CarrierKind.S3, CarrierKind.SFTP, CarrierKind.WEBDAV


def secret(name: str) -> str:
    return f"secret of {name}"


def test_a_folder_needs_no_server(tmp_path):
    place = CarrierPlace(CarrierKind.FOLDER, str(tmp_path))
    with opened(place, owner="k7-patrol", secret_for=secret) as carrier:
        assert isinstance(carrier, FolderCarrier)
        with pytest.raises(CarrierMissing):
            carrier.identity()


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        (CarrierKind.FOLDER, ""),
        (SFTP, ""),
        (SFTP, "server/folder"),
        (SFTP, "https://server/folder"),
        (SFTP, "sftp://"),
        (SFTP, "sftp://server:port/folder"),
        (SFTP, "sftp://server:99999/folder"),
        (SFTP, "sftp://[server/folder"),
        (SFTP, "sftp://server..example/folder"),
        (WEBDAV, f"https://{'a' * 64}.example/folder"),
        (SFTP, "sftp://server/a folder"),
        (SFTP, "sftp://server/folder\n"),
        (SFTP, "sftp://server/folder?x=1"),
        (WEBDAV, "sftp://server/folder"),
        (WEBDAV, "https:///folder"),
        (WEBDAV, "https://server/folder#top"),
        (S3, "https://server"),
        (S3, "https://server/"),
        (S3, "https://server/B/folder"),
        (S3, "https://server/bucket/a%20folder"),
        (S3, "https://server/bucket//folder"),
        (S3, "s3://bucket/folder"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused_with_an_example(kind, url):
    with (
        pytest.raises(Refused) as refused,
        opened(CarrierPlace(kind, url), owner="k7-patrol", secret_for=secret),
    ):
        pass
    assert "Write it like" in refused.value.remedy.text or kind is CarrierKind.FOLDER


@pytest.mark.parametrize("kind", [S3, WEBDAV])
def test_a_password_never_travels_unencrypted(kind):
    place = CarrierPlace(kind, "http://server.example/bucket")
    with (
        pytest.raises(Refused, match="not encrypted"),
        opened(place, owner="k7-patrol", secret_for=secret),
    ):
        pass
    here = replace(place, url="http://127.0.0.1:9/bucket")  # a tunnel's own end
    with opened(here, owner="k7-patrol", secret_for=secret):
        pass


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        (SFTP, "sftp://me:mine@server/folder"),
        (WEBDAV, "https://me@server/folder"),
        (S3, "https://key:mine@server/bucket"),
    ],
)
def test_a_password_does_not_stand_in_an_address(kind, url):
    with (
        pytest.raises(Refused, match="user name or password") as refused,
        opened(CarrierPlace(kind, url), owner="k7-patrol", secret_for=secret),
    ):
        pass
    assert "mine" not in str(refused.value)


@pytest.mark.parametrize("kind", [S3, WEBDAV])
@pytest.mark.parametrize("authority", ["nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_certificate_that_cannot_be_read_is_refused(kind, authority):
    place = CarrierPlace(kind, "https://server/bucket", authority=authority)
    with (
        pytest.raises(Refused, match="certificate cannot be read"),
        opened(place, owner="k7-patrol", secret_for=secret),
    ):
        pass


def test_a_place_and_its_carrier_show_no_secret():
    place = CarrierPlace(SFTP, "sftp://server/folder", "me", secret="exchange", host_key="k AA")
    with opened(place, owner="k7-patrol", secret_for=secret) as carrier:
        shown = repr(vars(carrier)["_server"])
    assert "secret of" not in shown + repr(place)
    assert "host='server', port=22, folder='/folder'" in shown


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sftp://server", "/"),
        ("sftp://server/", "/"),
        ("sftp://server/srv/ex%20change", "/srv/ex change"),
        ("sftp://server/~/exchange", "exchange"),
        ("sftp://server/~/", "."),
    ],
)
def test_a_folder_on_the_server_is_absolute_or_below_the_accounts_own(url, folder):
    place = CarrierPlace(SFTP, url, host_key="k AA")
    with opened(place, owner="k7-patrol", secret_for=secret) as carrier:
        assert vars(carrier)["_server"].folder == folder


def test_a_host_key_is_asked_for_at_an_sftp_address_only():
    with pytest.raises(Refused):
        show_host_key("https://server/folder")


def test_a_library_is_loaded_only_when_its_kind_is_used():
    program = (
        "import sys, desktop.sync.opening, desktop.sync.trial\n"
        "found = {'paramiko', 'httpx', 'obstore'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {found}' if found else 0)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
