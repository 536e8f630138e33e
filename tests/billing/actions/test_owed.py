import pytest

from billing.actions.finishing import look
from billing.actions.settling import hurry, settle_all
from billing.actions.update_card import begin_card_update
from billing.gateway.client import api
from billing.models import Operation, Subscription
from tests.billing.actions.cards import ASKS, enter, past_due
from tests.billing.buying import requests
from tests.promises import promise


def by_webhook(operation, now):
    hurry(operation.customer.external_id)
    settle_all(now=now)


def stored():
    return Operation.objects.get()


@pytest.fixture
def owing(stripe, shop, asking, now):
    """Somebody whose renewal has failed, and who has opened the form for a new card."""
    past_due(stripe, shop, now)
    customer = Subscription.objects.get().customer
    operation, _ = begin_card_update(customer, asking, subscriptions="all", retry=True)
    return operation


def test_what_is_owed_is_charged_to_the_new_card(owing, now):
    enter(owing)
    look(owing, now=now)
    [owed] = stored().after["owed"]
    assert (stored().outcome, stored().error_code) == ("done", "")
    assert "What was still to be paid is paid." in stored().message
    assert api().invoices.retrieve(owed).status == "paid"
    assert Subscription.objects.get().state == "active"


def test_card_that_is_saved_but_declined_for_what_is_owed_says_both(owing, now):
    enter(owing, "pm_card_chargeCustomerFail")
    look(owing, now=now)
    assert (stored().outcome, stored().error_code) == ("done", "failed")
    assert "Your card ending 0341 is saved." in stored().message
    assert "Your bank declined what is still to be paid." in stored().message
    assert Subscription.objects.get().state == "past_due"


@promise(23)
def test_what_the_bank_wants_confirmed_is_not_called_failed(stripe, owing, now):
    enter(owing, ASKS)
    stripe.stripe.authenticate(owing.after["setup"], passed=True)
    by_webhook(owing, now)
    assert stored().outcome == "done"
    assert "Your bank wants you to confirm what is still to be paid." in stored().message


@promise(10)
@pytest.mark.parametrize("fault", ["lost_response", "500", "503", "409"])
def test_charge_without_a_clear_answer_is_made_once(stripe, owing, now, fault):
    enter(owing)
    stripe.fault(fault, "POST .*/pay", times=3)
    look(owing, now=now)
    assert stored().outcome == "waiting"
    by_webhook(owing, now)
    paid = [one for one in api().charges.list().data if one.status == "succeeded"]
    assert len(paid) == 2  # the first, and what was owed
    assert "What was still to be paid is paid." in stored().message


def test_without_retry_nothing_is_charged(stripe, shop, asking, now):
    past_due(stripe, shop, now)
    customer = Subscription.objects.get().customer
    operation, _ = begin_card_update(customer, asking, subscriptions="all", retry=False)
    enter(operation)
    look(operation, now=now)
    assert requests(stripe, "POST", "/v1/invoices/%/pay") == []
    assert stored().outcome == "done"
