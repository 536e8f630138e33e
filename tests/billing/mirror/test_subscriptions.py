from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Customer
from billing.gateway.client import api
from billing.gateway.subscription_changes import move_charge
from billing.gateway.subscriptions import fetch_subscription, pause
from billing.mirror.subscriptions import refresh_subscription, store_subscription
from billing.models import Product, Return, Subscription
from portals.models import Club
from tests.billing.buying import subscribe
from tests.promises import promise

DAY = timedelta(days=1)


def test_subscription_is_written_with_everything_about_it(stripe, shop, now):
    bought = subscribe(quantity=2)
    refresh_subscription(bought.subscription, now=now)
    row, product = Subscription.objects.get(), Product.objects.get()
    assert (row.state, row.amount, row.currency, row.interval) == ("active", 4800, "EUR", "month")
    assert (row.customer.external_id, row.shop) == (bought.customer, shop)
    assert list(row.products.all()) == [product]
    assert row.items[0] == {
        "id": row.items[0]["id"],
        "name": "Tea",
        "product": product.pk,
        "price": row.items[0]["price"],
        "quantity": 2,
        "unit_amount": 2400,
        "image_url": "https://shop.example/tea.png",
    }
    assert row.state_since == row.started_at


def test_discounts_are_written_with_what_they_take_off(stripe, shop, now):
    percent = api().coupons.create({"name": "Spring", "percent_off": 20, "duration": "forever"})
    amount = api().coupons.create(
        {"amount_off": 300, "currency": "eur", "duration": "repeating", "duration_in_months": 3}
    )
    codes = [{"coupon": percent.id}, {"coupon": amount.id}]
    refresh_subscription(subscribe(discounts=codes).subscription, now=now)
    first, second = Subscription.objects.get().discounts
    assert first == {"name": "Spring", "percent_off": 20.0, "amount_off": None, "ends_at": None}
    assert (second["amount_off"], second["percent_off"]) == (300, None)
    assert datetime.fromisoformat(second["ends_at"]) > now + 80 * DAY


@pytest.mark.parametrize(("mode", "flexible"), [("flexible", True), ("classic", False)])
def test_whether_stripe_can_stop_it_is_written(stripe, shop, now, mode, flexible):
    refresh_subscription(subscribe(billing_mode={"type": mode}).subscription, now=now)
    assert Subscription.objects.get().is_flexible is flexible


def test_moved_charge_is_no_trial(stripe, shop, now):
    bought = subscribe()
    refresh_subscription(bought.subscription, now=now)
    before = Subscription.objects.get()
    origin = before.current_period_end
    assert origin is not None
    to = origin + 9 * DAY
    move_charge(bought.subscription, to=to, moved_from=origin, operation_id=uuid4())
    refresh_subscription(bought.subscription, now=now)
    row = Subscription.objects.get()
    assert (row.state, row.raw_status, row.trial_ends_at) == ("active", "trialing", None)
    assert (row.moved_from, row.next_charge_at) == (origin, to)
    assert row.state_since == before.state_since


def test_trial_given_after_a_moved_charge_is_one(stripe, shop, now):
    bought = subscribe()
    to = now + 40 * DAY
    move_charge(bought.subscription, to=to, moved_from=now + 31 * DAY, operation_id=uuid4())
    end = int((now + 50 * DAY).timestamp())
    api().subscriptions.update(bought.subscription, {"trial_end": end})
    refresh_subscription(bought.subscription, now=now)
    assert (Subscription.objects.get().state, Subscription.objects.get().moved_from) == (
        "trialing",
        None,
    )


def test_restart_that_stripe_tells_of_drops_the_planned_return(stripe, shop, now):
    bought = subscribe()
    refresh_subscription(bought.subscription, now=now)
    api().subscriptions.pause(bought.subscription)
    refresh_subscription(bought.subscription, now=now)
    Return.objects.create(subscription=Subscription.objects.get(), at=now + DAY)
    api().subscriptions.resume(bought.subscription)
    refresh_subscription(bought.subscription, now=now)
    assert not Return.objects.exists()


def test_facts_know_the_subscription(stripe, shop, now):
    bought = subscribe()
    refresh_subscription(bought.subscription, now=now)
    club = Club.objects.create(shop=shop, name="Tea Club")
    club.products.add(Product.objects.get())
    refresh_subscription(bought.subscription, now=now)
    facts = Customer.objects.get().facts.subscriptions
    assert [(one["state"], one["clubs"]) for one in facts] == [("active", [club.pk])]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"pause_collection": {"behavior": "void"}}, ("paused", "hold")),
        ({"cancel_at_period_end": True}, ("ending", "")),
    ],
)
def test_change_at_stripe_is_taken_over(stripe, shop, now, change, told):
    bought = subscribe()
    refresh_subscription(bought.subscription, now=now)
    api().subscriptions.update(bought.subscription, change)
    refresh_subscription(bought.subscription, now=now)
    row = Subscription.objects.get()
    assert (row.state, row.pause_kind) == told


