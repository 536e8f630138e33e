from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.bills import Bill
from billing.models import Order, SubscriptionState
from portal_blocks.charge_words import sentence_of
from portal_blocks.next_charge.coming import coming
from portal_blocks.subscription_controls.offers import offers_for
from portals.models import PauseMethod
from tests.portal_blocks.cast import NOW, RENEWS, Owned, subscription, viewer
from tests.portal_blocks.subscription_controls.offering import ALL_ON, about, offer, offered

CHANGES = ["frequency", "quantity", "plan", "address", "gift", "coupon", "card"]
OFFERED = {
    "trialing": ["pause", *CHANGES, "cancel"],
    "active": ["skip", "pause", "move", *CHANGES, "cancel"],
    "past_due": ["card", "address", "gift", "cancel"],
    "paused": ["restart", "return", "address", "gift", "card", "cancel"],
    "ending": ["restart"],
    "cancelled": ["again"],
    "expired": ["again"],
    "incomplete": ["pay", "cancel"],
    "unknown": [],
}
TEA = [{"name": "Tea", "price": "price_tea"}]


def names(one, **how):
    return [each.name for each in offered(one, **how)]


def test_every_state_is_spoken_for():
    assert list(OFFERED) == SubscriptionState.values


@pytest.mark.parametrize("state", OFFERED)
def test_a_state_offers_what_can_be_done_in_it(state):
    assert names(subscription(state, items=TEA)) == OFFERED[state]


@pytest.mark.parametrize("state", OFFERED)
def test_only_going_on_stands_out(state):
    stands_out = {each.name for each in offered(subscription(state)) if each.primary}
    assert stands_out == {"restart", "card", "pay"}.intersection(OFFERED[state][:1])


@pytest.mark.parametrize("state", ["past_due", "incomplete"])
def test_what_the_bank_asks_comes_before_another_card(state):
    one = subscription(state)
    order = Order(pk=5, currency="EUR", payment_state="requires_action", subscription=one)
    asked, owned = about(one), Owned([one], [], [Bill(order, "in_5")])
    [first, *_others] = offers_for(replace(asked, viewer=replace(asked.viewer, data=owned)))
    assert (first.label, first.link, first.primary) == ("Confirm the payment", "/go/pay/", True)


@pytest.mark.parametrize("state", OFFERED)
def test_giving_up_comes_last_and_is_marked(state):
    dangers = [each.danger for each in offered(subscription(state))]
    assert sum(dangers) == ("cancel" in OFFERED[state])
    assert dangers == sorted(dangers)


@pytest.mark.parametrize("switch", ALL_ON)
def test_what_the_merchant_switched_off_is_not_offered(switch):
    for state in OFFERED:
        found = offered(subscription(state, items=TEA), value={switch: False})
        assert switch not in {each.switch for each in found}


@pytest.mark.parametrize("switch", ALL_ON)
def test_each_switch_is_for_something(switch):
    offers = [each for state in OFFERED for each in offered(subscription(state, items=TEA))]
    assert switch in {each.switch for each in offers}


def test_a_moved_charge_can_be_put_back_but_not_skipped():
    moved = subscription(moved_from=NOW + timedelta(days=3))
    assert names(moved)[:2] == ["undo", "pause"]


def test_a_charge_whose_own_day_is_over_can_be_neither_skipped_nor_put_back():
    assert not {"undo", "skip"} & set(names(subscription(moved_from=NOW)))


def test_where_a_pause_stops_the_service_nothing_is_skipped():
    assert "skip" not in names(subscription(), pause_method=PauseMethod.STOP)


def test_what_stripe_cannot_stop_is_not_offered_a_stop():
    rigid = subscription(is_flexible=False)
    assert "pause" not in names(rigid, pause_method=PauseMethod.STOP)
    assert "pause" in names(rigid, pause_method=PauseMethod.HOLD)


@pytest.mark.parametrize("moved_from", [RENEWS, None])
def test_while_a_charge_is_moved_or_put_back_what_it_is_for_can_be_changed(moved_from):
    moved = offered(subscription(raw_status="trialing", moved_from=moved_from))
    assert [each.waits for each in moved if each.name in ("frequency", "quantity", "plan")] == [
        ""
    ] * 3


@pytest.mark.parametrize("name", ["frequency", "quantity", "plan"])
def test_where_time_is_paid_for_a_moved_charge_has_to_come_first(name):
    moved = subscription(raw_status="trialing", moved_from=None)
    waiting = offer(name, moved, pause_method=PauseMethod.STOP)
    assert (waiting.view, waiting.waits.partition(" from ")[2]) == ("", "Thursday 3 December.")


def test_what_waits_for_the_bank_offers_that_and_giving_up():
    waiting, operation = subscription(), uuid.uuid4()
    waiting.__dict__["waiting_operation_id"] = operation
    confirm, cancel = offered(waiting)
    assert cancel.name == "cancel"
    assert (confirm.primary, confirm.link) == (True, f"/finish/{operation}/")


def test_what_never_began_leads_to_paying_its_first_bill_here_and_in_the_next_charge():
    one = subscription("incomplete")
    [pay, _cancel] = offered(one)
    assert (pay.label, pay.link, pay.primary) == ("Pay now", "/go/pay/", True)
    found = coming(viewer(one), ())
    assert [(step.label, step.url) for step in found.steps] == [(pay.label, pay.link)]
    assert found.sentence == sentence_of(one, "", viewer(one))


def test_a_failed_payment_leads_to_the_card():
    card = offered(subscription("past_due"))[0]
    assert (card.link, card.primary) == ("/go/card/", True)


@pytest.mark.parametrize("items", [[], [{"name": "Tea"}], [*TEA, {"name": "Mug", "price": "gone"}]])
def test_what_is_not_sold_any_more_is_not_offered_again(items):
    assert names(subscription("cancelled", items=items)) == []


def test_reasons_are_asked_only_of_who_cancels():
    for state in OFFERED:
        for each in offered(subscription(state)):
            assert bool(each.reasons) is (each.name == "cancel")


def test_the_way_back_is_never_called_cancel():
    labels = [each.back_label for state in OFFERED for each in offered(subscription(state))]
    assert any(labels)
    assert not [label for label in labels if "cancel" in label.lower()]


def test_what_is_not_possible_yet_says_so_in_place_of_its_form():
    terms = {"notice": 20, "renewals": 0, "states": []}
    found = offered(subscription(), value={**ALL_ON, "pause_terms": terms})
    [pause] = [each for each in found if each.name == "pause"]
    assert (pause.waits, pause.confirm_label) == ("You can pause from Thursday 3 December.", "")
