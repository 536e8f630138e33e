from __future__ import annotations

from datetime import timedelta

import pytest

from billing.actions.registry import SETTLERS
from billing.models import AuditEntry, Operation, SubscriptionState
from portal_blocks.subscription_controls.past import BECAME, DONE, happenings
from tests.portal_blocks.cast import NOW, viewer

ELSEWHERE = {
    # What is about orders, cards and the customer, never about a subscription.
    *("buy", "order_again", "pay_invoice", "refund_order"),
    *("remove_card", "set_default_card", "update_card", "update_details"),
}


def entry(action, actor="customer", params=None, **told):
    operation = None if actor == "stripe" else Operation(action=action, params=params or {})
    return AuditEntry(at=NOW, actor=actor, action=action, operation=operation, **told)


def told(*args, **how):
    return [(one.what, one.by) for one in happenings([entry(*args, **how)], viewer())]


def test_every_change_of_a_subscription_has_its_words():
    assert set(SETTLERS) - ELSEWHERE == {*DONE, "change_delivery"}


@pytest.mark.parametrize(
    ("actor", "by"), [("customer", "You"), ("staff:7", "Sample portal"), ("portico", "")]
)
def test_it_is_said_who_did_it(actor, by):
    assert told("skip_next", actor) == [("A charge was skipped", by)]


@pytest.mark.parametrize(
    ("action", "params", "what"),
    [
        ("pause_subscription", {"until": None}, "Paused"),
        ("pause_subscription", {"until": NOW.isoformat()}, "Paused until Sunday 22 November"),
        ("move_charge", {"to": NOW.isoformat()}, "The next charge was moved to Sunday 22 November"),
        ("apply_coupon", {"code": "SPRING"}, "The code SPRING was used"),
        ("change_delivery", {"part": "gift_note", "value": ""}, "The gift note was removed"),
        ("change_delivery", {"part": "gift_note", "value": "Hi"}, "The gift note was changed"),
        (
            "change_delivery",
            {"part": "shipping_address", "value": {}},
            "The delivery address was changed",
        ),
    ],
)
def test_what_was_asked_for_is_said(action, params, what):
    assert told(action, params=params) == [(what, "You")]


@pytest.mark.parametrize("state", BECAME)
def test_what_happened_by_itself_is_said(state):
    after = {"state": str(state)}
    assert told("subscription_changed", "stripe", after=after) == [(str(BECAME[state]), "")]


def test_what_staff_changed_at_stripe_is_said():
    after = {"items": ["2 Tea"], "amount": {"minor": 1, "currency": "EUR"}}
    assert told("subscription_changed", "stripe", after=after) == [("Changed to 2 Tea", "")]


def test_what_says_nothing_to_a_customer_is_left_out():
    unknown = {"state": SubscriptionState.UNKNOWN}
    assert told("subscription_changed", "stripe", after=unknown) == []
    assert told("a_new_action") == []


def test_the_latest_comes_first():
    entries = [entry("skip_next"), entry("undo_move")]
    entries[1].at = NOW - timedelta(days=1)
    assert [one.at for one in happenings(entries, viewer())] == [NOW, NOW - timedelta(days=1)]
