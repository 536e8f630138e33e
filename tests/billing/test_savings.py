from __future__ import annotations

import pytest

from billing.models import Order
from billing.savings import saved_by
from tests.portal_blocks.cast import buy


@pytest.fixture
def ada(people):
    return people["active"]


def sums(*customers):
    found = saved_by([one.pk for one in customers])
    return {one.currency: (one.total, one.by_subscribing) for one in found}


def test_discounts_are_added_up_by_currency(ada):
    for currency, discount in (("EUR", 300), ("EUR", 200), ("USD", 100)):
        buy(ada, currency=currency, discount=discount)
    assert sums(ada) == {"EUR": (500, 0), "USD": (100, 0)}


def test_subscribing_has_its_share(ada):
    buy(ada, discount=300, subscription=ada.subscriptions.get())
    buy(ada, discount=200)
    assert sums(ada) == {"GBP": (500, 300)}


@pytest.mark.parametrize("state", ["pending", "failed", "void", "refunded"])
def test_what_was_not_paid_in_the_end_saves_nothing(ada, state):
    buy(ada, discount=300, payment_state=state)
    assert sums(ada) == {}


def test_what_is_no_order_to_them_saves_nothing(ada):
    Order.objects.filter(pk=buy(ada, discount=300).pk).update(is_shown=False)
    assert sums(ada) == {}


def test_others_savings_are_not_theirs(ada, people):
    buy(people["any"], discount=300)
    assert sums(ada) == {}


def test_it_is_one_query(ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        saved_by([ada.pk])
