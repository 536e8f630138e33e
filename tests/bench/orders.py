"""Figures of order history and of taking orders over."""

from __future__ import annotations

import io
import re
import tempfile
from datetime import timedelta
from pathlib import Path
from time import process_time

from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from billing.models import Order
from billing.order_lists import orders_of
from portals.models import PortalSettings, Shop
from tests.bench.full_page import add_orders
from tests.bench.measure import Effort, Figure, compare
from tests.bench.world import customer_client, page, world
from tests.cdnow import CACHE, MEMBER

MAPPING = Path(__file__).parents[2] / "docs" / "how-to" / "cdnow.toml"
ORDERS, BEFORE_LAST = 5_000, 20
PURCHASES = 6_919
HOST = "import.localhost"


def orders_deep_page_vs_first(effort: Effort) -> Figure:
    """The page of somebody with 5,000 orders, at the 4,980th, against its first orders."""
    made = world()
    customer = made.people["cancelled"]
    count = int(ORDERS * effort.size)
    add_orders(customer, made.now - timedelta(days=90), count=count - customer.orders.count())
    client = customer_client("cancelled")
    deep = _deep_address(client, customer.pk, count - BEFORE_LAST)
    found = compare({"first": lambda: page(client), "deep": lambda: page(client, deep)}, effort)
    value, ratio = found.median("deep") * 1000, found.ratio("deep", "first")
    extra = {"against_value": found.median("first") * 1000, "orders": count}
    return Figure("orders_deep_page_vs_first", value, "ms CPU", "first page", ratio, extra)


def import_orders_per_s(effort: Effort) -> Figure:
    """Orders a CPU second from a file into an empty shop, against a dry run of the same file."""
    shop = _empty_shop()
    with tempfile.TemporaryDirectory() as folder:
        file, kind = _purchases(Path(folder), effort)
        looked = _seconds(file, dry_run=True)
        taken = _seconds(file)
    count = Order.objects.filter(shop=shop).count()
    extra = {"against_value": count / looked, "orders": count, "seconds": taken, "file": kind}
    ratio = looked / taken
    return Figure("import_orders_per_s", count / taken, "orders/s CPU", "dry run", ratio, extra)


def _deep_address(client: Client, customer_id: int, position: int) -> str:
    """Return the address of the page's own link to older orders, with a cursor further down."""
    link = re.search(rb'href="([^"?]*)\?(after-\w+)=', page(client).content)
    cursor = orders_of([customer_id], limit=position).next_cursor
    if link is None or not cursor:
        raise RuntimeError("The page has no link to older orders.")
    return f"{link[1].decode()}?{link[2].decode()}={cursor}"


def _empty_shop() -> Shop:
    world()
    shop = Shop.objects.create(name="Import")
    home = Page.get_first_root_node().add_child(title="Import", slug="import")
    site = Site.objects.create(hostname=HOST, port=80, root_page=home)
    PortalSettings.objects.create(site=site, shop=shop)
    return shop


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


def _seconds(file: Path, *, dry_run: bool = False) -> float:
    options = {"portal": HOST, "mapping": MAPPING, "dry_run": dry_run, "stdout": io.StringIO()}
    begun = process_time()
    call_command("import_orders", str(file), **options)
    return process_time() - begun
