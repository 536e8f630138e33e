"""Money that is set aside first and taken later."""

import pytest
import stripe

from tests.local_stripe.cast import DAY


@pytest.fixture
def held(api):
    """An intent whose money is set aside."""
    given = {"amount": 1500, "currency": "usd", "confirm": True, "capture_method": "manual"}
    return api.payment_intents.create({**given, "payment_method": "pm_card_visa"})


def test_money_is_set_aside_and_then_taken_in_part(api, held):
    assert (held.status, held.amount_capturable, held.amount_received) == (
        "requires_capture",
        1500,
        0,
    )
    done = api.payment_intents.capture(held.id, {"amount_to_capture": 900})
    assert (done.status, done.amount_received, done.amount_capturable) == ("succeeded", 900, 0)
    assert api.refunds.create({"payment_intent": held.id}).amount == 900


def test_more_than_was_set_aside_cannot_be_taken(api, held):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.payment_intents.capture(held.id, {"amount_to_capture": 1501})
    assert caught.value.code == "amount_too_large"


def test_money_is_taken_once(api, held):
    api.payment_intents.capture(held.id)
    with pytest.raises(stripe.InvalidRequestError, match="could not be captured"):
        api.payment_intents.capture(held.id)


def test_money_set_aside_cannot_be_refunded_but_is_released(api, held):
    with pytest.raises(stripe.InvalidRequestError):
        api.refunds.create({"payment_intent": held.id})
    assert api.payment_intents.cancel(held.id).status == "canceled"
    assert api.charges.retrieve(held.latest_charge).refunded


def test_money_set_aside_is_released_after_a_week(local, api, held):
    local.advance(8 * DAY)
    found = api.payment_intents.retrieve(held.id)
    assert (found.status, found.cancellation_reason) == ("canceled", "automatic")
