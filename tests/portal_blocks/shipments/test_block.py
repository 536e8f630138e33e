from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import QueryDict

from billing.models import Fulfilment
from portal_blocks.shipments.block import ShipmentsBlock
from tests.pages import block, make_home, make_page
from tests.portal_blocks.cast import PLACE, buy, shown, viewer
from tests.portal_blocks.order_history.test_block import get, of

VALUE = {
    "heading": "Your parcels",
    "show_upcoming": True,
    "show_arrived": True,
    "page_size": 3,
    "orders_page": None,
}


def whats(page):
    return re.findall(r'shipment__what">\s*<p>(?:<a[^>]*>)?<bdi>([^<]*)<', page)


@pytest.fixture
def active(people, now):
    """Somebody with Tea 0 to Tea 3, which came, the newest first, and a pot on its way."""
    for number in range(4):
        told = {"fulfilment_state": "delivered", "placed_at": now - timedelta(days=10 + number)}
        arrived = buy(people["active"], f"Tea {number}", **told)
        Fulfilment.objects.create(order=arrived, external_id="1", status="delivered")
    pot = buy(people["active"], "Pot", fulfilment_state="shipped", placed_at=now)
    expected = now + timedelta(days=1)
    Fulfilment.objects.create(order=pot, external_id="1", expected_at=expected)
    return people["active"]


def test_older_parcels_are_a_page_away_and_the_newest_back(visit, shop, active):
    make_home(shop, block("shipments", **VALUE))
    client = visit(shop, "active")
    first = get(client)
    [older] = re.findall(r'href="([^"#]*)#[^"]*" rel="next"', first)
    second = get(client, html.unescape(older))
    assert whats(first) == ["Tea 0", "Tea 1", "Tea 2"]
    assert whats(second) == ["Tea 3"]
    assert "Newest parcels" in second
    assert "Arrives" in first
    assert "Arrives" in second


def test_each_parcel_leads_to_its_order_where_there_is_a_page(visit, shop, active):
    home = make_home(shop)
    orders = make_page(home, "orders", block("order_history", heading="", page_size=3))
    page = make_page(home, "parcels", block("shipments", **{**VALUE, "orders_page": orders.pk}))
    client = visit(shop, "active")
    [address, *_others] = re.findall(r'href="([^"]*/order/\d+/)"', get(client, f"/{page.slug}/"))
    assert "<h1>Order" in get(client, address)


def test_a_stranger_sees_none_of_it(visit, shop, active):
    make_home(shop, block("shipments", **VALUE))
    page = get(visit(shop, "paused"))
    assert "Tea" not in page
    assert "Pot" not in page


def test_parcels_take_two_queries_and_share_the_subscriptions(active, django_assert_num_queries):
    who = of(active)
    assert len(who.data.subscriptions) == 1
    with django_assert_num_queries(2):
        for _ in range(3):
            shown(ShipmentsBlock(), VALUE, who)


def test_what_is_switched_off_is_neither_shown_nor_read(active, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = shown(
            ShipmentsBlock(), {**VALUE, "show_upcoming": False, "show_arrived": False}, of(active)
        )
    assert ("Pot" in page, "Coming next" in page, "Earlier" in page) == (True, False, False)


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "%00", "9" * 2000])
def test_a_broken_link_shows_the_newest(active, cursor):
    query = QueryDict(f"parcels-{PLACE.block_id[:8]}={cursor}")
    loaded = ShipmentsBlock().load(VALUE, of(active), replace(PLACE, query=query))
    assert [row.what for row in loaded["arrived"]] == ["Tea 0", "Tea 1", "Tea 2"]


def test_where_earlier_parcels_are_off_a_link_to_them_says_nothing_of_them():
    query = QueryDict(f"parcels-{PLACE.block_id[:8]}=older")
    off = {**VALUE, "show_arrived": False}
    loaded = ShipmentsBlock().load(off, viewer(), replace(PLACE, query=query))
    assert (loaded["is_empty"], loaded["newest_url"]) == (True, "")


def test_somebody_without_parcels_is_told_what_will_be_here():
    page = shown(ShipmentsBlock(), VALUE, viewer())
    assert "No parcels yet" in page
    assert "On the way" not in page
