"""Who tells of news: Stripe's webhooks and our own commands, within a day; nobody else."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Any

import pytest

from billing.actions.operation import Asking
from billing.actions.pause import pause_subscription
from billing.gateway.accounts import environment
from billing.gateway.client import api
from billing.gateway.records import EventRecord
from billing.mirror.sync import sync_customer
from billing.models import Notice, StripeEvent, Subscription
from billing.notices.live import is_live, live
from billing.webhooks import inbox
from portals.models import Shop
from tests.billing.buying import Purchase, subscribe, use_card


@pytest.mark.parametrize(("hours", "is_told"), [(0, True), (-23.9, True), (-24, False), (9, True)])
def test_what_happened_within_a_day_is_told(now, hours, is_told):
    with live(now + timedelta(hours=hours), now=now):
        assert is_live() is is_told


def test_nothing_is_told_by_itself(now):
    before = is_live()
    with pytest.raises(ZeroDivisionError), live(now, now=now):
        raise ZeroDivisionError
    assert (before, is_live()) == (False, False)


def keep_events(at) -> list[str]:
    """Put everything that Stripe has told into the inbox; return its ids, oldest first."""
    made = list(reversed(api().events.list({"limit": 100}).data))
    for event in made:
        known: dict[str, Any] = {"created_at": at, "api_version": "", "livemode": False}
        known |= {"account": "", "object_kind": "", "customer_id": ""}
        known["object_id"] = event.data.to_dict()["object"]["id"]
        record = EventRecord(external_id=event.id, type=event.type, **known)
        inbox.receive(record, environment())
    return [event.id for event in made]


def work(ids, now):
    for event_id in ids:
        inbox.process(event_id, now=now)


def told() -> list[str]:
    return sorted(Notice.objects.values_list("kind", flat=True))


def give_back(bought: Purchase) -> None:
    """Give EUR 5.00 of the first charge back."""
    paid = api().invoice_payments.list({"invoice": bought.invoice}).data[0]
    api().refunds.create({"payment_intent": str(paid.payment.payment_intent), "amount": 500})


def test_purchase_is_confirmed(stripe, shop, now):
    bought = subscribe()
    work(keep_events(now), now)
    notice = Notice.objects.get()
    assert (notice.kind, notice.about, notice.facts["amount"]) == ("order", bought.invoice, 2400)


@pytest.mark.parametrize("turn", range(3))
def test_redelivered_and_shuffled_events_tell_once(stripe, shop, now, turn):
    bought = subscribe()
    work(keep_events(now), now)
    api().subscriptions.update(bought.subscription, {"cancel_at_period_end": True})
    give_back(bought)
    ids = keep_events(now) * 2
    random.Random(turn).shuffle(ids)
    StripeEvent.objects.update(state="pending", next_try_at=None)  # replayed, all of them
    work(ids, now)
    assert told() == ["cancelled", "order", "refund"]


def test_taking_everything_over_tells_nobody(stripe, shop, now):
    bought = subscribe()
    sync_customer(shop, bought.customer, now)
    api().subscriptions.update(bought.subscription, {"cancel_at_period_end": True})
    give_back(bought)
    sync_customer(shop, bought.customer, now)
    assert (told(), Subscription.objects.get().state) == ([], "ending")


def test_events_of_last_week_tell_nobody(stripe, shop, now):
    subscribe()
    work(keep_events(now - timedelta(days=7)), now)
    assert (told(), Subscription.objects.count()) == ([], 1)


def test_new_card_is_told(stripe, shop, now):
    bought = subscribe()
    sync_customer(shop, bought.customer, now)
    use_card(bought.customer, "pm_card_mastercard")
    work(keep_events(now), now)
    assert told() == ["card_updated"]


def test_own_pause_is_told_once_with_its_webhook_or_without(stripe, portals, now):
    bought = subscribe()
    sync_customer(Shop.objects.get(pk=portals[0].shop_id), bought.customer, now)
    asking = Asking(portals[0], "customer", now, uuid.uuid4())
    pause_subscription(Subscription.objects.get(), asking)
    at_once = told()
    work(keep_events(now), now)
    assert (at_once, told()) == (["paused"], ["paused"])
