"""Apache with mod_dav over TLS: one folder, one account."""

from __future__ import annotations

import base64
import grp
import hashlib
import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.sync.servers.certificate import Certificate
from tests.sync.servers.loopback import HOST, free_port, running

APACHE = shutil.which("/usr/sbin/apache2")
LACKING = "Apache is not installed (apt-get install apache2-bin)"
MODULES = Path("/usr/lib/apache2/modules")
USER, PASSWORD = "exchange", "correct horse"

_LOADED = (
    *("mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic"),
    *("dav", "dav_fs", "ssl"),
)


@dataclass(frozen=True)
class Apache:
    """A running server: everything under `https://127.0.0.1:<port>/` is `files`."""

    port: int
    files: Path


@contextmanager
def apache(folder: Path, certificate: Certificate) -> Iterator[Apache]:
    """Run it in `folder`; as root it serves as "nobody", as Apache insists."""
    assert APACHE is not None
    files = folder / "files"
    files.mkdir()
    port = free_port()
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    if os.geteuid() == 0:
        for path in (folder, files):
            os.chown(path, account.pw_uid, account.pw_gid)
    # The form Apache reads everywhere without a tool of its own to make it.
    hashed = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
    (folder / "accounts").write_text(f"{USER}:{{SHA}}{hashed}\n")
    loaded = [
        f"LoadModule {name}_module {MODULES / f'mod_{name}.so'}"
        for name in _LOADED
        if (MODULES / f"mod_{name}.so").exists()  # the others are built in
    ]
    config = folder / "apache.conf"
    config.write_text(
        "\n".join(loaded)
        + f"""
ServerRoot {folder}
ServerName {HOST}
Listen {HOST}:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
User {account.pw_name}
Group {grp.getgrgid(account.pw_gid).gr_name}
DocumentRoot {files}
DavLockDB {folder}/locks
SSLEngine on
SSLCertificateFile {certificate.chain}
SSLCertificateKeyFile {certificate.key}
<Directory {files}>
  Dav On
  AuthType Basic
  AuthName exchange
  AuthUserFile {folder}/accounts
  Require valid-user
</Directory>
"""
    )
    command = [APACHE, "-D", "FOREGROUND", "-f", config]
    with running(command, port, folder / "apache.log"):
        yield Apache(port, files)
