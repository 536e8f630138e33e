from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import OutcomeUnknown, Refused
from billing.gateway.subscription_changes import (
    ItemChange,
    add_discount,
    change_items,
    move_charge,
)
from billing.gateway.subscriptions import fetch_subscription
from tests.billing.buying import subscribe, use_card
from tests.promises import promise

DAY = timedelta(days=1)


def _change(target, *, quantity=2, operation_id=None, is_trial=False):
    [item] = fetch_subscription(target).items
    return change_items(
        target,
        [ItemChange(item.external_id, item.price_id, quantity)],
        as_of=timezone.now(),
        is_trial=is_trial,
        operation_id=operation_id or uuid4(),
    )


def _stands(target):
    """When the next charge comes."""
    day = fetch_subscription(target).current_period_end
    assert day is not None
    return day


def _code(**params):
    coupon = api().coupons.create({"percent_off": 10, "duration": "forever"})
    return api().promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}}).id


def test_charge_is_moved_and_the_operation_named(stripe, now):
    target, operation = subscribe().subscription, uuid4()
    stands = _stands(target)
    record = move_charge(target, to=stands + DAY, moved_from=stands, operation_id=operation)
    assert (record.state, record.current_period_end) == ("active", stands + DAY)
    assert (record.moved_from, record.moved_by) == (stands, str(operation))


def test_charge_that_is_put_back_was_moved_from_nowhere(stripe):
    target = subscribe().subscription
    stands = _stands(target)
    move_charge(target, to=stands + DAY, moved_from=stands, operation_id=uuid4())
    record = move_charge(target, to=stands, moved_from=None, operation_id=uuid4())
    assert (record.state, record.moved_from) == ("active", None)


def test_charge_is_not_moved_into_the_past(stripe, now):
    target = subscribe().subscription
    with pytest.raises(Refused):
        move_charge(target, to=now - DAY, moved_from=None, operation_id=uuid4())


def test_difference_is_settled_at_once(stripe):
    record = _change(subscribe().subscription)
    assert (record.amount, record.is_change_pending) == (4800, False)
    assert api().invoices.retrieve(record.latest_invoice_id).status == "paid"


def test_change_that_is_not_paid_waits_for_its_invoice(stripe):
    bought = subscribe()
    use_card(bought.customer, "pm_card_chargeCustomerFail")
    record = _change(bought.subscription)
    assert (record.state, record.amount, record.is_change_pending) == ("active", 2400, True)
    assert api().invoices.retrieve(record.latest_invoice_id).status == "open"


def test_trial_settles_nothing(stripe):
    record = _change(subscribe(trial_period_days=9).subscription, is_trial=True)
    assert (record.state, record.amount) == ("trialing", 4800)
    assert len(api().invoices.list({"subscription": record.external_id}).data) == 1


def test_discounts_come_beside_each_other(stripe):
    target = subscribe().subscription
    codes = [_code(), _code()]
    records = [add_discount(target, promotion_code_id=one, operation_id=uuid4()) for one in codes]
    assert [one.promotion_code_id for one in records[-1].discounts] == codes


@promise(10)
def test_same_operation_twice_changes_once(stripe):
    target, operation = subscribe().subscription, uuid4()
    stands = _stands(target)
    told = []
    for _ in "ab":
        move_charge(target, to=stands + DAY, moved_from=stands, operation_id=operation)
        told.append(len(api().events.list({"type": "customer.subscription.updated"}).data))
    assert told[0] == told[1]


@promise(9)
@pytest.mark.parametrize("fault", ["429", "500", "503", "409"])
def test_change_without_a_clear_answer_is_unknown(stripe, fault):
    target = subscribe().subscription
    stripe.fault(fault, "POST /v1/subscriptions", times=3)
    with pytest.raises(OutcomeUnknown):
        _change(target)
