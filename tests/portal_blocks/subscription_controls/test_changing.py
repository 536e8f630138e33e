from __future__ import annotations

import pytest

from billing.actions.plans import ItemChange
from portal_blocks.subscription_controls.changing import (
    change_of,
    changes_of,
    is_allowed,
    is_choice,
)
from tests.portal_blocks.subscription_controls.test_choices import COFFEE, SOLD


def wanted(control, data, **value):
    return changes_of(control, data, subscription=COFFEE, value=value, prices=SOLD)


def allowed(control, *changes, **value):
    return is_allowed(control, changes, subscription=COFFEE, value=value, prices=SOLD)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"item": "si_1"},
        {"item": "si_1", "price": "p", "quantity": "many"},
        {"item": "si_1", "price": "p", "quantity": "9999"},
        {"item": "si_1", "price": "p", "quantity": "\N{SUPERSCRIPT TWO}"},
    ],
)
def test_a_form_that_asks_for_nothing_is_no_change(form):
    assert change_of(form) is None


def test_only_what_differs_is_changed():
    form = {"quantity-si_1": "3", "quantity-si_2": "2"}
    assert wanted("quantity", form) == [ItemChange("si_1", "c4", 3)]


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "1000", "\N{ARABIC-INDIC DIGIT THREE}"])
def test_what_is_no_number_is_no_change(typed):
    assert wanted("quantity", {"quantity-si_1": typed}) == []


@pytest.mark.parametrize(("count", "is_one"), [(1, True), (3, True), (0, False), (4, False)])
def test_no_more_of_one_thing_than_the_merchant_lets(count, is_one):
    assert allowed("quantity", ItemChange("si_1", "c4", count), most=3) is is_one


def test_a_rhythm_that_is_chosen_changes_every_item():
    changes = wanted("frequency", {"rhythm": "week-8"})
    assert changes == [ItemChange("si_1", "c8", 1), ItemChange("si_2", "m8", 2)]
    assert allowed("frequency", *changes)


@pytest.mark.parametrize("rhythm", ["week-2", "week-4", "year-1", ""])
def test_a_rhythm_that_is_none_or_stands_changes_nothing(rhythm):
    assert wanted("frequency", {"rhythm": rhythm}) == []


def test_one_thing_alone_does_not_come_in_another_rhythm():
    assert not allowed("frequency", ItemChange("si_1", "c8", 1))


@pytest.mark.parametrize(
    ("change", "value", "is_one"),
    [
        (ItemChange("si_1", "c8", 1), {}, True),
        (ItemChange("si_1", "m8", 1), {}, False),
        (ItemChange("si_1", "m8", 1), {"plan_prices": ["m8"]}, True),
        (ItemChange("si_1", "c8", 1), {"plan_prices": ["m8"]}, False),
        (ItemChange("si_1", "c8", 2), {}, False),
        (ItemChange("si_1", "c8", 2), {"most": 2}, True),
        (ItemChange("si_of_somebody_else", "c8", 1), {}, False),
    ],
)
def test_only_the_plans_of_the_merchant_are_allowed(change, value, is_one):
    assert allowed("plan", change, **value) is is_one


@pytest.mark.parametrize("name", ["agreed", "operation_id", "subscription", "csrfmiddlewaretoken"])
def test_a_link_brings_nothing_into_the_agreement_but_a_choice(name):
    assert not is_choice(name)
