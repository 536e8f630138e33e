import uuid

import pytest

from billing.gateway.cards import (
    begin_setup,
    cancel_setup,
    detach_card,
    fetch_setup,
    open_invoices,
    set_subscription_card,
)
from billing.gateway.client import api
from billing.gateway.errors import NotFound, Refused
from tests.billing.buying import requests, sign_up, subscribe, use_card


@pytest.fixture
def setup(stripe):
    """A set-up that waits for a card."""
    return begin_setup(sign_up(), operation_id=uuid.uuid4())


def test_setup_waits_for_a_card_and_hides_its_secret(setup):
    assert (setup.status, setup.card_id) == ("open", "")
    assert setup.client_secret.startswith(setup.external_id)
    assert setup.client_secret not in repr(setup)


def test_setup_is_made_once_for_an_operation(stripe):
    customer, operation = sign_up(), uuid.uuid4()
    made = [begin_setup(customer, operation_id=operation) for _ in "ab"]
    assert made[0].external_id == made[1].external_id


@pytest.mark.parametrize(
    ("card", "passed", "status"),
    [
        ("pm_card_visa", None, "succeeded"),
        ("pm_card_authenticationRequired", None, "open"),
        ("pm_card_authenticationRequired", True, "succeeded"),
        ("pm_card_authenticationRequired", False, "failed"),
    ],
)
def test_setup_stands_as_the_bank_has_answered(stripe, setup, card, passed, status):
    api().setup_intents.confirm(setup.external_id, {"payment_method": card})
    if passed is not None:
        stripe.stripe.authenticate(setup.external_id, passed=passed)
    assert fetch_setup(setup.external_id).status == status


def test_given_up_setup_is_canceled_and_a_finished_one_is_not(setup):
    assert cancel_setup(setup.external_id, operation_id=uuid.uuid4()).status == "canceled"
    with pytest.raises(Refused):
        cancel_setup(setup.external_id, operation_id=uuid.uuid4())


def test_unknown_setup_is_not_found(stripe):
    with pytest.raises(NotFound):
        fetch_setup("seti_unknown")


def test_subscription_gets_a_card_of_its_own_under_the_steps_key(stripe):
    bought, operation = subscribe(), uuid.uuid4()
    request = set_subscription_card(
        bought.subscription, bought.card, operation_id=operation, step="one"
    )
    assert request.startswith("req_")
    assert api().subscriptions.retrieve(bought.subscription).default_payment_method == bought.card
    assert requests(stripe, "POST", "/v1/subscriptions/%")[-1][0] == f"{operation}:one"


def test_card_is_taken_off(stripe):
    card = use_card(sign_up(), "pm_card_visa")
    assert detach_card(card, operation_id=uuid.uuid4(), step="detach").startswith("req_")
    assert api().payment_methods.retrieve(card).customer is None


def test_open_invoices_say_what_is_left_and_for_which_subscription(stripe):
    bought = subscribe()
    use_card(bought.customer, "pm_card_chargeCustomerFail")
    stripe.advance(32 * 24 * 3600)
    [owed] = open_invoices(bought.customer)
    assert (owed.subscription_id, owed.amount, owed.currency) == (bought.subscription, 2400, "EUR")
