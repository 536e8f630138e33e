"""What becomes of a change that is not paid for."""

import pytest
import stripe

from tests.local_stripe.cast import DAY


@pytest.fixture
def dearer(api, shop):
    """Change a subscription to a dearer price, to be paid at once."""

    def change(subscription, **more):
        item = {"id": subscription.items.data[0].id, "price": shop.price(9000).id}
        given = {"items": [item], "proration_behavior": "always_invoice", **more}
        return api.subscriptions.update(subscription.id, given)

    return change


@pytest.fixture
def broke(shop):
    """A subscription that was paid, whose card is declined from now on."""
    subscription = shop.subscribe()
    shop.set_card(subscription.customer, "chargeCustomerFail")
    return subscription


def _amount(subscription):
    return subscription.items.data[0].price.unit_amount


def test_change_that_is_not_paid_stands_and_is_past_due(broke, dearer):
    changed = dearer(broke)
    assert (changed.status, _amount(changed)) == ("past_due", 9000)


def test_change_that_has_to_be_paid_leaves_nothing_when_it_is_not(api, shop, broke, dearer):
    with pytest.raises(stripe.CardError) as caught:
        dearer(broke, payment_behavior="error_if_incomplete")
    found = api.subscriptions.retrieve(broke.id)
    assert (caught.value.http_status, found.status, _amount(found)) == (402, "active", 2000)
    assert len(shop.invoices(broke.id)) == 1


def test_change_that_waits_happens_once_it_is_paid(api, shop, broke, dearer):
    waiting = dearer(broke, payment_behavior="pending_if_incomplete")
    assert (waiting.status, _amount(waiting)) == ("active", 2000)
    assert waiting.pending_update.subscription_items[0].price.unit_amount == 9000
    card = shop.set_card(broke.customer, "visa").id
    api.invoices.pay(waiting.latest_invoice, {"payment_method": card})
    found = api.subscriptions.retrieve(broke.id)
    assert (found.status, _amount(found), found.pending_update) == ("active", 9000, None)


def test_change_that_waits_is_given_up_after_23_hours(local, api, broke, dearer):
    waiting = dearer(broke, payment_behavior="pending_if_incomplete")
    local.advance(DAY)
    found = api.subscriptions.retrieve(broke.id, {"expand": ["latest_invoice"]})
    assert (_amount(found), found.pending_update) == (2000, None)
    assert (found.latest_invoice.id, found.latest_invoice.status) == (
        waiting.latest_invoice,
        "void",
    )


def test_change_that_waits_is_given_up_with_its_invoice(api, broke, dearer):
    waiting = dearer(broke, payment_behavior="pending_if_incomplete")
    api.invoices.void_invoice(waiting.latest_invoice)
    found = api.subscriptions.retrieve(broke.id)
    assert (found.status, _amount(found), found.pending_update) == ("active", 2000, None)
    assert api.events.list({"type": "customer.subscription.pending_update_expired"}).data


def test_change_that_is_paid_at_once_does_not_wait(shop, dearer):
    changed = dearer(shop.subscribe(), payment_behavior="pending_if_incomplete")
    assert (_amount(changed), changed.pending_update) == (9000, None)


def test_what_cannot_wait_is_refused(broke, dearer):
    with pytest.raises(stripe.InvalidRequestError, match="pending_if_incomplete"):
        dearer(broke, payment_behavior="pending_if_incomplete", description="Box")


def test_change_may_be_left_to_the_browser(api, shop, dearer):
    changed = dearer(shop.subscribe(), payment_behavior="default_incomplete")
    assert (changed.status, _amount(changed)) == ("past_due", 9000)
    path = ["latest_invoice.confirmation_secret"]
    secret = api.subscriptions.retrieve(changed.id, {"expand": path}).latest_invoice
    intent = secret.confirmation_secret.client_secret.split("_secret_")[0]
    api.payment_intents.confirm(intent, {"payment_method": "pm_card_mastercard"})
    assert api.subscriptions.retrieve(changed.id).status == "active"


def test_preview_has_the_numbers_that_the_change_bills(api, shop, dearer):
    subscription = shop.subscribe()
    item = {"id": subscription.items.data[0].id, "price": shop.price(9000).id}
    begin = subscription.items.data[0].current_period_start
    details = {"items": [item], "proration_behavior": "always_invoice", "proration_date": begin}
    given = {"subscription": subscription.id, "subscription_details": details}
    told = api.invoices.create_preview(given)
    changed = dearer(subscription, proration_date=begin)
    billed = api.invoices.retrieve(changed.latest_invoice)
    assert (told.total, told.amount_due) == (billed.total, billed.amount_paid) == (7000, 7000)


def test_bank_that_asks_counts_as_not_paid(api, shop):
    customer = shop.customer("authenticationRequired")
    with pytest.raises(stripe.CardError) as caught:
        shop.subscribe(customer, payment_behavior="error_if_incomplete")
    assert caught.value.code == "subscription_payment_intent_requires_action"
    assert api.subscriptions.list({"customer": customer.id, "status": "all"}).data == []


def test_card_that_pays_first_becomes_the_subscriptions_own(api, shop):
    settings = {"save_default_payment_method": "on_subscription"}
    behavior = {"payment_behavior": "default_incomplete", "payment_settings": settings}
    path = ["latest_invoice.confirmation_secret"]
    begun = shop.subscribe(shop.customer(card=None), expand=path, **behavior)
    secret = begun.latest_invoice.confirmation_secret.client_secret
    method = {"payment_method": "pm_card_visa"}
    paid = api.payment_intents.confirm(secret.split("_secret_")[0], method)
    found = api.subscriptions.retrieve(begun.id)
    assert (found.status, found.default_payment_method) == ("active", paid.payment_method)
    assert api.payment_methods.retrieve(paid.payment_method).customer == begun.customer


def test_trial_without_a_card_has_an_intent_to_save_one(api, shop):
    settings = {"save_default_payment_method": "on_subscription"}
    more = {"trial_period_days": 7, "payment_settings": settings}
    begun = shop.subscribe(shop.customer(card=None), **more)
    method = {"payment_method": "pm_card_visa"}
    saved = api.setup_intents.confirm(begun.pending_setup_intent, method)
    found = api.subscriptions.retrieve(begun.id)
    assert found.pending_setup_intent is None
    assert found.default_payment_method == saved.payment_method
