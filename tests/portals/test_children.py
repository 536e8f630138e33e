"""Rows given by hand are what `prefetch_related` gives, and stay querysets."""

from __future__ import annotations

import pytest
from django.utils import timezone

from billing.models import Order, OrderLine
from portals.children import Children
from tests.bench.full_page import add_orders

LINES = Children(OrderLine, "order")


@pytest.fixture
def orders(people) -> list[Order]:
    add_orders(people["active"], timezone.now(), count=5)
    return list(Order.objects.order_by("pk"))


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_each_has_what_prefetching_gives_it(orders, count):
    LINES.give(orders[:count])
    keys = [order.pk for order in orders[:count]]
    wanted = Order.objects.filter(pk__in=keys).order_by("pk").prefetch_related("lines")
    assert [list(order.lines.all()) for order in orders[:count]] == [
        list(order.lines.all()) for order in wanted
    ]


def test_one_query_gives_all_and_none_is_asked_later(orders, django_assert_num_queries):
    with django_assert_num_queries(1):
        LINES.give(orders)
        names = [line.name for order in orders for line in order.lines.all()]
        assert all(line.order is order for order in orders for line in order.lines.all())
    assert len(names) > 5


def test_one_with_nothing_has_an_empty_set(orders, django_assert_num_queries):
    OrderLine.objects.filter(order=orders[0]).delete()
    LINES.give(orders)
    with django_assert_num_queries(0):
        assert list(orders[0].lines.all()) == []


def test_asked_for_some_of_them_it_finds_those_of_its_own(orders):
    LINES.give(orders)
    last = orders[-1]
    second = last.lines.filter(position=2)
    assert [(line.order_id, line.position) for line in second] == [(last.pk, 2)]
    assert last.lines.order_by("-position").first() == second.get()


def test_of_no_rows_nothing_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        LINES.give([])
