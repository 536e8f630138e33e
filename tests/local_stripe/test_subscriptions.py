"""Subscriptions: beginning, changing, pausing, ending."""

import pytest
import stripe

from tests.local_stripe.cast import DAY


def test_subscription_is_active_with_its_first_invoice_paid(shop):
    subscription = shop.subscribe(expand=["latest_invoice.payments"])
    invoice = subscription.latest_invoice
    assert (subscription.status, invoice.status) == ("active", "paid")
    assert invoice.parent.subscription_details.subscription == subscription.id
    assert invoice.payments.data[0].status == "paid"


def test_items_carry_the_period(shop):
    item = shop.subscribe().items.data[0]
    assert 27 * DAY < item.current_period_end - item.current_period_start < 32 * DAY


def test_customer_without_a_card_cannot_subscribe(shop):
    with pytest.raises(stripe.InvalidRequestError, match="no attached payment source"):
        shop.subscribe(shop.customer(card=None))


def test_declined_first_payment_leaves_it_incomplete(api, shop):
    subscription = shop.subscribe(shop.customer("chargeCustomerFail"))
    assert subscription.status == "incomplete"
    assert api.invoices.retrieve(subscription.latest_invoice).status == "open"


def test_error_if_incomplete_leaves_nothing_behind(api, shop):
    customer = shop.customer("chargeCustomerFail")
    with pytest.raises(stripe.CardError):
        shop.subscribe(customer, payment_behavior="error_if_incomplete")
    assert api.subscriptions.list({"customer": customer.id, "status": "all"}).data == []


def test_default_incomplete_becomes_active_when_its_intent_is_paid(api, shop):
    subscription = shop.subscribe(
        shop.customer(card=None),
        payment_behavior="default_incomplete",
        expand=["latest_invoice.confirmation_secret"],
    )
    secret = subscription.latest_invoice.confirmation_secret.client_secret
    api.payment_intents.confirm(secret.split("_secret")[0], {"payment_method": "pm_card_visa"})
    assert api.subscriptions.retrieve(subscription.id).status == "active"


def test_trial_begins_with_an_invoice_of_nothing(shop):
    subscription = shop.subscribe(trial_period_days=14, expand=["latest_invoice"])
    assert subscription.status == "trialing"
    assert (subscription.latest_invoice.total, subscription.latest_invoice.status) == (0, "paid")


def test_ending_the_trial_now_bills_at_once(api, shop):
    subscription = shop.subscribe(trial_period_days=14)
    changed = api.subscriptions.update(subscription.id, {"trial_end": "now"})
    assert changed.status == "active"
    assert [one.total for one in shop.invoices(subscription.id)] == [2000, 0]


def test_next_bill_date_moves_with_trial_end(local, api, shop):
    subscription = shop.subscribe()
    later = local.stripe.now + 50 * DAY
    changed = api.subscriptions.update(
        subscription.id, {"trial_end": later, "proration_behavior": "none"}
    )
    assert changed.items.data[0].current_period_end == later
    assert changed.billing_cycle_anchor == later


def test_cancel_at_period_end_is_set_and_taken_back(api, shop):
    subscription = shop.subscribe()
    reason = {"feedback": "too_expensive", "comment": "Sorry"}
    ending = api.subscriptions.update(
        subscription.id, {"cancel_at_period_end": True, "cancellation_details": reason}
    )
    assert ending.cancel_at == ending.items.data[0].current_period_end
    assert ending.cancellation_details.feedback == "too_expensive"
    again = api.subscriptions.update(subscription.id, {"cancel_at_period_end": False})
    assert (again.cancel_at, again.cancellation_details.reason) == (None, None)


def test_cancelled_subscription_is_final(api, shop):
    subscription = shop.subscribe()
    ended = api.subscriptions.cancel(
        subscription.id, {"cancellation_details": {"feedback": "unused"}}
    )
    assert (ended.status, ended.cancellation_details.reason) == (
        "canceled",
        "cancellation_requested",
    )
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.subscriptions.cancel(subscription.id)
    assert caught.value.http_status == 404
    with pytest.raises(stripe.InvalidRequestError, match="can only update"):
        api.subscriptions.update(subscription.id, {"description": "x"})


def test_cancelled_subscriptions_are_listed_only_on_request(api, shop):
    subscription = shop.subscribe()
    api.subscriptions.cancel(subscription.id)
    assert api.subscriptions.list({"customer": subscription.customer}).data == []
    assert len(api.subscriptions.list({"status": "all"}).data) == 1


def test_quantity_change_is_prorated_onto_the_next_invoice(local, api, shop):
    subscription = shop.subscribe()
    item = subscription.items.data[0].id
    api.subscriptions.update(subscription.id, {"items": [{"id": item, "quantity": 2}]})
    pending = api.invoice_items.list({"pending": True}).data
    assert sorted(one.amount for one in pending) == [-2000, 4000]
    local.advance(32 * DAY)
    assert shop.invoices(subscription.id)[0].total == 4000 + 2000


