from datetime import timedelta

import pytest

from accounts.models import Customer
from billing.gateway.client import api
from billing.gateway.errors import GatewayError
from billing.gateway.events import list_events
from billing.mirror import dispatch
from billing.mirror.events import catch_up
from billing.models import Subscription
from tests.billing.buying import requests, sign_up, subscribe
from tests.billing.mirror.world import ours, theirs

HOUR = timedelta(hours=1)


def _catch_up(now, since=HOUR):
    return list(catch_up(since=now - since, now=now))


def _a_month_of_everything(stripe, now):
    """All that can happen in a month, of which we know the first day alone."""
    one, two = subscribe("one@example.com"), subscribe("two@example.com")
    _catch_up(now)
    gone = sign_up("gone@example.com")
    stripe.advance(40 * 24 * 3600)
    api().subscriptions.cancel(one.subscription)
    api().subscriptions.update(two.subscription, {"pause_collection": {"behavior": "void"}})
    api().customers.update(two.customer, {"name": "Bea"})
    api().customers.delete(gone)
    paid = api().invoice_payments.list({"invoice": two.invoice}).data[0].payment.payment_intent
    api().refunds.create({"payment_intent": str(paid), "amount": 500})


def test_everything_missed_in_a_day_is_caught_up_with(stripe, shop, now):
    _a_month_of_everything(stripe, now)
    stripe.deliver(drop=[event.type for event in list_events(now - HOUR)])
    assert ours() != theirs()
    steps = _catch_up(now)
    assert [one for one in steps if one.error] == []
    assert ours() == theirs()


def test_twice_changes_nothing(stripe, shop, now):
    subscribe()
    _catch_up(now)
    before = ours()
    _catch_up(now)
    assert ours() == before


def test_many_events_about_one_object_fetch_it_once(stripe, shop, now):
    customer = sign_up()
    for number in range(12):
        api().customers.update(customer, {"name": f"Ada {number}"})
    steps = _catch_up(now)
    assert [one.external_id for one in steps] == [customer]
    assert len(requests(stripe, "GET", f"/v1/customers/{customer}")) == 1
    assert Customer.objects.get().name == "Ada 11"


def test_events_come_oldest_first_over_many_pages(stripe, shop, now, monkeypatch):
    monkeypatch.setattr("billing.gateway.events.PAGE", 3)
    made = [sign_up(f"{number}@example.com") for number in range(8)]
    assert [event.object_id for event in list_events(now - HOUR)] == made


def test_events_before_the_time_are_left_alone(stripe, shop, now):
    sign_up("early@example.com")
    stripe.advance(7200)
    late = sign_up("late@example.com")
    found = list_events(now + HOUR)
    assert [event.object_id for event in found] == [late]


def test_nothing_happened(stripe, shop, now):
    assert _catch_up(now) == []


def test_what_comes_up_meanwhile_is_left_to_the_next_time(stripe, shop, now):
    sign_up("one@example.com")
    found = list_events(now - HOUR)
    next(found)
    sign_up("two@example.com")
    assert list(found) == []


def test_one_that_fails_does_not_stop_the_others(stripe, shop, now, monkeypatch):
    bought = subscribe()

    def fail(external_id, *, now):
        raise ZeroDivisionError(external_id)

    monkeypatch.setitem(dispatch.HANDLERS, "customer.created", fail)
    failed = [one for one in _catch_up(now) if one.error]
    assert [one.error for one in failed] == [f"ZeroDivisionError: {bought.customer}"]
    assert Subscription.objects.get().state == "active"


def test_without_stripe_it_stops_and_what_is_done_stays(stripe, shop, now):
    one, _two = sign_up("one@example.com"), sign_up("two@example.com")
    steps = catch_up(since=now - HOUR, now=now)
    next(steps)
    stripe.fault("down")
    with pytest.raises(GatewayError):
        next(steps)
    assert Customer.objects.get().external_id == one
