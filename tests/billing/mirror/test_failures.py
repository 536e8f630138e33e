from __future__ import annotations

import pytest

from billing.failures import failures_of
from billing.gateway.sales import fetch_sale
from billing.mirror.orders import refresh_order, store_sale
from billing.models import AuditEntry, Order
from tests.billing.actions.cards import past_due
from tests.promises import promise


@pytest.fixture
def owed(stripe, shop, now):
    """Somebody whose renewal failed: their order."""
    past_due(stripe, shop, now)
    return Order.objects.get(payment_state="failed")


def why(order):
    return failures_of([order.customer_id], [order.external_id])[order.external_id]


def test_reason_and_next_try_are_known(owed):
    assert why(owed).code == "generic_decline"
    assert why(owed).next_try_at > why(owed).at


def test_told_again_it_is_written_once(owed, now):
    refresh_order(owed.external_id, now=now)
    assert AuditEntry.objects.filter(action="payment_failed").count() == 1


def test_next_attempt_is_the_answer_from_then_on(stripe, owed, now):
    first = why(owed)
    stripe.advance(4 * 24 * 3600)
    refresh_order(owed.external_id, now=now)
    assert why(owed).next_try_at > first.next_try_at


@promise(6)
def test_older_answer_that_comes_late_does_not_win(stripe, owed, now):
    late = fetch_sale("invoice", owed.external_id)
    stripe.advance(4 * 24 * 3600)
    refresh_order(owed.external_id, now=now)
    newest = why(owed)
    store_sale(late, now=now)
    assert why(owed) == newest


def test_last_attempt_says_that_none_follows(stripe, owed, now):
    stripe.advance(12 * 24 * 3600)
    stripe.advance(12 * 24 * 3600)
    refresh_order(owed.external_id, now=now)
    assert why(owed).next_try_at is None


def test_others_learn_nothing(owed):
    assert failures_of([owed.customer_id + 1], [owed.external_id]) == {}


def test_it_is_one_query(owed, django_assert_num_queries):
    with django_assert_num_queries(1):
        why(owed)
