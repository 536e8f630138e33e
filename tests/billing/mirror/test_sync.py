import pytest

from accounts.models import Customer
from billing.gateway.client import api
from billing.gateway.errors import NotFound
from billing.mirror.sync import sync_customer
from portals.models import Shop
from tests.billing.buying import sign_up, subscribe


def test_everything_of_a_customer_comes_at_once(stripe, shop, now):
    bought = subscribe()
    stripe.advance(40 * 24 * 3600)
    customer = sync_customer(shop, bought.customer, now)
    assert customer.cards.count() == 1
    assert customer.subscriptions.get().state == "active"
    assert customer.orders.count() == 2
    assert customer.facts.orders_count == 2
    assert customer.facts.spent == {"EUR": 4800}


def test_twice_changes_nothing(stripe, shop, now):
    bought = subscribe()
    sync_customer(shop, bought.customer, now)
    customer = sync_customer(shop, bought.customer, now)
    counts = customer.cards.count(), customer.subscriptions.count(), customer.orders.count()
    assert (Customer.objects.count(), counts) == (1, (1, 1, 1))


def test_shop_is_the_one_said(stripe, shop, now):
    Shop.objects.create(name="Elsewhere")
    assert sync_customer(shop, sign_up(), now).shop == shop


def test_deleted_customer_is_not_found(stripe, shop, now):
    customer = sign_up()
    api().customers.delete(customer)
    with pytest.raises(NotFound):
        sync_customer(shop, customer, now)
