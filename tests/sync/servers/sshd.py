"""OpenSSH's sshd with its own sftp server, on a high port, for the account the tests run under."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.sync.servers.loopback import HOST, free_port, running

SSHD = shutil.which("/usr/sbin/sshd")
LACKING = "OpenSSH's server is not installed (apt-get install openssh-server)"


@dataclass(frozen=True)
class Sshd:
    """A running server. `key` opens it, `host_key` is what it shows, as in known_hosts."""

    port: int
    user: str
    key: str
    host_key: str


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    """Run it with fresh keys of its own in `folder`; nobody else's files are read."""
    assert SSHD is not None
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # it refuses to start without
    host, user = _make_key(folder / "host"), _make_key(folder / "user")
    shutil.copy(user.with_suffix(".pub"), folder / "authorized")
    port = free_port()
    settings = {
        "ListenAddress": HOST,
        "Port": port,
        "HostKey": host,
        "PidFile": "none",
        "AuthorizedKeysFile": folder / "authorized",
        "StrictModes": "no",  # the ground lies under /tmp, which everybody may write to
        "PermitRootLogin": "yes",
        # Without PAM, an sshd that may not read /etc/shadow takes every account for a locked one.
        "UsePAM": "yes" if os.geteuid() else "no",
        "PasswordAuthentication": "yes",
        "Subsystem": "sftp internal-sftp",
        "LogLevel": "ERROR",
        "MaxStartups": "100",
        "PerSourcePenalties": "no",
        "UseDNS": "no",
    }
    config = folder / "sshd_config"
    lines = [f"{word} {value}" for word, value in settings.items()]
    config.write_text("\n".join(_known(lines, config)) + "\n")
    with running([SSHD, "-D", "-e", "-f", config], port, folder / "sshd.log"):
        shown = host.with_suffix(".pub").read_text().split()[:2]
        yield Sshd(port, getpass.getuser(), user.read_text(), " ".join(shown))


def _known(lines: list[str], config: Path) -> list[str]:
    """Leave out what this version does not know: penalties came with OpenSSH 9.8."""
    assert SSHD is not None
    config.write_text("\n".join(lines) + "\n")
    checked = subprocess.run(
        [SSHD, "-t", "-f", config], capture_output=True, text=True, check=False
    )
    return [line for line in lines if f"option: {line.split()[0]}" not in checked.stderr]


def _make_key(path: Path) -> Path:
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "offramp", "-f", str(path)]
    subprocess.run(command, check=True)
    return path
