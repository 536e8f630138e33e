from __future__ import annotations

from dataclasses import replace

from portal_blocks.paying.saving import savings_of
from portal_blocks.samples import sample_viewer
from tests.portal_blocks.cast import PLACE, card, subscription, viewer

ON = {"allow_update": True}


def test_one_subscription_is_not_asked_about_but_told_when_it_is_charged():
    [saving] = savings_of(ON, viewer(subscription(), cards=[card()]), PLACE)
    assert saving.choices == []
    assert saving.sentence.endswith("The next charge, on Thursday 3 December, goes to this card.")
    assert saving.form.hidden == {"payer": "1"}


def test_several_subscriptions_can_be_chosen_from():
    both = [subscription(), subscription(pk=2, external_id="sub_2")]
    [saving] = savings_of(ON, viewer(*both), PLACE)
    assert saving.choices == both
    assert saving.form.hidden == {"payer": "1", "choose": "1"}


def test_somebody_who_is_two_customers_has_a_form_for_each():
    both = [subscription(), subscription(pk=2, customer_id=2, items=[{"name": "Coffee"}])]
    labels = [saving.label for saving in savings_of(ON, viewer(*both), PLACE)]
    assert labels == ["Use a new card for Tea", "Use a new card for Coffee"]


def test_what_is_over_is_not_asked_about():
    [saving] = savings_of(ON, viewer(subscription("cancelled")), PLACE)
    assert (saving.form.hidden, saving.sentence) == ({}, "Nothing is charged now.")


def test_no_form_where_it_is_switched_off_or_nobody_is_signed_in():
    assert savings_of({}, viewer(subscription()), PLACE) == []
    assert savings_of(ON, replace(sample_viewer("signed_out"), is_preview=False), PLACE) == []
