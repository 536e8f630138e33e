from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from billing.sources.records import FulfilmentRecord, OrderLineRecord, OrderRecord
from billing.sources.refunds import RefundRecord

PLACED = datetime(2026, 1, 31, 12, tzinfo=UTC)
ORDER = OrderRecord("1", "1001", "ada@example.com", PLACED, "EUR", 1000)
OTHER: dict[str, Any] = {
    **dict.fromkeys(("external_id", "number", "email", "currency", "name", "payment_state"), "x"),
    **dict.fromkeys(("total", "subtotal", "discount", "shipping", "tax", "refunded"), 7),
    **dict.fromkeys(("customer_id", "subscription_id"), 7),
    **{name: {"city": "Ulm"} for name in ("billing_address", "shipping_address")},
    "placed_at": PLACED + timedelta(seconds=1),
    "fulfilment_state": "shipped",
    "lines": (OrderLineRecord("Tea"),),
    "fulfilments": (FulfilmentRecord("p-1"),),
    "refunds": (RefundRecord("re_1", 100, PLACED),),
    "refs": (("charge", "ch_1"),),
    "tags": ("newsletter",),
    "attributes": (("roast", "dark"),),
    "is_shown": False,
}


def test_the_same_content_has_the_same_hash():
    assert ORDER.content_hash == replace(ORDER).content_hash


@pytest.mark.parametrize("name", sorted(OTHER))
def test_another_content_has_another_hash(name):
    assert replace(ORDER, **{name: OTHER[name]}).content_hash != ORDER.content_hash


@pytest.mark.parametrize("name", [field.name for field in fields(OrderLineRecord)])
def test_every_field_of_a_line_counts(name):
    value: Any = "x" if isinstance(getattr(OrderLineRecord("Tea"), name), str) else 77
    changed = replace(ORDER, lines=(replace(OrderLineRecord("Tea"), **{name: value}),))
    assert changed.content_hash != replace(ORDER, lines=(OrderLineRecord("Tea"),)).content_hash


def test_where_and_when_it_was_read_is_no_content():
    assert replace(ORDER, line=9, source_updated_at=PLACED).content_hash == ORDER.content_hash


def test_one_moment_in_two_time_zones_is_the_same_content():
    there = PLACED.astimezone(timezone(timedelta(hours=9)))
    assert replace(ORDER, placed_at=there).content_hash == ORDER.content_hash


def test_no_field_is_forgotten():
    assert {field.name for field in fields(OrderRecord)} == {*OTHER, "source_updated_at", "line"}
