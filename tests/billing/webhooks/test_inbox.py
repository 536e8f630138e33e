import random
import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection

from accounts.models import Customer
from billing.gateway.accounts import environment
from billing.gateway.client import api
from billing.gateway.records import EventRecord
from billing.mirror import dispatch
from billing.models import Order, StripeEvent, Subscription
from billing.webhooks import inbox
from tests.billing.buying import requests, subscribe
from tests.promises import promise

UPDATED = "customer.subscription.updated"


def _keep(now, external_id="evt_1", event_type=UPDATED, object_id="sub_1"):
    inbox.receive(
        EventRecord(
            external_id=external_id,
            type=event_type,
            created_at=now,
            api_version="2026-10-28.endive",
            livemode=False,
            account="",
            object_kind="subscription",
            object_id=object_id,
            customer_id="",
        ),
        environment(),
    )


def _keep_all(now):
    """Keep every event that Stripe has made, oldest first; return their ids."""
    made = list(reversed(api().events.list({"limit": 100}).data))
    for event in made:
        _keep(now, event.id, event.type, event.data.to_dict()["object"]["id"])
    return [event.id for event in made]


@pytest.fixture
def poison(monkeypatch):
    def fail(external_id, *, now):
        raise ZeroDivisionError(external_id)

    monkeypatch.setitem(dispatch.HANDLERS, "product.updated", fail)


def test_purchase_is_mirrored_from_its_events(stripe, shop, now):
    bought = subscribe()
    for event_id in _keep_all(now):
        inbox.process(event_id, now=now)
    subscription = Subscription.objects.get()
    assert (subscription.external_id, subscription.state) == (bought.subscription, "active")
    assert Order.objects.get().subscription == subscription
    assert subscription.customer.cards.get().is_default
    assert set(StripeEvent.objects.values_list("state", flat=True)) == {"processed", "ignored"}


@promise(5)
@pytest.mark.parametrize("turn", range(6))
def test_order_of_events_does_not_matter(stripe, shop, now, turn):
    bought = subscribe()
    api().subscriptions.update(bought.subscription, {"pause_collection": {"behavior": "void"}})
    api().subscriptions.update(bought.subscription, {"cancel_at_period_end": True})
    ids = _keep_all(now)
    random.Random(turn).shuffle(ids)
    for event_id in ids:
        inbox.process(event_id, now=now)
    subscription = Subscription.objects.get()
    assert (subscription.state, subscription.pause_kind) == ("ending", "hold")
    assert (Customer.objects.count(), Order.objects.count()) == (1, 1)
    assert Order.objects.get().subscription == subscription


@promise(6)
def test_body_is_not_believed(stripe, shop, now):
    bought = subscribe()
    api().subscriptions.cancel(bought.subscription)
    _keep(now, event_type="customer.subscription.created", object_id=bought.subscription)
    inbox.process("evt_1", now=now)
    assert Subscription.objects.get().state == "cancelled"


@promise(17)
def test_event_about_nothing_is_processed(stripe, shop, now):
    _keep(now)
    inbox.process("evt_1", now=now)
    assert StripeEvent.objects.get().state == "processed"
    assert not Subscription.objects.exists()


@promise(4)
def test_processed_event_is_not_worked_on_again(stripe, shop, now):
    bought = subscribe()
    _keep(now, object_id=bought.subscription)
    for _ in range(3):
        inbox.process("evt_1", now=now)
    assert len(requests(stripe, "GET", f"/v1/subscriptions/{bought.subscription}")) == 1
    assert StripeEvent.objects.get().attempts == 1


@promise(3)
def test_with_stripe_down_an_event_waits_and_is_done_later(stripe, shop, now):
    bought = subscribe()
    _keep(now, object_id=bought.subscription)
    stripe.fault("down")
    inbox.process("evt_1", now=now)
    failed = StripeEvent.objects.get()
    stripe.lift_faults()
    inbox.process("evt_1", now=now + timedelta(seconds=16))
    assert (failed.state, failed.error) == ("failed", "Unreachable: Stripe gave no answer.")
    assert failed.next_try_at == now + inbox.FIRST_DELAY
    row = StripeEvent.objects.get()
    assert (row.state, row.error, row.attempts) == ("processed", "", 2)


def test_failed_event_is_not_tried_before_its_time(poison, shop, now):
    _keep(now, event_type="product.updated")
    inbox.process("evt_1", now=now)
    inbox.process("evt_1", now=now + timedelta(seconds=14))
    assert StripeEvent.objects.get().attempts == 1


def test_waits_grow_until_the_event_is_given_up(poison, shop, now):
    _keep(now, event_type="product.updated")
    waits, moment = [], now
    while (row := StripeEvent.objects.get()).state != "dead":
        moment = row.next_try_at or moment
        waits.append((moment - now).total_seconds())
        inbox.process("evt_1", now=moment)
    assert (row.attempts, row.next_try_at) == (inbox.TRIES, None)
    assert "ZeroDivisionError: sub_1" in row.error
    assert [later - before for before, later in pairwise(waits)] == [
        15 * 4**n for n in range(inbox.TRIES - 1)
    ]


