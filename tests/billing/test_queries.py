from datetime import UTC, datetime
from uuid import uuid4

import pytest

from accounts.models import Customer
from billing import queries
from billing.models import Card, Fulfilment, Operation, Order, OrderLine, Outcome, Subscription
from portals.models import Shop
from tests.promises import promise

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def shop(db):
    return Shop.objects.create(name="Greenhouse")


@pytest.fixture
def customer(shop):
    return _customer(shop, "cus_1", "ada@example.com")


@pytest.fixture
def stranger(shop):
    return _customer(shop, "cus_2", "eve@example.com")


def _customer(shop, external_id, email):
    return Customer.objects.create(shop=shop, source="stripe", external_id=external_id, email=email)


def _order(customer, number, placed_at=NOW):
    order = Order.objects.create(
        shop=customer.shop,
        customer=customer,
        source="stripe",
        external_id=f"in_{number}",
        number=number,
        placed_at=placed_at,
        currency="EUR",
    )
    OrderLine.objects.create(order=order, position=1, name="Tea")
    Fulfilment.objects.create(order=order, external_id=f"parcel_{number}")
    return order


def _subscription(customer, external_id):
    return Subscription.objects.create(
        shop=customer.shop,
        customer=customer,
        external_id=external_id,
        state="active",
        state_since=NOW,
        raw_status="active",
        currency="EUR",
        amount=1200,
        interval="month",
        started_at=NOW,
        fetched_at=NOW,
    )


@pytest.mark.parametrize(
    ("email", "number"),
    [
        ("ada@example.com", "KC-1001"),
        ("  Ada@Example.COM ", " kc-1001 "),
    ],
)
def test_customer_of_order_forgives_case_and_blanks(customer, email, number):
    _order(customer, "KC-1001")
    assert queries.customer_of_order(customer.shop_id, email, number) == customer


@pytest.mark.parametrize(
    ("email", "number"),
    [
        ("eve@example.com", "KC-1001"),
        ("ada@example.com", "KC-1002"),
        ("ada@example.com", "KC-100_"),
        ("ada@example.com", "KC-1001\x00x"),
        ("", "KC-1001"),
        ("ada@example.com", ""),
    ],
)
def test_customer_of_order_needs_both(customer, stranger, email, number):
    _order(customer, "KC-1001")
    assert queries.customer_of_order(customer.shop_id, email, number) is None


def test_customer_of_order_is_one_query_found_or_not(customer, django_assert_num_queries):
    _order(customer, "KC-1001")
    with django_assert_num_queries(1) as hit:
        found = queries.customer_of_order(customer.shop_id, "ada@example.com", "KC-1001")
        assert found is not None
        assert (found.account, found.shop.name) == (None, "Greenhouse")
    with django_assert_num_queries(1) as miss:
        queries.customer_of_order(customer.shop_id, "ada@example.com", "KC-9999")
    shapes = [done[0]["sql"].replace("9999", "1001") for done in (hit, miss)]
    assert shapes[0] == shapes[1]


def test_deleted_customer_is_not_found_by_an_order(customer):
    _order(customer, "KC-1001")
    Customer.objects.update(deleted_at=NOW)
    assert queries.customer_of_order(customer.shop_id, "ada@example.com", "KC-1001") is None


def test_order_of_another_shop_finds_nobody(customer):
    _order(customer, "KC-1001")
    other = Shop.objects.create(name="Elsewhere")
    assert queries.customer_of_order(other.pk, "ada@example.com", "KC-1001") is None


def test_customer_without_an_address_is_not_found_by_leaving_it_out(customer):
    _order(customer, "KC-1001")
    Customer.objects.update(email="")
    assert queries.customer_of_order(customer.shop_id, " ", "KC-1001") is None


def test_order_without_customer_finds_nobody(customer):
    _order(customer, "KC-1001")
    Order.objects.update(customer=None, email="")
    assert queries.customer_of_order(customer.shop_id, "", "KC-1001") is None


def test_order_is_found_by_number_and_by_id(customer):
    order = _order(customer, "KC-1001")
    found = queries.order_of([customer.pk], "kc-1001"), queries.order_of([customer.pk], order.pk)
    assert found == (order, order)


