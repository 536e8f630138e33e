"""`manage.py local_stripe`: serve the local Stripe until it is told to stop."""

from argparse import ArgumentParser
from dataclasses import fields
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from local_stripe import route_list
from local_stripe.serving import CannotServeError, Options, add_arguments, serve


class Command(BaseCommand):
    help = "Serve a local Stripe for test and demo on this machine."
    # It needs nothing of the project, and has to be up before the rest is.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, what to remember, whom to tell."""
        add_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Serve until SIGTERM or SIGINT, or list the routes."""
        if options["routes"]:
            self._say(route_list.page())
            return
        chosen = Options(**{field.name: options[field.name] for field in fields(Options)})
        try:
            serve(chosen, say=self._say)
        except CannotServeError as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
