"""Setup intents and payment intents."""

import json
import urllib.parse
import urllib.request

import pytest
import stripe

from tests.local_stripe.cast import control


def _pay(api, card, **more):
    method = f"pm_card_{card}"
    given = {"amount": 1500, "currency": "usd", "payment_method": method, "confirm": True}
    return api.payment_intents.create({**given, **more})


def _error(caught):
    return json.loads(caught.value.http_body)["error"]


def test_setup_intent_saves_the_card_with_the_customer(api, shop):
    customer = shop.customer(card=None)
    intent = api.setup_intents.create({"customer": customer.id, "usage": "off_session"})
    done = api.setup_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    saved = api.customers.payment_methods.list(customer.id).data
    assert (done.status, saved[0].id) == ("succeeded", done.payment_method)


def test_declined_setup_keeps_the_error_for_the_next_try(api, shop):
    intent = api.setup_intents.create({"customer": shop.customer(card=None).id})
    with pytest.raises(stripe.CardError) as caught:
        api.setup_intents.confirm(intent.id, {"payment_method": "pm_card_chargeDeclined"})
    found = api.setup_intents.retrieve(intent.id)
    assert found.status == "requires_payment_method"
    assert found.last_setup_error.decline_code == _error(caught)["decline_code"]


@pytest.mark.parametrize(
    ("outcome", "status"), [("pass", "succeeded"), ("fail", "requires_payment_method")]
)
def test_authentication_decides_over_a_setup(local, api, shop, outcome, status):
    given = {"customer": shop.customer(card=None).id, "confirm": True}
    intent = api.setup_intents.create(
        {**given, "payment_method": "pm_card_threeDSecure2Required", "return_url": "http://x.test"}
    )
    assert intent.status == "requires_action"
    control(local.url, f"/_local/authenticate/{intent.id}", {"outcome": outcome})
    assert api.setup_intents.retrieve(intent.id).status == status


def test_setup_intent_can_be_changed_before_it_is_confirmed(api, shop):
    intent = api.setup_intents.create({})
    customer = shop.customer(card=None)
    api.setup_intents.update(intent.id, {"customer": customer.id, "metadata": {"why": "card"}})
    found = api.setup_intents.list({"customer": customer.id}).data[0]
    assert (found.id, found.metadata["why"]) == (intent.id, "card")


def _confirm_in_browser(url, intent, number):
    given = {
        "client_secret": intent.client_secret,
        "payment_method_data[type]": "card",
        "payment_method_data[card][number]": number,
    }
    path = f"{url}/v1/setup_intents/{intent.id}/confirm"
    request = urllib.request.Request(path, data=urllib.parse.urlencode(given).encode())
    request.add_header("Authorization", "Bearer pk_test_local")
    request.add_header("Origin", "http://shop.localhost")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_browser_confirms_with_the_number_of_a_test_card(local, api, shop):
    customer = shop.customer(card=None)
    intent = api.setup_intents.create({"customer": customer.id})
    seen = _confirm_in_browser(local.url, intent, "5555 5555 5555 4444")
    assert seen["status"] == "succeeded"
    assert "customer" not in seen
    assert api.customers.payment_methods.list(customer.id).data[0].card.brand == "mastercard"


def test_cancelled_setup_intent_cannot_be_confirmed(api):
    intent = api.setup_intents.create({})
    api.setup_intents.cancel(intent.id)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.setup_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    assert caught.value.code == "setup_intent_unexpected_state"


def test_payment_makes_a_charge(api):
    intent = _pay(api, "visa", expand=["latest_charge"])
    assert (intent.status, intent.amount_received) == ("succeeded", 1500)
    assert intent.latest_charge.payment_method_details.card.last4 == "4242"
    assert api.charges.list({"payment_intent": intent.id}).data[0].paid


def test_declined_payment_leaves_its_intent_behind(api):
    with pytest.raises(stripe.CardError) as caught:
        _pay(api, "insufficientFunds")
    error = _error(caught)
    assert (error["code"], error["decline_code"]) == ("card_declined", "insufficient_funds")
    left = api.payment_intents.retrieve(error["payment_intent"]["id"])
    assert left.status == "requires_payment_method"


def test_card_0341_attaches_and_then_declines(api, shop):
    customer = shop.customer(card="chargeCustomerFail")
    default = api.customers.retrieve(customer.id).invoice_settings.default_payment_method
    given = {"amount": 900, "currency": "usd", "customer": customer.id, "confirm": True}
    with pytest.raises(stripe.CardError):
        api.payment_intents.create({**given, "payment_method": default, "off_session": True})


def test_off_session_payment_that_wants_authentication_is_declined(api):
    with pytest.raises(stripe.CardError) as caught:
        _pay(api, "authenticationRequired", off_session=True)
    assert caught.value.code == "authentication_required"


def test_on_session_payment_succeeds_after_authentication(local, api):
    intent = _pay(api, "authenticationRequired", return_url="http://x.test")
    assert intent.status == "requires_action"
    local.stripe.authenticate(intent.id, passed=True)
    assert api.payment_intents.retrieve(intent.id).status == "succeeded"


def test_authentication_that_fails_charges_nothing(local, api):
    intent = _pay(api, "authenticationRequired", return_url="http://x.test")
    local.stripe.authenticate(intent.id, passed=False)
    found = api.payment_intents.retrieve(intent.id)
    assert found.last_payment_error.code == "payment_intent_authentication_failure"
    assert (found.status, found.latest_charge) == ("requires_payment_method", None)
    assert api.charges.list({"payment_intent": intent.id}).data == []


def test_cancelled_payment_intent_cannot_be_confirmed(api):
    intent = api.payment_intents.create({"amount": 900, "currency": "usd"})
    cancelled = api.payment_intents.cancel(intent.id, {"cancellation_reason": "abandoned"})
    assert cancelled.cancellation_reason == "abandoned"
    with pytest.raises(stripe.InvalidRequestError):
        api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})


def test_refunds_stop_at_what_was_paid(api):
    intent = _pay(api, "visa")
    part = api.refunds.create({"payment_intent": intent.id, "amount": 500})
    api.refunds.create({"charge": part.charge})
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create({"payment_intent": intent.id})
    assert caught.value.code == "charge_already_refunded"
    assert api.charges.retrieve(part.charge).amount_refunded == 1500


def test_refund_of_more_than_is_left_is_refused(api):
    intent = _pay(api, "visa")
    with pytest.raises(stripe.InvalidRequestError, match="greater than"):
        api.refunds.create({"payment_intent": intent.id, "amount": 1501})
    assert api.refunds.list({"payment_intent": intent.id}).data == []


def test_types_are_allowed_in_one_way_only(api):
    cards = {"allowed_payment_method_types": ["card"]}
    assert api.setup_intents.create(cards).to_dict()["allowed_payment_method_types"] == ["card"]
    with pytest.raises(stripe.InvalidRequestError, match="only specify one"):
        api.setup_intents.create({**cards, "automatic_payment_methods": {"enabled": True}})


def test_payment_method_types_is_refused_by_this_version(api):
    given = {"amount": 900, "currency": "usd", "payment_method_types": ["card"]}
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.payment_intents.create(given)
    assert caught.value.code == "payment_method_types_no_longer_supported"
