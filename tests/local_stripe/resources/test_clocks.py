"""Test clocks: time that passes for some customers only."""

import pytest
import stripe

from tests.local_stripe.cast import DAY

BEGIN = 1_700_000_000


@pytest.fixture
def clocks(api):
    return api.test_helpers.test_clocks


@pytest.fixture
def clock(clocks):
    return clocks.create({"frozen_time": BEGIN, "name": "Box"})


def _advance(clocks, clock, days):
    now = clocks.retrieve(clock.id).frozen_time
    return clocks.advance(clock.id, {"frozen_time": now + days * DAY})


def test_customer_on_a_clock_lives_in_its_time(local, api, shop, clocks, clock):
    subscription = shop.subscribe(shop.customer(test_clock=clock.id))
    assert (subscription.test_clock, subscription.created) == (clock.id, BEGIN)
    local.advance(40 * DAY)
    assert len(shop.invoices(subscription.id)) == 1
    _advance(clocks, clock, 31)
    newest = shop.invoices(subscription.id)[0]
    assert (newest.status, newest.test_clock) == ("paid", clock.id)
    assert newest.created < BEGIN + 31 * DAY


def test_everybody_else_stays_where_they_are(local, api, shop, clocks, clock):
    other = shop.subscribe()
    shop.subscribe(shop.customer(test_clock=clock.id))
    _advance(clocks, clock, 31)
    assert len(shop.invoices(other.id)) == 1
    assert api.customers.create({}).created >= local.stripe.now - 2


def test_advancing_says_so_and_is_ready_when_asked_again(api, clocks, clock):
    answer = _advance(clocks, clock, 5)
    assert (answer.status, answer.frozen_time) == ("advancing", BEGIN)
    assert answer.status_details.advancing.target_frozen_time == BEGIN + 5 * DAY
    found = clocks.retrieve(clock.id)
    assert (found.status, found.frozen_time) == ("ready", BEGIN + 5 * DAY)
    types = [one.type for one in api.events.list().data]
    assert types[:2] == ["test_helpers.test_clock.ready", "test_helpers.test_clock.advancing"]


@pytest.mark.parametrize("days", [0, -1, 70])
def test_clock_goes_forward_and_two_intervals_at_most(shop, clocks, clock, days):
    shop.subscribe(shop.customer(test_clock=clock.id))
    with pytest.raises(stripe.InvalidRequestError):
        _advance(clocks, clock, days)


def test_events_keep_the_real_time(local, api, shop, clocks, clock):
    shop.subscribe(shop.customer(test_clock=clock.id))
    _advance(clocks, clock, 31)
    event = api.events.list({"type": "invoice.paid"}).data[0]
    assert abs(event.created - local.stripe.now) < 5
    assert event.data.object.created > BEGIN


def test_changes_on_a_clock_are_reckoned_by_it(api, shop, clocks, clock):
    subscription = shop.subscribe(shop.customer(test_clock=clock.id))
    _advance(clocks, clock, 15)
    item = {"id": subscription.items.data[0].id, "quantity": 2}
    change = {"items": [item], "proration_behavior": "always_invoice"}
    api.subscriptions.update(subscription.id, change)
    assert shop.invoices(subscription.id)[0].total == 1000
    assert api.subscription_items.update(item["id"], {"quantity": 1}).quantity == 1


def test_deleted_clock_takes_its_customers_along(api, shop, clocks, clock):
    subscription = shop.subscribe(shop.customer(test_clock=clock.id))
    assert clocks.delete(clock.id).deleted
    assert api.customers.retrieve(subscription.customer).deleted
    assert api.subscriptions.retrieve(subscription.id).status == "canceled"
    assert clocks.list().data == []


def test_customers_on_clocks_are_in_lists_of_their_clock_only(api, shop, clock):
    customer = shop.customer(test_clock=clock.id)
    shop.subscribe(customer)
    assert api.customers.list().data == api.subscriptions.list().data == []
    assert [one.id for one in api.customers.list({"test_clock": clock.id}).data] == [customer.id]
    assert len(api.subscriptions.list({"test_clock": clock.id}).data) == 1
    assert len(api.subscriptions.list({"customer": customer.id}).data) == 1


def test_customer_is_put_on_a_clock_later(local, api, shop, clocks):
    subscription = shop.subscribe()
    given = {"frozen_time": local.stripe.now, "customer": subscription.customer}
    clock = clocks.create(given)
    local.advance(40 * DAY)
    assert len(shop.invoices(subscription.id)) == 1
    _advance(clocks, clock, 32)
    assert len(shop.invoices(subscription.id)) == 2


def test_clock_has_three_customers_at_most(api, clock):
    for _ in range(3):
        api.customers.create({"test_clock": clock.id})
    with pytest.raises(stripe.InvalidRequestError, match="3 customers"):
        api.customers.create({"test_clock": clock.id})


def test_authentication_on_a_clock_happens_in_its_time(local, api, shop, clock):
    customer = shop.customer("authenticationRequired", test_clock=clock.id)
    given = {"amount": 900, "currency": "usd", "customer": customer.id, "confirm": True}
    method = customer_method(api, customer)
    intent = api.payment_intents.create({**given, "payment_method": method})
    local.stripe.authenticate(intent.id, passed=True)
    charge = api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]}).latest_charge
    assert charge.created == BEGIN


def customer_method(api, customer):
    return api.customers.retrieve(customer.id).invoice_settings.default_payment_method
