"""A line between carrier and server that can be slow, torn in the middle, or dead."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.sync.servers.loopback import HOST

PART = 4096  # bytes passed on at once


class Line:
    """Passes bytes on, both ways. What is set here holds for connections under way too."""

    def __init__(self, to_port: int) -> None:
        self.seconds_per_part = 0.0
        self.left: int | None = None  # bytes until the line is torn; None = it holds
        self.port = 0
        self._to_port = to_port
        self._pause = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()

    def accept(self, listener: socket.socket) -> None:
        """Serve until the listener is closed."""
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection((HOST, self._to_port), timeout=5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            with self._lock:
                self._open |= {client, server}
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def hang_up(self) -> None:
        """End every connection."""
        with self._lock:
            ends, self._open = self._open, set()
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while part := one.recv(PART):
                if self.seconds_per_part:
                    self._pause.wait(self.seconds_per_part)
                if self._is_torn(len(part)):
                    self.hang_up()
                    return
                other.sendall(part)
            other.shutdown(socket.SHUT_WR)

    def _is_torn(self, size: int) -> bool:
        with self._lock:
            if self.left is not None:
                self.left -= size
            return self.left is not None and self.left < 0


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """Give a line to a server on this machine."""
    line = Line(port)
    with socket.create_server((HOST, 0)) as listener:
        line.port = listener.getsockname()[1]
        threading.Thread(target=line.accept, args=(listener,), daemon=True).start()
        try:
            yield line
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            line.hang_up()


@contextmanager
def black_hole() -> Iterator[int]:
    """Give a port that takes connections and never says a word."""
    with socket.create_server((HOST, 0)) as listener:
        yield listener.getsockname()[1]
