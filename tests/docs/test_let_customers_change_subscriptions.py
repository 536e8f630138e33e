from __future__ import annotations

import re

import pytest
from wagtail.blocks import BooleanBlock

from billing.models import SubscriptionState
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from portal_blocks.terms.settings import TermsBlock
from portals.models import PauseMethod
from tests.docs.reading import guide, table
from tests.portal_blocks.cast import subscription
from tests.portal_blocks.subscription_controls.offering import offered

TEXT = guide("let-customers-change-subscriptions")
STATES = {row[0]: row[1] for row in table(TEXT, "State")}
SAID = {
    "active": "active",
    "trialing": "trial",
    "paused": "paused",
    "ending": "cancelled, but paid for to a later day",
    "past_due": "payment failed",
    "incomplete": "not started: its first payment has not gone through",
    "cancelled": "cancelled, expired",
    "expired": "cancelled, expired",
}
WORDS = {
    "address": "address",
    "again": "start it again",
    "cancel": "cancel",
    "card": "change the card",
    "coupon": "use a code",
    "frequency": "change how often",
    "gift": "gift note",
    "move": "move",
    "pause": "pause",
    "pay": "pay",
    "plan": "change plan",
    "quantity": "change how many",
    "return": "choose or change the day it goes on",
    "skip": "skip",
}
TEA = [{"name": "Tea", "price": "price_tea"}]


def settings():
    """The block's settings, but for its heading and who sees it."""
    found = SubscriptionControlsBlock().child_blocks
    return [one for name, one in found.items() if name not in ("heading", "visibility")]


def test_the_switches_in_the_text_are_the_blocks():
    switches = {str(one.label) for one in settings() if isinstance(one, BooleanBlock)}
    assert {row[0] for row in table(TEXT, "Switch in the block")} == switches


def test_every_other_setting_is_named():
    others = [one for one in settings() if not isinstance(one, (BooleanBlock, TermsBlock))]
    missing = [str(one.label) for one in others if f"*{one.label}*" not in TEXT]
    assert len(others) == 5
    assert missing == []


def test_the_terms_of_controls_are_named():
    found = [one for one in settings() if isinstance(one, TermsBlock)]
    labels = {str(field.label) for one in found for field in one.child_blocks.values()}
    assert len(labels) == 3
    assert [label for label in labels if f"**{label}**" not in TEXT] == []


@pytest.mark.parametrize("state", SAID)
def test_what_can_be_done_in_a_state_is_what_is_offered(state):
    words = {**WORDS, "restart": "keep it" if state == "ending" else "restart"}
    if state == "past_due":
        words["card"] = "update the card"
    names = [one.name for one in offered(subscription(state, items=TEA))]
    said = STATES[SAID[state]].partition(", if ")[0]
    assert sorted(said.split(", ")) == sorted(words[name] for name in names)


def test_every_state_that_offers_something_is_in_the_text():
    offering = {state for state in SubscriptionState.values if offered(subscription(state))}
    assert offering - SAID.keys() == set()
    assert set(STATES) == set(SAID.values())


def test_the_pauses_in_the_text_are_those_there_are():
    [columns] = re.findall(r"^\| \| (.+) \| (.+) \|$", TEXT, re.MULTILINE)
    assert columns == tuple(str(one.label).partition(":")[0] for one in PauseMethod)
