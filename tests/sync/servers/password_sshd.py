"""An SSH server that asks for a password: OpenSSH's would ask the machine's own accounts.

Only the door is paramiko's; behind it works OpenSSH's sftp-server, a process for each session.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

import paramiko

from tests.sync.servers.loopback import HOST

SFTP_SERVER = shutil.which("/usr/lib/openssh/sftp-server")
LACKING = "OpenSSH's sftp-server is not installed (apt-get install openssh-sftp-server)"
USER, PASSWORD = "exchange", "correct horse"


@dataclass(frozen=True)
class PasswordSshd:
    """A running server."""

    port: int
    host_key: str


class _Door(paramiko.ServerInterface):
    """Lets one account in, by password in the way it is told to ask."""

    def __init__(self, way: str) -> None:
        self._way = way

    def get_allowed_auths(self, username: str) -> str:
        return self._way

    def check_auth_password(self, username: str, password: str) -> int:
        return _AUTH[self._way == "password" and (username, password) == (USER, PASSWORD)]

    def check_auth_interactive(
        self, username: str, submethods: str
    ) -> int | paramiko.InteractiveQuery:
        if self._way != "keyboard-interactive" or username != USER:
            return paramiko.AUTH_FAILED
        return paramiko.InteractiveQuery("", "", ("Password: ", False))

    def check_auth_interactive_response(self, responses: list[str]) -> int:
        return _AUTH[responses == [PASSWORD]]

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def check_channel_subsystem_request(self, channel: paramiko.Channel, name: str) -> bool:
        threading.Thread(target=_serve, args=(channel,), daemon=True).start()
        return True


_AUTH = {True: paramiko.AUTH_SUCCESSFUL, False: paramiko.AUTH_FAILED}


@contextmanager
def password_sshd(way: str) -> Iterator[PasswordSshd]:
    """Run it; `way` is "password" or "keyboard-interactive", as servers with PAM ask."""
    key = paramiko.RSAKey.generate(2048)
    transports: list[paramiko.Transport] = []

    def accept(listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(client)
            transport.add_server_key(key)
            transports.append(transport)
            with suppress(paramiko.SSHException, EOFError):
                transport.start_server(server=_Door(way))

    with socket.create_server((HOST, 0)) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        try:
            port = listener.getsockname()[1]
            yield PasswordSshd(port, f"{key.get_name()} {key.get_base64()}")
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for transport in transports:
                transport.close()


def _serve(channel: paramiko.Channel) -> None:
    assert SFTP_SERVER is not None
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([SFTP_SERVER], bufsize=0, **pipes) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        answers = threading.Thread(target=_answer, args=(server.stdout, channel), daemon=True)
        answers.start()
        with suppress(OSError):
            while asked := channel.recv(32_768):
                server.stdin.write(asked)
        server.stdin.close()
        answers.join()


def _answer(answers: IO[bytes], channel: paramiko.Channel) -> None:
    with suppress(OSError):
        while answer := answers.read(32_768):
            channel.sendall(answer)
