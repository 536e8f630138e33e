from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import Customer
from billing.gateway.client import api
from billing.gateway.customers import fetch_customer, list_cards
from billing.mirror.customers import customer_of, refresh_card, refresh_customer, store_customer
from billing.mirror.shops import ShopUnknown
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Card, CustomerFacts
from portals.models import Shop
from tests.billing.buying import sign_up, subscribe, use_card
from tests.promises import promise


def test_new_customer_is_written_with_cards_and_facts(stripe, shop, now):
    customer_id = sign_up("Ada@Example.com")
    use_card(customer_id, "pm_card_visa")
    refresh_customer(customer_id, now=now)
    customer = Customer.objects.get()
    assert (customer.shop, customer.source, customer.external_id) == (shop, "stripe", customer_id)
    assert (customer.email, customer.name, customer.country) == ("ada@example.com", "Ada", "DE")
    assert customer.cards.get().last4 == "4242"
    assert customer.facts.orders_count == 0


def test_known_customer_is_not_fetched_again(stripe, shop, now):
    customer = Customer.objects.create(shop=shop, source="stripe", external_id="cus_1")
    stripe.fault("down")
    assert customer_of("cus_1", now=now) == customer


def test_changed_address_is_taken_over(stripe, shop, now):
    customer_id = sign_up()
    refresh_customer(customer_id, now=now)
    api().customers.update(customer_id, {"email": "New@Example.com"})
    refresh_customer(customer_id, now=now)
    assert Customer.objects.get().email == "new@example.com"


def test_addresses_are_kept_without_empty_lines(stripe, shop, now):
    at = {"line1": "2 Road", "country": "FR"}
    refresh_customer(sign_up(address=at, shipping={"name": "Bo", "address": at}), now=now)
    customer = Customer.objects.get()
    assert (customer.billing_address, customer.shipping_address) == (at, {"name": "Bo", **at})


def test_address_taken_away_at_stripe_is_gone(stripe, shop, now):
    customer_id = sign_up()
    refresh_customer(customer_id, now=now)
    api().customers.update(customer_id, {"address": "", "shipping": ""})
    refresh_customer(customer_id, now=now)
    assert Customer.objects.get().billing_address == {}


@promise(6)
def test_older_answer_does_not_overwrite_a_newer_one(stripe, shop, now):
    customer_id = sign_up()
    older, cards = fetch_customer(customer_id), list_cards(customer_id)
    api().customers.update(customer_id, {"name": "Ada King"})
    use_card(customer_id, "pm_card_visa")
    refresh_customer(customer_id, now=now)
    store_customer(older, cards, now=now)
    customer = Customer.objects.get()
    assert (customer.name, customer.cards.count()) == ("Ada King", 1)


def test_default_moves_to_the_new_card(stripe, shop, now):
    customer_id = sign_up()
    use_card(customer_id, "pm_card_visa")
    refresh_customer(customer_id, now=now)
    new = use_card(customer_id, "pm_card_mastercard")
    refresh_card(new, now=now)
    cards = Card.objects.values_list("external_id", "is_default")
    assert (len(cards), dict(cards)[new], sum(dict(cards).values())) == (2, True, 1)


def test_card_that_was_taken_off_goes(stripe, shop, now):
    bought = subscribe()
    refresh_customer(bought.customer, now=now)
    api().payment_methods.detach(bought.card)
    refresh_card(bought.card, now=now)
    assert not Card.objects.exists()


def test_unknown_card_changes_nothing(stripe, shop, now):
    refresh_card("pm_1", now=now)
    assert not Customer.objects.exists()


def test_card_of_nobody_changes_nothing(stripe, shop, now):
    card = use_card(sign_up(), "pm_card_visa")
    api().payment_methods.detach(card)
    refresh_card(card, now=now)
    assert not Customer.objects.exists()


@promise(17)
def test_deleted_customer_is_marked_and_loses_what_could_charge(stripe, shop, now):
    bought = subscribe()
    refresh_subscription(bought.subscription, now=now)
    api().customers.delete(bought.customer)
    refresh_customer(bought.customer, now=now + timedelta(seconds=1))
    customer = Customer.objects.get()
    assert customer.deleted_at == now + timedelta(seconds=1)
    assert not customer.cards.exists()
    assert customer.subscriptions.get().state == "cancelled"
    assert not CustomerFacts.objects.exists()


@promise(17)
def test_customer_that_stripe_has_forgotten_is_marked(stripe, shop, now):
    Customer.objects.create(shop=shop, source="stripe", external_id="cus_gone")
    refresh_customer("cus_gone", now=now)
    assert Customer.objects.get().deleted_at == now


def test_customer_deleted_before_we_knew_is_nobody(stripe, shop, now):
    customer_id = sign_up()
    api().customers.delete(customer_id)
    assert customer_of(customer_id, now=now) is None
    assert not Customer.objects.exists()


def test_customer_of_another_source_with_the_same_id_is_left_alone(stripe, shop, now):
    Customer.objects.create(shop=shop, source="csv", external_id="cus_gone")
    refresh_customer("cus_gone", now=now)
    assert Customer.objects.get().deleted_at is None


@pytest.mark.parametrize("name", ["", "Nowhere", "Twins"])
def test_shop_is_never_guessed(stripe, shop, now, name):
    for _ in range(2):
        Shop.objects.create(name="Twins")
    customer_id = sign_up(metadata={"portico_shop": name})
    with pytest.raises(ShopUnknown, match="portico_shop"):
        refresh_customer(customer_id, now=now)
    assert not Customer.objects.exists()


def test_without_a_shop_nobody_is_written(stripe, db, now):
    with pytest.raises(ShopUnknown):
        refresh_customer(sign_up(), now=now)


def test_customer_says_whose_it_is(stripe, shop, now):
    other = Shop.objects.create(name="Elsewhere")
    refresh_customer(sign_up(metadata={"portico_shop": "Elsewhere"}), now=now)
    assert Customer.objects.get().shop == other


def test_known_customer_stays_in_its_shop(stripe, shop, now):
    customer_id = sign_up(metadata={"portico_shop": "Elsewhere"})
    refresh_customer(customer_id, now=now)
    Shop.objects.create(name="Elsewhere")
    refresh_customer(customer_id, now=now)
    assert Customer.objects.get().shop == shop


def test_words_too_long_for_us_are_cut(stripe, shop, now):
    record = replace(fetch_customer(sign_up()), name="x" * 999, phone="1" * 99)
    customer = store_customer(record, [], now=now)
    customer.refresh_from_db()
    assert (len(customer.name), len(customer.phone)) == (200, 40)
