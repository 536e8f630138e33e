"""What comes next, over all subscriptions. These tests need no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from portal_blocks.next_charge.block import NextChargeBlock
from portal_blocks.next_charge.coming import coming
from portal_blocks.sample_subscriptions import sample_item
from portals.models import PauseMethod
from tests.portal_blocks.cast import NOW, RENEWS, card, shown, subscription, viewer

ALL = {"skip", "manage"}
LATER = RENEWS + timedelta(days=5)


def tea(pk=1, state="active", at=RENEWS, **changes):
    about = {"external_id": f"sub_{pk}", "current_period_end": at}
    return subscription(state, pk=pk, **{**about, **changes})


def of(*mine, leads=ALL, **portal):
    return coming(viewer(*mine, cards=[card()], **portal), leads)


def test_one_charge_is_one_sentence_with_its_card():
    said = "Your next charge is €24.00 on Thursday 3 December, to Visa ending 4242."
    assert of(tea()).sentence == said


def test_the_nearest_comes_first_and_the_one_after_it_is_named():
    mug = tea(2, at=LATER, amount=900, items=[{"name": "Mug", "quantity": 1}])
    found = of(mug, tea())
    assert "€24.00" in found.sentence
    assert found.notes == ["After that: €9.00 on Tuesday 8 December for Mug."]


@pytest.mark.parametrize(
    ("less", "amount"), [((), "€21.00"), ([{"percent_off": 5.0}], "€21.00 at most")]
)
def test_of_the_next_day_too_all_is_told_together(less, amount):
    mug = tea(2, at=LATER + timedelta(hours=3), amount=900, discounts=list(less))
    found = of(mug, tea(), tea(3, at=LATER, amount=1200), tea(4, at=LATER + timedelta(days=9)))
    assert found.notes == [f"After that: {amount} on Tuesday 8 December for 2 subscriptions."]


def test_what_is_charged_on_one_day_is_told_together():
    found = of(tea(), tea(2, at=RENEWS + timedelta(hours=3), amount=900))
    assert found.sentence == (
        "On Thursday 3 December we charge €33.00 for 2 subscriptions. It goes to Visa ending 4242."
    )
    assert [step.url for step in found.steps] == ["/go/subscriptions/"]


def test_what_ends_the_day_in_the_portals_time_zone_is_that_day():
    night = RENEWS.replace(hour=23, minute=30)
    found = of(tea(at=night), tea(2, at=night + timedelta(hours=1)), time_zone="Europe/Berlin")
    assert "Friday 4 December" in found.sentence
    assert "2 subscriptions" in found.sentence


def test_different_currencies_are_never_added_up():
    found = of(tea(), tea(2, currency="JPY", amount=1234567))
    assert "€24.00 and ¥1,234,567" in found.sentence


def test_with_a_discount_the_sum_is_the_most_it_can_be():
    less = {"discounts": [{"percent_off": 20.0, "amount_off": None}]}
    assert "€48.00 at most" in of(tea(), tea(2, **less)).sentence
    assert "less your discount" in of(tea(**less)).sentence


def test_a_payment_that_failed_comes_before_all_that_is_to_come():
    found = of(tea(), tea(2, "past_due"))
    assert (found.tone, found.steps[0].primary) == ("danger", True)
    assert found.steps[0].url == "/go/card/"


def test_a_trial_says_when_it_ends():
    found = of(tea(state="trialing", trial_ends_at=RENEWS))
    assert found.title == "Trial ends"
    assert found.sentence.startswith("Your trial is free until Thursday 3 December.")


@pytest.mark.parametrize(
    ("state", "label", "said"),
    [
        ("paused", "Restart", "Nothing is charged or sent until you restart."),
        ("ending", "Keep it", "It ends on Thursday 3 December. Nothing more is charged."),
    ],
)
def test_where_nothing_is_charged_it_says_why_and_the_way_on(state, label, said):
    found = of(tea(state=state))
    assert (found.sentence, found.steps[0].label) == (said, label)
    assert found.steps[0].url == "/go/restart/?subscription=sub_1"


@pytest.mark.parametrize("mine", [[], [tea(state="cancelled")]])
def test_with_nothing_that_runs_no_charge_is_coming(mine):
    assert of(*mine).sentence == "No charge is coming up."


@pytest.mark.parametrize("moved", [None, NOW])
def test_a_charge_may_be_moved_whether_it_was_moved_before_or_not(moved):
    steps = of(tea(moved_from=moved), leads={"move"}).steps
    assert [(one.label, one.url) for one in steps] == [("Move it", "/go/move/?subscription=sub_1")]


@pytest.mark.parametrize("state", ["trialing", "paused", "ending", "past_due"])
def test_what_is_not_charged_for_as_usual_is_not_moved(state):
    assert "Move it" not in [one.label for one in of(tea(state=state), leads={"move"}).steps]


@pytest.mark.parametrize("changes", [{"moved_from": NOW}, {"state": "trialing"}])
def test_what_cannot_be_skipped_leads_nowhere(changes):
    assert [step.label for step in of(tea(**changes)).steps] == ["Change it"]


def test_where_a_pause_ends_the_service_nothing_is_skipped():
    labels = [step.label for step in of(tea(), pause_method=PauseMethod.STOP).steps]
    assert labels == ["Change it"]


def test_links_name_the_one_that_they_are_about():
    urls = [step.url for step in of(tea()).steps]
    assert urls == ["/go/skip/?subscription=sub_1", "/go/subscription/?subscription=sub_1"]


def test_of_many_things_some_are_named_and_the_others_counted():
    items = [sample_item(at, f"Roast {at}", 100) for at in range(12)]
    assert of(tea(items=items)).things[-2:] == ["Roast 3", "and 8 more"]


def test_what_the_merchant_switched_off_is_not_led_to():
    assert of(tea(), leads=()).steps == []


@pytest.mark.parametrize(("hide", "words"), [(True, 0), (False, 1)])
def test_whoever_has_no_subscription_sees_nothing_if_the_merchant_says_so(hide, words):
    html = shown(NextChargeBlock(), {"hide_without": hide}, replace(viewer(), is_preview=False))
    assert html.count("No charge is coming up.") == words
