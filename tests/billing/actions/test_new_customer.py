from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from accounts.models import Customer, CustomerAccount
from billing.actions.baskets import basket_of, quote
from billing.actions.buy import buy
from billing.actions.buy_again import order_again, preview_order_again
from billing.actions.buy_subscription import buy_subscription
from billing.actions.finishing import confirmation_of, look
from billing.actions.purchasing import Payment
from billing.actions.settling import PATIENCE, settle_all
from billing.gateway.client import api
from billing.mirror.customers import refresh_customer
from billing.models import Operation, Order
from billing.sources.matching import customers_of
from tests.billing.actions.dying import MOMENTS, dies
from tests.billing.actions.shelf import shelve
from tests.billing.buying import again
from tests.promises import promise

pytestmark = pytest.mark.django_db(transaction=True)

LATER = PATIENCE + timedelta(minutes=1)


@pytest.fixture
def bob(stripe, shop):
    """Somebody who has bought elsewhere only, and has an account."""
    account = CustomerAccount.objects.create(shop=shop, email="bob@example.com")
    return Customer.objects.create(
        shop=shop,
        source="csv",
        external_id="bob@example.com",
        email="bob@example.com",
        name="Bob",
        country="DE",
        account=account,
    )


@pytest.fixture
def new_card(bob, pot):
    """What Bob agrees to: the pot, with a card that he is about to enter."""
    return Payment("new", quote(bob, basket_of([(pot, 1)])).fingerprint)


@pytest.fixture
def clicked(bob, pot, asking, new_card):
    return partial(buy, bob, pot, asking, payment=new_card)


def at_stripe():
    """The customers that Stripe has."""
    return [one.id for one in api().customers.list({"limit": 100}).data]


def at_once(clicks):
    """Do all of it in threads."""
    threads = [threading.Thread(target=click) for click in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def pays(operation, card="pm_card_visa"):
    """What Bob's browser does with the card that he enters."""
    secret = confirmation_of(operation)
    api().payment_intents.confirm(secret.intent_id, {"payment_method": card})


def test_price_is_asked_for_without_making_anybody(bob, pot):
    assert quote(bob, basket_of([(pot, 1)])).cost.due == 8900
    assert at_stripe() == []


def test_same_row_is_known_at_stripe_with_its_account(bob, pot, asking, new_card):
    account = bob.account
    operation = buy(bob, pot, asking, payment=new_card)
    row = Customer.objects.get()
    assert (operation.outcome, at_stripe()) == ("waiting", [row.external_id])
    assert (row.pk, row.source, row.account) == (bob.pk, "stripe", account)
    assert (row.email, row.name, row.country) == ("bob@example.com", "Bob", "DE")


def test_first_purchase_is_their_order_before_the_answer(bob, pot, asking, new_card, now):
    operation = buy(bob, pot, asking, payment=new_card)
    pays(operation)
    assert look(operation, now=now).outcome == "done"
    assert Order.objects.get().customer == bob
    bob.facts.refresh_from_db()
    assert bob.facts.orders_count == 1


def test_first_subscription_keeps_the_card(bob, box, asking, now):
    payment = Payment("new", quote(bob, basket_of([(box, 1)])).fingerprint)
    operation = buy_subscription(bob, box, asking, payment=payment)
    pays(operation)
    look(operation, now=now)
    assert bob.subscriptions.get().state == "active"
    assert bob.cards.get().last4 == "4242"


def test_order_from_elsewhere_is_placed_again(bob, pot, asking, now):
    order = Order.objects.create(
        shop=bob.shop, customer=bob, source="csv", number="7", placed_at=now, currency="EUR"
    )
    order.lines.create(position=1, name="Pot", quantity=2, product=pot.product)
    payment = Payment("new", preview_order_again(order).fingerprint)
    operation = order_again(order, asking, payment=payment)
    assert (operation.outcome, len(at_stripe())) == ("waiting", 1)


@promise(10)
def test_second_card_is_tried_for_the_total_agreed_to_and_makes_no_second_customer(
    bob, pot, asking, new_card
):
    buy(bob, pot, asking, payment=new_card)
    bob.refresh_from_db()
    assert buy(bob, pot, again(asking), payment=new_card).outcome == "waiting"
    assert len(at_stripe()) == Customer.objects.count() == 1


@promise(10)
def test_two_first_purchases_at_once_make_one_customer(shop, bob, pot, asking, new_card):
    lid = shelve(shop, amount=1100, name="Lid")
    lids = Payment("new", quote(bob, basket_of([(lid, 1)])).fingerprint)
    gate = threading.Barrier(2)

    def click(price, by, payment):
        gate.wait(5)
        buy(Customer.objects.get(pk=bob.pk), price, by, payment=payment)
        connection.close()

    at_once([partial(click, pot, asking, new_card), partial(click, lid, again(asking), lids)])
    row = Customer.objects.get()
    assert (at_stripe(), row.pk) == ([row.external_id], bob.pk)
    assert {one.customer for one in api().invoices.list().data} == {row.external_id}


@promise(10, 19)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_killed_anywhere_there_is_one_customer(clicked, bob, now, moment, write):
    dies(clicked, moment=moment, write=write)
    settle_all(now=now + LATER)
    row = Customer.objects.get()
    assert (at_stripe(), row.source, row.pk) == ([row.external_id], "stripe", bob.pk)
    assert Operation.objects.get().outcome == "waiting"


@promise(5)
def test_webhook_that_comes_first_finds_the_same_row(clicked, now):
    dies(clicked, moment="after", write=1)
    [made] = at_stripe()
    refresh_customer(made, now=now)
    assert Customer.objects.get().external_id == made
    settle_all(now=now + LATER)
    assert at_stripe() == [Customer.objects.get().external_id]


def test_lost_answer_leaves_one_customer(stripe, bob, pot, asking, new_card):
    stripe.fault("lost_response", "POST /v1/customers$")
    operation = buy(bob, pot, asking, payment=new_card)
    assert operation.outcome == "waiting"
    assert len(at_stripe()) == 1


def test_never_made_customer_is_given_up_after_a_day(stripe, bob, pot, asking, new_card):
    stripe.fault("503", "POST /v1/customers$", times=9)
    assert buy(bob, pot, asking, payment=new_card).outcome == "unknown"
    settle_all(now=asking.now + timedelta(hours=24))
    assert Operation.objects.get().error_code == "not_done"
    assert (at_stripe(), Customer.objects.get().source) == ([], "csv")


def test_orders_from_elsewhere_still_find_them(bob, pot, asking, new_card):
    buy(bob, pot, asking, payment=new_card)
    assert customers_of(bob.shop_id, "csv", ["bob@example.com"]).one == {"bob@example.com": bob.pk}


@promise(20)
@pytest.mark.parametrize("written", ["not an id", "00000000-0000-4000-8000-000000000000"])
def test_customer_that_no_operation_has_made_joins_nobody(bob, written, now):
    made = api().customers.create({"metadata": {"portico_operation": written}})
    refresh_customer(made.id, now=now)
    bob.refresh_from_db()
    assert (bob.source, Customer.objects.count()) == ("csv", 2)
