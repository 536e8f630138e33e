"""Says what is wrong with who sees what in a portal, for the shell and for a nightly run."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.coverage.findings import Finding
from cms.coverage.linting import lint
from portals import clock
from portals.registry import all_portals, portal_of

VERSION = 1


class Command(BaseCommand):
    """Ends with 1 where there is an error, else with 0, whatever warnings there are."""

    help = (
        "Say what is wrong with who sees what in a portal, and how to mend it. Ends with 1 where"
        " there is an error. See docs/how-to/check-who-sees-what.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Portal, always."""
        parser.add_argument("--portal", required=True, metavar="HOST", help="The portal's host.")
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the findings."""
        portal = portal_of(options["portal"])
        if portal is None:
            known = ", ".join(one.host for one in all_portals()) or "none"
            raise CommandError(f"There is no portal at {options['portal']}. Portals: {known}.")
        with timezone.override(portal.tz):
            found = lint(portal, clock.now())
        if options["json"]:
            told = {"version": VERSION, "portal": portal.host, "findings": [*map(asdict, found)]}
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            for one in found:
                self.stdout.write(_line(one))
            self.stdout.write(f"Findings: {len(found)}.")
        if any(one.is_error for one in found):
            sys.exit(1)


def _line(one: Finding) -> str:
    where = ", ".join(filter(None, (one.title, one.block_label, one.place)))
    place = f" ({where})" if where else ""
    return f"{one.severity} {one.code}{place}: {one.message} {one.mend.words}"
