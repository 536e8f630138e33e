from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from wagtail.blocks import StructBlock

from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from portal_blocks.terms.waits import FROM, TERMS, wait_of
from tests.portal_blocks.cast import NOW, RENEWS, Owned, subscription, viewer

NEXT = "Thursday 3 December"


def wait(one, *, paid=0, name="pause", **terms):
    who = replace(viewer(one), data=Owned([one], [], renewals={one.pk: paid}))
    return wait_of(name, one, who, {TERMS[name]: terms})


def test_every_control_with_terms_has_its_setting_and_its_words():
    settings = SubscriptionControlsBlock().child_blocks
    assert all(isinstance(settings[name], StructBlock) for name in TERMS.values())
    assert set(FROM) == set(TERMS)


@pytest.mark.parametrize("name", TERMS)
def test_a_block_stored_before_there_were_terms_forbids_nothing(name):
    stored = SubscriptionControlsBlock().to_python({"heading": "Yours", "allow_pause": True})
    assert wait_of(name, subscription(), viewer(), stored) == ""
    assert wait_of(name, subscription(), viewer(), {}) == ""


@pytest.mark.parametrize(
    ("needed", "paid", "said"),
    [
        (3, 3, ""),
        (3, 9, ""),
        (3, 2, f"You can pause from {NEXT}."),
        (3, 1, "You can pause from Sunday 3 January 2027."),
        (3, 0, "You can pause from Wednesday 3 February 2027."),
    ],
)
def test_not_before_so_many_renewals(needed, paid, said):
    assert wait(subscription(), paid=paid, renewals=needed) == said


@pytest.mark.parametrize(
    ("days", "said"), [(11, ""), (10, ""), (12, f"You can skip a charge from {NEXT}.")]
)
def test_so_many_days_before_the_next_charge(days, said):
    assert wait(subscription(), name="skip", notice=days) == said


def test_a_notice_as_long_as_the_rhythm_would_never_be_kept_and_counts_for_nothing():
    weekly = subscription(interval="week", current_period_end=NOW + timedelta(days=3))
    assert wait(weekly, notice=7) == ""
    assert wait(weekly, notice=6) != ""


def test_of_two_terms_the_later_day_is_said():
    one = subscription(current_period_end=NOW + timedelta(days=2))
    said = wait(one, name="cancel", renewals=2, notice=5)
    assert said == "You can cancel from Thursday 24 December."


def test_renewals_are_asked_for_only_where_the_terms_name_them():
    one = subscription()
    unasked = replace(viewer(one), data=Owned([one], [], renewals=None))
    assert wait_of("pause", one, unasked, {"pause_terms": {"notice": 3, "renewals": 0}}) == ""


def test_while_nothing_is_charged_the_charges_are_counted():
    said = wait(subscription("paused"), paid=1, name="cancel", renewals=3)
    assert said == "You can do this after 2 more charges."


def test_in_a_trial_its_own_end_is_no_renewal():
    said = wait(subscription("trialing", trial_ends_at=RENEWS), renewals=1)
    assert said == "You can pause from Sunday 3 January 2027."


def test_where_a_state_is_not_permitted_it_says_when_that_is_over():
    trial = subscription("trialing", trial_ends_at=RENEWS)
    assert wait(trial, states=["active"]) == f"You can pause from {NEXT}."
    paused = wait(subscription("paused"), name="cancel", states=["active"])
    assert paused == "You can do this again once it is not paused any more."
    assert wait(subscription(), states=["active"]) == ""


@pytest.mark.parametrize("state", ["past_due", "incomplete"])
def test_whoever_s_payment_failed_may_always_give_up(state):
    assert wait(subscription(state), name="cancel", renewals=9, states=["active"]) == ""
