from datetime import timedelta

import pytest

from accounts.models import Customer
from billing.gateway.client import api
from billing.gateway.errors import GatewayError
from billing.mirror import walk as walking
from billing.mirror.cursors import AnotherWalk, begun
from billing.mirror.walk import TooManyMissing, walk
from billing.models import Card, Order, Product, Subscription, SyncCursor
from portals.models import Shop
from tests.billing.buying import requests, sign_up, subscribe
from tests.billing.mirror.world import ours, theirs
from tests.promises import promise

MONTH = timedelta(days=30)


def _begin(now, kind="test"):
    return begun(kind, now=now, not_before=now - MONTH)


def _walk(now):
    return list(walk(_begin(now), now=now))


@pytest.fixture
def mirrored(stripe, shop, now):
    bought = subscribe()
    _walk(now)
    return bought


def _customer(shop, name, **fields):
    return Customer.objects.create(shop=shop, source="stripe", external_id=name, **fields)


def test_walk_needs_no_events(stripe, shop, now, monkeypatch):
    subscribe("one@example.com"), subscribe("two@example.com")
    stripe.advance(100 * 24 * 3600)
    monkeypatch.setattr(walking, "catch_up", lambda **_times: iter(()))
    assert [one for one in _walk(now) if one.error] == []
    assert ours() == theirs()
    assert len(ours()["orders"]) == 8


@promise(7)
def test_second_walk_makes_no_duplicates_and_finds_no_drift(stripe, shop, now):
    subscribe()
    _walk(now)
    before = ours()
    again = _walk(now)
    assert [drift for one in again for drift in one.drifts] == []
    assert ours() == before


def test_many_pages_are_walked(stripe, shop, now, monkeypatch):
    monkeypatch.setattr("billing.gateway.customers.PAGE", 2)
    for number in range(5):
        sign_up(f"{number}@example.com")
    _walk(now)
    assert Customer.objects.count() == 5
    assert len(requests(stripe, "GET", "/v1/customers")) == 3


@promise(7)
def test_killed_walk_goes_on_where_it_was(stripe, shop, now, monkeypatch):
    monkeypatch.setattr(walking, "catch_up", lambda **_times: iter(()))
    customers = [sign_up(f"{number}@example.com") for number in range(4)]
    killed = walk(_begin(now), now=now)
    next(killed), next(killed)
    del killed
    assert SyncCursor.objects.get().cursor == customers[2]
    _walk(now + timedelta(hours=1))
    for one in customers:
        assert len(requests(stripe, "GET", f"/v1/customers/{one}/payment_methods")) == 1
    assert Customer.objects.count() == 4
    assert not SyncCursor.objects.exists()


def test_walk_stopped_by_stripe_goes_on(stripe, shop, now):
    for number in range(3):
        sign_up(f"{number}@example.com")
    stopped = walk(_begin(now), now=now)
    next(stopped)
    stripe.fault("down")
    with pytest.raises(GatewayError):
        next(stopped)
    stripe.lift_faults()
    _walk(now)
    assert ours() == theirs()


def test_walk_goes_on_though_its_place_was_lost(stripe, shop, now):
    sign_up()
    cursor = _begin(now)
    SyncCursor.objects.update(cursor="cus_nowhere")
    cursor.refresh_from_db()
    list(walk(cursor, now=now))
    assert Customer.objects.count() == 1


def test_walk_of_long_ago_begins_anew(now, db):
    SyncCursor.objects.create(kind="test", cursor="cus_1", started_at=now - MONTH * 2)
    cursor = _begin(now)
    assert (cursor.cursor, cursor.started_at) == ("", now)


def test_of_two_at_once_one_goes_on(stripe, shop, now):
    for number in range(3):
        sign_up(f"{number}@example.com")
    one, two = walk(_begin(now), now=now), walk(_begin(now), now=now)
    next(one)
    with pytest.raises(AnotherWalk):
        next(two)
    assert len([*one]) >= 2
    assert Customer.objects.count() == 3


def test_whoever_changed_after_the_walk_passed_by_is_caught_up_with(stripe, shop, now):
    sign_up("one@example.com"), sign_up("two@example.com")
    going = walk(_begin(now), now=now)
    next(going)
    passed = Customer.objects.get().external_id
    api().customers.update(passed, {"name": "Bea"})
    list(going)
    assert Customer.objects.get(external_id=passed).name == "Bea"


