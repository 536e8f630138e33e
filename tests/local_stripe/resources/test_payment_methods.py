"""Cards and whose they are."""

import pytest
import stripe


def test_card_of_a_test_number_is_made_by_the_server_too(api, shop):
    card = {"number": "5555555555554444", "exp_month": 3, "exp_year": 2031}
    method = api.payment_methods.create({"type": "card", "card": card})
    assert (method.card.brand, method.card.exp_year, method.customer) == ("mastercard", 2031, None)
    assert api.payment_methods.create({"type": "card", "card": {"token": "tok_visa"}}).id


def test_card_that_was_taken_away_is_nobodys_default(api, shop):
    subscription = shop.subscribe()
    method = shop.set_card(subscription.customer, "visa").id
    api.subscriptions.update(subscription.id, {"default_payment_method": method})
    api.payment_methods.detach(method)
    customer = api.customers.retrieve(subscription.customer)
    assert customer.invoice_settings.default_payment_method is None
    assert api.subscriptions.retrieve(subscription.id).default_payment_method is None


def test_card_that_was_taken_away_is_never_used_again(api, shop):
    customer = shop.customer()
    method = api.customers.payment_methods.list(customer.id).data[0].id
    api.payment_methods.detach(method)
    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        api.payment_methods.attach(method, {"customer": customer.id})
    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        api.setup_intents.create({"payment_method": method})


def test_card_of_somebody_else_pays_for_nothing(api, shop):
    subscription, stranger = shop.subscribe(), shop.customer()
    foreign = api.customers.payment_methods.list(stranger.id).data[0].id
    given = {"default_payment_method": foreign}
    with pytest.raises(stripe.InvalidRequestError, match="does not have a payment method"):
        api.subscriptions.update(subscription.id, given)
    with pytest.raises(stripe.InvalidRequestError, match="does not have a payment method"):
        shop.subscribe(shop.customer(), **given)
    with pytest.raises(stripe.InvalidRequestError, match="another Customer"):
        api.setup_intents.create({"customer": subscription.customer, "payment_method": foreign})


def test_cards_of_a_deleted_customer_are_let_go(api, shop):
    customer = shop.customer()
    method = api.customers.payment_methods.list(customer.id).data[0].id
    api.customers.delete(customer.id)
    assert api.payment_methods.retrieve(method).customer is None
