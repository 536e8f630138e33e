from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from accounts.models import Customer
from billing import after_paying
from billing.after_paying import FRESH, catch_up_with, paying_since
from billing.models import Operation, Order


@pytest.fixture
def looked(monkeypatch):
    """Whom Stripe is asked about, by their ids here; it has no news."""
    found: list[int] = []
    cache.clear()

    def look(one, now):
        found.append(one.pk)
        return False

    monkeypatch.setattr(after_paying, "_catch_up", look)
    return found


@pytest.fixture
def ada(shop):
    return Customer.objects.create(shop=shop, source="stripe", external_id="cus_1")


def someone(pk, **about):
    return Customer(pk=pk, **{"source": "stripe", **about})


@pytest.mark.parametrize("just", [True, False])
def test_reloading_costs_one_look(looked, now, just):
    for _ in range(3):
        catch_up_with([someone(1)], now=now, has_just_paid=just)
    assert looked == [1]


def test_sign_of_paying_is_worth_a_second_look(looked, now):
    for just in (False, True, False):
        catch_up_with([someone(1)], now=now, has_just_paid=just)
    assert looked == [1, 1]


def test_after_a_look_for_a_payment_none_follows_without_a_sign_of_one(looked, now):
    for just in (True, False):
        catch_up_with([someone(1)], now=now, has_just_paid=just)
    assert looked == [1]


def test_only_a_few_of_whom_stripe_knows_are_looked_at(looked, now):
    others = [someone(8, source="csv"), someone(9, deleted_at=now)]
    catch_up_with([*others, *map(someone, range(1, 6))], now=now)
    assert looked == [1, 2, 3]


@pytest.mark.parametrize(
    ("outcome", "age", "is_awaited"),
    [
        ("pending", timedelta(), True),
        ("unknown", timedelta(), True),
        ("unknown", FRESH, False),
        ("waiting", timedelta(), False),
        ("done", timedelta(), False),
    ],
)
def test_purchase_under_way_is_awaited_for_a_while(ada, now, outcome, age, is_awaited):
    begun = now - age
    Operation.objects.create(
        customer=ada, action="buy_again", target="p", outcome=outcome, created_at=begun
    )
    assert (paying_since([ada.pk], now=now) == begun) == is_awaited
    assert paying_since([ada.pk + 1], now=now) is None


@pytest.mark.parametrize(("source", "is_awaited"), [("stripe", True), ("csv", False)])
def test_order_that_the_bank_has_not_paid_yet_is_awaited(ada, now, source, is_awaited):
    about = {"shop": ada.shop, "customer": ada, "external_id": "in_1", "currency": "EUR"}
    Order.objects.create(**about, source=source, payment_state="pending", placed_at=now)
    assert (paying_since([ada.pk], now=now) is not None) == is_awaited
