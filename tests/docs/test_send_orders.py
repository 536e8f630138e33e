from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from billing.api.keys import create_key
from billing.models import Fulfilment, Order
from portals.models import Shop
from tests.people import create_portals

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
TEXT = (HOW_TO / "send-orders.md").read_text(encoding="utf-8")
ORDERS, ANSWER, SHIPMENTS = map(json.loads, re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL))
[CODE] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def send(live_server, shop):
    """The function in the text, with a key of its own."""
    key, secret = create_key(shop, "webshop", label="Web shop")
    said: dict[str, Any] = {}
    exec(CODE, said)
    return lambda path, rows: said["send"](live_server.url + path, rows, key.name, secret)


@pytest.fixture
def shop(transactional_db):
    return Shop.objects.create(name="Greenhouse")


def test_the_text_sends_an_order_and_its_parcel(send):
    assert send("/api/orders/", ORDERS) == ANSWER
    assert send("/api/shipments/", SHIPMENTS)["counts"]["created"] == 1
    order = Order.objects.get()
    assert (order.total, order.subtotal, order.fulfilment_state) == (2900, 2400, "shipped")
    assert "royalmail.com" in Fulfilment.objects.get().tracking_url


@pytest.mark.django_db
def test_the_command_in_the_text_makes_a_key():
    create_portals()
    out = io.StringIO()
    [line] = re.findall(r"^    manage\.py orders_key create (.*)$", TEXT, re.MULTILINE)
    arguments = [part.strip('"') for part in re.findall(r'"[^"]+"|\S+', line)]
    call_command("orders_key", "create", *arguments, stdout=out)
    assert "Secret: portico_" in out.getvalue()


def test_every_code_of_the_api_is_explained():
    from billing.api import errors

    kinds = [one for one in vars(errors).values() if isinstance(one, type)]
    for kind in kinds:
        if issubclass(kind, errors.ApiRefused) and kind.code:
            assert f"`{kind.code}`" in TEXT
            assert f"| {kind.status} |" in TEXT
