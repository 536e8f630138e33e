"""Parcels of a customer's orders: under way, and those that nobody waits for any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import Fulfilment
from billing.parcels import parcels_that_came, parcels_under_way
from tests.billing.test_order_lists import DAY, NOW, _customer, order
from tests.promises import promise


@pytest.fixture
def customer(shop):
    return _customer(shop, "ada")


def sent(customer, number, *names, parcels=({},), **fields):
    """An order in so many parcels, each on its way unless it says otherwise."""
    made = order(customer, number, *names, **{"fulfilment_state": "shipped", **fields})
    made.fulfilments.all().delete()
    for at, told in enumerate(parcels):
        Fulfilment.objects.create(order=made, external_id=str(at), **{"status": "shipped", **told})
    return made


def under_way(customer):
    return parcels_under_way([customer.pk], now=NOW)


def came(customer, **asked):
    return parcels_that_came([customer.pk], now=NOW, **asked)


def test_a_parcel_tells_its_order_and_what_is_in_it(customer):
    told = {"carrier": "DHL", "tracking_number": "00340", "expected_at": NOW + DAY}
    made = sent(customer, "KC-1", "Tea", "Mug", "Jug", parcels=[told])
    [parcel] = under_way(customer)
    assert (parcel.order, parcel.names, parcel.things) == (made, ("Tea", "Mug"), 3)
    assert (parcel.carrier, parcel.expected_at) == ("DHL", NOW + DAY)
    assert (parcel.position, parcel.parcels) == (1, 1)


def test_what_arrives_first_stands_first_and_what_is_not_sent_last(customer):
    sent(customer, "packed", parcels=[], fulfilment_state="unfulfilled")
    sent(customer, "unknown")
    sent(customer, "later", parcels=[{"expected_at": NOW + 2 * DAY}])
    sent(customer, "sooner", parcels=[{"expected_at": NOW + DAY}])
    order_of = [parcel.order.number for parcel in under_way(customer)]
    assert order_of == ["sooner", "later", "unknown", "packed"]


def test_each_parcel_of_an_order_is_where_it_is(customer):
    here = {"status": "delivered", "delivered_at": NOW - DAY}
    sent(customer, "1", parcels=[here, {}, {}], fulfilment_state="partial")
    assert [(one.position, one.parcels) for one in under_way(customer)] == [(2, 3), (3, 3)]
    assert [(one.position, one.parcels) for one in came(customer).parcels] == [(1, 3)]


@pytest.mark.parametrize(
    ("fulfilment", "payment", "waits"),
    [
        ("unfulfilled", "paid", True),
        ("shipped", "paid", True),
        ("shipped", "partially_refunded", True),
        ("unfulfilled", "pending", False),
        ("unfulfilled", "refunded", False),
        ("delivered", "paid", False),
        ("none", "paid", False),
    ],
)
def test_an_order_of_which_no_parcel_is_known_is_one(customer, fulfilment, payment, waits):
    sent(customer, "1", parcels=[], fulfilment_state=fulfilment, payment_state=payment)
    assert [one.parcels for one in under_way(customer)] == ([0] if waits else [])
    assert came(customer).parcels == []


def test_after_months_nobody_waits_for_a_parcel_any_more(customer):
    sent(customer, "old", placed_at=NOW - timedelta(days=121))
    assert under_way(customer) == []
    assert [one.order.number for one in came(customer).parcels] == ["old"]


def test_what_came_is_listed_by_key(customer):
    here = {"status": "delivered", "delivered_at": NOW}
    for n in range(3):
        sent(customer, str(n), parcels=[here, here], placed_at=NOW - n * DAY)
    seen, cursor, pages = [], "", 0
    while pages == 0 or cursor:
        page = came(customer, after=cursor, limit=2)
        seen += [(one.order.number, one.position) for one in page.parcels]
        cursor, pages = page.next_cursor, pages + 1
    expected = [("0", 2), ("0", 1), ("1", 2), ("1", 1), ("2", 2), ("2", 1)]
    assert (seen, pages) == (expected, 3)


@pytest.mark.parametrize("broken", ["x", "a:b:c", "\x00", "é", "9" * 2000])
def test_broken_cursor_shows_the_newest(customer, broken):
    sent(customer, "1", parcels=[{"status": "returned"}])
    assert [one.order.number for one in came(customer, after=broken).parcels] == ["1"]


@promise(20)
def test_stranger_sees_no_parcel_of_others(customer, shop):
    sent(customer, "1", parcels=[{}, {"status": "delivered"}])
    stranger = _customer(shop, "eve")
    assert under_way(stranger) == came(stranger).parcels == []


def test_parcels_take_a_query_each_however_many_there_are(customer, django_assert_num_queries):
    for n in range(9):
        sent(customer, str(n), "Tea", "Mug", parcels=[{}, {"status": "delivered"}])
    with django_assert_num_queries(2):
        assert (len(under_way(customer)), len(came(customer).parcels)) == (9, 9)


@pytest.mark.sqlite_only
def test_parcels_are_read_along_the_index_of_the_customer(customer):
    sent(customer, "1", parcels=[{"status": "delivered"}])
    with CaptureQueriesContext(connection) as queries:
        under_way(customer)
        came(customer)
    for query in queries.captured_queries[:2]:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "order_newest_of_customer" in plan
        assert "SCAN" not in plan
