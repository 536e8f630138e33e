"""The page of one subscription. These tests need no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from billing.models import Order
from portal_blocks.sample_subscriptions import sample_item
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from portal_blocks.subscription_controls.past import past_orders
from tests.portal_blocks.cast import PLACE, card, subscription, viewer
from tests.portal_blocks.subscription_controls.offering import ALL_ON

VALUE = {**ALL_ON, "show_controls": "page"}
BEGAN = datetime(2026, 1, 5, tzinfo=UTC)
BERLIN = {"name": "Ada", "line1": "Weg 1", "postal_code": "10969", "city": "Berlin"}


def page(one=None, *, value=VALUE, ids=(), **changes):
    one = one or subscription(started_at=BEGAN, **changes)
    view = SubscriptionControlsBlock.views["subscription"]
    who = replace(viewer(one, cards=[card()]), customer_ids=ids)
    return view.load(value, who, PLACE, "sub_1")


def group(found, key):
    return next((one for one in found["groups"] if one.key == key), None)


def test_all_that_can_be_done_is_in_one_place_each():
    found = page()
    named = [each.name for each in (*found["row"].actions, *found["last"])]
    for one in found["groups"]:
        named += [each.name for each in one.actions]
    assert len(named) == len(set(named)) == 11
    assert [each.name for each in found["last"]] == ["cancel"]


def test_nothing_is_behind_a_word_there():
    assert page()["row"].more == []


def test_where_it_goes_and_the_note_stand_beside_their_controls():
    where = group(page(shipping_address=BERLIN, gift_note="Enjoy"), "where")
    assert [fact.text for fact in where.facts] == ["Ada\nWeg 1\n10969 Berlin", "Enjoy"]
    assert [each.name for each in where.actions] == ["address", "gift"]


def test_without_an_address_of_its_own_it_says_where_it_goes():
    assert [one.text for one in group(page(), "where").facts] == ["Your usual address"]


def test_a_shop_that_sends_nothing_says_nothing_of_it():
    off = {**VALUE, "allow_address": False, "allow_gift": False}
    assert group(page(value=off), "where") is None


@pytest.mark.parametrize(("quantity", "price"), [(1, "€24.00"), (3, "€72.00")])
def test_each_thing_says_what_it_costs(quantity, price):
    things = group(page(items=[sample_item(1, "Tea", 2400, quantity)]), "what").things
    assert [one["price"] for one in things] == [price]


def test_its_past_is_told():
    found = page()
    assert found["happenings"][0].what == "A charge was skipped"
    assert len(found["orders"]) == 5


def test_its_orders_lead_to_their_own_pages():
    first = page()["orders"][0]
    assert (first.name, first.url) == (
        f"Order {first.order.number}",
        f"/go/order/?order={first.order.pk}",
    )


def test_where_no_page_shows_orders_they_lead_nowhere(monkeypatch):
    monkeypatch.setattr("cms.links.shows_block", lambda kind, viewer: kind != "order_history")
    assert {one.url for one in page(ids=(1,))["orders"]} == {""}


def test_an_order_without_a_number_has_a_name():
    assert past_orders([Order(pk=1, payment_state="paid")], viewer())[0].name == "Your order"


def test_forms_lead_back_to_this_page():
    assert page()["row"].shown_at == "/account/subscription/sub_1/"


def test_where_all_is_in_the_list_there_is_no_such_page():
    assert page(value={**VALUE, "show_controls": "list"}) is None
