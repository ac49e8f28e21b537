"""An S3 server whose account has no room left: it answers as Ceph's radosgw does.

moto has no quotas, so what stands before it answers every upload but that of `store.json`.
"""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.sync.servers.certificate import Certificate
from tests.sync.servers.loopback import HOST

_FULL = b'<?xml version="1.0" encoding="UTF-8"?><Error><Code>QuotaExceeded</Code></Error>'


@contextmanager
def full_account(port: int, certificate: Certificate) -> Iterator[int]:
    """Give the port of a full account's server, in front of the one at `port`."""
    trust = ssl.create_default_context(cadata=certificate.authority)

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.command == "PUT" and not self.path.endswith("/store.json"):
                self._send(403, _FULL, "application/xml", None)
                return
            behind = http.client.HTTPSConnection(HOST, port, context=trust, timeout=10)
            try:
                behind.request(self.command, self.path, body, dict(self.headers.items()))
                answer = behind.getresponse()
                kind = answer.getheader("Content-Type", "application/xml")
                self._send(answer.status, answer.read(), kind, answer)
            finally:
                behind.close()

        def _send(
            self, code: int, body: bytes, kind: str, behind: http.client.HTTPResponse | None
        ) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            for name in ("ETag", "Last-Modified"):
                if behind and behind.getheader(name):
                    self.send_header(name, behind.getheader(name, ""))
            size = behind.getheader("Content-Length", "") if behind else ""
            is_head = self.command == "HEAD"
            self.send_header("Content-Length", size if is_head and size else str(len(body)))
            self.end_headers()
            if not is_head:
                self.wfile.write(body)

        do_GET = do_PUT = do_HEAD = do_DELETE = _answer  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Answering)
    server.daemon_threads = True
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate.chain, certificate.key)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
