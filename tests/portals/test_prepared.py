"""A prepared read finds what its queryset finds, for any values, and is made once."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Count, Q

from accounts.models import Customer
from billing.models import Order
from portals.prepared import Prepared

KEYS = ["any", "active", "paused"]


@pytest.fixture
def ids(people) -> list[int]:
    return [people[key].pk for key in KEYS]


def _customers(ids, email, *, most):
    found = Customer.objects.filter(Q(pk__in=ids) | Q(email=email)).select_related("shop")
    return found.annotate(bought=Count("orders")).order_by("-pk")[:most]


def told(customers) -> list[tuple[object, ...]]:
    return [(one.pk, one.email, one.shop.name, one.bought) for one in customers]


@pytest.mark.parametrize("several", [1, 2, 3])
@pytest.mark.parametrize("email", ["", "ending@example.com", "mark 2305843009213694952"])
def test_it_finds_what_the_queryset_finds(ids, several, email):
    read = Prepared(_customers)
    read.rows(ids[:several], "active@example.com", most=5)  # with other values first
    wanted = told(_customers(ids[:several], email, most=5))
    assert told(read.rows(ids[:several], email, most=5)) == wanted


def test_what_is_fixed_is_part_of_it(ids):
    read = Prepared(_customers)
    assert [len(read.rows(ids, "", most=most)) for most in (1, 2, 3)] == [1, 2, 3]


def test_rows_come_with_what_belongs_to_them_by_one_query(ids, django_assert_num_queries):
    read = Prepared(_customers)
    with django_assert_num_queries(1):
        assert len({one.shop.name for one in read.rows(ids, "", most=3)}) == 1


def test_what_is_prefetched_comes_along(ids, django_assert_num_queries):
    read = Prepared(lambda ids: Customer.objects.filter(pk__in=ids).prefetch_related("orders"))
    read.rows(ids)
    with django_assert_num_queries(2):
        assert all(one.orders.all() for one in read.rows(ids))


def test_the_queryset_is_made_once_for_values_of_one_shape(ids):
    made = []

    def make(ids):
        made.append(ids)
        return Customer.objects.filter(pk__in=ids)

    read = Prepared(make)
    for values in ([ids[0]], [ids[1]], ids[:2], ids[1:]):
        assert {one.pk for one in read.rows(values)} == set(values)
    assert len(made) == 2


def test_moments_are_compared_as_the_database_keeps_them(people):
    at = Order.objects.order_by("placed_at")[2].placed_at
    read = Prepared(lambda moment: Order.objects.filter(placed_at__lte=moment))
    wanted = Order.objects.filter(placed_at__lte=at)
    assert {one.pk for one in read.rows(at)} == {one.pk for one in wanted}


def test_of_no_numbers_nothing_is_found_and_nothing_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Prepared(_customers).rows([], "x", most=1) == []


def test_the_first_of_none_is_none(people):
    by_email = Prepared(lambda email: Customer.objects.filter(email=email))
    assert by_email.first("any@example.com") == people["any"]
    assert by_email.first("nobody@example.com") is None


def test_a_value_that_does_not_reach_the_database_as_it_is_is_refused(db):
    folded = Prepared(lambda email: Customer.objects.filter(email=email.upper()))
    with pytest.raises(LookupError):
        folded.rows("a@example.com")


def test_no_value_at_all_is_refused(db):
    with pytest.raises(LookupError):
        Prepared(lambda name: Customer.objects.filter(name=name)).rows(None)


def test_another_thread_asks_over_a_connection_of_its_own(people):
    read, seen = Prepared(lambda pk: Customer.objects.filter(pk=pk)), []
    read.rows(people["any"].pk)
    ready = read._ready((int,), ())

    def ask() -> None:
        own: Any = connections["default"]

        def cursor() -> None:
            seen.append(own)
            raise OSError("asked")

        own.cursor = cursor
        with pytest.raises(OSError, match="asked"):
            ready.rows((people["any"].pk,))

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert [one is connection for one in seen] == [False]
