"""Serving until told to stop: what `manage.py local_stripe` and `python -m local_stripe` do."""

import signal
import sqlite3
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from local_stripe.core import LocalStripe
from local_stripe.server import RefusedAddressError, Server
from local_stripe.state import State


class CannotServeError(Exception):
    """The options do not make a server; the message says why."""


@dataclass(frozen=True, slots=True)
class Options:
    """Where to listen, what to remember, whom to tell."""

    host: str = "127.0.0.1"
    port: int = 12111
    state: str = ":memory:"
    seed: int | None = None
    webhook_url: str = ""
    webhook_secret: str = ""


def add_arguments(parser: ArgumentParser) -> None:
    """The options on a command line."""
    standard = Options()
    parser.add_argument("--host", default=standard.host, help="a loopback address")
    parser.add_argument("--port", type=int, default=standard.port)
    parser.add_argument("--state", default=standard.state, help="a file to remember in")
    parser.add_argument("--seed", type=int, default=None, help="makes the ids repeatable")
    parser.add_argument("--webhook-url", default="", help="is told of every event")
    parser.add_argument("--routes", action="store_true", help="list what is answered, and end")
    parser.add_argument("--webhook-secret", default="", help="whsec_..., signs the webhooks")


def serve(options: Options, *, say: Callable[[str], object]) -> None:
    """Serve until SIGTERM or SIGINT; `say` gets one line once it is ready."""
    _check(options)
    stripe = LocalStripe(_state(options), auto=True, ticking=True)
    try:
        server = _server(stripe, options)
        if options.webhook_url:
            stripe.add_endpoint(options.webhook_url, options.webhook_secret)
        say(f"Local Stripe is ready: {server.url}/")
        _run(server)
    finally:
        stripe.close()


def _check(options: Options) -> None:
    if bool(options.webhook_url) != bool(options.webhook_secret):
        raise CannotServeError("--webhook-url and --webhook-secret need each other.")
    if options.webhook_url and not options.webhook_url.startswith(("http://", "https://")):
        raise CannotServeError("--webhook-url has to be an http address.")
    if options.webhook_secret and not options.webhook_secret.startswith("whsec_"):
        raise CannotServeError("--webhook-secret has to begin with whsec_.")


def _state(options: Options) -> State:
    try:
        return State(options.state, seed=options.seed)
    except sqlite3.Error as error:
        raise CannotServeError(f"Cannot use {options.state} as the state: {error}.") from error


def _server(stripe: LocalStripe, options: Options) -> Server:
    try:
        return Server(stripe, host=options.host, port=options.port)
    except RefusedAddressError as error:
        raise CannotServeError(str(error)) from error
    except OSError as error:
        where = f"{options.host}:{options.port}"
        message = f"Cannot listen on {where}: {error.strerror}. Choose another --port."
        raise CannotServeError(message) from error


def _run(server: Server) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        # `shutdown` waits for the loop that this handler interrupts: from a thread it can.
        threading.Thread(target=server.shutdown, daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        server.server_close()
