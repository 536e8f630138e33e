from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.bills import Bill
from billing.failures import Failure
from billing.models import Order
from portal_blocks.base import Said
from portal_blocks.past_due.block import PastDueBlock
from tests.portal_blocks.cast import NOW, PLACE, Owned, card, shown, subscription
from tests.portal_blocks.cast import viewer as someone

ON = {"allow_update": True, "allow_pay": True}


def owing(state="failed", code="", again_in=None, **bill):
    """Somebody whose renewal of tea did not come about, and why."""
    tea = subscription("past_due")
    order = Order(pk=5, customer_id=1, number="1005", placed_at=NOW, currency="EUR", total=2400)
    order.payment_state, order.subscription = state, tea
    again = NOW + timedelta(days=again_in) if again_in else None
    who = someone()
    failures = {"in_5": Failure(code, NOW, again)} if code else {}
    owned = Owned([tea], [card()], [Bill(order, "in_5", **bill)], failures=failures)
    object.__setattr__(who, "data", owned)
    return who


def html(who, **switches):
    return shown(PastDueBlock(), {**ON, **switches}, who)


def test_whoever_owes_nothing_sees_nothing():
    assert html(someone(subscription(), cards=[card()])).strip() == ""


def test_what_why_and_what_is_next_are_said():
    words = html(owing(code="insufficient_funds", again_in=3))
    assert "we could not charge €24.00 for Tea to Visa ending 4242." in words
    assert "there is not enough money in the account." in words
    assert "You have not been charged. We try again on Wednesday 25 November." in words


def test_last_try_says_that_no_other_comes():
    assert "We do not try again by ourselves" in html(owing(code="generic_decline"))


def test_try_that_is_past_is_not_promised():
    assert "We try again" not in html(owing(code="generic_decline", again_in=-3))


def test_unknown_reason_promises_nothing():
    words = html(owing())
    assert "You have not been charged." in words
    assert "try again by ourselves" not in words


@pytest.mark.parametrize(
    ("state", "opened", "pressed"), [("failed", 1, 1), ("requires_action", 0, 1)]
)
def test_there_is_one_main_action(state, opened, pressed):
    words = html(owing(state))
    assert words.count("card-act--primary") == opened
    assert words.count("button--primary") == pressed


def test_new_card_pays_at_once_what_is_owed():
    words = html(owing())
    assert '<input type="hidden" name="retry" value="1">' in words
    assert "Save card and pay €24.00" in words


def test_same_card_is_tried_again_only_where_that_may_help():
    assert "Try the card on file again" in html(owing(code="insufficient_funds"))
    assert "Try the card on file again" not in html(owing(code="expired_card"))


def test_while_it_is_checked_nothing_can_be_pressed():
    words = html(owing(is_being_checked=True))
    assert "You will not be charged twice." in words
    assert "/pay/" not in words
    assert "/begin/" not in words


@pytest.mark.parametrize(("switch", "gone"), [("allow_pay", "/pay/"), ("allow_update", "/begin/")])
def test_what_the_merchant_switched_off_is_absent(switch, gone):
    assert gone in html(owing())
    assert gone not in html(owing(), **{switch: False})


def test_own_heading_stands_in_place_of_ours():
    assert "Please look here" in html(owing(), heading="Please look here")


def test_reason_of_the_bank_is_never_its_suspicion():
    words = html(owing(code="stolen_card"))
    assert "stolen" not in words
    assert "Your bank declined the card." in words


def just_told(who, tone):
    """The block as it is after a press at the bill, that came to this."""
    text = "Your bank declined the card: there is not enough money in the account. Try another."
    place = replace(PLACE, said=Said(tone, text, target="in_5"))
    troubles = PastDueBlock().load(ON, who, place)["troubles"]
    return " ".join([*(f"{one.what} {one.why} {one.then}" for one in troubles)])


def test_decline_that_was_just_told_is_not_told_again():
    who = owing(code="insufficient_funds", again_in=3)
    words = just_told(who, "error")
    assert "not enough money" not in words
    assert "You have not been charged." not in words
    assert "We try again on Wednesday 25 November." in words


def test_reason_stays_where_something_else_was_told():
    who = owing(code="insufficient_funds", again_in=3)
    assert "not enough money" in just_told(who, "info")
