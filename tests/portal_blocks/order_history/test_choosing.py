"""What is ordered again, from an address or a form. No database."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from billing.actions.buy_again import Ware
from billing.models import OrderLine, Price
from portal_blocks.order_history.choosing import asked_for, chosen_in, fields_of

WARES = [
    Ware(OrderLine(pk=1, name="Tea", quantity=2), Price()),
    Ware(OrderLine(pk=2, name="Mug", quantity=200), Price()),
    Ware(OrderLine(pk=3, name="Gone", quantity=1), None),
]


def choose(address=""):
    return asked_for(WARES, QueryDict(address))


def test_all_that_is_sold_is_chosen_where_nothing_is_said():
    choice = choose("other=1")
    assert (choice.chosen, choice.problem) == ({1: 2, 2: 99}, "")
    assert [line.name for line in choice.gone] == ["Gone"]


@pytest.mark.parametrize(
    ("address", "chosen"),
    [
        ("line-1=1&line-2=3", {1: 1, 2: 3}),
        ("line-1=1", {1: 1}),
        ("line-1=1&line-2=0", {1: 1}),
        ("line-1=1&line-2=", {1: 1}),
        ("line-1=1&line-3=5", {1: 1}),
        ("line-1= 7 ", {1: 7}),
    ],
)
def test_what_is_said_is_chosen_and_nothing_else(address, chosen):
    choice = choose(address)
    assert (choice.chosen, choice.problem) == (chosen, "")


@pytest.mark.parametrize("typed", ["100", "-1", "1.5", "x", "²", "9" * 40, "<b>"])
def test_what_cannot_be_ordered_is_said_and_kept_as_typed(typed):
    choice = choose(f"line-1={typed}&line-2=1")
    assert (choice.lines[0].typed, choice.lines[0].fault) == (typed, "Choose how many: 0 to 99.")
    assert choice.problem


def test_nothing_at_all_is_asked_back():
    assert choose("line-1=0&line-2=0").problem == "Choose at least one thing."


def test_an_order_of_which_nothing_is_sold_says_so():
    choice = asked_for([WARES[2]], QueryDict())
    assert choice.problem == "Nothing in this order is sold any more."


@pytest.mark.parametrize(
    ("address", "is_all"), [("", True), ("line-1=2", True), ("line-1=1", False)]
)
def test_whether_it_is_the_whole_order_is_known(address, is_all):
    assert asked_for(WARES[:1], QueryDict(address)).is_all is is_all


def test_a_part_of_an_order_is_not_all_of_it():
    assert not choose().is_all


def test_a_form_says_what_its_fields_say():
    posted = QueryDict("line-1=2&line-x=1&line-2=-1&line-3=&line-=4&line-9=1.5&other=5")
    assert chosen_in(posted) == {1: 2}
    assert fields_of({1: 2}) == {"line-1": "2"}
