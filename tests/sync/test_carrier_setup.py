"""Setting a carrier up: the trial says what failed, and a server's key is compared and pinned."""

from __future__ import annotations

import subprocess

import pytest

from desktop.sync.carrier import CarrierAuth, CarrierOffline
from desktop.sync.names import STORE_NAME
from desktop.sync.opening import CarrierKind, CarrierPlace, opened, show_host_key
from desktop.sync.trial import Step, try_out
from tests.sync.mailboxes import BUNDLE, LIMIT, PAPER, full_name
from tests.sync.servers import password_sshd as password_server
from tests.sync.servers.loopback import HOST, small_disk
from tests.sync.servers.proxy import black_hole

pytestmark = pytest.mark.slow  # real servers are started


def test_a_good_place_passes_its_trial_and_nothing_stays(spot):
    with spot.opened() as carrier:
        tried = try_out(carrier)
    assert [(one.step, one.is_good) for one in tried] == [(step, True) for step in Step]
    assert spot.files() == {STORE_NAME: PAPER}


def test_the_trial_says_what_failed_in_one_sentence(spot):
    spot.remove(STORE_NAME)
    with spot.opened() as carrier:
        (found,) = try_out(carrier)
        assert (found.step, found.is_good) == (Step.FIND, False)
        assert found.said.text.count(".") == found.remedy.text.count(".") == 1
        (written,) = try_out(carrier, is_new=True)
        assert (written.step, written.is_good) == (Step.WRITE, True)


def test_a_server_that_only_lets_read_fails_the_trial_at_writing(grounds):
    spot = grounds.spot(CarrierKind.SFTP)
    spot.lay(STORE_NAME, PAPER)
    # Not even root may write to a read-only disk.
    with small_disk(spot.root):
        spot.lay(STORE_NAME, PAPER)
        remount = ["mount", "-o", "remount,ro", str(spot.root)]
        subprocess.run(remount, check=True, capture_output=True)
        with spot.opened() as carrier:
            *_, last = try_out(carrier)
    assert (last.step, last.is_good) == (Step.WRITE, False)


def test_the_fingerprint_of_a_server_is_the_one_openssh_shows(grounds, tmp_path):
    spot = grounds.spot(CarrierKind.SFTP)
    shown = show_host_key(spot.place.url)
    (tmp_path / "host.pub").write_text(shown.line)
    command = ["ssh-keygen", "-l", "-E", "sha256", "-f", str(tmp_path / "host.pub")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert shown.line == spot.place.host_key
    assert shown.fingerprint == said.split()[1]
    with black_hole() as port, pytest.raises(CarrierOffline):
        show_host_key(f"sftp://{HOST}:{port}/x", patience=0.4)


def test_a_server_without_a_pinned_key_is_not_spoken_to(grounds):
    spot = grounds.spot(CarrierKind.SFTP)
    spot.lay(STORE_NAME, PAPER)
    with spot.opened(host_key="") as carrier, pytest.raises(CarrierAuth, match="confirmed"):
        carrier.identity()


@pytest.mark.skipif(password_server.SFTP_SERVER is None, reason=password_server.LACKING)
@pytest.mark.parametrize("way", ["password", "keyboard-interactive"])
def test_a_password_opens_a_server_that_asks_for_one(tmp_path, way):
    name = full_name(BUNDLE)
    with password_server.password_sshd(way) as server:
        place = CarrierPlace(
            CarrierKind.SFTP,
            f"sftp://{HOST}:{server.port}{tmp_path}",
            password_server.USER,
            secret="exchange",
            host_key=server.host_key,  # an RSA key, signed with SHA-2
        )
        for password, is_right in ((password_server.PASSWORD, True), ("wrong", False)):
            with opened(place, owner="k7-patrol", secret_for=lambda _, p=password: p) as carrier:
                if is_right:
                    assert carrier.put_new(STORE_NAME, PAPER) == "new"
                    assert carrier.put_new(name, BUNDLE) == "new"
                    assert carrier.get(name, LIMIT) == BUNDLE
                else:
                    with pytest.raises(CarrierAuth, match="did not accept"):
                        carrier.identity()
    assert (tmp_path / name).read_bytes() == BUNDLE


def test_a_key_that_cannot_be_used_is_told_as_such(grounds, tmp_path):
    spot = grounds.spot(CarrierKind.SFTP)
    locked = tmp_path / "locked"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "its own", "-f", str(locked)]
    subprocess.run(command, check=True)
    torn = spot.secret[: len(spot.secret) // 2]
    for secret, said in ((locked.read_text(), "locked"), (torn, "cannot be read")):
        with spot.opened(password=secret) as carrier, pytest.raises(CarrierAuth, match=said):
            carrier.identity()
