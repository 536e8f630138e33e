"""Customers and their cards."""

import pytest
import stripe


def test_customer_is_created_read_updated_and_listed(api):
    made = api.customers.create({"email": "a@example.com", "metadata": {"a": "1", "b": "2"}})
    api.customers.update(made.id, {"name": "Ann", "metadata": {"a": ""}})
    found = api.customers.list({"email": "a@example.com"}).data[0]
    assert (found.id, found.name, found.metadata.to_dict()) == (made.id, "Ann", {"b": "2"})


def test_deleted_customer_says_so_and_its_subscription_ends(api, shop):
    customer = shop.customer()
    subscription = shop.subscribe(customer)
    api.customers.delete(customer.id)
    assert api.customers.retrieve(customer.id).deleted
    assert api.subscriptions.retrieve(subscription.id).status == "canceled"


def test_deleted_customer_is_expanded_as_deleted(api, shop):
    subscription = shop.subscribe()
    api.customers.delete(subscription.customer)
    found = api.subscriptions.retrieve(subscription.id, {"expand": ["customer"]})
    assert found.customer.deleted


def test_shipping_and_address_are_kept_and_merged(api):
    shipping = {"name": "Ann", "address": {"line1": "1 Street", "city": "Ulm"}}
    made = api.customers.create({"shipping": shipping, "phone": "1"})
    api.customers.update(made.id, {"shipping": {"name": "Bo", "address": {"line1": "2 Street"}}})
    found = api.customers.retrieve(made.id)
    assert (found.shipping.name, found.shipping.address.line1) == ("Bo", "2 Street")


def test_unknown_customer_is_a_404(api):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.customers.retrieve("cus_nobody")
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")


def test_card_of_another_customer_cannot_be_the_default(api, shop):
    method = shop.set_card(shop.customer(card=None).id, "visa")
    other = shop.customer(card=None)
    settings = {"default_payment_method": method.id}
    with pytest.raises(stripe.InvalidRequestError, match="does not have a payment method"):
        api.customers.update(other.id, {"invoice_settings": settings})


def test_cards_of_a_customer_are_listed_and_read_by_their_owner_only(api, shop):
    owner, stranger = shop.customer(), shop.customer(card=None)
    cards = api.customers.payment_methods.list(owner.id, {"type": "card"}).data
    assert [card.card.last4 for card in cards] == ["4242"]
    with pytest.raises(stripe.InvalidRequestError):
        api.customers.payment_methods.retrieve(stranger.id, cards[0].id)


def test_detached_card_is_no_longer_the_default(api, shop):
    customer = shop.customer()
    method = shop.set_card(customer.id, "mastercard")
    api.payment_methods.detach(method.id)
    assert api.customers.retrieve(customer.id).invoice_settings.default_payment_method is None


@pytest.mark.parametrize("card", ["chargeDeclined", "insufficientFunds"])
def test_declined_cards_cannot_be_attached(api, shop, card):
    customer = shop.customer(card=None)
    with pytest.raises(stripe.CardError) as caught:
        api.payment_methods.attach(f"pm_card_{card}", {"customer": customer.id})
    assert caught.value.code == "card_declined"


def test_card_expiry_can_be_corrected(api, shop):
    method = shop.set_card(shop.customer(card=None).id, "amex")
    changed = api.payment_methods.update(method.id, {"card": {"exp_month": 5, "exp_year": 2040}})
    assert (changed.card.exp_month, changed.card.brand) == (5, "amex")
