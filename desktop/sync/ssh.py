"""Connecting by SSH to the one server that was agreed on, and what can go wrong with that."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import paramiko

from desktop.domain.words import Say
from desktop.sync.carrier import CarrierAuth, CarrierOffline, FileGone
from desktop.sync.remote import PATIENCE

_SIGNED_WITH = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}  # what an RSA key is asked for as
_KEYS = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)

# What goes wrong is raised, and told to people; the library would log it as well, with traceback.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class SftpServer:
    """Where and who. `secret` is a password, or a private key as OpenSSH writes it."""

    host: str
    port: int
    folder: str  # "/srv/exchange", or "exchange" below the account's own folder
    user: str
    secret: str = field(repr=False)
    host_key: str  # "ssh-ed25519 AAAA...", as `read_host_key` gives it
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class HostKey:
    """A server's key: the line to pin, and the fingerprint people compare, as OpenSSH writes it."""

    line: str
    fingerprint: str


class OtherServer(paramiko.SSHException):
    """The server's key is not the pinned one."""


class _Pinned(paramiko.MissingHostKeyPolicy):
    """Takes the pinned key only; asked before the account is named to the server."""

    def __init__(self, line: str) -> None:
        self._line = line

    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> None:
        if _line_of(key) != self._line:
            raise OtherServer


class _Shown(paramiko.MissingHostKeyPolicy):
    """Keeps the key a server shows, and hangs up."""

    key: paramiko.PKey | None = None

    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> None:
        self.key = key
        raise OtherServer


def read_host_key(host: str, port: int, *, patience: float = PATIENCE) -> HostKey:
    """Return the key a server shows now, for people to compare; no account is named to it."""
    shown = _Shown()
    with told(), paramiko.SSHClient() as client, suppress(OtherServer):
        client.set_missing_host_key_policy(shown)
        client.connect(host, port, "offramp", **_manners(patience, ""))
    if shown.key is None:
        raise CarrierOffline
    digest = base64.b64encode(hashlib.sha256(shown.key.asbytes()).digest()).decode("ascii")
    return HostKey(_line_of(shown.key), f"SHA256:{digest.rstrip('=')}")


def connect(server: SftpServer) -> paramiko.SSHClient:
    """Return a connection to the server whose key is pinned, signed in."""
    if not server.host_key:
        raise CarrierAuth(
            Say("The server has not been confirmed yet."),
            Say("Set it up again and compare its fingerprint with whoever runs it."),
        )
    client = paramiko.SSHClient()
    try:
        client.set_missing_host_key_policy(_Pinned(server.host_key))
        secret: dict[str, Any] = {"password": server.secret}
        if server.secret.lstrip().startswith("-----BEGIN"):
            secret = {"pkey": _private_key(server.secret)}
        manners = _manners(server.patience, server.host_key.split(" ")[0])
        client.connect(server.host, server.port, server.user, **secret, **manners)
    except BaseException:
        client.close()
        raise
    return client


@contextmanager
def told() -> Iterator[None]:
    """Turn what SSH and its files may raise into a carrier's trouble."""
    try:
        yield
    except OtherServer as trouble:
        raise CarrierAuth(
            Say("The server is not the one that was set up: its key has changed."),
            Say(
                "Nothing was sent. Ask whoever runs the server whether its key was renewed;"
                " only then set it up again and compare the fingerprint."
            ),
        ) from trouble
    except paramiko.AuthenticationException as trouble:
        raise CarrierAuth(
            Say("The server did not accept the user name, password or key."),
            Say("Enter them again, or ask whoever runs the server."),
        ) from trouble
    except FileNotFoundError as trouble:
        raise FileGone from trouble
    except PermissionError as trouble:
        raise CarrierAuth from trouble
    except (paramiko.SSHException, EOFError, OSError) as trouble:
        raise CarrierOffline from trouble


def _manners(patience: float, kind: str) -> dict[str, Any]:
    """Return how to connect: only what was given is tried, and no wait is without end.

    The pinned kind of key is asked for first, so that a server with several shows that one.
    """
    first = _SIGNED_WITH.get(kind, (kind,))

    def prefer_kind(sock: socket.socket, **more: Any) -> paramiko.Transport:
        # Every small request would else wait for the answer to the one before it.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport = paramiko.Transport(sock, **more)
        options = transport.get_security_options()
        options.key_types = sorted(options.key_types, key=lambda name: name not in first)
        return transport

    return {
        "timeout": patience,
        "banner_timeout": patience,
        "auth_timeout": patience,
        "channel_timeout": patience,
        "allow_agent": False,
        "look_for_keys": False,
        "transport_factory": prefer_kind,
    }


def _private_key(text: str) -> paramiko.PKey:
    for kind in _KEYS:
        try:
            return kind.from_private_key(io.StringIO(text))
        except paramiko.PasswordRequiredException:
            raise CarrierAuth(
                Say("The private key is locked with a password of its own."),
                Say("Give Offramp a key without one; its vault keeps it locked."),
            ) from None
        except (paramiko.SSHException, ValueError, IndexError):
            continue
    raise CarrierAuth(
        Say("The private key cannot be read."),
        Say("Give an Ed25519, ECDSA or RSA key in the form OpenSSH writes."),
    )


def _line_of(key: paramiko.PKey) -> str:
    return f"{key.get_name()} {key.get_base64()}"
