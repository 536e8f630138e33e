from __future__ import annotations

import uuid

import pytest

from billing.audit import record_turn
from billing.models import Leaving, Operation, Order, Outcome, Subscription
from cms.customers.attention import attention_of


def points(customer, now):
    rows = list(Subscription.objects.filter(customer=customer))
    return [(one.tone, one.text) for one in attention_of(customer, rows, now=now)]


def test_whoever_has_no_trouble_needs_no_attention(people, now):
    assert points(people["any"], now) == []


def test_an_unpaid_order_comes_first(people, now):
    order = Order.objects.filter(customer=people["any"]).first()
    Order.objects.filter(pk=order.pk).update(payment_state="failed")
    order.refs.create(shop=order.shop, source="stripe", kind="invoice", ref="in_1")
    assert [tone for tone, _text in points(people["any"], now)] == ["critical"]


@pytest.mark.parametrize(
    ("outcome", "how"),
    [(Outcome.UNKNOWN, "Stripe is being asked"), (Outcome.WAITING, "wants them to confirm")],
)
def test_what_is_not_settled_is_told(people, now, outcome, how):
    operation = Operation.objects.create(
        id=uuid.uuid4(),
        customer=people["active"],
        action="pause_subscription",
        target="sub_1",
        actor="customer",
    )
    record_turn(operation, now=now)
    Operation.objects.update(outcome=outcome)
    [(tone, text)] = points(people["active"], now)
    assert tone == "warning"
    assert how in text


def test_a_thought_of_cancelling_is_told_for_a_week(people, now):
    row = Subscription.objects.get(customer=people["active"])
    Leaving.objects.create(customer=people["active"], subscription=row, host="x", began_at=now)
    assert "Thought of cancelling" in points(people["active"], now)[0][1]
