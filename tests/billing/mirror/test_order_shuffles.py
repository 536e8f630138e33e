"""Whatever order the events of a purchase come in, and however often: the same one order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Customer
from billing.gateway import sales
from billing.gateway.client import api
from billing.gateway.customers import fetch_customer
from billing.gateway.events import list_events
from billing.mirror import orders
from billing.mirror.dispatch import HANDLERS
from billing.mirror.drift import drift_of
from billing.mirror.sync import everything_of
from billing.models import Order
from billing.orders import upsert_orders
from billing.sources.records import OrderRecord
from portals.models import Shop
from tests.billing.buying import sign_up, use_card
from tests.billing.sales import check_out, intent_of, invoice_once, pay_once
from tests.promises import promise

NOW = datetime(2026, 2, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Undone(Exception):
    """Takes back what an example has written."""


def _by_invoice(server, customer):
    return intent_of(invoice_once(customer).id)


def _by_checkout(server, customer):
    return check_out(server, customer).payment_intent


def _bare(server, customer):
    return pay_once(customer).id


def _quarrel(server, intent):
    """Part is given back, part fails to be; the bank asks, and finds for the shop."""
    charge = str(api().payment_intents.retrieve(intent).latest_charge)
    api().refunds.create({"charge": charge, "amount": 200})
    failing = api().refunds.create({"charge": charge, "amount": 100})
    server.stripe.settle_refund(failing.id, succeeded=False)
    dispute = server.stripe.dispute(charge)
    server.stripe.decide_dispute(dispute["id"], won=True)


def _picture():
    order = Order.objects.get()
    fields = ("source", "number", "total", "payment_state", "refunded", "is_shown")
    return (
        tuple(str(getattr(order, name)) for name in fields),
        {name: (one["state"], one["refunded"]) for name, one in order.payments.items()},
        sorted(order.refs.values_list("source", "kind", "ref")),
        sorted(order.refunds.values_list("external_id", "amount", "status")),
        sorted(order.lines.values_list("name", "total")),
        order.customer.external_id,
    )


@pytest.fixture
def buyer(stripe, shop):
    """Our row of a customer with a card."""
    customer = sign_up()
    use_card(customer, "pm_card_visa")
    return Customer.objects.create(shop=shop, source="stripe", external_id=customer, email="x")


@promise(5)
@pytest.mark.parametrize(
    ("buy", "with_shop"), [(_by_invoice, True), (_by_checkout, True), (_bare, False)]
)
def test_what_is_told_of_a_purchase_in_any_order_is_one_order(
    stripe, buyer, monkeypatch, buy, with_shop
):
    intent = buy(stripe, buyer.external_id)
    _quarrel(stripe, intent)
    tellings = _tellings(buyer.shop, intent if with_shop else "")
    _remember(monkeypatch)
    expected = _told(tellings, lambda: _drift_of(buyer.external_id) == [])
    assert expected[0][3:5] == ("partially_refunded", "200")

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.permutations(tellings), st.lists(st.sampled_from(tellings), max_size=5))
    def in_any_order(turn, again):
        assert _told([*turn, *again]) == expected

    in_any_order()


def _tellings(shop: Shop, intent: str) -> list[Callable[[], None]]:
    """Everything that may be told: each event once for its object, and the shop's own order."""
    seen = {
        (HANDLERS[event.type], event.object_id)
        for event in list_events(LONG_AGO)
        if event.type in HANDLERS and not event.type.startswith(("customer", "product", "price"))
    }
    told: list[Callable[[], None]] = [
        lambda handler=handler, name=name: handler(name, now=NOW) for handler, name in seen
    ]
    if intent:
        record = OrderRecord(
            "1001", "KC-1001", "x", NOW, "EUR", 5000, refs=(("payment_intent", intent),)
        )
        told.append(lambda: upsert_orders(shop, "shop", [record], now=NOW) and None)
    return told


def _told(tellings: list[Callable[[], None]], holds: Callable[[], bool] = lambda: True):
    """How it looks when these were told, and what is to hold then does. It is taken back."""
    found = None
    try:
        with transaction.atomic():
            for tell in tellings:
                tell()
            found = _picture()
            assert holds()
            raise Undone
    except Undone:
        return found


def _drift_of(customer: str):
    drifts = drift_of(everything_of(fetch_customer(customer)))
    return [one for one in drifts if one.kind == "order"]


def _remember(monkeypatch) -> None:
    """Ask Stripe for each object once: it does not change any more."""
    known = {}

    def fetch(kind, external_id):
        if (kind, external_id) not in known:
            known[kind, external_id] = sales.fetch_sale(kind, external_id)
        return known[kind, external_id]

    monkeypatch.setattr(orders, "fetch_sale", fetch)
