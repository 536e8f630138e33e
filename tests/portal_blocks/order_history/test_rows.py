from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from types import SimpleNamespace as Line

import pytest

from billing.models import Fulfilment, FulfilmentState, Order, OrderRefund, PaymentState
from portal_blocks.order_history.rows import (
    next_stop,
    order_row,
    parcel_on_its_way,
    refund_line,
    status_of,
    title_of,
)
from tests.portal_blocks.cast import NOW, buy, viewer

TONES = {"ok", "warn", "danger", "info", "muted"}


@pytest.fixture
def customer(people):
    return people["any"]


def parcel(order, status, days_ago, **fields):
    about = {"status": status, "shipped_at": NOW - timedelta(days=days_ago), **fields}
    return Fulfilment.objects.create(order=order, external_id=f"{days_ago}", **about)


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (["Tea"], "Tea"),
        (["Tea", "Coffee"], "Tea and Coffee"),
        (["Tea", "Coffee", "Mug"], "Tea and 2 more"),
        (["Tea", "Coffee", "Mug", "Jug"], "Tea and 3 more"),
    ],
)
def test_an_order_is_called_by_what_is_in_it(names, title):
    assert title_of([Line(name=name) for name in names]) == title


def test_an_order_of_nothing_we_know_is_called_by_its_number(customer):
    order = buy(customer, number="KC-1")
    assert order_row(order, "/order/1/", viewer()).title == "KC-1"


@pytest.mark.parametrize(
    ("payment", "fulfilment", "words", "tone"),
    [
        ("paid", "none", "Paid", "ok"),
        ("paid", "unfulfilled", "Being prepared", "info"),
        ("paid", "partial", "Partly sent", "info"),
        ("paid", "shipped", "On its way", "info"),
        ("paid", "delivered", "Delivered", "ok"),
        ("paid", "returned", "Returned", "muted"),
        ("paid", "cancelled", "Cancelled", "muted"),
        ("pending", "unfulfilled", "Payment pending", "info"),
        ("requires_action", "none", "Needs your confirmation", "warn"),
        ("failed", "unfulfilled", "Payment failed", "danger"),
        ("disputed", "delivered", "Disputed", "warn"),
        ("void", "none", "Cancelled before payment", "muted"),
        ("refunded", "returned", "Refunded", "muted"),
        ("partially_refunded", "delivered", "Partly refunded", "muted"),
    ],
)
def test_an_order_says_where_it_is_and_money_in_trouble_first(payment, fulfilment, words, tone):
    order = Order(payment_state=payment, fulfilment_state=fulfilment, total=1200)
    assert status_of(order) == (words, tone)


def test_an_order_that_cost_nothing_is_called_free():
    assert status_of(Order(payment_state="paid", total=0)) == ("Free", "muted")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "Arrives Wednesday 2 December"),
        (0, "Arrives Tuesday 1 December"),
        (-1, "Was expected Monday 30 November"),
    ],
)
def test_a_parcel_says_when_it_arrives_or_should_have(days, words):
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    late = Fulfilment(expected_at=now + timedelta(days=days))
    assert next_stop(late, viewer(now=now)) == words


def test_a_parcel_of_which_nobody_said_when_says_nothing():
    assert next_stop(Fulfilment(), viewer()) == ""


@pytest.mark.parametrize("payment", ["refunded", "failed", "void"])
def test_an_order_in_trouble_is_not_on_its_way(customer, payment):
    order = buy(customer, "Tea", payment_state=payment, fulfilment_state="shipped")
    row = order_row(order, "/order/1/", viewer())
    assert (row.is_on_its_way, row.next_stop) == (False, "")


def test_every_order_has_words_and_a_tone_of_the_theme():
    for payment, fulfilment in product(PaymentState, FulfilmentState):
        words, tone = status_of(Order(payment_state=payment, fulfilment_state=fulfilment))
        assert words
        assert tone in TONES


def test_of_several_parcels_the_newest_under_way_is_shown(customer):
    order = buy(customer, "Tea")
    parcel(order, "delivered", 1)
    newest = parcel(order, "shipped", 2)
    parcel(order, "shipped", 3)
    assert parcel_on_its_way(order) == newest


@pytest.mark.parametrize("status", ["unfulfilled", "delivered", "returned", "cancelled"])
def test_a_parcel_that_has_not_left_or_has_arrived_is_not_on_its_way(customer, status):
    order = buy(customer, "Tea")
    parcel(order, status, 1)
    assert parcel_on_its_way(order) is None


def test_three_pictures_stand_for_an_order(customer):
    order = buy(customer, *"abcde")
    for line in order.lines.exclude(name="b"):
        line.image_url = f"/{line.name}.png"
        line.save()
    assert order_row(order, "/order/1/", viewer()).pictures == ["/a.png", "/c.png", "/d.png"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("succeeded", "€5.00 refunded on Tuesday 1 December."),
        ("pending", "€5.00 is on its way back to you since Tuesday 1 December."),
        ("failed", "€5.00 could not be refunded. We started this on Tuesday 1 December."),
        ("canceled", "A refund of €5.00 was called off. It began on Tuesday 1 December."),
        ("hibernating", "€5.00 is on its way back to you since Tuesday 1 December."),
    ],
)
def test_a_refund_says_how_it_stands(status, words):
    at = datetime(2026, 12, 1, 12, tzinfo=UTC)
    refund = OrderRefund(amount=500, status=status, created_at=at)
    assert refund_line(refund, Order(currency="EUR"), viewer()).text == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [("fraudulent", ""), ("duplicate", "It was charged twice."), ("Broken cup", "Broken cup")],
)
def test_a_refund_says_why_in_words_for_customers(reason, words):
    refund = OrderRefund(amount=500, reason=reason, created_at=NOW)
    assert refund_line(refund, Order(currency="EUR"), viewer()).reason == words
