"""Two Stripe accounts never touch each other's rows."""

from datetime import timedelta

import pytest

from accounts.models import Customer
from billing.gateway.accounts import acting_for, current, environment
from billing.gateway.client import api
from billing.mirror.checking import check
from billing.mirror.customers import customer_of, refresh_card, refresh_customer
from billing.mirror.products import refresh_product
from billing.mirror.subscriptions import refresh_subscription
from billing.mirror.sync import sync_customer
from billing.models import Card, Product, StripeAccount, Subscription
from billing.stripe_accounts import (
    ROLLED,
    account_named,
    account_of,
    account_of_shop,
    all_accounts,
    secrets_of,
)
from tests.billing.buying import sign_up, subscribe, use_card
from tests.billing.own_account import OLD_SECRET, OWN_SECRET, own_account
from tests.promises import promise


@pytest.fixture
def own(shop):
    """The account of another shop; `shop` is the environment's."""
    return own_account()


@pytest.fixture
def both(stripe, shop, own, now):
    """One purchase that both accounts know, mirrored for both."""
    bought = subscribe()
    sync_customer(shop, bought.customer, now)
    with acting_for(account_of(own)):
        sync_customer(own.shop, bought.customer, now)
    return bought


@promise(16)
def test_customer_of_the_same_id_in_two_accounts_stays_two(both, shop, own):
    owners = Customer.objects.filter(external_id=both.customer).values_list("shop", flat=True)
    assert sorted(owners) == [shop.pk, own.shop_id]
    for model in (Subscription, Card, Product):
        assert model.objects.filter(shop=shop).count() == 1
        assert model.objects.filter(shop=own.shop).count() == 1


@promise(16)
def test_change_in_one_account_changes_nothing_in_the_other(both, shop, own, now):
    api().customers.update(both.customer, {"name": "Bea"})
    api().products.update(both.product, {"name": "Coffee"})
    api().subscriptions.cancel(both.subscription)
    with acting_for(account_of(own)):
        refresh_customer(both.customer, now=now)
        refresh_product(both.product, now=now)
        refresh_subscription(both.subscription, now=now)
    assert dict(Customer.objects.values_list("shop", "name"))[shop.pk] == "Ada"
    assert dict(Product.objects.values_list("shop", "name"))[shop.pk] == "Tea"
    states = dict(Subscription.objects.values_list("shop", "state"))
    assert states == {shop.pk: "active", own.shop_id: "cancelled"}


@promise(16)
def test_customer_deleted_in_one_account_lives_in_the_other(both, shop, own, now):
    api().customers.delete(both.customer)
    refresh_customer(both.customer, now=now + timedelta(seconds=9))
    gone = dict(Customer.objects.values_list("shop", "deleted_at"))
    assert (gone[shop.pk] is not None, gone[own.shop_id]) == (True, None)
    assert Card.objects.get().shop == own.shop
    assert Subscription.objects.get(shop=own.shop).state == "active"


@promise(16)
def test_card_taken_off_in_one_account_stays_in_the_other(both, shop, own, now):
    api().payment_methods.detach(both.card)
    with acting_for(account_of(own)):
        refresh_card(both.card, now=now)
    assert Card.objects.get().shop == shop


def test_new_customer_of_an_own_account_is_that_shops(stripe, shop, own, now):
    customer = sign_up(metadata={"portico_shop": shop.name})
    with acting_for(account_of(own)):
        assert customer_of(customer, now=now).shop == own.shop


@promise(16)
def test_environments_account_never_writes_into_a_shop_with_its_own(stripe, shop, own, now):
    customer = sign_up(metadata={"portico_shop": own.shop.name})
    assert customer_of(customer, now=now).shop == shop


def test_card_of_a_customer_we_know_in_the_other_account_is_asked_for(stripe, shop, own, now):
    customer = sign_up()
    refresh_customer(customer, now=now)
    card = use_card(customer, "pm_card_visa")
    with acting_for(account_of(own)):
        refresh_card(card, now=now)
    assert Card.objects.get().shop == own.shop


@promise(16)
def test_check_of_one_account_tells_nothing_of_the_other(both, own):
    Customer.objects.filter(shop=own.shop).update(name="Eve")
    assert [drift for one in check() for drift in one.drifts] == []
    with acting_for(account_of(own)):
        (drift,) = [drift for one in check() for drift in one.drifts]
    assert str(drift) == f"customer {both.customer} differs (name)"


def test_shop_without_an_account_of_its_own_has_the_environments(shop, own):
    assert account_of_shop(shop.pk) == environment()
    assert account_of_shop(own.shop_id).secret_key == own.secret_key
    assert [one.name for one in all_accounts()] == ["", own.name]
    assert current() == environment()


def test_secret_before_the_last_is_believed_for_a_day(own, now):
    own.webhook_secrets = f"{OWN_SECRET}\n{OLD_SECRET}"
    assert secrets_of(own, now=now) == (OWN_SECRET,)
    own.rolled_at = now
    assert secrets_of(own, now=now) == (OWN_SECRET, OLD_SECRET)
    assert secrets_of(own, now=now + ROLLED) == (OWN_SECRET,)


@promise(25)
def test_keys_are_not_in_the_database_nor_in_what_is_logged(own, now):
    raw = StripeAccount.objects.extra(select={"raw": "secret_key || webhook_secrets"}).get().raw
    assert own.secret_key not in raw
    assert OWN_SECRET not in raw
    shown = f"{own!r} {account_named(own.name, now=now)!r}"
    assert own.secret_key not in shown
    assert OWN_SECRET not in shown
