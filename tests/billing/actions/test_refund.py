from dataclasses import replace
from datetime import timedelta

import pytest

from billing.actions.buy import buy
from billing.actions.errors import Foreign
from billing.actions.refund import NotRefundable, refund_order, refundable
from billing.actions.settling import PATIENCE, settle_all
from billing.gateway.client import api
from billing.mirror.orders import refresh_order_of_refund
from billing.models import AuditEntry, Operation, Order
from portals.models import Shop
from tests.billing.actions.shelf import agreeing, goes_bad
from tests.billing.buying import again, requests
from tests.billing.made_once import made_once
from tests.promises import promise

FAULTS = ["429", "lock_timeout", "409", "500", "503", "lost_response", "malformed", "down"]
LATER = PATIENCE + timedelta(minutes=1)


@pytest.fixture
def staff(asking):
    return replace(again(asking), actor="staff:7")


@pytest.fixture
def order(stripe, ada, pot, asking):
    """A paid order of EUR 89.00."""

    def made():
        buy(ada, pot, asking, payment=agreeing(ada, pot))
        return Order.objects.get()

    return made_once(stripe, "order", made)


@pytest.fixture
def paid_with(stripe, ada, pot, asking):
    """An order that was paid with this test card."""

    def bought(card):
        goes_bad(stripe, ada, card)
        buy(ada, pot, asking, payment=agreeing(ada, pot))
        return Order.objects.get()

    return bought


def _given():
    return [one.amount for one in api().refunds.list().data]


def test_all_of_it_is_given_back_and_shown_at_once(order, staff):
    operation = refund_order(order, staff, reason="duplicate")
    order.refresh_from_db()
    assert (operation.outcome, operation.actor, _given()) == ("done", "staff:7", [8900])
    assert (order.payment_state, order.refunded) == ("refunded", 8900)
    assert api().refunds.list().data[0].reason == "duplicate"


def test_part_of_it_can_be_given_back_and_then_the_rest(order, staff):
    refund_order(order, staff, amount=900)
    order.refresh_from_db()
    assert (order.payment_state, refundable(order)) == ("partially_refunded", 8000)
    refund_order(order, again(staff))
    assert sorted(_given()) == [900, 8000]


@pytest.mark.parametrize("amount", [8901, 0, -1])
def test_more_than_is_left_is_refused_before_stripe_is_asked(stripe, order, staff, amount):
    operation = refund_order(order, staff, amount=amount)
    assert (operation.outcome, operation.error_code) == ("refused", "too_much")
    assert requests(stripe, "POST", "/v1/refunds") == []


def test_mirror_that_is_behind_does_not_give_back_too_much(order, staff):
    refund_order(order, staff, amount=8000)
    behind = Order.objects.get()
    behind.refunds.all().delete()
    behind.refunded = 0
    assert refund_order(behind, again(staff), amount=8900).error_code == "too_much"
    assert _given() == [8000]


@promise(10)
def test_double_click_gives_back_once(order, staff):
    for _ in range(2):
        refund_order(order, staff, amount=900)
    assert _given() == [900]


@pytest.mark.sqlite_only
@promise(9)
@pytest.mark.parametrize("fault", FAULTS)
def test_without_an_answer_it_is_not_said_to_be_done(stripe, order, staff, fault):
    stripe.fault(fault, "POST /v1/refunds", times=3)
    assert refund_order(order, staff).outcome == "unknown"
    stripe.lift_faults()
    settle_all(now=staff.now + LATER)
    happened = fault in {"lost_response", "malformed"}
    assert Operation.objects.get(pk=staff.operation_id).outcome == (
        "done" if happened else "refused"
    )
    assert _given() == [8900] * happened


def test_refund_on_its_way_is_not_called_given(paid_with, staff):
    operation = refund_order(paid_with("pendingRefund"), staff)
    assert (operation.outcome, operation.after["status"]) == ("done", "pending")
    assert "on its way" in operation.message
    assert refundable(Order.objects.get()) == 0


def test_refund_that_fails_later_can_be_given_again(stripe, paid_with, staff, now):
    order = paid_with("refundFail")
    given = refund_order(order, staff).after["refund"]
    stripe.stripe.settle_refund(given, succeeded=False)
    refresh_order_of_refund(given, now=now)
    assert (refundable(Order.objects.get()), Order.objects.get().payment_state) == (8900, "paid")


def test_disputed_order_is_not_refunded(order, staff):
    order.payment_state = "disputed"
    assert refund_order(order, staff).error_code == "not_paid"
    assert _given() == []


def test_order_that_was_not_paid_at_stripe_is_refused(order, staff):
    order.refs.all().delete()
    with pytest.raises(NotRefundable):
        refund_order(order, staff)


def test_order_of_another_shop_is_refused(order, staff, portal):
    portal.shop_id = Shop.objects.create(name="Elsewhere").pk
    with pytest.raises(Foreign):
        refund_order(order, staff)


def test_reason_of_our_own_making_is_a_mistake(order, staff):
    with pytest.raises(ValueError, match="boredom"):
        refund_order(order, staff, reason="boredom")


@promise(28)
def test_who_gave_back_how_much_is_in_the_trail(order, staff):
    refund_order(order, staff, amount=900)
    asked, done = AuditEntry.objects.filter(action="refund_order")
    assert (asked.actor, asked.after["amount"], done.kind) == ("staff:7", 900, "done")
    assert (done.before["refunded"], done.after["amount"]) == (0, 900)
    assert done.stripe_request_id.startswith("req_")
