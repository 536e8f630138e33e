from __future__ import annotations

import pytest

from tests.portal_blocks.subscription_controls.pages import page


def test_it_may_come_as_often_as_it_is_sold():
    rhythms = page("frequency")["rhythms"]
    assert [one["label"] for one in rhythms] == ["Every 2 weeks", "Every 4 weeks", "Every 8 weeks"]
    assert [one["is_current"] for one in rhythms] == [False, True, False]


def test_another_rhythm_says_what_it_costs():
    cost = page("frequency", "rhythm=week-8")["cost"]
    assert cost.new_plan == "Every 8 weeks"
    assert cost.new_price == "€58.12 every 8 weeks"
    assert cost.fields == [("rhythm", "week-8")]


@pytest.mark.parametrize("rhythm", ["week-4", "year-1", "x", ""])
def test_a_rhythm_that_is_none_is_asked_for_anew(rhythm):
    found = page("frequency", f"rhythm={rhythm}")
    assert (found["cost"], len(found["rhythms"])) == (None, 3)
