"""Takes over parcels out of a file: `manage.py import_shipments FILE.csv --portal HOST`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.management.portals import portal_at
from billing.sources.columns import SHIPMENTS
from billing.sources.csv_file import open_file
from billing.sources.faults import SourceRefusedError
from billing.sources.mapping import FileMapping, read_mapping
from billing.sources.progress import shown
from billing.sources.shipments import ShipmentRecord, upsert_shipments
from billing.sources.shipments_file import shipments_in
from billing.sources.shipments_report import ShipmentsReport
from portals.models import Shop
from portals.registry import Portal

BATCH = 1_000


class Command(BaseCommand):
    help = (
        "Take over parcels of orders that are here already, out of a CSV or text file. Running it "
        "twice changes nothing. See docs/how-to/send-orders.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file of parcels.")
        parser.add_argument(
            "--portal", required=True, help="Host name of one of the shop's portals."
        )
        parser.add_argument(
            "--mapping", type=Path, help="TOML file that says how to read the file."
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would happen.")
        parser.add_argument(
            "--skip-bad-rows",
            action="store_true",
            help="Take over what is right. Otherwise one bad row refuses the whole file.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        portal = portal_at(options["portal"])
        report = ShipmentsReport(options["dry_run"], options["skip_bad_rows"])
        try:
            path = options["mapping"]
            plain = FileMapping(kind=SHIPMENTS, source=SHIPMENTS.source)
            mapping = read_mapping(path, SHIPMENTS) if path else plain
            _import(options["file"], mapping, report, portal=portal)
        except SourceRefusedError as error:
            raise CommandError(f"{error}\n" + _("Nothing was imported.")) from None
        for line in report.lines():
            self.stdout.write(line)
        if report.is_refused:
            raise CommandError(_("The file is refused: correct the lines named above."))


def _import(path: Path, mapping: FileMapping, report: ShipmentsReport, *, portal: Portal) -> None:
    """Write everything, then keep it or take it back: only so a dry run knows what it says."""
    shop = Shop.objects.get(pk=portal.shop_id)
    with closing(open_file(path)) as file, timezone.override(portal.tz), transaction.atomic():
        read = shown(shipments_in(file, mapping, zone=portal.tz), file, sys.stderr)
        for batch in _batches(report.records(read)):
            report.add(upsert_shipments(shop, mapping.source, batch, now=timezone.now()))
        transaction.set_rollback(report.dry_run or report.is_refused)


def _batches(records: Iterable[ShipmentRecord]) -> Iterator[list[ShipmentRecord]]:
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        yield batch
