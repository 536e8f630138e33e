from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from billing.models import Fulfilment
from portal_blocks.order_history.rows import by_month, order_row, parcel_on_its_way
from portal_blocks.sample_orders import sample_order
from tests.portal_blocks.cast import NOW, buy, viewer


@pytest.fixture
def customer(people):
    return people["any"]


def parcel(order, status, days_ago, **fields):
    about = {"status": status, "shipped_at": NOW - timedelta(days=days_ago), **fields}
    return Fulfilment.objects.create(order=order, external_id=f"{days_ago}", **about)


def test_an_order_of_nothing_we_know_is_called_by_its_number(customer):
    order = buy(customer, number="KC-1")
    assert order_row(order, "/order/1/", viewer()).title == "Order KC-1"


@pytest.mark.parametrize("payment", ["refunded", "failed", "void"])
def test_an_order_in_trouble_is_not_on_its_way(customer, payment):
    order = buy(customer, "Tea", payment_state=payment, fulfilment_state="shipped")
    row = order_row(order, "/order/1/", viewer())
    assert (row.is_on_its_way, row.next_stop) == (False, "")


def test_of_several_parcels_the_newest_under_way_is_shown(customer):
    order = buy(customer, "Tea")
    parcel(order, "delivered", 1)
    newest = parcel(order, "shipped", 2)
    parcel(order, "shipped", 3)
    assert parcel_on_its_way(order) == newest


@pytest.mark.parametrize("status", ["unfulfilled", "delivered", "returned", "cancelled"])
def test_a_parcel_that_has_not_left_or_has_arrived_is_not_on_its_way(customer, status):
    order = buy(customer, "Tea")
    parcel(order, status, 1)
    assert parcel_on_its_way(order) is None


def test_three_pictures_stand_for_an_order(customer):
    order = buy(customer, *"abcde")
    for line in order.lines.exclude(name="b"):
        line.image_url = f"/{line.name}.png"
        line.save()
    assert order_row(order, "/order/1/", viewer()).pictures == ["/a.png", "/c.png", "/d.png"]


def test_a_part_given_back_is_told_beside_the_total(customer):
    order = buy(customer, "Tea", payment_state="partially_refunded", refunded=500)
    assert order_row(order, "/order/1/", viewer()).refunded == "\N{MINUS SIGN}£5.00"


@pytest.mark.parametrize(("state", "refunded"), [("refunded", 2400), ("paid", 0), ("paid", 500)])
def test_what_its_status_says_already_is_not_told_twice(customer, state, refunded):
    order = buy(customer, "Tea", payment_state=state, refunded=refunded)
    assert order_row(order, "/order/1/", viewer()).refunded == ""


def rows_of(*days):
    orders = [sample_order(1, day) for day in days]
    return [order_row(order, "/order/1/", viewer()) for order in orders]


def test_orders_are_grouped_by_the_month_of_the_portals_clock():
    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    rows = rows_of(midnight, midnight - timedelta(hours=1), midnight - timedelta(days=40))
    far = viewer(time_zone="America/Los_Angeles")
    groups = by_month(rows, far, is_on=True)
    assert [(one.label, len(one.rows)) for one in groups] == [
        ("November 2026", 2),
        ("October 2026", 1),
    ]


def test_without_groups_all_stand_together():
    rows = rows_of(NOW, NOW - timedelta(days=40))
    assert [(one.label, one.rows) for one in by_month(rows, viewer(), is_on=False)] == [("", rows)]


def test_no_orders_are_no_group():
    assert by_month([], viewer(), is_on=True) == []
