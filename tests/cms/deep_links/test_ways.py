from __future__ import annotations

import pytest

from cms.deep_links import link
from tests.pages import block, make_home, make_page

WORDS = ["pause", "restart", "skip", "move", "cancel"]
SWITCHES = {f"allow_{word}": True for word in WORDS}


def controls(**values):
    return block("subscription_controls", heading="", **{**SWITCHES, **values})


def led(client, word, query=""):
    return client.get(f"/go/{word}/{query}").headers["Location"]


@pytest.mark.parametrize("word", WORDS)
def test_word_opens_what_it_names_for_the_subscription_that_is_meant(visit, shop, word):
    home = make_home(shop, controls())
    address = led(visit(shop, "active"), word, "?subscription=sub_active")
    assert address == f"/?open={word}&subscription=sub_active#block-{home.body[0].id}"


@pytest.mark.parametrize("asked", ["sub_paused", "sub_nobody", "", "%00", "x" * 300, "' or 1=1--"])
def test_subscription_of_somebody_else_is_not_passed_on(visit, shop, asked):
    home = make_home(shop, controls())
    address = led(visit(shop, "active"), "pause", f"?subscription={asked}")
    assert address == f"/?open=pause#block-{home.body[0].id}"


@pytest.mark.parametrize(
    ("word", "kind"),
    [("account", "account"), ("details", "details"), ("shipments", "order_history")],
)
def test_word_leads_to_its_block(visit, shop, word, kind):
    home = make_home(shop, block(kind, heading=""))
    assert led(visit(shop, "active"), word) == f"/#block-{home.body[0].id}"


def test_parcels_are_looked_for_among_the_orders_where_they_have_no_block(visit, shop):
    home = make_home(shop, block("order_history", heading=""))
    assert led(visit(shop, "active"), "shipments") == f"/#block-{home.body[0].id}"


def test_an_order_is_found_wherever_the_orders_stand(visit, shop, people):
    make_page(make_home(shop), "bought", block("order_history", heading=""))
    order = people["active"].orders.first()
    assert led(visit(shop, "active"), "order", f"?order={order.pk}") == f"/bought/order/{order.pk}/"


@pytest.mark.parametrize("asked", ["", "0", "x", "\N{ARABIC-INDIC DIGIT ONE}", "9" * 400, "-1"])
def test_an_order_of_nobody_leads_to_the_list(visit, shop, asked):
    home = make_home(shop, block("order_history", heading=""))
    assert led(visit(shop, "active"), "order", f"?order={asked}") == f"/#block-{home.body[0].id}"


def test_an_order_of_somebody_else_leads_to_the_list(visit, shop, people):
    home = make_home(shop, block("order_history", heading=""))
    order = people["paused"].orders.first()
    led_to = led(visit(shop, "active"), "order", f"?order={order.pk}")
    assert led_to == f"/#block-{home.body[0].id}"


def test_cancel_leads_to_the_first_page_of_the_flow(visit, shop):
    home = make_home(shop)
    why = make_page(home, "why", block("cancel_confirm", heading="Cancel"))
    make_page(home, "subs", controls(cancel_page=why.pk))
    address = led(visit(shop, "active"), "cancel", "?subscription=sub_active")
    assert address == "/why/?subscription=sub_active"


def test_flow_that_is_closed_to_them_is_passed_by(visit, shop):
    home = make_home(shop, rule={"version": 1, "all": [{"condition": "any_customer"}]})
    closed = {"version": 1, "all": [{"condition": "standing", "value": "inactive"}]}
    why = make_page(home, "why", block("cancel_confirm", heading="Cancel"), rule=closed)
    make_page(home, "subs", controls(cancel_page=why.pk))
    assert led(visit(shop, "active"), "cancel").startswith("/subs/?open=cancel#")


def test_cancel_without_controls_leads_to_the_reasons(visit, shop):
    row = {"words": "Too dear", "means": "other"}
    home = make_home(shop, controls(allow_cancel=False))
    why = make_page(home, "why", block("cancel_reasons", heading="Why", reasons=[row]))
    assert led(visit(shop, "active"), "cancel") == f"/why/#block-{why.body[0].id}"


def test_signed_out_one_comes_back_with_all_that_was_asked(visit, shop):
    make_home(shop, controls())
    address = led(visit(shop), "pause", "?subscription=sub_active&return=https://a.example/")
    assert "next=%2Fgo%2Fpause%2F%3Fsubscription%3Dsub_active%26return%3Dhttps" in address


def test_link_names_the_subscription(shop, settings):
    settings.PORT, settings.HTTPS = 443, True
    expected = f"https://{shop.host}/go/skip/?subscription=sub_1"
    assert link(shop, "skip", subscription="sub_1") == expected
