from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from billing.models import Fulfilment
from portal_blocks.order_history.block import OrderHistoryBlock
from portal_blocks.personas import CAST
from portal_blocks.viewer import RealData
from portals.models import PortalSettings
from tests.pages import again, block, make_home
from tests.portal_blocks.cast import NOW, PLACE, buy, shown, viewer

VALUE = {"heading": "Your orders", "page_size": 3}


def titles(page: str) -> list[str]:
    return re.findall(r'order-row__what" href="[^"]*"><bdi>([^<]*)<', page)


def link(page: str, rel: str) -> str:
    """The address of the older ("next") or newer ("prev") orders, without its anchor."""
    [found] = re.findall(rf'href="([^"#]*)#[^"]*" rel="{rel}"', page)
    return html.unescape(found)


def get(client, address: str = "/") -> str:
    return str(client.get(address).content.decode())


def of(customer, **portal):
    """The viewer who is this customer."""
    return replace(viewer(**portal), data=RealData((customer.pk,)), customer_ids=(customer.pk,))


def change(portal, **settings):
    found = PortalSettings.objects.get(site_id=portal.site_id)
    for name, value in settings.items():
        setattr(found, name, value)
    found.save()
    return again(portal)


@pytest.fixture
def active(people, now):
    """Somebody with Tea 1 to Tea 4, the newest first, and one order from long ago."""
    for number in range(1, 5):
        placed = {"placed_at": now - timedelta(days=number), "number": f"KC-{'abcd'[number - 1]}"}
        buy(people["active"], f"Tea {number}", **placed)
    return people["active"]


def test_older_orders_are_a_page_away_and_newer_ones_back(visit, shop, active):
    make_home(shop, block("order_history", **VALUE))
    client = visit(shop, "active")
    first = get(client)
    second = get(client, link(first, "next"))
    assert (titles(first), "Newest orders" in first) == (["Tea 1", "Tea 2", "Tea 3"], False)
    assert (titles(second), 'rel="next"' in second) == (["Tea 4", "Membership"], False)
    assert "Newest orders" in second
    assert titles(get(client, link(second, "prev"))) == titles(first)


def test_the_links_lead_back_to_the_block_on_its_page(active):
    loaded = OrderHistoryBlock().load(VALUE, of(active), PLACE)
    assert re.fullmatch(
        rf"/account/\?after-b0b0b0b0=[^#]+#block-{PLACE.block_id}", loaded["older_url"]
    )


def test_orders_that_fit_have_no_other_pages(active):
    loaded = OrderHistoryBlock().load({**VALUE, "page_size": 5}, of(active), PLACE)
    assert [len(group.rows) for group in loaded["groups"]] == [5]
    assert [loaded[way] for way in ("older_url", "newer_url", "newest_url", "form")] == [
        "",
        "",
        "",
        None,
    ]


def test_paging_one_list_leaves_another_on_the_page_where_it_is(visit, shop, active):
    make_home(shop, block("order_history", **VALUE), block("order_history", **VALUE))
    client, newest, rest = (
        visit(shop, "active"),
        ["Tea 1", "Tea 2", "Tea 3"],
        ["Tea 4", "Membership"],
    )
    both = re.findall(r'href="([^"#]*)#[^"]*" rel="next"', get(client))
    first = get(client, html.unescape(both[0]))
    assert titles(first) == [*rest, *newest]
    assert titles(get(client, link(first, "next"))) == [*rest, *rest]


def test_what_is_sought_survives_paging(visit, shop, active, now):
    for number in range(5, 9):
        buy(active, f"Mug {number}", placed_at=now - timedelta(days=number))
    home = make_home(shop, block("order_history", **VALUE))
    client = visit(shop, "active")
    first = get(client, f"/?open=x&find-{home.body[0].id[:8]}=TEA")
    assert titles(first) == ["Tea 1", "Tea 2", "Tea 3"]
    second = get(client, link(first, "next"))
    assert titles(second) == ["Tea 4"]
    assert titles(get(client, link(second, "prev"))) == titles(first)
    assert 'name="open" value="x"' in second


def test_a_search_needs_no_script_and_says_what_it_shows(visit, shop, active):
    home = make_home(shop, block("order_history", **VALUE))
    client = visit(shop, "active")
    page = get(client)
    [name] = re.findall(r'type="search" name="([^"]*)"', page)
    assert name == f"find-{home.body[0].id[:8]}"
    found = get(client, f"/?{name}=tea+4")
    assert titles(found) == ["Tea 4"]
    assert "“tea 4”" in found


@pytest.mark.parametrize("sought", ["coffee", "%00%ff%22%27%5C%F0%9F%AB%96" * 50])
def test_nothing_found_leads_back_to_all(visit, shop, active, sought):
    make_home(shop, block("order_history", **VALUE))
    page = get(visit(shop, "active"), f"/?find={sought}&show=2001")
    assert ("Nothing found" in page, titles(page)) == (True, [])
    assert 'href="/#block-' in page


