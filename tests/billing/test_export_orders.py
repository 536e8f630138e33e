from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from billing.models import Order
from billing.orders import upsert_orders
from portals.models import Shop
from portals.registry import Portal
from tests.billing.test_orders import NOW, ORDER
from tests.people import SHOP_HOST, create_portals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ordered() -> Portal:
    portal, _club = create_portals()
    later = replace(ORDER, external_id="2", number="1002", placed_at=NOW + timedelta(days=9))
    upsert_orders(Shop.objects.get(), "csv", [ORDER, later], now=NOW)
    return portal


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("export_orders", *arguments, "--portal", SHOP_HOST, stdout=out)
    return out.getvalue()


def test_orders_are_printed():
    assert [row[:4] for row in run().splitlines()] == ["orde", *["1001"] * 2, *["1002"] * 2]


def test_orders_since_a_day_begin_with_that_day():
    assert "1001" not in run("--since", "2026-02-05")
    assert "1002" in run("--since", "2026-02-05")


def test_orders_are_written_as_objects():
    first, _second = run("--format", "jsonl").splitlines()
    assert first.startswith('{"external_id": "1001"')


def test_a_file_comes_back_as_the_same_orders(tmp_path):
    path = str(tmp_path / "orders.csv")
    assert "2 orders written." in run(path)
    fields = ("number", "email", "placed_at", "currency", "total", "subtotal", "payment_state")
    before = list(Order.objects.order_by("number").values_list(*fields))
    Order.objects.all().delete()
    call_command("import_orders", path, "--portal", SHOP_HOST, stdout=io.StringIO())
    assert list(Order.objects.order_by("number").values_list(*fields)) == before


def test_a_file_that_breaks_off_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "orders.csv"
    path.write_text("old")
    monkeypatch.setattr("billing.sources.export.order_rows", lambda _order: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(str(path))
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("orders.csv", "old")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "yesterday"], "“yesterday” is not a time"),
        (["--since", "2026-02-30"], "“2026-02-30” is not a time"),
        (["/nowhere/at/all.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_is_told(arguments, said):
    with pytest.raises(CommandError, match=said):
        run(*arguments)
