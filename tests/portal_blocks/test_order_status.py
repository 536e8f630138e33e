from __future__ import annotations

from itertools import product

import pytest

from billing.models import FulfilmentState, Order, PaymentState
from portal_blocks.order_history.rows import order_row
from portal_blocks.order_status import status_of
from portal_blocks.sample_orders import Thing, sample_order
from portal_blocks.subscription_controls.past import past_orders
from tests.portal_blocks.cast import NOW, viewer

TONES = {"ok", "warn", "danger", "info", "muted"}


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


def test_every_order_has_words_and_a_tone_of_the_theme():
    for payment, fulfilment in product(PaymentState, FulfilmentState):
        words, tone = status_of(Order(payment_state=payment, fulfilment_state=fulfilment))
        assert words
        assert tone in TONES


@pytest.mark.parametrize("payment", ["paid", "refunded"])
@pytest.mark.parametrize("fulfilment", ["none", "shipped", "delivered"])
def test_a_subscription_and_the_history_say_the_same_of_an_order(payment, fulfilment):
    order = sample_order(1, NOW, Thing("Tea", 900))
    order.payment_state, order.fulfilment_state = payment, fulfilment
    [told] = past_orders([order], viewer())
    assert told.status == order_row(order, "/", viewer()).status_label
