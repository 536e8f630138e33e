from dataclasses import replace
from datetime import timedelta

import pytest

from billing.actions.remove_card import remove_card
from billing.actions.settling import PATIENCE, settle_all
from billing.gateway.client import api
from billing.mirror.sync import sync_customer
from billing.models import Card, Operation
from portals.models import Shop
from tests.billing.actions.cards import default_card
from tests.billing.buying import again, requests
from tests.billing.made_once import made_once
from tests.promises import promise

DETACH = "/v1/payment_methods/%/detach"
FAULTS = ["409", "500", "lost_response", "down"]


@pytest.fixture
def main(stripe, bought, shop, now):
    """The card that pays the subscription."""

    def made():
        sync_customer(shop, bought.customer.external_id, now)
        return Card.objects.get()

    return made_once(stripe, "main card", made)


@pytest.fixture
def spare(stripe, main, shop, now):
    """A second card, which pays nothing."""

    def made():
        owner = main.customer.external_id
        added = api().payment_methods.attach("pm_card_mastercard", {"customer": owner})
        sync_customer(shop, owner, now)
        return Card.objects.get(external_id=added.id)

    return made_once(stripe, "spare card", made)


def test_card_that_pays_nothing_is_taken_off(spare, asking):
    assert remove_card(spare, asking).outcome == "done"
    assert api().payment_methods.retrieve(spare.external_id).customer is None
    assert not Card.objects.filter(pk=spare.pk).exists()


@promise(22)
def test_last_card_of_a_running_subscription_stays(stripe, main, asking):
    operation = remove_card(main, asking)
    assert (operation.outcome, operation.error_code) == ("refused", "last_card")
    assert operation.message.startswith("This is your only card, and Tea needs one.")
    assert requests(stripe, "POST", DETACH) == []


def test_card_that_still_pays_says_what_and_stays(stripe, main, spare, asking):
    operation = remove_card(main, asking)
    assert (operation.outcome, operation.error_code) == ("refused", "still_pays")
    assert "This card pays Tea. Let another card pay first" in operation.message
    assert requests(stripe, "POST", DETACH) == []


def test_stripe_itself_is_asked_whether_the_card_is_needed(stripe, main, spare, asking):
    """The mirror does not know yet that the spare card pays the subscription."""
    subscription = api().subscriptions.list().data[0].id
    api().subscriptions.update(subscription, {"default_payment_method": spare.external_id})
    operation = remove_card(spare, asking)
    assert (operation.outcome, operation.error_code) == ("refused", "still_pays")
    assert requests(stripe, "POST", DETACH) == []


def test_last_card_may_go_once_nothing_runs(main, bought, shop, asking, now):
    api().subscriptions.cancel(bought.external_id)
    sync_customer(shop, main.customer.external_id, now)
    assert remove_card(main, asking).outcome == "done"
    assert not Card.objects.exists()


def test_another_card_is_the_main_one_afterwards(main, spare, bought, shop, asking):
    api().subscriptions.update(bought.external_id, {"default_payment_method": spare.external_id})
    sync_customer(shop, main.customer.external_id, asking.now)
    assert remove_card(main, asking).outcome == "done"
    assert default_card(spare.customer.external_id) == spare.external_id
    assert Card.objects.get().is_default


@promise(22)
def test_two_removals_at_once_do_not_leave_a_subscription_without_a_card(main, spare, asking):
    other = {"customer": main.customer, "action": "remove_card", "target": main.external_id}
    Operation.objects.create(**other, actor="customer")
    operation = remove_card(spare, asking)
    assert (operation.outcome, operation.error_code) == ("refused", "busy")


def test_card_of_another_shop_is_refused(spare, asking, portal):
    elsewhere = Shop.objects.create(name="Elsewhere").pk
    portal.shop_id = elsewhere
    with pytest.raises(Exception, match="not part of this site"):
        remove_card(spare, replace(asking, portal=portal))


@pytest.mark.sqlite_only
@promise(9)
@pytest.mark.parametrize("fault", FAULTS)
def test_without_a_clear_answer_it_is_not_known_until_we_looked(stripe, spare, asking, now, fault):
    stripe.fault(fault, "" if fault == "down" else "POST .*/detach", times=3)
    assert remove_card(spare, asking).outcome == "unknown"
    stripe.lift_faults()
    settle_all(now=now + PATIENCE + timedelta(minutes=1))
    happened = api().payment_methods.retrieve(spare.external_id).customer is None
    assert Operation.objects.get().outcome == ("done" if happened else "refused")
    assert Card.objects.filter(pk=spare.pk).exists() is not happened


def test_card_that_is_gone_already_is_gone(spare, asking):
    api().payment_methods.detach(spare.external_id)
    assert remove_card(spare, asking).outcome == "done"
    assert remove_card(spare, again(asking)).outcome == "done"