def test_one_order_takes_four_queries(customer, django_assert_num_queries):
    order = _order(customer, "KC-1001")
    with django_assert_num_queries(4):
        found = queries.order_of([customer.pk], order.pk)
        assert found is not None
        assert [list(found.lines.all()), list(found.refunds.all()), list(found.fulfilments.all())]


@promise(20)
def test_stranger_finds_nothing_of_others(customer, stranger):
    order = _order(customer, "KC-1001")
    _subscription(customer, "sub_1")
    found = [
        queries.order_of([stranger.pk], order.pk),
        queries.order_of([stranger.pk], "KC-1001"),
        queries.subscriptions_of([stranger.pk]),
        queries.subscription_of([stranger.pk], "sub_1"),
        queries.cards_of([stranger.pk]),
    ]
    assert not any(found)


def test_subscriptions_of_several_customers_take_one_query(
    customer, stranger, django_assert_num_queries
):
    wanted = {_subscription(one, f"sub_{one.pk}") for one in (customer, stranger)}
    with django_assert_num_queries(1):
        found = queries.subscriptions_of([customer.pk, stranger.pk])
    assert set(found) == wanted


def test_subscription_of_its_owner_is_found(customer):
    subscription = _subscription(customer, "sub_1")
    assert queries.subscription_of([customer.pk], "sub_1") == subscription


def test_default_card_comes_first(customer, django_assert_num_queries):
    for n, is_default in enumerate([False, True, False]):
        Card.objects.create(
            shop=customer.shop,
            customer=customer,
            external_id=f"pm_{n}",
            brand="visa",
            last4="4242",
            exp_month=1,
            exp_year=2030,
            is_default=is_default,
            fetched_at=NOW,
        )
    with django_assert_num_queries(1):
        cards = queries.cards_of([customer.pk])
    assert [card.external_id for card in cards] == ["pm_1", "pm_2", "pm_0"]


@pytest.mark.parametrize("outcome", Outcome)
def test_a_subscription_knows_whether_a_change_of_it_is_being_checked(customer, outcome):
    _subscription(customer, "sub_1")
    _subscription(customer, "sub_2")
    Operation.objects.create(
        id=uuid4(), customer=customer, action="x", target="sub_1", actor="me", outcome=outcome
    )
    checked = {s.external_id: s.is_being_checked for s in queries.subscriptions_of([customer.pk])}
    assert checked == {"sub_1": outcome in (Outcome.PENDING, Outcome.UNKNOWN), "sub_2": False}


def test_another_customers_operation_is_none_of_ours(customer, stranger):
    _subscription(customer, "sub_1")
    Operation.objects.create(
        id=uuid4(), customer=stranger, action="x", target="sub_1", actor="me", outcome="unknown"
    )
    assert not queries.subscriptions_of([customer.pk])[0].is_being_checked


@promise(20)
def test_stranger_has_no_card_or_operation_of_others(customer, stranger):
    Card.objects.create(**_card(customer, "pm_1"))
    done = Operation.objects.create(customer=customer, action="x", target="y", actor="customer")
    assert queries.card_of([stranger.pk], "pm_1") is None
    assert queries.operation_of([stranger.pk], done.pk) is None
    assert queries.card_of([customer.pk], "pm_1").customer == customer


@pytest.mark.parametrize("target", ["pm_1", "cus_1"])
def test_card_knows_whether_a_change_of_the_cards_is_being_checked(customer, target):
    Card.objects.create(**_card(customer, "pm_1"))
    asked = {"customer": customer, "action": "update_card", "actor": "customer"}
    Operation.objects.create(**asked, target=target, outcome="unknown")
    [card] = queries.cards_of([customer.pk])
    assert (vars(card)["has_open_operation"], vars(card)["owner_owes"]) == (True, False)


def test_whoever_bought_elsewhere_alone_has_no_place_for_a_card(customer):
    assert queries.payer_of([customer.pk]) == customer
    Customer.objects.update(source="shop")
    assert queries.payer_of([customer.pk]) is None


def _card(customer, external_id):
    number = {"brand": "visa", "last4": "4242", "exp_month": 8, "exp_year": 2030}
    owner = {"shop": customer.shop, "customer": customer, "external_id": external_id}
    return {**owner, **number, "fetched_at": NOW}