@promise(18)
@pytest.mark.parametrize("state", ["dead", "failed"])
def test_event_given_up_is_begun_anew_when_somebody_asks(stripe, shop, now, state):
    _keep(now)
    later = now + timedelta(hours=1)
    StripeEvent.objects.update(state=state, attempts=inbox.TRIES, error="x", next_try_at=later)
    assert inbox.try_again("evt_1")
    inbox.process("evt_1", now=now)
    row = StripeEvent.objects.get()
    assert (row.state, row.attempts, row.error) == ("processed", 1, "")


@pytest.mark.parametrize("state", ["pending", "processed", "ignored"])
def test_event_that_has_not_failed_is_not_begun_anew(db, now, state):
    _keep(now)
    StripeEvent.objects.update(state=state, attempts=1)
    assert not inbox.try_again("evt_1")
    assert StripeEvent.objects.get().attempts == 1


@promise(18)
def test_poisonous_event_does_not_stop_the_others(poison, stripe, shop, now):
    bought = subscribe()
    _keep(now, "evt_1", "product.updated")
    _keep(now, "evt_2", object_id=bought.subscription)
    for event_id in ("evt_1", "evt_2"):
        inbox.process(event_id, now=now)
    states = dict(StripeEvent.objects.values_list("pk", "state"))
    assert states == {"evt_1": "failed", "evt_2": "processed"}


@promise(19)
def test_event_of_a_worker_that_died_is_claimed_again(stripe, shop, now):
    _keep(now)
    assert inbox._claimed("evt_1", now=now)
    assert inbox._claimed("evt_1", now=now + inbox.CLAIM - timedelta(seconds=1)) is None
    inbox.process("evt_1", now=now + inbox.CLAIM)
    row = StripeEvent.objects.get()
    assert (row.state, row.attempts) == ("processed", 2)


def test_event_that_kills_every_worker_is_given_up(stripe, shop, now):
    _keep(now)
    StripeEvent.objects.update(attempts=inbox.TRIES)
    inbox.process("evt_1", now=now)
    row = StripeEvent.objects.get()
    assert (row.state, "has died" in row.error) == ("dead", True)


def test_customer_of_no_known_shop_is_left_failed(stripe, shop, now):
    type(shop).objects.create(name="Elsewhere")
    bought = subscribe()
    _keep(now, object_id=bought.subscription)
    inbox.process("evt_1", now=now)
    row = StripeEvent.objects.get()
    assert (row.state, "portico_shop" in row.error) == ("failed", True)
    assert not Customer.objects.exists()


@promise(19)
@pytest.mark.parametrize(
    ("fields", "swept"),
    [
        ({}, False),
        ({"received_at": timedelta(minutes=-1)}, True),
        ({"state": "failed", "next_try_at": timedelta(seconds=-1)}, True),
        ({"state": "failed", "next_try_at": timedelta(seconds=9)}, False),
        ({"state": "pending", "next_try_at": timedelta(seconds=-1)}, True),
        ({"state": "processed", "received_at": timedelta(minutes=-1)}, False),
        ({"state": "dead", "received_at": timedelta(minutes=-1)}, False),
        ({"state": "ignored", "received_at": timedelta(minutes=-1)}, False),
    ],
)
def test_sweep_picks_up_what_is_due(shop, now, monkeypatch, fields, swept):
    asked = []
    _keep(now)
    times = {name: now + v for name, v in fields.items() if isinstance(v, timedelta)}
    StripeEvent.objects.update(**{**fields, **times})
    monkeypatch.setattr(inbox, "ask_worker", lambda *args: asked.append(args[1]))
    inbox.sweep(now=now)
    assert asked == (["evt_1"] if swept else [])


@promise(4)
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_effect_once(stripe, shop, now):
    bought = subscribe()
    _keep(now, object_id=bought.subscription)
    _together(lambda: inbox.process("evt_1", now=now), times=4)
    assert StripeEvent.objects.get().attempts == 1
    assert len(requests(stripe, "GET", f"/v1/subscriptions/{bought.subscription}")) == 1


@promise(4)
@pytest.mark.django_db(transaction=True)
def test_two_deliveries_at_once_are_kept_once(shop, now):
    _together(lambda: _keep(now), times=4)
    assert StripeEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_events_about_one_customer_at_once_make_one_of_everything(stripe, shop, now):
    bought = subscribe()
    ids = _keep_all(now)
    _together(*[lambda one=one: inbox.process(one, now=now) for one in ids])
    assert not list(StripeEvent.objects.exclude(error="").values_list("type", "error"))
    customer = Customer.objects.get()
    assert (customer.subscriptions.count(), customer.orders.count()) == (1, 1)
    assert customer.facts.orders_count == 1
    assert [one["state"] for one in customer.facts.subscriptions] == ["active"]
    assert customer.external_id == bought.customer


def _together(*calls, times=1):
    gate = threading.Barrier(len(calls) * times)
    faults = []

    def run(call):
        try:
            gate.wait(30)
            call()
        except Exception as fault:  # noqa: BLE001  (told below)
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls * times]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
