"""What every server of these tests needs: a free port, a start that is awaited, a sure end."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

HOST = "127.0.0.1"
START_SECONDS = 20
STOP_SECONDS = 5


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def open_ground() -> Iterator[Path]:
    """Give a folder that Apache's account can reach too; pytest's own are 0700."""
    with tempfile.TemporaryDirectory(prefix="offramp-servers-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def small_disk(folder: Path, size: str = "256k") -> Iterator[Path]:
    """Mount a real small disk there, where this account may; skips where not."""
    options = f"size={size},mode=0777"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        made = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        pytest.skip("this account may not mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def running(
    command: Sequence[str | Path],
    port: int,
    log: Path,
    environment: dict[str, str] | None = None,
) -> Iterator[None]:
    """Run a server until the end; it is up when its port answers. Its words are in `log`."""
    with log.open("wb") as words:
        server = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
    try:
        _wait_for(server, port, log)
        yield
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    pause = threading.Event()
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            pause.wait(0.02)
        else:
            return
    raise RuntimeError(f"{server.args!r} did not start:\n{log.read_text(errors='replace')}")
