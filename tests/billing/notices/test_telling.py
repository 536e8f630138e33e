"""What is written is told of, where it is news, once, and only while somebody says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.models import Card, Fulfilment, Notice, Order, OrderRef, OrderRefund, Subscription
from billing.notices import (
    live,
    look_at_card,
    look_at_orders,
    tell_of_card,
    tell_of_orders,
    tell_of_subscription,
)


@pytest.fixture
def active(people):
    return people["active"]


@pytest.fixture
def order(active):
    return Order.objects.get(customer=active)


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("kind", "about"))


def pause(customer, now):
    """Write that a customer's subscription is paused, as the mirror does."""
    before = Subscription.objects.get(customer=customer)
    after = Subscription.objects.get(customer=customer)
    after.state, after.state_since = "paused", now
    after.save()
    tell_of_subscription(before, after, now=now)


def write(order, now, **changes):
    """Write an order anew, as the mirror does."""
    rows = Order.objects.filter(pk=order.pk)
    before = look_at_orders(rows)
    rows.update(**changes)
    tell_of_orders(before, rows, now=now)


def test_pause_is_told_with_its_facts(active, now):
    Card.objects.create(
        shop=active.shop, customer=active, external_id="pm_1", brand="visa", last4="4242",
        exp_month=8, exp_year=2030, is_default=True, fetched_at=now,
    )  # fmt: skip
    with live(now, now=now):
        pause(active, now)
    notice = Notice.objects.get()
    assert (notice.kind, notice.customer_id, notice.facts["was"]) == ("paused", active.pk, "active")
    assert (notice.facts["amount"], notice.facts["card"]["last4"]) == (1200, "4242")


def test_silence_is_the_rule(active, order, now, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert look_at_card(active.pk) is None
        tell_of_orders(look_at_orders(Order.objects.all()), Order.objects.all(), now=now)
    pause(active, now)
    assert told() == []


def test_replayed_event_of_last_week_tells_nobody(active, now):
    with live(now - timedelta(days=7), now=now):
        pause(active, now)
    assert told() == []


def test_payment_that_failed_then_came_is_told_twice(order, now):
    with live(now, now=now):
        Order.objects.update(payment_state="pending")
        write(order, now, payment_state="failed")
        write(order, now, payment_state="failed")
        write(order, now, payment_state="paid")
    assert told() == [("payment_failed", order.external_id), ("order", order.external_id)]


def test_payment_and_its_invoice_are_one_order(order, now):
    """Seen first as a bare payment, then as an invoice under another id, with both names."""
    Notice.objects.create(
        customer=order.customer, kind="order", about="pi_1", made_at=now, state="sent"
    )
    OrderRef.objects.create(
        shop_id=order.shop_id, source="stripe", kind="payment_intent", ref="pi_1", order=order
    )
    with live(now, now=now):
        Order.objects.update(payment_state="pending")
        write(order, now, payment_state="paid")
    assert told() == [("order", "pi_1")]


def test_refund_and_parcel_of_an_old_order_are_told_once(order, now):
    rows = Order.objects.filter(pk=order.pk)
    with live(now, now=now):
        for _ in range(2):
            before = look_at_orders(rows)
            OrderRefund.objects.get_or_create(
                order=order, external_id="re_1", amount=500, defaults={"created_at": now}
            )
            Fulfilment.objects.get_or_create(
                order=order, external_id="p1", defaults={"shipped_at": now, "carrier": "DHL"}
            )
            tell_of_orders(before, rows, now=now)
    assert told() == [("refund", "re_1"), ("shipped", f"{order.external_id} p1")]


def test_order_without_a_customer_is_told_to_nobody(order, now):
    with live(now, now=now):
        Order.objects.update(payment_state="pending", customer=None)
        write(order, now, payment_state="paid")
    assert told() == []


def use_card(customer, now, last4):
    """Make another card the default, as the mirror does."""
    before = look_at_card(customer.pk)
    Card.objects.filter(customer=customer).delete()
    Card.objects.create(
        shop=customer.shop, customer=customer, external_id=f"pm_{last4}", brand="visa",
        last4=last4, exp_month=8, exp_year=2030, is_default=True, fetched_at=now,
    )  # fmt: skip
    tell_of_card(customer.pk, before, now=now)


def test_new_card_is_told_and_the_first_is_not(active, now):
    with live(now, now=now):
        for last4 in ("4242", "4444", "4444"):
            use_card(active, now, last4)
    assert told() == [("card_updated", f"pm_4444 {now:%Y-%m-%d}")]
    assert Notice.objects.get().facts["before"]["last4"] == "4242"
