from __future__ import annotations

import pytest

from tests.portal_blocks.subscription_controls.pages import coffee, page


def test_it_may_come_as_often_as_it_is_sold():
    rhythms = page("frequency")["rhythms"]
    assert [one["label"] for one in rhythms] == ["Every 2 weeks", "Every 4 weeks", "Every 8 weeks"]
    assert [one["is_current"] for one in rhythms] == [False, True, False]


def test_another_rhythm_says_what_it_costs():
    cost = page("frequency", "rhythm=week-8")["cost"]
    assert cost.new_plan == "Every 8 weeks"
    assert cost.new_price == "€58.12 every 8 weeks"
    assert cost.fields == [("rhythm", "week-8")]


LEFT_OVER = (
    "€4.62 of what you have paid is left over. It is taken off your next charge: "
    "€10.76 in place of €15.38 on Sunday 20 December. After that it is €15.38 each time."
)
MUCH_LEFT_OVER = (
    "€44.62 of what you have paid is left over. It is taken off the charges to come, "
    "of €15.38 each, until it is used up; the first would be on Sunday 20 December."
)


@pytest.mark.parametrize(("paid", "said"), [(4000, LEFT_OVER), (12000, MUCH_LEFT_OVER)])
def test_what_is_left_over_is_told_with_what_it_makes_of_the_next_charge(paid, said):
    cost = page("frequency", "rhythm=week-2", one=coffee(amount=paid))["cost"]
    assert cost.sentences == ["Nothing is charged today.", said]


@pytest.mark.parametrize("rhythm", ["week-4", "year-1", "x", ""])
def test_a_rhythm_that_is_none_is_asked_for_anew(rhythm):
    found = page("frequency", f"rhythm={rhythm}")
    assert (found["cost"], len(found["rhythms"])) == (None, 3)
