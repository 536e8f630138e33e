from __future__ import annotations

import pytest

from billing.actions.plans import NoPreview
from portal_blocks.sample_subscriptions import SampleSubscription, sample_item
from tests.portal_blocks.cast import NOW, Owned
from tests.portal_blocks.subscription_controls.pages import ON, coffee, page


def test_each_thing_may_be_had_so_many_times_as_the_merchant_lets():
    things = page("quantity")["things"]
    assert [(one["quantities"], one["chosen"]) for one in things] == [
        ([1, 2, 3], 1),
        ([1, 2, 3], 2),
    ]
    assert [one["price"] for one in things] == ["€24.00", "€3.00"]


def test_what_it_is_then_and_what_it_costs_is_said_before_the_button():
    cost = page("quantity", "quantity-si_1=3&quantity-si_2=2")["cost"]
    assert cost.new_plan == "3 \N{MULTIPLICATION SIGN} Coffee, 2 \N{MULTIPLICATION SIGN} Milk"
    assert cost.new_price == "€78.00 every 4 weeks"
    assert cost.button == "Pay €57.00 and change"


def test_only_what_was_chosen_is_sent_along_with_the_agreement():
    cost = page("quantity", "quantity-si_1=3&operation_id=x&subscription=sub_2&agreed=y")["cost"]
    assert cost.fields == [("quantity-si_1", "3")]


@pytest.mark.parametrize("query", ["quantity-si_1=9", "quantity-si_1=0"])
def test_more_than_the_merchant_lets_is_not_reckoned(query):
    found = page("quantity", query)
    assert (found["cost"], bool(found["problem"])) == (None, True)


def test_where_there_is_one_of_each_there_is_nothing_to_choose():
    one = coffee(items=[sample_item(1, "Coffee", 2400)])
    assert page("quantity", value={**ON, "most": 1}, one=one)["things"] == []


@pytest.mark.parametrize("name", ["quantity", "frequency", "plan"])
@pytest.mark.parametrize("state", ["paused", "past_due", "cancelled"])
def test_why_it_cannot_be_changed_now_is_said(name, state):
    found = page(name, one=coffee(state))
    assert found["problem"]
    assert found["cost"] is None


@pytest.mark.parametrize("name", ["quantity", "frequency", "plan"])
def test_what_the_terms_forbid_yet_is_said_on_the_page_too(name):
    found = page(name, value={**ON, f"{name}_terms": {"notice": 20}})
    assert found["problem"].endswith("from Thursday 3 December.")


@pytest.mark.parametrize("name", ["quantity", "frequency", "plan", "subscription"])
def test_strangers_and_where_it_is_off_find_nothing(name):
    on = {**ON, "show_controls": "page"}
    assert page(name, value=on) is not None
    assert page(name, value=on, key="sub_of_somebody_else") is None
    assert page(name, value={}) is None


def test_with_stripe_away_it_is_said_and_can_be_tried_again(monkeypatch):
    fault = NoPreview("We cannot reach our payment partner.", "away")
    away = SampleSubscription(coffee(), NOW, fault)
    monkeypatch.setattr(Owned, "about_subscription", lambda *_: away)
    found = page("quantity", "quantity-si_1=3")
    assert (found["problem"], len(found["things"])) == ("We cannot reach our payment partner.", 2)


def test_the_way_back_leads_to_where_it_was_pressed():
    assert page("quantity")["back_url"].endswith("-subscription-1")
    of_its_own = page("quantity", value={**ON, "show_controls": "page"})
    assert of_its_own["back_url"] == "/account/subscription/sub_1/"


@pytest.mark.parametrize("typed", ["9" * 5000, "-1", "\N{ARABIC-INDIC DIGIT TWO}", ""])
def test_what_is_no_number_chooses_what_there_is(typed):
    assert page("quantity", f"quantity-si_1={typed}")["things"][0]["chosen"] == 1