def test_state_since_stays_while_the_state_does(stripe, shop, now):
    bought = subscribe()
    record = fetch_subscription(bought.subscription)
    store_subscription(record, now=now)
    before = Subscription.objects.get().state_since
    store_subscription(replace(record, amount=1), now=now + DAY)
    assert Subscription.objects.get().state_since == before


def test_state_since_is_stripes_where_it_says(stripe, shop, now):
    record = fetch_subscription(subscribe().subscription)
    store_subscription(record, now=now)
    ended = replace(record, state="cancelled", state_since=now + DAY)
    store_subscription(ended, now=now + 3 * DAY)
    assert Subscription.objects.get().state_since == now + DAY


@pytest.mark.parametrize("said", [None, timedelta(days=-99)])
def test_state_since_is_now_where_stripe_does_not_say(stripe, shop, now, said):
    record = fetch_subscription(subscribe().subscription)
    store_subscription(record, now=now)
    held = replace(record, state="paused", state_since=None if said is None else now + said)
    store_subscription(held, now=now + DAY)
    assert Subscription.objects.get().state_since == now + DAY


@promise(6)
def test_older_answer_does_not_overwrite_a_newer_one(stripe, shop, now):
    bought = subscribe()
    older = fetch_subscription(bought.subscription)
    api().subscriptions.cancel(bought.subscription)
    refresh_subscription(bought.subscription, now=now)
    store_subscription(older, now=now)
    row = Subscription.objects.get()
    assert row.state == "cancelled"
    assert row.fetched_at > older.fetched_at


@promise(15)
def test_word_we_do_not_know_is_kept_and_shown_as_unknown(stripe, shop, now):
    record = fetch_subscription(subscribe().subscription)
    store_subscription(replace(record, state="unknown", raw_status="hibernating"), now=now)
    row = Subscription.objects.get()
    assert (row.get_state_display(), row.raw_status) == ("Being checked", "hibernating")


@promise(17)
def test_subscription_that_stripe_has_forgotten_is_cancelled(stripe, shop, now):
    record = fetch_subscription(subscribe().subscription)
    store_subscription(replace(record, external_id="sub_gone"), now=now)
    refresh_subscription("sub_gone", now=now + DAY)
    row = Subscription.objects.get()
    assert (row.state, row.ended_at, row.state_since) == ("cancelled", now + DAY, now + DAY)
    assert row.customer.facts.subscriptions[0]["state"] == "cancelled"


def test_cancelled_one_that_stripe_has_forgotten_keeps_its_end(stripe, shop, now):
    record = fetch_subscription(subscribe().subscription)
    gone = replace(record, external_id="sub_gone", state="cancelled", ended_at=now)
    store_subscription(gone, now=now)
    refresh_subscription("sub_gone", now=now + DAY)
    assert Subscription.objects.get().ended_at == now


def test_subscription_of_a_deleted_stranger_is_left_out(stripe, shop, now):
    bought = subscribe()
    api().customers.delete(bought.customer)
    refresh_subscription(bought.subscription, now=now)
    assert not Subscription.objects.exists()


def test_failed_renewal_is_past_due_since_the_renewal(stripe, shop, now):
    bought = subscribe(card="pm_card_visa")
    refresh_subscription(bought.subscription, now=now)
    renewal = Subscription.objects.get().current_period_end
    bad = api().payment_methods.attach("pm_card_chargeCustomerFail", {"customer": bought.customer})
    api().subscriptions.update(bought.subscription, {"default_payment_method": bad.id})
    stripe.advance(33 * 24 * 3600)
    refresh_subscription(bought.subscription, now=now)
    row = Subscription.objects.get()
    assert (row.state, row.state_since) == ("past_due", renewal)
    assert row.card_external_id == bad.id


def test_an_answer_overtaken_by_a_change_of_ours_is_asked_for_again(stripe, shop, now, monkeypatch):
    bought = subscribe()
    refresh_subscription(bought.subscription, now=now)
    before = fetch_subscription(bought.subscription)  # asked before the pause, told after it
    paused = pause(bought.subscription, method="hold", operation_id=uuid4())
    store_subscription(paused, now=now)
    answers = [before]
    ask = lambda key: answers.pop() if answers else fetch_subscription(key)  # noqa: E731
    monkeypatch.setattr("billing.mirror.subscriptions.fetch_subscription", ask)
    refresh_subscription(bought.subscription, now=now)
    assert answers == []
    assert Subscription.objects.get().state == "paused"
    assert Subscription.objects.get().fetched_at > paused.fetched_at


def test_a_change_of_ours_counts_from_its_answer(stripe, shop):
    bought = subscribe()
    asked = timezone.now()
    stripe.fault("slow", match="POST /v1/subscriptions/", seconds=0.3)
    paused = pause(bought.subscription, method="hold", operation_id=uuid4())
    assert paused.fetched_at - asked >= timedelta(seconds=0.3)
