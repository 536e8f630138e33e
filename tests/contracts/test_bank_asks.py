"""A bank that wants its customer, at a renewal as in a shop: a way to finish, and no failure."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from billing.actions.finishing import confirmation_of, look
from billing.actions.operation import Asking
from billing.actions.pay_invoice import pay_invoice
from billing.bills import bills_of
from billing.mirror.sync import sync_customer
from billing.models import Notice, Order, Subscription
from billing.notices import live
from portals.models import Shop
from tests.billing.actions.cards import ASKS
from tests.billing.buying import use_card
from tests.promises import promise

MONTH = 32 * 24 * 3600


@pytest.fixture
def renewed(busy, stripe):
    """Ada, whose renewal came when her bank wanted to be asked by her."""
    use_card(busy.external_id, ASKS)
    stripe.advance(MONTH)
    now = datetime.now(UTC)
    with live(now, now=now):  # as when a webhook tells of it
        sync_customer(Shop.objects.get(), busy.external_id, now)
    return busy


@promise(23)
def test_renewal_that_the_bank_asks_about_has_not_failed(renewed, visit, shop, home):
    order = Order.objects.get(customer=renewed, payment_state="requires_action")
    assert not Order.objects.filter(customer=renewed, payment_state="failed").exists()
    told = set(Notice.objects.values_list("kind", flat=True))
    assert told & {"confirm_payment", "payment_failed"} == {"confirm_payment"}
    assert Subscription.objects.get(currency="EUR").state == "past_due"
    html = visit(shop, "active").get("/").content.decode()
    assert "Your bank wants you to confirm the payment" in html
    assert f'name="invoice" value="{order.external_id}"' in html  # the form that finishes it
    shown = html.partition("<main")[2].partition("</main>")[0]
    assert "failed" not in shown
    assert "Confirm your payment" in shown


@promise(23)
def test_renewal_is_finished_by_the_customer_at_their_bank(renewed, stripe, shop):
    now = datetime.now(UTC)
    [bill] = bills_of([renewed.pk])
    asking = Asking(shop, "customer", now, uuid.uuid4())
    card = renewed.cards.get(is_default=True).external_id
    operation = pay_invoice(bill, asking, card=card, agreed=bill.order.total)
    assert operation.outcome == "waiting"
    stripe.stripe.authenticate(confirmation_of(operation).intent_id, passed=True)
    assert look(operation, now=now).outcome == "done"
    assert Subscription.objects.get(currency="EUR").state == "active"
