from datetime import timedelta

import pytest

from billing.actions.errors import Foreign
from billing.actions.set_default_card import set_default_card
from billing.actions.settling import PATIENCE, settle_all
from billing.gateway.client import api
from billing.mirror.sync import sync_customer
from billing.models import Card, Operation
from tests.billing.actions.cards import default_card, own_card
from tests.billing.buying import requests, subscribe
from tests.promises import promise

FAULTS = ["409", "500", "lost_response", "down"]


@pytest.fixture
def spare(bought, shop, now):
    """A second card on file, which pays nothing."""
    customer = bought.customer
    added = api().payment_methods.attach("pm_card_mastercard", {"customer": customer.external_id})
    sync_customer(shop, customer.external_id, now)
    return Card.objects.get(external_id=added.id)


def test_card_on_file_pays_everything_from_now_on(bought, spare, asking):
    operation = set_default_card(spare, asking)
    assert (operation.outcome, operation.message) == ("done", "It pays Tea from now on.")
    assert default_card(bought.customer.external_id) == spare.external_id
    assert Card.objects.get(is_default=True) == spare


def test_chosen_subscription_alone_is_paid_by_it(bought, spare, asking):
    before = default_card(bought.customer.external_id)
    operation = set_default_card(spare, asking, subscriptions=[bought.external_id])
    assert operation.outcome == "done"
    assert own_card(bought.external_id) == spare.external_id
    assert default_card(bought.customer.external_id) == before


@promise(20)
def test_subscription_of_somebody_else_is_refused(stripe, spare, shop, asking, now):
    other = subscribe("bob@example.com")
    sync_customer(shop, other.customer, now)
    with pytest.raises(Foreign):
        set_default_card(spare, asking, subscriptions=[other.subscription])
    assert not Operation.objects.exists()


def test_same_click_twice_is_asked_once(stripe, spare, asking):
    before = len(requests(stripe, "POST", "/v1/customers/%"))
    assert [set_default_card(spare, asking).outcome for _ in "ab"] == ["done", "done"]
    assert len(requests(stripe, "POST", "/v1/customers/%")) == before + 1


@pytest.mark.sqlite_only
@promise(9)
@pytest.mark.parametrize("fault", FAULTS)
def test_without_a_clear_answer_it_is_not_known_until_we_looked(stripe, spare, asking, now, fault):
    stripe.fault(fault, "" if fault == "down" else "POST /v1/customers", times=3)
    assert set_default_card(spare, asking).outcome == "unknown"
    stripe.lift_faults()
    settle_all(now=now + PATIENCE + timedelta(minutes=1))
    happened = default_card(spare.customer.external_id) == spare.external_id
    assert Operation.objects.get().outcome == ("done" if happened else "refused")
    assert happened is (fault == "lost_response")


def test_refusal_says_that_nothing_has_changed(stripe, spare, asking):
    stripe.fault("403", "POST /v1/customers")
    operation = set_default_card(spare, asking)
    assert (operation.outcome, operation.error_code) == ("refused", "key_refused")
    assert "Which card pays what is as before." in operation.message
