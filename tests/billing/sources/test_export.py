from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.api.orders import OrdersBatch
from billing.models import Order
from billing.orders import upsert_orders
from billing.sources.export import AT_ONCE, HEADER, lines_of, order_object, orders_of_shop
from billing.sources.records import FulfilmentRecord, OrderLineRecord, OrderRecord
from billing.sources.refunds import RefundRecord
from portals.models import Shop
from tests.billing.sources.files import read_all
from tests.billing.test_orders import NOW, ORDER

EVIL = ["=1+1", "+1 Tea", "-1", "@x", "'=1", '"=1', "'quoted'", "Tea, \u201cgreen\u201d; 1|2"]
pytestmark = pytest.mark.django_db


def taken(shop, *records: OrderRecord):
    upsert_orders(shop, "csv", records, now=NOW)


def written(shop, form="csv") -> str:
    return "".join(lines_of(orders_of_shop(shop.pk, since=None, form=form), form))


def named(name: str, number: str) -> OrderRecord:
    lines = (OrderLineRecord(name, 2, 650, 1300, sku=name), OrderLineRecord("Jam"))
    return replace(ORDER, external_id=number, number=number, name=name, lines=lines)


def test_what_is_exported_is_imported_unchanged(shop):
    said = [named(name, f"N{n}") for n, name in enumerate(EVIL)]
    # The export says the name of the customer; here there is one for all.
    said = [replace(one, name=EVIL[0], fulfilment_state="shipped") for one in said]
    taken(shop, *said)
    assert [replace(one, line=0) for one in read_all(written(shop))] == said


@pytest.mark.parametrize(
    ("currency", "total"), [("JPY", 1234), ("KWD", 12345), ("KWD", 1234567), ("EUR", 100000)]
)
def test_amounts_of_every_currency_are_read_back(shop, currency, total):
    lines = (OrderLineRecord("Tea", 1, total, total),)
    taken(shop, replace(ORDER, currency=currency, total=total, subtotal=total, lines=lines))
    [order] = read_all(written(shop))
    assert (order.currency, order.total, order.lines[0].total) == (currency, total, total)


def test_no_cell_runs_as_a_formula(shop):
    taken(shop, *(named(name, name) for name in EVIL[:5]))
    cells = [cell for line in written(shop).splitlines()[1:] for cell in line.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'=1+1" in cells


def test_an_order_without_lines_has_a_row(shop):
    taken(shop, replace(ORDER, lines=()))
    header, row = written(shop).splitlines()
    assert header == ",".join(HEADER)
    assert row.startswith("1001,csv,ada@example.com,")


def test_an_exported_object_is_what_the_api_takes(shop):
    full = replace(
        ORDER,
        lines=(OrderLineRecord("=Tea", 2, 650, 1300, "sku", "l1"),),
        refunds=(RefundRecord("r1", 300, NOW, "broken"),),
        refunded=300,
        payment_state="partially_refunded",
        fulfilments=(FulfilmentRecord("p1", "UPS", "1", "https://x.example/1", shipped_at=NOW),),
        refs=(("charge", "ch_1"),),
        billing_address={"city": "Leeds"},
        fulfilment_state="shipped",
        source_updated_at=NOW,
        subtotal=1300,
    )
    taken(shop, full)
    [line] = written(shop, "jsonl").splitlines()
    [again] = OrdersBatch.model_validate({"orders": [json.loads(line)]}).orders
    assert again.record().content_hash == full.content_hash


def test_other_shops_orders_and_what_is_no_order_stay_out(shop):
    taken(Shop.objects.create(name="Elsewhere"), ORDER)
    taken(shop, replace(ORDER, is_shown=False))
    assert written(shop).splitlines() == [",".join(HEADER)]


@pytest.mark.parametrize(
    ("form", "lines", "parts"), [("csv", 1 + 2 * (AT_ONCE + 1), 1), ("jsonl", AT_ONCE + 1, 4)]
)
def test_many_orders_are_read_a_few_at_a_time(shop, form, lines, parts):
    taken(shop, *(replace(ORDER, external_id=str(n)) for n in range(AT_ONCE + 1)))
    with CaptureQueriesContext(connection) as queries:
        assert len(written(shop, form).splitlines()) == lines
    assert len(queries) == 1 + 2 * parts  # the orders; what hangs on each lot of them


def test_empty_fields_are_left_out_of_an_object(shop):
    taken(shop, ORDER)
    assert "shipping_address" not in order_object(Order.objects.get())