def test_five_spoilt_rows_are_told_and_mended(stripe, shop, now):
    one, two = subscribe("one@example.com"), subscribe("two@example.com")
    _walk(now)
    right = ours()
    Customer.objects.filter(external_id=one.customer).update(email="eve@example.com")
    Card.objects.filter(external_id=two.card).update(last4="0000")
    Subscription.objects.filter(external_id=one.subscription).update(raw_status="paused")
    Order.objects.filter(external_id=two.invoice).update(total=1)
    Order.objects.filter(external_id=one.invoice).delete()
    drifts = {drift.external_id for step in _walk(now) for drift in step.drifts}
    assert drifts == {one.customer, two.card, one.subscription, two.invoice, one.invoice}
    assert ours() == right


def test_facts_follow_what_is_mended(stripe, shop, now):
    subscribe()
    _walk(now)
    Order.objects.update(payment_state="failed")
    _walk(now)
    assert Customer.objects.get().facts.orders_count == 1


def test_customer_that_stripe_does_not_have_becomes_a_tombstone(stripe, shop, now):
    lost = _customer(shop, "cus_lost", email="lost@example.com")
    told = [drift for step in _walk(now) for drift in step.drifts]
    lost.refresh_from_db()
    assert [str(one) for one in told] == ["customer cus_lost is not at Stripe"]
    assert (lost.deleted_at, lost.email) == (now, "lost@example.com")


def test_customer_deleted_at_stripe_becomes_a_tombstone(stripe, shop, now):
    bought = subscribe()
    _walk(now)
    api().customers.delete(bought.customer)
    _walk(now + timedelta(minutes=1))
    customer = Customer.objects.get()
    assert customer.deleted_at
    assert (customer.cards.count(), customer.orders.count()) == (0, 1)
    assert customer.subscriptions.get().state == "cancelled"


def test_customer_deleted_while_its_page_is_walked_is_buried(stripe, shop, now):
    first, second = sign_up("one@example.com"), sign_up("two@example.com")
    _walk(now)
    going = walk(_begin(now), now=now)
    next(going)
    api().customers.delete(first)
    list(going)
    assert Customer.objects.get(external_id=first).deleted_at
    assert Customer.objects.get(external_id=second).deleted_at is None


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [(Subscription, "state", "cancelled"), (Order, "payment_state", "void")],
)
def test_row_that_stripe_does_not_have_counts_no_more(mirrored, now, model, field, value):
    row = model.objects.get()
    row.pk, row.external_id = None, "not_there"
    row.save()
    _walk(now)
    assert getattr(model.objects.get(external_id="not_there"), field) == value
    assert Customer.objects.get().facts.orders_count == 1


@promise(8)
def test_key_of_another_account_deletes_nobody(stripe, shop, now):
    sign_up()
    for number in range(20):
        _customer(shop, f"cus_{number}")
    with pytest.raises(TooManyMissing, match="20 of 21"):
        _walk(now)
    assert not Customer.objects.exclude(deleted_at=None).exists()


def test_customers_of_other_sources_are_left_alone(stripe, shop, now):
    Customer.objects.create(shop=shop, source="csv", external_id="7")
    _walk(now)
    assert Customer.objects.get().deleted_at is None


def test_customer_of_no_known_shop_is_told_and_passed_over(stripe, shop, now):
    other = Shop.objects.create(name="Elsewhere")
    sign_up("lost@example.com")
    named = sign_up("named@example.com", metadata={"portico_shop": other.name})
    errors = {one.external_id: one.error for one in _walk(now)}
    assert errors.pop(named) == ""
    assert "portico_shop" in errors.popitem()[1]
    assert Customer.objects.get().shop == other


def test_products_are_brought_up_to_date(stripe, shop, now):
    bought = subscribe()
    _walk(now)
    Product.objects.update(name="Coffee")
    _walk(now)
    assert Product.objects.get().external_id == bought.product
    assert Product.objects.get().name == "Tea"
    assert Subscription.objects.get().title == "Tea"
