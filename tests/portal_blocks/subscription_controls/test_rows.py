from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from billing.models import SubscriptionState
from portal_blocks.subscription_controls.rows import sentence_of, subscription_row
from tests.portal_blocks.cast import PLACE, card, subscription, viewer

ALL_ON = {"allow_pause": True, "allow_restart": True, "allow_cancel": True}
LATER = datetime(2027, 1, 14, 12, tzinfo=UTC)
EARLIER = datetime(2026, 11, 12, 12, tzinfo=UTC)
CARD = "Visa ending 4242"
SAID = {
    "trialing": "Your trial is free until Thursday 14 January 2027. "
    "Then we charge €24.00 to Visa ending 4242.",
    "active": "Your next charge is €24.00 on Thursday 3 December, to Visa ending 4242.",
    "past_due": "The last payment did not go through. We will try Visa ending 4242 again in the "
    "next days; make sure that it can be charged.",
    "paused": "Nothing is charged or sent until you restart.",
    "ending": "It ends on Thursday 3 December. Nothing more is charged.",
    "cancelled": "It ended on Thursday 12 November. Nothing more is charged.",
    "expired": "It ended on Thursday 12 November. Nothing more is charged.",
    "incomplete": "The first payment has not gone through, so it has not started.",
    "unknown": "",
}
TONES = {
    "trialing": "ok",
    "active": "ok",
    "past_due": "danger",
    "paused": "warn",
    "ending": "warn",
    "cancelled": "muted",
    "expired": "muted",
    "incomplete": "warn",
    "unknown": "muted",
}


def row(one, *, value=ALL_ON, cards=(), **portal):
    return subscription_row(one, value, viewer(one, cards=cards, **portal), PLACE)


def checked(state="active"):
    """A subscription with a change that no answer came to yet."""
    one = subscription(state)
    one.__dict__["has_open_operation"] = True
    return one


def test_every_state_is_spoken_for():
    assert list(SAID) == list(TONES) == SubscriptionState.values


@pytest.mark.parametrize("state", SAID)
def test_each_state_says_what_happens_next(state):
    one = subscription(state, trial_ends_at=LATER, ended_at=EARLIER)
    assert row(one, cards=[card()]).sentence == SAID[state]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("trialing", "Your trial is free until Thursday 14 January 2027. Then it is €24.00."),
        ("active", "Your next charge is €24.00 on Thursday 3 December."),
        ("past_due", "The last payment did not go through. We will try again in the next days."),
    ],
)
def test_without_a_card_none_is_named(state, said):
    assert row(subscription(state, trial_ends_at=LATER)).sentence == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("trialing", ""),
        ("active", ""),
        ("ending", "It will not renew, and nothing more is charged."),
        ("cancelled", "It has ended. Nothing more is charged."),
    ],
)
def test_a_date_that_is_not_known_is_not_promised(state, said):
    assert row(subscription(state, current_period_end=None)).sentence == said


def test_a_pause_with_an_end_names_it():
    one = subscription("paused", resumes_at=LATER)
    said = "Paused until Thursday 14 January 2027. Nothing is charged or sent until then."
    assert sentence_of(one, CARD, viewer()) == said


def test_an_end_that_was_set_comes_before_the_end_of_the_period():
    one = subscription("ending", cancel_at=LATER)
    assert "It ends on Thursday 14 January 2027." in sentence_of(one, CARD, viewer())


@pytest.mark.parametrize("state", TONES)
def test_each_state_has_its_words_and_tone(state):
    shown = row(subscription(state))
    assert (shown.state_label, shown.tone) == (SubscriptionState(state).label, TONES[state])


def test_the_price_is_told_with_its_rhythm():
    shown = row(subscription(interval="week", interval_count=4), currency_display="code")
    assert shown.price == "EUR\N{NO-BREAK SPACE}24.00 every 4 weeks"


@pytest.mark.parametrize("switch", ALL_ON)
def test_what_the_merchant_switched_off_is_not_offered(switch):
    value = {**ALL_ON, switch: False}
    offered = {
        each.name
        for state in SubscriptionState.values
        for each in row(subscription(state), value=value).actions
    }
    assert offered == {"pause", "restart", "cancel"} - {switch.removeprefix("allow_")}


@pytest.mark.parametrize("switch", ALL_ON)
def test_a_switch_that_was_never_set_is_off(switch):
    value = {name: on for name, on in ALL_ON.items() if name != switch}
    for state in SubscriptionState.values:
        assert switch not in {each.switch for each in row(subscription(state), value=value).actions}


@pytest.mark.parametrize("state", ["active", "paused", "ending", "past_due"])
def test_while_a_change_is_checked_nothing_is_offered_and_it_says_so(state):
    shown = row(checked(state))
    assert shown.actions == []
    assert (shown.notice.tone, shown.notice.text.split(".")[0]) == (
        "info",
        "We are checking your last change with our payment partner",
    )


def test_a_settled_subscription_has_no_notice():
    assert row(subscription()).notice is None


def test_each_offer_of_each_rendering_asks_for_one_thing_of_its_own():
    one = subscription()
    ids = [each.operation_id for _ in range(3) for each in row(one).actions]
    assert len(set(ids)) == len(ids) == 6
    assert {type(each) for each in ids} == {uuid.UUID}


def test_an_offer_posts_to_the_action_of_this_block():
    urls = [each.url for each in row(subscription()).actions]
    assert urls == [f"/do/7/{PLACE.block_id}/{name}/" for name in ("pause", "cancel")]


def test_the_first_picture_there_is_stands_for_it():
    items = [{"name": "Tea", "image_url": ""}, {"name": "Mug", "image_url": "/mug.png"}]
    shown = row(subscription(items=items))
    assert (shown.title, shown.picture) == ("Tea, Mug", "/mug.png")


def test_its_own_card_is_named_not_the_main_one():
    own = card(pk=2, external_id="pm_2", last4="0005", brand="amex", is_default=False)
    shown = row(subscription(card_external_id="pm_2"), cards=[card(), own])
    assert shown.sentence.endswith(", to American Express ending 0005.")
