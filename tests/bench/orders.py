"""Figures of order history and of taking orders over."""

from __future__ import annotations

import io
import re
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from django.core.management import call_command
from django.db import transaction
from django.test import Client

from billing.models import Order
from billing.queries import orders_of
from tests.bench.full_page import add_orders
from tests.bench.measure import Effort, Figure, compare
from tests.bench.world import customer_client, page, world
from tests.cdnow import CACHE, MEMBER

MAPPING = Path(__file__).parents[2] / "docs" / "how-to" / "cdnow.toml"
ORDERS, DEEP = 5_000, 4_980
PURCHASES = 6_919


def orders_deep_page_vs_first(effort: Effort) -> Figure:
    """The page of somebody with 5,000 orders, at the 4,980th, against its first orders."""
    made = world()
    customer = made.people["cancelled"]
    count = int(ORDERS * effort.size)
    customer.subscriptions.update(current_period_end=made.now)
    add_orders(customer, made.now - timedelta(days=90), count=count - customer.orders.count())
    client = customer_client("cancelled")
    deep = _deep_address(client, customer.pk, count - (ORDERS - DEEP))
    found = compare({"first": lambda: page(client), "deep": lambda: page(client, deep)}, effort)
    return Figure(
        "orders_deep_page_vs_first",
        found.median("deep") * 1000,
        "ms CPU",
        "first page",
        found.ratio("deep", "first"),
        {"orders": count},
    )


def import_orders_per_s(effort: Effort) -> Figure:
    """Orders a second from a file into an empty shop, against reading the file alone."""
    world()
    with tempfile.TemporaryDirectory() as folder:
        file, kind = _purchases(Path(folder), effort)
        arguments = [str(file), "--portal", "shop.localhost", "--mapping", str(MAPPING)]
        looked = _seconds(*arguments, dry_run=True)
        with transaction.atomic():  # thrown away again: other figures want few orders
            before = Order.objects.count()
            taken = _seconds(*arguments)
            count = Order.objects.count() - before
            transaction.set_rollback(True)
    extra = {"orders": count, "seconds": taken, "file": kind}
    against = "dry run of the same file"
    return Figure("import_orders_per_s", count / taken, "orders/s", against, looked / taken, extra)


def _deep_address(client: Client, customer_id: int, position: int) -> str:
    """Follow the page's own link to older orders, with the cursor of that position."""
    link = re.search(rb'href="([^"?]*)\?(after-\w+)=', page(client).content)
    cursor = orders_of([customer_id], limit=position).next_cursor
    if link is None or not cursor:
        raise RuntimeError("The page has no link to older orders.")
    return f"{link[1].decode()}?{link[2].decode()}={cursor}"


def _purchases(folder: Path, effort: Effort) -> tuple[Path, str]:
    """Return the CDNOW purchases if they were fetched, else a file of the same shape."""
    fetched = CACHE / Path(MEMBER).name
    if fetched.exists() and not effort.is_quick:
        return fetched, "CDNOW"
    lines = [
        f" {n // 3:05d} {n // 3:04d} 1997{n % 12 + 1:02d}{n % 3 * 9 + 1:02d}  1   {n % 50 + 5}.77"
        for n in range(int(PURCHASES * effort.size))
    ]
    file = folder / "purchases.txt"
    file.write_text("\n".join(lines) + "\n")
    return file, "generated"


def _seconds(*arguments: str, dry_run: bool = False) -> float:
    begun = perf_counter()
    call_command("import_orders", *arguments, dry_run=dry_run, stdout=io.StringIO())
    return perf_counter() - begun
