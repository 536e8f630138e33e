"""The HTTP server around the local Stripe: loopback only, one thread a connection."""

import contextlib
import ipaddress
import json
import re
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local_stripe import control
from local_stripe.api import Answer, Request
from local_stripe.core import LocalStripe

_LARGEST_BODY = 1_000_000
# Closing with this set sends a reset: to the client the connection is lost, not finished.
_RESET = struct.pack("ii", 1, 0)
# The stand-in for Stripe.js calls these from the shop's own pages, and nothing else: no page
# that the developer happens to visit may read or change the demo.
_FOR_BROWSERS = re.compile(r"^/(v1/(setup|payment)_intents|_local/authenticate|js)/")
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Allow-Methods": "GET, POST",
    # The stand-in asks twice for each thing otherwise.
    "Access-Control-Max-Age": "600",
}


class RefusedAddressError(ValueError):
    """The server was to be reachable by others."""


class Server(ThreadingHTTPServer):
    """Serves one local Stripe."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, stripe: LocalStripe, *, host: str = "127.0.0.1", port: int = 0) -> None:
        _refuse_public(host)
        self.stripe = stripe
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__((host, port), _Handler)
        stripe.world.host = self.url

    @property
    def url(self) -> str:
        """Where it can be reached."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> None:
        """Serve from a thread."""
        serving = {"poll_interval": 0.01}
        threading.Thread(target=self.serve_forever, kwargs=serving, daemon=True).start()

    def stop(self) -> None:
        """Stop serving and let go of kept-alive connections."""
        self.shutdown()
        self.server_close()
        with self._open_lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Remember the connection while its thread runs."""
        with self._open_lock:
            self._open.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._open_lock:
                self._open.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away; tests make them do so on purpose."""
        import sys

        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _refuse_public(host: str) -> None:
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        message = f"A local Stripe listens on this machine only (127.0.0.1), not on {host}."
        raise RefusedAddressError(message)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "LocalStripe"
    # Small writes without delay, but each answer in one: twenty times as fast as without.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server

    def _serve(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if length > _LARGEST_BODY:
            self._send(Answer(413, {"error": {"message": "The body is too large."}}))
            return
        if not self._may_ask():
            self._send(Answer(403, {"error": {"message": "Not for pages of other origins."}}))
            return
        path, _, query = self.path.partition("?")
        request = Request(
            self.command,
            path,
            query,
            self.rfile.read(length).decode(errors="replace"),
            {name.lower(): value for name, value in self.headers.items()},
        )
        stripe = self.server.stripe
        inside = path == "/" or path.startswith(("/_local/", "/js/"))
        self._send(control.answer(stripe, request) if inside else stripe.request(request))

    def _may_ask(self) -> bool:
        """A page of another origin may ask for what is meant for browsers, and for no more."""
        origin = self.headers.get("origin")
        if origin is None or _FOR_BROWSERS.match(self.path):
            return True
        # Fixed names rather than the Host that was sent: any name can be made to lead here.
        own = {self.server.url, self.server.url.replace("127.0.0.1", "localhost")}
        return origin in own and self.path.startswith(("/_local/checkout/", "/_local/invoices/"))

    def _send(self, answer: Answer) -> None:
        fault = answer.fault.kind if answer.fault else None
        if fault in ("lost_response", "timeout", "timeout_after", "down"):
            self._cut()
            return
        body = answer.body if isinstance(answer.body, bytes) else _encoded(answer.body)
        if fault == "malformed":
            body = body[: len(body) // 2]
        shared = _CORS if _FOR_BROWSERS.match(self.path) else {}
        headers = {"Content-Type": "application/json", **shared, **answer.headers}
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.connection.close()

    def do_OPTIONS(self) -> None:
        """Let a browser of another origin ask."""
        self._send(Answer(204, b""))

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - the names are http.server's

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep quiet: the request log is in the state."""


def _encoded(body: Any) -> bytes:
    return json.dumps(body).encode()  # indented, it would be written by Python and not by C
