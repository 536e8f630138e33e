from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Customer
from billing.facts import expiry_of, rebuild_facts
from billing.models import (
    Card,
    CustomerFacts,
    Order,
    OrderLine,
    OrderRefund,
    Price,
    Product,
    Subscription,
)
from portals.models import Club, Shop

NOW = datetime(2026, 2, 1, tzinfo=UTC)
UNPAID = (("incomplete", "incomplete", False), ("expired", "incomplete_expired", False))


@pytest.fixture
def ada(shop) -> Customer:
    return _customer(shop, "ada")


@pytest.fixture
def membership(shop) -> Product:
    product = Product.objects.create(shop=shop, source="stripe", external_id="p", name="Membership")
    product.clubs.add(Club.objects.create(shop=shop, name="Green Club"))
    return product


def _customer(shop: Shop, name: str) -> Customer:
    return Customer.objects.create(shop=shop, source="csv", external_id=name)


def _order(customer: Customer, *, days: int = 0, **fields: object) -> Order:
    values = {"currency": "EUR", "total": 1000, "placed_at": NOW - timedelta(days=days), **fields}
    shop, number = customer.shop, str(Order.objects.count())
    return Order.objects.create(
        shop=shop, customer=customer, source="csv", external_id=number, number=number, **values
    )


def _subscription(customer: Customer, product: Product, state: str, raw: str = "") -> None:
    Subscription.objects.create(
        shop=customer.shop,
        customer=customer,
        external_id=f"sub_{Subscription.objects.count()}",
        state=state,
        raw_status=raw or state,
        amount=0,
        state_since=NOW,
        started_at=NOW,
        fetched_at=NOW,
    ).products.add(product)


def _card(customer: Customer, name: str, **fields: object) -> None:
    values = {"exp_month": 5, "exp_year": 2027, "fetched_at": NOW, **fields}
    Card.objects.create(shop=customer.shop, customer=customer, external_id=name, **values)


def facts_of(customer: Customer) -> CustomerFacts:
    rebuild_facts([customer.pk], now=NOW)
    return CustomerFacts.objects.get(customer=customer)


def test_paid_orders_are_counted_and_summed_by_currency(ada):
    _order(ada, days=9)
    _order(ada, days=5, currency="USD", total=500)
    _order(ada, days=7)
    facts = facts_of(ada)
    assert (facts.orders_count, facts.spent) == (3, {"EUR": 2000, "USD": 500})
    assert facts.first_order_at == NOW - timedelta(days=9)
    assert facts.last_order_at == NOW - timedelta(days=5)


def test_what_was_given_back_is_not_spent(ada):
    _order(ada, payment_state="partially_refunded", refunded=400)
    _order(ada, payment_state="refunded", refunded=1000)
    facts = facts_of(ada)
    assert (facts.orders_count, facts.spent) == (2, {"EUR": 600})


@pytest.mark.parametrize("state", ["pending", "requires_action", "failed", "void"])
def test_orders_that_were_never_paid_do_not_count(ada, state):
    _order(ada, payment_state=state)
    facts = facts_of(ada)
    assert (facts.orders_count, facts.spent, facts.last_order_at) == (0, {}, None)


def test_who_has_nothing_has_an_empty_row(ada):
    facts = facts_of(ada)
    assert (facts.subscriptions, facts.clubs_ever, facts.orders_count) == ([], frozenset(), 0)


def test_subscriptions_are_told_with_products_and_clubs(ada, membership):
    _subscription(ada, membership, "past_due")
    [club] = membership.clubs.values_list("pk", flat=True)
    [found] = facts_of(ada).subscriptions
    assert (found["state"], found["since"]) == ("past_due", int(NOW.timestamp()))
    assert (found["products"], found["clubs"]) == ([membership.pk], [club])


@pytest.mark.parametrize(
    ("state", "raw", "counts"),
    [
        ("active", "active", True),
        ("cancelled", "canceled", True),
        ("incomplete", "incomplete", False),
        ("expired", "incomplete_expired", False),
    ],
)
def test_a_subscription_makes_a_member_unless_it_never_began(ada, membership, state, raw, counts):
    _subscription(ada, membership, state, raw)
    assert bool(facts_of(ada).clubs_ever) == counts


@pytest.mark.parametrize(("state", "counts"), [("paid", True), ("failed", False)])
def test_a_paid_order_of_its_product_makes_a_member(ada, membership, state, counts):
    order = _order(ada, payment_state=state)
    OrderLine.objects.create(order=order, position=1, name="Membership", product=membership)
    assert bool(facts_of(ada).clubs_ever) == counts


def test_each_customer_has_their_own_facts(ada, shop):
    bob = _customer(shop, "bob")
    _order(bob)
    rebuild_facts([ada.pk, bob.pk], now=NOW)
    counts = CustomerFacts.objects.values_list("customer", "orders_count")
    assert dict(counts) == {ada.pk: 0, bob.pk: 1}


