"""Parcels as the list shows them. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.models import Order
from billing.parcels import Parcel
from portal_blocks.shipments.rows import arrived_row, under_way_row
from tests.portal_blocks.cast import NOW, viewer

DAY = timedelta(days=1)


def parcel(status="shipped", **told):
    order = Order(pk=7, number="KC-7", placed_at=NOW - 5 * DAY, fulfilment_state="shipped")
    usual = {"names": ("Tea", "Mug"), "things": 3, "parcels": 1, "position": 1}
    return Parcel(order=order, status=status, **{**usual, **told})


def test_a_parcel_says_what_it_is_part_of():
    row = under_way_row(parcel(), "/orders/", viewer())
    assert (row.what, row.order_name, row.order_url) == (
        "Tea and 2 more",
        "Order KC-7",
        "/orders/order/7/",
    )


def test_without_a_page_of_orders_it_leads_nowhere():
    assert under_way_row(parcel(), "", viewer()).order_url == ""


def test_what_nobody_knows_the_contents_of_is_called_by_its_order_once():
    row = under_way_row(parcel(names=(), things=0), "", viewer())
    assert (row.what, row.order_name) == ("Order KC-7", "")


@pytest.mark.parametrize(
    ("fulfilment", "told", "label"),
    [
        ("shipped", {}, ""),
        ("shipped", {"position": 2, "parcels": 3}, "Parcel 2 of 3"),
        ("partial", {}, "A part of the order; the rest follows"),
        ("partial", {"position": 2, "parcels": 3}, "Parcel 2 of 3"),
        ("partial", {"position": 0, "parcels": 0}, ""),
    ],
)
def test_which_part_of_an_order_it_is_is_said(fulfilment, told, label):
    one = parcel(**told)
    one.order.fulfilment_state = fulfilment
    assert under_way_row(one, "", viewer()).label == label


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (parcel("delivered", delivered_at=NOW - DAY), "Delivered Saturday 21 November"),
        (parcel("returned"), "Returned"),
        (parcel(shipped_at=NOW - 4 * DAY), "Sent Wednesday 18 November; no more is known"),
        (parcel(), "Sent Tuesday 17 November; no more is known"),
    ],
)
def test_what_nobody_waits_for_says_how_it_ended(one, words):
    assert arrived_row(one, "", viewer()).where == words


def test_a_late_one_says_whom_to_ask():
    late = parcel(expected_at=NOW - 4 * DAY)
    row = under_way_row(late, "", viewer(support_email="hi@example.com"))
    assert row.where == "Was expected Wednesday 18 November"
    assert row.whom.email_url == "mailto:hi@example.com?subject=Order%20KC-7"
    assert under_way_row(replace(late, expected_at=NOW), "", viewer()).whom is None
