"""`manage.py local_stripe`: serve the local Stripe until it is told to stop."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from local_stripe.core import LocalStripe
from local_stripe.server import RefusedAddressError, Server
from local_stripe.state import State


class Command(BaseCommand):
    help = "Serve a local Stripe for test and demo on this machine."
    # It needs nothing of the project, and has to be up before the rest is.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, what to remember, whom to tell."""
        parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
        parser.add_argument("--port", type=int, default=12111)
        parser.add_argument("--state", default=":memory:", help="a file to remember in")
        parser.add_argument("--seed", type=int, default=None, help="makes the ids repeatable")
        parser.add_argument("--webhook-url", default="", help="is told of every event")
        parser.add_argument("--webhook-secret", default="", help="whsec_..., signs the webhooks")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Serve until SIGTERM or SIGINT."""
        url, secret = options["webhook_url"], options["webhook_secret"]
        if bool(url) != bool(secret):
            raise CommandError("--webhook-url and --webhook-secret need each other.")
        if secret and not secret.startswith("whsec_"):
            raise CommandError("--webhook-secret has to begin with whsec_.")
        state = State(options["state"], seed=options["seed"])
        stripe = LocalStripe(state, auto=True, ticking=True)
        try:
            server = _server(stripe, options["host"], options["port"])
            if url:
                stripe.add_endpoint(url, secret)
            self.stdout.write(f"Local Stripe is ready: {server.url}/")
            self.stdout.flush()
            _serve(server)
        finally:
            stripe.close()


def _server(stripe: LocalStripe, host: str, port: int) -> Server:
    try:
        return Server(stripe, host=host, port=port)
    except RefusedAddressError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        message = f"Cannot listen on {host}:{port}: {error.strerror}. Choose another --port."
        raise CommandError(message) from error


def _serve(server: Server) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        # `shutdown` waits for the loop that this handler interrupts: from a thread it can.
        threading.Thread(target=server.shutdown, daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        server.server_close()