def test_a_row_is_set_anew(ada):
    facts_of(ada)
    _order(ada)
    assert facts_of(ada).orders_count == 1


def test_an_id_that_is_no_customers_is_left_out(db):
    rebuild_facts([999], now=NOW)
    assert not CustomerFacts.objects.exists()


def test_a_subscription_says_since_when_until_when_and_how_often_paid(ada, membership):
    _subscription(ada, membership, "active")
    row = Subscription.objects.get()
    Subscription.objects.update(current_period_end=NOW + timedelta(days=3))
    for total in (0, 1000, 1000, 1000):  # a trial's invoice is no charge
        _order(ada, subscription=row, total=total)
    _order(ada, subscription=row, payment_state="failed")
    [found] = facts_of(ada).subscriptions
    assert (found["started"], found["ended"]) == (int(NOW.timestamp()), None)
    assert found["next_charge"] == int((NOW + timedelta(days=3)).timestamp())
    assert found["renewals"] == 2


def test_prices_are_our_own_ids_and_unknown_ones_are_left_out(ada, membership):
    _subscription(ada, membership, "active")
    price = Price.objects.create(
        shop=ada.shop, product=membership, external_id="p_1", unit_amount=1, fetched_at=NOW
    )
    Subscription.objects.update(items=[{"price": "p_1"}, {"price": "p_2"}, {}])
    assert facts_of(ada).subscriptions[0]["prices"] == [price.pk]


def test_states_are_told_for_any_club_and_for_each(ada, membership):
    _subscription(ada, membership, "past_due")
    [club] = membership.clubs.values_list("pk", flat=True)
    facts = facts_of(ada)
    assert facts.states == {"past_due", f"past_due@{club}"}
    assert facts.failing_since == NOW


@pytest.mark.parametrize(("state", "raw", "owned"), [("trialing", "trialing", True), *UNPAID])
def test_what_was_subscribed_to_is_owned_once_it_began(ada, membership, state, raw, owned):
    _subscription(ada, membership, state, raw)
    assert (facts_of(ada).products == {membership.pk}) == owned


def test_money_given_back_is_counted_by_order_with_the_last_day(ada):
    order = _order(ada, payment_state="partially_refunded", refunded=400)
    for name, days, status in (("a", 3, "succeeded"), ("b", 2, "succeeded"), ("c", 1, "failed")):
        at = NOW - timedelta(days=days)
        OrderRefund.objects.create(
            order=order, external_id=name, amount=200, created_at=at, status=status
        )
    facts = facts_of(ada)
    assert (facts.refunds_count, facts.last_refund_at) == (1, NOW - timedelta(days=2))


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [(2026, 3, (2026, 4)), (2026, 12, (2027, 1)), (0, 0, None), (9999, 12, None)],
)
def test_a_card_is_good_to_the_end_of_its_month(year, month, expected):
    wanted = expected and datetime(*expected, 1, tzinfo=UTC)
    assert expiry_of(year, month) == wanted


def test_only_the_main_card_counts(ada):
    for name, is_default, year in (("a", False, 2026), ("b", True, 2027)):
        _card(ada, name, exp_year=year, is_default=is_default)
    assert facts_of(ada).card_expires_at == datetime(2027, 6, 1, tzinfo=UTC)


def test_what_the_customer_is_stands_in_the_row(ada):
    said = {"country": "US", "region": "US-CA", "language": "en-US", "attributes": {"plan": "a"}}
    Customer.objects.filter(pk=ada.pk).update(tags=["b", "a"], **said)
    facts = facts_of(ada)
    assert {name: getattr(facts, name) for name in said} == said
    assert (facts.tags, facts.shop_id) == ({"a", "b"}, ada.shop_id)


def test_a_deleted_customer_has_no_row(ada):
    facts_of(ada)
    Customer.objects.filter(pk=ada.pk).update(deleted_at=NOW)
    rebuild_facts([ada.pk], now=NOW)
    assert not CustomerFacts.objects.exists()


def _full(shop: Shop, product: Product, name: str) -> int:
    customer = _customer(shop, name)
    _subscription(customer, product, "active")
    row = customer.subscriptions.get()
    order = _order(customer, subscription=row, payment_state="refunded", refunded=10)
    OrderLine.objects.create(order=order, position=1, name="Tea", product=product)
    _card(customer, name, is_default=True)
    return customer.pk


@pytest.mark.parametrize("count", [1, 25])
def test_many_customers_need_no_more_queries_than_one(
    shop, membership, django_assert_num_queries, count
):
    people = [_full(shop, membership, str(n)) for n in range(count)]
    with django_assert_num_queries(15):  # the first time each of them gets a member number
        rebuild_facts(people, now=NOW)
    with django_assert_num_queries(10):
        rebuild_facts(people, now=NOW)
