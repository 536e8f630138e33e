"""`manage.py rebuild_facts`: bring what rules know of customers into step with what is true."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.facts import rebuild_facts
from billing.facts.checking import FactsDrift, customers_by_part, drift_among
from billing.management.counting import Counting
from billing.management.portals import portal_at

SHOWN = 100


class Command(BaseCommand):
    """Rebuilds the facts row of each customer, or tells which are not as they should be."""

    help = "Bring what rules know of each customer into step with what is true."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--portal", metavar="HOST", help="Only the customers of this portal's shop."
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="Write nothing; list what differs, and end with 1 if anything does.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take the customers a part at a time, so that memory stays flat."""
        shop_id = portal_at(options["portal"]).shop_id if options["portal"] else None
        now = timezone.now()
        if options["check"]:
            self._check(shop_id, now)
            return
        count = 0
        with Counting(sys.stderr) as counting:
            for ids in customers_by_part(shop_id):
                with transaction.atomic():
                    rebuild_facts(ids, now=now)
                count += len(ids)
                counting.count(len(ids))
        self.stdout.write(_("Rebuilt: the facts of %(count)d customers.") % {"count": count})

    def _check(self, shop_id: int | None, now: datetime) -> None:
        count = 0
        fields: Counter[str] = Counter()
        drifted = 0
        with Counting(sys.stderr) as counting:
            for ids in customers_by_part(shop_id):
                found = drift_among(ids, now=now)
                with counting.aside(bool(found) and drifted < SHOWN):
                    self._show(found[: max(SHOWN - drifted, 0)])
                drifted += len(found)
                fields.update(field for one in found for field in one.fields)
                count += len(ids)
                counting.count(len(ids))
        self._conclude(count, drifted, fields)

    def _show(self, drifts: Sequence[FactsDrift]) -> None:
        for one in drifts:
            self.stdout.write(str(one))

    def _conclude(self, count: int, drifted: int, fields: Counter[str]) -> None:
        if not drifted:
            self.stdout.write(_("All right: the facts of %(count)d customers.") % {"count": count})
            return
        told = ", ".join(f"{field}: {number}" for field, number in fields.most_common())
        raise CommandError(
            _("%(drifted)d of %(count)d customers have other facts than they should (%(fields)s).")
            % {"drifted": drifted, "count": count, "fields": told}
        )
