from __future__ import annotations

from datetime import UTC, datetime

import pytest

from billing.models import Order, OrderRefund
from portal_blocks.order_history.refunds import refund_line
from tests.portal_blocks.cast import NOW, viewer


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
