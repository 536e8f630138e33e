"""An order on a page of its own, below the page its block stands on."""

from __future__ import annotations

import pytest

from access_rules.presets import INACTIVE
from billing.models import Order
from tests.pages import block, make_home, make_page, text


def history(rule=None, **value):
    given = {"heading": "Your orders", "page_size": 20, **value}
    return (
        block("order_history", **given) if rule is None else block("order_history", rule, **given)
    )


@pytest.fixture
def order(people):
    return Order.objects.get(customer=people["active"])


@pytest.fixture
def shop_with_orders(visit, shop):
    """The active one at a page of their orders."""
    make_home(shop, history())
    return visit(shop, "active")


def test_the_list_leads_to_the_order(visit, shop, order):
    make_home(shop, history())
    client = visit(shop, "active")
    assert f'href="/order/{order.pk}/"' in client.get("/").content.decode()
    shown = client.get(f"/order/{order.pk}/").content.decode()
    assert "1002" in shown
    assert "£12.00" in shown


def test_stranger_is_refused(visit, shop, people, order):
    make_home(shop, history())
    theirs = visit(shop, "paused").get(f"/order/{order.pk}/")
    missing = visit(shop, "paused").get("/order/999999/")
    assert theirs.status_code == missing.status_code == 404
    assert "1002" not in theirs.content.decode()


def test_without_a_block_that_shows_orders_there_is_no_such_page(visit, shop, order):
    make_home(shop, text("No orders here"))
    assert visit(shop, "active").get(f"/order/{order.pk}/").status_code == 404


def test_a_hidden_block_has_no_page(visit, shop, order):
    make_home(shop, history(INACTIVE))
    assert visit(shop, "active").get(f"/order/{order.pk}/").status_code == 404


def test_signed_out_visitors_sign_in_first(visit, shop, order):
    make_home(shop, history())
    answer = visit(shop).get(f"/order/{order.pk}/")
    assert answer.headers["Location"] == f"/sign-in/?next=%2Forder%2F{order.pk}%2F"


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "1.5", "%00", "²"])
@pytest.mark.parametrize("view", ["order", "order-again", "document"])
def test_nonsense_is_not_found(shop_with_orders, view, key):
    assert shop_with_orders.get(f"/{view}/{key}/").status_code == 404


@pytest.mark.parametrize("view", ["order/{}", "order-again/{}", "document/{}-invoice"])
def test_no_page_of_somebody_elses_order_is_found(shop_with_orders, people, view):
    theirs = Order.objects.get(customer=people["paused"])
    assert shop_with_orders.get(f"/{view.format(theirs.pk)}/").status_code == 404


def test_a_page_of_that_address_comes_first(visit, shop, order):
    home = make_home(shop, history())
    make_page(home, "order", text("A page called order"))
    assert "A page called order" in visit(shop, "active").get("/order/").content.decode()
