"""Prints who may sign in at the demo, as JSON."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand

from cms.demo.people import demo_people


class Command(BaseCommand):
    """A JSON list of `{"portal", "email", "order_number", "state", "admitted"}`."""

    help = "Print who may sign in at the demo's portals, as JSON."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the list."""
        people = [dataclasses.asdict(person) for person in demo_people()]
        self.stdout.write(json.dumps(people, indent=2))