def test_where_it_is_off_nothing_is_sought(visit, shop, active):
    make_home(shop, block("order_history", **VALUE, allow_find=False))
    page = get(visit(shop, "active"), "/?find=mug")
    assert titles(page) == ["Tea 1", "Tea 2", "Tea 3"]
    assert 'type="search"' not in page


def test_a_few_orders_need_no_search(visit, shop, people):
    make_home(shop, block("order_history", **VALUE))
    assert 'type="search"' not in get(visit(shop, "active"))


def test_months_are_headings(visit, shop, people):
    for month in (2, 2, 1):
        buy(people["active"], "Tea", placed_at=datetime(2019, month, 5, tzinfo=UTC))
    make_home(shop, block("order_history", heading="Orders", page_size=20))
    page = get(visit(shop, "active"))
    headings = re.findall(r'<h3 class="order-month">([^<]*)<', page)
    assert headings[-2:] == ["February 2019", "January 2019"]


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "<script>", "%00", "9" * 2000])
def test_a_broken_link_shows_the_newest_orders(visit, shop, active, cursor):
    home = make_home(shop, block("order_history", **VALUE))
    mine = home.body[0].id[:8]
    page = get(visit(shop, "active"), f"/?after-{mine}={cursor}&before-{mine}={cursor}")
    assert titles(page) == ["Tea 1", "Tea 2", "Tea 3"]


def test_a_link_of_somebody_else_shows_none_of_their_orders(visit, shop, active):
    make_home(shop, block("order_history", **VALUE))
    address = link(get(visit(shop, "active")), "next")
    assert titles(get(visit(shop, "paused"), address)) == ["Membership"]
    assert titles(get(visit(shop, "any"), address)) == ["Watering can"]


def test_amounts_are_written_as_the_portal_says(visit, shop, active):
    make_home(shop, block("order_history", **VALUE))
    assert "£24.00" in get(visit(shop, "active"))
    coded = change(shop, currency_display="code")
    assert "GBP\N{NO-BREAK SPACE}24.00" in get(visit(coded, "active"))


def test_days_are_those_of_the_portals_time_zone(visit, shop, people):
    buy(people["active"], "Tea", placed_at=datetime(2019, 1, 1, 2, tzinfo=UTC))
    far = change(shop, time_zone="America/Los_Angeles")
    make_home(far, block("order_history", **VALUE))
    assert "Monday 31 December 2018" in get(visit(far, "active"))


@pytest.mark.parametrize("count", [5, 50])
def test_fifty_orders_cost_the_queries_of_five(people, django_assert_num_queries, count):
    for number in range(count):
        buy(people["active"], f"Tea {number}", "Coffee")
    with django_assert_num_queries(3):
        page = shown(OrderHistoryBlock(), {**VALUE, "page_size": count}, of(people["active"]))
    assert len(titles(page)) == count


def test_a_parcel_on_its_way_says_when_it_arrives(people):
    order = buy(people["active"], "Tea", fulfilment_state="shipped")
    expected = datetime(2076, 12, 3, tzinfo=UTC)
    Fulfilment.objects.create(order=order, external_id="1", expected_at=expected)
    page = shown(OrderHistoryBlock(), VALUE, of(people["active"]))
    assert "On its way" in page
    assert "Arrives Thursday 3 December 2076" in " ".join(page.split())


def test_names_of_products_are_text(people):
    buy(people["active"], "<script>alert(1)</script>", "Tom & Co's")
    page = shown(OrderHistoryBlock(), VALUE, of(people["active"]))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and Tom &amp; Co&#x27;s" in page


def test_somebody_without_orders_is_told_what_will_be_here():
    page = shown(OrderHistoryBlock(), VALUE, viewer())
    assert "No orders yet" in page
    assert "When you order something, it appears here" in page


@pytest.mark.parametrize("size", [2, 51, None])
def test_a_list_holds_neither_too_few_nor_too_many(size):
    with pytest.raises(ValidationError):
        OrderHistoryBlock().child_blocks["page_size"].clean(size)


@pytest.mark.parametrize(("state", "names"), [("found", 2), ("nothing_found", 0)])
def test_what_the_gallery_finds_is_what_is_sought(state, names):
    made = OrderHistoryBlock.states[state]
    who = replace(viewer(), data=made.data(NOW, CAST["active"]))
    place = replace(PLACE, query=QueryDict(urlencode(made.query)))
    groups = OrderHistoryBlock().load({**VALUE, "allow_find": True, **made.value}, who, place)[
        "groups"
    ]
    rows = [row for group in groups for row in group.rows]
    assert len(rows) == names
    assert all("Espresso" in row.title and "efunded" in row.status_label for row in rows)