def test_always_invoice_charges_the_difference_now(api, shop):
    subscription = shop.subscribe()
    item = {"id": subscription.items.data[0].id, "price": shop.price(3000).id}
    api.subscriptions.update(
        subscription.id, {"items": [item], "proration_behavior": "always_invoice"}
    )
    assert [one.total for one in shop.invoices(subscription.id)] == [1000, 2000]


def test_change_without_proration_costs_nothing_now(local, api, shop):
    subscription = shop.subscribe()
    item = {"id": subscription.items.data[0].id, "price": shop.price(3000).id}
    api.subscriptions.update(subscription.id, {"items": [item], "proration_behavior": "none"})
    local.advance(32 * DAY)
    assert [one.total for one in shop.invoices(subscription.id)] == [3000, 2000]


def test_cheaper_plan_leaves_a_credit_that_pays_the_next_invoice(local, api, shop):
    subscription = shop.subscribe(amount=5000)
    item = {"id": subscription.items.data[0].id, "price": shop.price(1000).id}
    api.subscriptions.update(
        subscription.id, {"items": [item], "proration_behavior": "always_invoice"}
    )
    assert api.customers.retrieve(subscription.customer).balance == -4000
    local.advance(32 * DAY)
    assert shop.invoices(subscription.id)[0].amount_due == 0
    assert api.customers.retrieve(subscription.customer).balance == -3000


def test_another_interval_begins_a_new_period_now(api, shop):
    subscription = shop.subscribe()
    yearly = shop.price(20000, "year").id
    item = {"id": subscription.items.data[0].id, "price": yearly}
    changed = api.subscriptions.update(subscription.id, {"items": [item]})
    period = changed.items.data[0]
    assert period.current_period_end - period.current_period_start >= 365 * DAY
    assert shop.invoices(subscription.id)[0].total == 18000


def test_metadata_and_default_card_can_be_changed(api, shop):
    subscription = shop.subscribe()
    method = shop.set_card(subscription.customer, "mastercard")
    changed = api.subscriptions.update(
        subscription.id, {"metadata": {"box": "7"}, "default_payment_method": method.id}
    )
    assert (changed.metadata["box"], changed.default_payment_method) == ("7", method.id)


def test_pause_stops_the_service_and_resume_charges_a_new_period(local, api, shop):
    subscription = shop.subscribe()
    local.advance(10 * DAY)
    bill_for = {"unused_time_from": {"type": "none"}}
    paused = api.subscriptions.pause(subscription.id, {"bill_for": bill_for})
    assert paused.status_details.paused.subscription.type == "pause_requested"
    assert abs(paused.items.data[0].current_period_end - local.stripe.now) <= 60
    local.advance(60 * DAY)
    assert len(shop.invoices(subscription.id)) == 1
    resumed = api.subscriptions.resume(subscription.id, {"billing_cycle_anchor": {"type": "now"}})
    assert resumed.status == "active"
    assert [one.status for one in shop.invoices(subscription.id)] == ["paid", "paid"]


def test_pause_credits_unused_time_by_default(local, api, shop):
    subscription = shop.subscribe(amount=3000)
    local.advance(15 * DAY)
    api.subscriptions.pause(subscription.id)
    credit = api.invoice_items.list({"customer": subscription.customer}).data[0]
    assert credit.proration
    assert -1700 < credit.amount < -1300


def test_resume_that_is_not_paid_is_past_due(api, shop):
    subscription = shop.subscribe()
    api.subscriptions.pause(subscription.id, {"bill_for": {"unused_time_from": {"type": "none"}}})
    shop.set_card(subscription.customer, "chargeCustomerFail")
    assert api.subscriptions.resume(subscription.id).status == "past_due"


def test_resume_on_success_stays_paused_until_it_is_paid(api, shop):
    subscription = shop.subscribe()
    api.subscriptions.pause(subscription.id, {"bill_for": {"unused_time_from": {"type": "none"}}})
    shop.set_card(subscription.customer, "chargeCustomerFail")
    behavior = {"payment_behavior": "resume_on_payment_success"}
    waiting = api.subscriptions.resume(subscription.id, behavior)
    assert waiting.status == "paused"
    method = shop.set_card(subscription.customer, "visa").id
    api.invoices.pay(waiting.latest_invoice, {"payment_method": method})
    assert api.subscriptions.retrieve(subscription.id).status == "active"


def test_classic_and_cancelled_subscriptions_cannot_be_paused(api, shop):
    classic = shop.subscribe(billing_mode={"type": "classic"})
    with pytest.raises(stripe.InvalidRequestError, match="classic"):
        api.subscriptions.pause(classic.id)
    ended = shop.subscribe()
    api.subscriptions.cancel(ended.id)
    with pytest.raises(stripe.InvalidRequestError, match="canceled"):
        api.subscriptions.pause(ended.id)


def test_anchor_as_a_word_is_refused_by_this_version(api, shop):
    subscription = shop.subscribe()
    with pytest.raises(stripe.InvalidRequestError, match="Invalid object"):
        api.subscriptions.update(subscription.id, {"billing_cycle_anchor": "now"})
