"""Writes a shop's orders into a file: `manage.py export_orders --portal HOST [FILE]`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.management.portals import portal_at
from billing.models import Order
from billing.sources.export import lines_of, orders_of_shop
from portals.registry import Portal


class Command(BaseCommand):
    help = (
        "Write a shop's orders into a file that a spreadsheet and import_orders can read. "
        "See docs/how-to/export-orders.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="The file; without it the orders are printed."
        )
        parser.add_argument(
            "--portal", required=True, help="Host name of one of the shop's portals."
        )
        parser.add_argument("--since", metavar="ISO-TIME", help="Only orders placed since then.")
        parser.add_argument(
            "--format",
            choices=["csv", "jsonl"],
            default="csv",
            help="csv, or jsonl: one order a line, as the API takes it.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        portal = portal_at(options["portal"])
        since = _since(options["since"], portal) if options["since"] else None
        orders = orders_of_shop(portal.shop_id, since=since, form=options["format"])
        count = 0

        def counted() -> Iterator[Order]:
            nonlocal count
            for count, order in enumerate(orders, 1):  # noqa: B007  (told at the end)
                yield order

        with self._opened(options["file"]) as write:
            for line in lines_of(counted(), options["format"]):
                write(line)
        if options["file"] is not None:
            told = ngettext("%(n)d order written.", "%(n)d orders written.", count)
            self.stdout.write(told % {"n": count})

    @contextmanager
    def _opened(self, path: Path | None) -> Iterator[Any]:
        """Open the file under another name until it is whole."""
        if path is None:
            yield lambda text: self.stdout.write(text, ending="")
            return
        unfinished = path.with_name(f"{path.name}.unfinished")
        try:
            with unfinished.open("w", encoding="utf-8", newline="") as file:
                yield file.write
            unfinished.replace(path)
        except OSError as error:
            message = _("%(path)s cannot be written: %(reason)s.")
            told = {"path": path, "reason": error.strerror}
            raise CommandError(message % told) from None
        finally:
            unfinished.unlink(missing_ok=True)


def _since(text: str, portal: Portal) -> datetime:
    try:
        moment = parse_datetime(text) or datetime.fromisoformat(text)
    except ValueError:
        message = _("“%(text)s” is not a time such as 2026-01-31 or 2026-01-31T09:30.")
        raise CommandError(message % {"text": text}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=portal.tz)
