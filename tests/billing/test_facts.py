from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.models import CustomerFacts, Order, OrderLine, Product, Subscription
from portals.models import Club, Shop

NOW = datetime(2026, 2, 1, tzinfo=UTC)


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
    assert (facts.subscriptions, facts.clubs_ever, facts.orders_count) == ([], [], 0)


def test_subscriptions_are_told_with_products_and_clubs(ada, membership):
    _subscription(ada, membership, "past_due")
    [club] = membership.clubs.values_list("pk", flat=True)
    [found] = facts_of(ada).subscriptions
    assert (found["state"], found["since"]) == ("past_due", NOW.isoformat())
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


def test_many_customers_need_no_more_queries_than_one(shop, django_assert_num_queries):
    people = [_customer(shop, str(n)).pk for n in range(50)]
    with django_assert_num_queries(6):
        rebuild_facts(people[:1], now=NOW)
    with django_assert_num_queries(6):
        rebuild_facts(people, now=NOW)
