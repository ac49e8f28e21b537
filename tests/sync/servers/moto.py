"""An S3 server over TLS: moto, with accounts and signatures checked as a real one does."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.sync.servers.certificate import Certificate
from tests.sync.servers.loopback import HOST, free_port, running

REGION = "us-west-2"
_UNCHECKED = 3  # calls moto lets pass without an account: those that make the account


@dataclass(frozen=True)
class S3Server:
    """A running server and the key of an account that may do everything with its buckets."""

    port: int
    user: str
    secret: str
    authority: Path

    def client(self) -> Any:
        """Return Amazon's own client, to look behind the carrier's back."""
        return _client("s3", self.port, self.authority, self.user, self.secret)


@contextmanager
def moto(folder: Path, certificate: Certificate) -> Iterator[S3Server]:
    """Run moto with its data in its own memory."""
    pytest.importorskip("moto", reason="moto is not installed (pip install 'moto[server]')")
    authority = folder / "authority.pem"
    authority.write_text(certificate.authority)
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(port)]
    command += ["-s", "-c", str(certificate.chain), "-k", str(certificate.key)]
    checked = {"INITIAL_NO_AUTH_ACTION_COUNT": str(_UNCHECKED)}
    with running(command, port, folder / "moto.log", checked):
        iam = _client("iam", port, authority, "nobody", "yet")
        iam.create_user(UserName="exchange")
        everything = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [everything]})
        iam.put_user_policy(UserName="exchange", PolicyName="all", PolicyDocument=policy)
        key = iam.create_access_key(UserName="exchange")["AccessKey"]
        iam.close()
        yield S3Server(port, key["AccessKeyId"], key["SecretAccessKey"], authority)


def _client(service: str, port: int, authority: Path, user: str, secret: str) -> Any:
    import boto3  # slow to import, so only where it is used

    return boto3.client(
        service,
        endpoint_url=f"https://{HOST}:{port}",
        region_name=REGION,
        aws_access_key_id=user,
        aws_secret_access_key=secret,
        verify=str(authority),
    )
