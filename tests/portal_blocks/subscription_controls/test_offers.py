from __future__ import annotations

import pytest

from billing.actions.cancel import Reason
from billing.models import SubscriptionState
from portal_blocks.subscription_controls.offers import cancel_reasons, offers_for
from portals.models import PauseMethod
from tests.portal_blocks.cast import RENEWS, subscription, viewer

CARD = "Visa ending 4242"
OFFERED = {
    "trialing": ["pause", "cancel"],
    "active": ["pause", "cancel"],
    "past_due": ["cancel"],
    "paused": ["restart", "cancel"],
    "ending": ["restart"],
    "cancelled": [],
    "expired": [],
    "incomplete": ["cancel"],
    "unknown": [],
}


def offer(name, one, *, card=CARD, **portal):
    """The offer of this name for a subscription."""
    [found] = [each for each in offers_for(one, viewer(**portal), card) if each.name == name]
    return found


def test_every_state_is_spoken_for():
    assert list(OFFERED) == SubscriptionState.values


@pytest.mark.parametrize("state", OFFERED)
def test_a_state_offers_what_can_be_done_in_it(state):
    offered = offers_for(subscription(state), viewer(), CARD)
    assert [each.name for each in offered] == OFFERED[state]


@pytest.mark.parametrize("state", OFFERED)
def test_only_going_on_stands_out(state):
    offered = offers_for(subscription(state), viewer(), CARD)
    assert {each.name for each in offered if each.primary} == {"restart"} & set(OFFERED[state])


def test_a_pause_that_holds_says_that_charges_and_parcels_stop():
    pause = offer("pause", subscription(), pause_method=PauseMethod.HOLD)
    assert pause.consequence[0] == "We stop charging and sending from today."


def test_a_pause_that_stops_says_that_the_membership_stops():
    pause = offer("pause", subscription(), pause_method=PauseMethod.STOP)
    assert pause.consequence[0] == "Your membership stops today, and so do all charges."


def test_a_trial_that_is_held_goes_on_to_its_end():
    pause = offer("pause", subscription("trialing"), pause_method=PauseMethod.HOLD)
    assert pause.consequence[0].endswith("Your trial goes on to its end.")


def test_a_trial_that_is_stopped_does_not_go_on():
    pause = offer("pause", subscription("trialing"), pause_method=PauseMethod.STOP)
    assert pause.consequence[0] == "Your membership stops today, and so do all charges."


def test_restarting_what_was_stopped_names_the_charge_and_the_card():
    restart = offer("restart", subscription("paused", pause_kind="stop"))
    sentence = "We charge €24.00 to Visa ending 4242 now, and a new period starts."
    assert (restart.label, restart.consequence[0]) == ("Restart", sentence)


def test_restarting_what_was_stopped_says_so_without_a_card_too():
    restart = offer("restart", subscription("paused", pause_kind="stop"), card="")
    assert restart.consequence[0].startswith("We charge €24.00 to your card now")


def test_restarting_what_was_held_charges_nothing_and_names_the_next_charge():
    restart = offer("restart", subscription("paused", pause_kind="hold"))
    sentence = "Nothing is charged now. Your next charge is €24.00 on Thursday 3 December."
    assert restart.consequence[0] == sentence


def test_what_a_restart_costs_follows_how_it_was_paused_not_how_the_portal_pauses_now():
    held = subscription("paused", pause_kind="hold")
    restart = offer("restart", held, pause_method=PauseMethod.STOP)
    assert restart.consequence[0].startswith("Nothing is charged now.")


def test_restarting_without_a_known_date_promises_none():
    held = subscription("paused", pause_kind="hold", current_period_end=None)
    assert offer("restart", held).consequence[0] == "Nothing is charged now."


def test_keeping_what_was_to_end_charges_nothing_now():
    keep = offer("restart", subscription("ending"))
    goes_on = "It goes on as before. Your next charge is €24.00 on Thursday 3 December."
    assert (keep.label, keep.consequence) == ("Keep it", ["Nothing is charged now.", goes_on])


def test_keeping_without_a_known_date_promises_none():
    keep = offer("restart", subscription("ending", current_period_end=None))
    assert keep.consequence[1] == "It goes on as before."


def test_cancelling_leaves_what_is_paid_for():
    first, second = offer("cancel", subscription()).consequence
    assert first == "You keep it until Thursday 3 December, which is paid for."
    assert second == "Nothing more is charged. You can change your mind until then."


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


def test_reasons_are_asked_only_of_who_cancels():
    for state in OFFERED:
        for each in offers_for(subscription(state), viewer(), CARD):
            assert bool(each.reasons) is (each.name == "cancel")


def test_the_way_back_is_never_called_cancel():
    labels = [
        each.back_label
        for state in OFFERED
        for each in offers_for(subscription(state), viewer(), CARD)
    ]
    assert labels
    assert not [label for label in labels if "cancel" in label.lower()]


def test_amounts_are_written_as_the_portal_says():
    restart = offer("restart", subscription("paused", pause_kind="stop"), currency_display="code")
    assert "EUR\N{NO-BREAK SPACE}24.00" in restart.consequence[0]
