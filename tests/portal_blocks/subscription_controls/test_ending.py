from __future__ import annotations

import pytest

from billing.actions.cancel import Reason
from portal_blocks.subscription_controls.ending import cancel_reasons
from tests.portal_blocks.cast import NOW, RENEWS, subscription
from tests.portal_blocks.subscription_controls.offering import offer

AT_ONCE = {"cancel_when": "now"}


def test_cancelling_leaves_what_is_paid_for():
    first, second = offer("cancel", subscription()).consequence
    assert first == "You keep it until Thursday 3 December, which is paid for."
    assert second == "Nothing more is charged. You can change your mind until then."


def test_cancelling_at_once_says_that_nothing_is_paid_back():
    said = ["It ends today. Nothing more is charged, and nothing is paid back."]
    assert offer("cancel", subscription(), value=AT_ONCE).consequence == said


def test_a_moved_charge_does_not_make_the_paid_time_longer():
    moved = subscription(current_period_end=NOW.replace(month=12, day=31), moved_from=RENEWS)
    assert "until Thursday 3 December" in offer("cancel", moved).consequence[0]


def test_after_a_skipped_charge_nothing_is_left_to_keep():
    skipped = subscription(moved_from=NOW)
    assert offer("cancel", skipped).consequence == ["It ends today. Nothing more is charged."]


@pytest.mark.parametrize(("state", "kind"), [("trialing", ""), ("paused", "hold")])
def test_cancelling_what_nothing_was_paid_for_says_when_it_ends(state, kind):
    first, second = offer("cancel", subscription(state, pause_kind=kind)).consequence
    assert first == "It ends on Thursday 3 December. Nothing more is charged."
    assert second == "You can change your mind until then."


@pytest.mark.parametrize("state", ["trialing", "active", "paused"])
def test_cancelling_without_a_known_date_promises_none(state):
    running = subscription(state, current_period_end=None)
    said = ["It will not renew, and nothing more is charged."]
    assert offer("cancel", running).consequence == said


@pytest.mark.parametrize("state", ["past_due", "incomplete"])
def test_cancelling_what_is_not_paid_ends_it_today(state):
    cancel = offer("cancel", subscription(state))
    assert cancel.consequence == ["It ends today. Nothing more is charged."]


def test_cancelling_what_was_stopped_ends_it_today():
    stopped = subscription("paused", pause_kind="stop", current_period_end=RENEWS)
    assert offer("cancel", stopped).consequence == ["It ends today. Nothing more is charged."]


def test_reasons_are_the_words_stripe_takes():
    assert {code for code, _ in cancel_reasons()} == set(Reason.values)
    assert len(cancel_reasons()) == len(Reason)
