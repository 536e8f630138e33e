"""Sets the demo up once and runs it: `make demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.demo.people import demo_people
from cms.demo.processes import Family, ProcessDied, Stopped, answers, is_free

ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")


class Command(BaseCommand):
    """Runs the portals, the editor, the local Stripe and the worker until stopped."""

    help = "Set up and run the demo: two portals, the editor, a local Stripe and the worker."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Set up what is missing, start everything, tell who can sign in, stay."""
        if not settings.DEMO:
            raise CommandError("This is not a demo's environment. Start the demo with: make demo")
        stripe_port = urlsplit(settings.STRIPE_API_BASE).port or 12111
        _refuse_taken_ports(settings.PORT, stripe_port)
        family = Family(Path(settings.VAR_DIR) / "log")
        try:
            self._run(family, stripe_port)
        except Stopped:
            self.stdout.write("\nStopping.")
        except ProcessDied as died:
            raise CommandError(str(died)) from None
        finally:
            family.stop()

    def _run(self, family: Family, stripe_port: int) -> None:
        _start_stripe(family, stripe_port)
        self._set_up(family, stripe_port)
        _start_web_and_worker(family)
        ready = f"http://127.0.0.1:{settings.PORT}/readyz"  # not every resolver knows *.localhost
        family.wait_until(lambda: answers(ready), seconds=60)
        self._tell()
        family.watch()

    def _set_up(self, family: Family, stripe_port: int) -> None:
        """Make tables, styles and the shop, where they are not there or not of this version."""
        from cms.demo import setup

        state = setup.state()
        if state is setup.State.CURRENT and setup.styles_are_current():
            setup.take_port(settings.PORT)
            return
        self.stdout.write("Setting up (once):" if state is setup.State.NONE else "Bringing up:")
        if state is setup.State.NONE:
            setup.forget_half_a_setup()
        self._step("tables", lambda: call_command("migrate", verbosity=0))
        self._step("styles", lambda: call_command("collectstatic", "--noinput", verbosity=0))
        if state is setup.State.NONE:
            health = f"http://127.0.0.1:{stripe_port}/_local/health"
            family.wait_until(lambda: answers(health), seconds=30)
            self._step("the shop and its customers", setup.set_up)
        setup.take_port(settings.PORT)

    def _step(self, name: str, do: Any) -> None:
        self.stdout.write(f"  {name} …", ending="")
        self.stdout.flush()
        do()
        self.stdout.write(" done")

    def _tell(self) -> None:
        write = self.stdout.write
        people = demo_people()
        shop, club = "http://shop.localhost", "http://club.localhost"
        write(f"\nCustomer portal    {shop}:{settings.PORT}/")
        write(f"Membership portal  {club}:{settings.PORT}/")
        write(f"Editor             http://{settings.ADMIN_HOST}:{settings.PORT}/admin/")
        write(f"                   merchant@example.com, password {settings.EDITOR_PASSWORD}")
        write(f"Local Stripe       {settings.STRIPE_API_BASE}/\n")
        write("Customers sign in with e-mail address and order number:")
        clubs = {person.email: person.admitted for person in people if "club" in person.portal}
        for person in people:
            if person.portal.startswith("shop"):
                note = "" if clubs.get(person.email) else "  (the customer portal only)"
                write(f"  {person.email:<24} {person.order_number:<10} {person.state}{note}")
        write("\nCtrl-C stops everything; what happened stays. make demo-reset starts afresh.")
        write(f"Portico is ready: {_home()}/")
        self.stdout.flush()  # whoever started us waits for this line


def _home() -> str:
    return f"http://shop.localhost:{settings.PORT}"


def _refuse_taken_ports(port: int, stripe_port: int) -> None:
    for taken, hint in ((port, "PORT=8001"), (stripe_port, "LOCAL_STRIPE_PORT=12112")):
        if not is_free(taken):
            raise CommandError(
                f"Port {taken} is in use, maybe by another demo. "
                f"End that one, or take another port: {hint} make demo"
            )


def _start_stripe(family: Family, port: int) -> None:
    state = str(Path(settings.VAR_DIR) / "local_stripe.sqlite3")
    webhook = f"http://127.0.0.1:{settings.PORT}/webhooks/stripe/"
    secret = settings.STRIPE_WEBHOOK_SECRETS[0]
    command = ["-m", "local_stripe", "--port", str(port), "--state", state]
    family.start("stripe", *command, "--webhook-url", webhook, "--webhook-secret", secret)


def _start_web_and_worker(family: Family) -> None:
    bind = ["--bind", f"127.0.0.1:{settings.PORT}"]
    web = ["-m", "gunicorn", "cms.wsgi", *bind, "--workers", "2", "--threads", "4", "--preload"]
    family.start("web", *web, "--log-level", "warning")
    # It is the only worker here, and ends sooner when it has nobody to talk to.
    worker = ["-m", "celery", "--app", "cms", "worker", "--beat", "--pool", "threads"]
    family.start("worker", *worker, "--concurrency", "2", "--loglevel", "WARNING", *ALONE)
