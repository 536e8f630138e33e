"""Whatever changes what facts are made of, by whatever door: the row is true afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Customer
from billing.gateway.client import api
from billing.mirror.customers import refresh_customer
from billing.mirror.events import catch_up
from billing.models import CustomerFacts, Price, Product
from billing.tags import set_tags
from portals.models import Club
from tests.billing.buying import Purchase, subscribe, use_card
from tests.billing.facts.truth import facts_are_true
from tests.billing.sales import intent_of

HOME: Any = {
    "address": {"country": "us", "state": "ca"},
    "preferred_locales": ["en-US", "de"],
    "metadata": {"roast": "dark", "portico_shop": "Greenhouse"},
}


def _moved_home(bought: Purchase) -> None:
    api().customers.update(bought.customer, HOME)


def _other_card(bought: Purchase) -> None:
    use_card(bought.customer, "pm_card_mastercard")


def _card_renewed(bought: Purchase) -> None:
    api().payment_methods.update(bought.card, {"card": {"exp_month": 3, "exp_year": 2041}})


def _card_taken_off(bought: Purchase) -> None:
    api().payment_methods.detach(bought.card)


def _cancelled(bought: Purchase) -> None:
    api().subscriptions.cancel(bought.subscription)


def _given_back(bought: Purchase) -> None:
    api().refunds.create({"payment_intent": intent_of(bought.invoice), "amount": 500})


def _deleted(bought: Purchase) -> None:
    api().customers.delete(bought.customer)


CHANGES: dict[Callable[[Purchase], None], tuple[str, ...]] = {
    _moved_home: ("country", "region", "language", "attributes"),
    _other_card: ("card_expires_at",),
    _card_renewed: ("card_expires_at",),
    _card_taken_off: ("card_expires_at",),
    _cancelled: ("subscriptions", "states", "state_bits"),
    _given_back: ("refunds_count", "last_refund_at", "spent"),
}


def _hear_of(now: Any) -> None:
    errors = [one.error for one in catch_up(since=now - timedelta(days=1), now=now) if one.error]
    assert errors == []


@pytest.fixture
def bought(stripe, shop, now) -> Purchase:
    bought = subscribe()
    _hear_of(now)
    Product.objects.get().clubs.add(Club.objects.create(shop=shop, name="Club"))
    return bought


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_at_stripe_changes_the_row(bought, now, change):
    before = CustomerFacts.objects.get()
    change(bought)
    _hear_of(now + timedelta(seconds=5))
    after = CustomerFacts.objects.get()
    if change is not _other_card:  # both of Stripe's test cards expire in one month
        assert all(getattr(before, name) != getattr(after, name) for name in CHANGES[change])
    assert facts_are_true()


def test_home_and_names_are_told_in_iso_words_without_ours(bought, now):
    _moved_home(bought)
    _hear_of(now)
    facts = CustomerFacts.objects.get()
    assert (facts.country, facts.region, facts.language) == ("US", "US-CA", "en-US")
    assert facts.attributes == {"roast": "dark"}


@pytest.mark.parametrize("state", ["Somewhere", "", "C-A"])
def test_a_region_that_is_no_code_is_left_empty(bought, now, state):
    api().customers.update(bought.customer, {"address": {"country": "US", "state": state}})
    _hear_of(now)
    assert CustomerFacts.objects.get().region == ""


def test_a_customer_deleted_at_stripe_has_no_row(bought, now):
    _deleted(bought)
    refresh_customer(bought.customer, now=now)
    assert not CustomerFacts.objects.exists()
    assert facts_are_true()


def test_a_price_that_comes_to_be_known_later_is_told(
    bought, now, django_capture_on_commit_callbacks
):
    known = Price.objects.get()
    name = known.external_id
    known.delete()
    with django_capture_on_commit_callbacks(execute=True):
        api().prices.update(name, {"nickname": "Monthly"})
        _hear_of(now)
    assert CustomerFacts.objects.get().subscriptions[0]["prices"] == [Price.objects.get().pk]
    assert facts_are_true()


def test_a_club_that_is_deleted_has_no_members(bought, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Club.objects.get().delete()
    assert facts_are_true()


def test_tags_that_staff_set_are_told(bought, now):
    set_tags(Customer.objects.get(), ["vip"], actor="staff:1", now=now)
    assert CustomerFacts.objects.get().tags == {"vip"}
    assert facts_are_true()
