from __future__ import annotations

from datetime import timedelta

import pytest

from billing.audit import record_change
from billing.models import AuditEntry, Operation, Order
from billing.subscription_past import (
    changes_of_subscription,
    orders_of_subscription,
    renewals_of,
)


@pytest.fixture
def mine(people):
    return people["active"].subscriptions.get()


def _order(mine, number, **fields):
    about = {"currency": "GBP", "total": 1200, "payment_state": "paid", "subscription": mine}
    return Order.objects.create(
        shop=mine.shop,
        customer=mine.customer,
        source="stripe",
        external_id=number,
        number=number,
        placed_at=mine.started_at + timedelta(days=int(number)),
        **{**about, **fields},
    )


def _done(mine, action, kind="done", **fields):
    operation = Operation.objects.create(
        customer=mine.customer, action=action, target=mine.external_id, actor="customer"
    )
    return AuditEntry.objects.create(
        customer=mine.customer,
        operation=operation,
        at=mine.started_at,
        actor="customer",
        kind=kind,
        action=action,
        **{"target": mine.external_id, **fields},
    )


def test_the_latest_orders_come_first_and_no_more_than_asked_for(
    mine, people, django_assert_num_queries
):
    made = [_order(mine, str(number)) for number in range(1, 4)]
    _order(mine, "9", is_shown=False)
    _order(people["paused"].subscriptions.get(), "8")
    with django_assert_num_queries(1):
        assert orders_of_subscription(mine, limit=2) == [made[2], made[1]]


def test_changes_are_what_has_happened_to_this_one(mine, people, now, django_assert_num_queries):
    skipped = _done(mine, "skip_next")
    _done(mine, "pause_subscription", kind="refused")
    _done(mine, "pause_subscription", kind="asked")
    _done(mine, "remove_card", target="pm_1")
    _done(people["paused"].subscriptions.get(), "skip_next")
    facts = {"before": {}, "after": {"state": "past_due"}}
    record_change(mine.customer_id, "subscription_changed", mine.external_id, **facts, now=now)
    with django_assert_num_queries(1):
        found = changes_of_subscription(mine, limit=5)
        assert [entry.operation for entry in found][1] == skipped.operation
    assert [entry.action for entry in found] == ["subscription_changed", "skip_next"]


def test_the_first_charge_is_no_renewal(mine, django_assert_num_queries):
    Order.objects.filter(subscription=mine).delete()
    for number in range(1, 4):
        _order(mine, str(number))
    _order(mine, "5", payment_state="failed")
    _order(mine, "6", total=0)
    with django_assert_num_queries(1):
        assert renewals_of([mine.customer_id]) == {mine.pk: 2}


def test_renewals_of_others_are_not_counted(mine, people):
    assert mine.pk not in renewals_of([people["paused"].pk])
