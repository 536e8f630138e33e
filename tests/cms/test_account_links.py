from __future__ import annotations

import pytest
from wagtail.models import Page

from access_rules.presets import ACTIVE, ANY_CUSTOMER, INACTIVE
from tests.pages import again, block, make_home, make_page, text

ORDERS = {"heading": "Your orders", "page_size": 3, "allow_again": False}


@pytest.fixture
def home(shop):
    return Page.objects.get(pk=make_home(shop, text("Hello")).pk)


@pytest.fixture
def links(visit, shop):
    """The links of the account menu of one of the cast, or of somebody signed out."""

    def found(key: str) -> list[str]:
        html = visit(again(shop), key).get("/").content.decode()
        menu = html.partition('id="account-menu"')[2].partition("</nav>")[0]
        return [part.partition("#")[0] for part in menu.split('href="')[1:]]

    return found


def test_one_is_led_to_the_page_with_ones_orders(home, links):
    make_page(home, "orders", block("order_history", **ORDERS))
    assert links("active") == ["/orders/"]


def test_a_block_inside_columns_is_found(home, links):
    inside = [block("order_history", **ORDERS)]
    make_page(home, "orders", block("columns", left=inside, right=[], ratio="even"))
    assert links("active") == ["/orders/"]


@pytest.mark.parametrize(("key", "found"), [("active", ["/b/"]), ("cancelled", ["/a/"])])
def test_each_is_led_to_a_page_and_block_that_they_see(home, links, key, found):
    make_page(home, "a", block("order_history", INACTIVE, **ORDERS), rule=ANY_CUSTOMER)
    make_page(home, "b", block("order_history", **ORDERS), rule=ACTIVE)
    assert links(key) == found


def test_without_such_a_page_there_is_the_way_out_alone(home, visit, shop):
    html = visit(again(shop), "active").get("/").content.decode()
    assert "account-menu" not in html
    assert 'action="/sign-out/"' in html
