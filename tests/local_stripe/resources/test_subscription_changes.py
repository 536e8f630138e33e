"""Changes of a subscription, and what is bought along with them."""

import pytest
import stripe

from tests.local_stripe.cast import DAY


def test_what_is_bought_once_stands_on_the_first_invoice(api, shop):
    mug = {"price": shop.price(700, interval=None).id, "quantity": 2}
    begun = shop.subscribe(add_invoice_items=[mug], expand=["latest_invoice"])
    assert (begun.latest_invoice.amount_paid, begun.status) == (3400, "active")


def test_what_is_bought_with_a_change_waits_for_the_next_invoice(api, shop):
    subscription = shop.subscribe()
    mug = {"price": shop.price(700, interval=None).id}
    api.subscriptions.update(subscription.id, {"add_invoice_items": [mug]})
    assert api.invoices.create_preview({"subscription": subscription.id}).total == 2700


def test_moved_charge_gives_back_what_the_trial_cuts_short(api, shop):
    subscription = shop.subscribe()
    end = subscription.items.data[0].current_period_end
    api.subscriptions.update(subscription.id, {"trial_end": end + 5 * DAY})
    credit = api.invoice_items.list({"customer": subscription.customer}).data
    assert [one.amount for one in credit] == [-2000]


def test_moved_charge_without_proration_costs_nothing_and_comes_then(local, api, shop):
    subscription = shop.subscribe()
    later = subscription.items.data[0].current_period_end + 5 * DAY
    given = {"trial_end": later, "proration_behavior": "none"}
    moved = api.subscriptions.update(subscription.id, given)
    assert (moved.status, moved.items.data[0].current_period_end) == ("trialing", later)
    local.clock_to(later + 7200)
    newest = shop.invoices(subscription.id)[0]
    assert (newest.created, newest.amount_paid, newest.status) == (later, 2000, "paid")
    assert api.subscriptions.retrieve(subscription.id).status == "active"


def test_pause_of_the_charges_cannot_have_ended_already(api, shop):
    subscription = shop.subscribe()
    pause = {"behavior": "void", "resumes_at": subscription.created - DAY}
    with pytest.raises(stripe.InvalidRequestError, match="in the future"):
        api.subscriptions.update(subscription.id, {"pause_collection": pause})


def test_last_item_cannot_be_taken_away(api, shop):
    subscription = shop.subscribe()
    item = {"id": subscription.items.data[0].id, "deleted": True}
    with pytest.raises(stripe.InvalidRequestError, match="at least one"):
        api.subscriptions.update(subscription.id, {"items": [item]})


def test_resume_that_nobody_pays_is_given_up(local, api, shop):
    subscription = shop.subscribe()
    free = {"bill_for": {"unused_time_from": {"type": "none"}}}
    paused = api.subscriptions.pause(subscription.id, free)
    shop.set_card(subscription.customer, "chargeCustomerFail")
    behavior = {"payment_behavior": "resume_on_payment_success"}
    tried = api.subscriptions.resume(subscription.id, behavior)
    local.advance(DAY)
    found = api.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert (found.status, found.latest_invoice.status) == ("paused", "void")
    assert found.latest_invoice.id == tried.latest_invoice
    ends = [one.items.data[0].current_period_end for one in (paused, tried, found)]
    assert len(set(ends)) == 1


def test_classic_subscription_can_be_paused_once_it_is_migrated(api, shop):
    classic = shop.subscribe(billing_mode={"type": "classic"})
    api.subscriptions.migrate(classic.id, {"billing_mode": {"type": "flexible"}})
    assert api.subscriptions.pause(classic.id).status == "paused"


def test_payment_of_an_invoice_is_not_cancelled_by_itself(api, shop):
    begun = shop.subscribe(shop.customer(card=None), payment_behavior="default_incomplete")
    payment = api.invoice_payments.list({"invoice": begun.latest_invoice}).data[0].payment
    with pytest.raises(stripe.InvalidRequestError, match="created by an invoice"):
        api.payment_intents.cancel(payment.payment_intent)
