from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from billing.models import SubscriptionState
from portals.models import PauseMethod
from tests.portal_blocks.cast import NOW, RENEWS, subscription
from tests.portal_blocks.subscription_controls.offering import ALL_ON, offered

CHANGES = ["frequency", "quantity", "plan", "address", "gift", "coupon", "card"]
OFFERED = {
    "trialing": ["pause", *CHANGES, "cancel"],
    "active": ["skip", "pause", "move", *CHANGES, "cancel"],
    "past_due": ["card", "address", "gift", "cancel"],
    "paused": ["restart", "return", "address", "gift", "card", "cancel"],
    "ending": ["restart"],
    "cancelled": ["again"],
    "expired": ["again"],
    "incomplete": ["cancel"],
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
    assert stands_out == ({"card"} if state == "past_due" else {"restart"} & set(OFFERED[state]))


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


def test_a_plan_is_not_changed_until_a_moved_charge_has_come():
    assert "plan" not in names(subscription(raw_status="trialing", moved_from=RENEWS))


def test_what_waits_for_the_bank_offers_that_and_giving_up():
    waiting, operation = subscription(), uuid.uuid4()
    waiting.__dict__["waiting_operation_id"] = operation
    confirm, cancel = offered(waiting)
    assert cancel.name == "cancel"
    assert (confirm.primary, confirm.link) == (True, f"/finish/{operation}/")


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
