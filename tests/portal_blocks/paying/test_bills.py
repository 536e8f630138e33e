from __future__ import annotations

from dataclasses import replace

import pytest

from billing.bills import Bill
from billing.failures import Failure
from billing.models import Order
from portal_blocks.base import Said
from portal_blocks.card_on_file.block import CardOnFileBlock
from portal_blocks.paying.bills import bill_rows
from portal_blocks.samples import sample_viewer
from tests.portal_blocks.cast import NOW, PLACE, Owned, card, shown, subscription, viewer

ON = {"allow_update": True, "allow_remove": True, "allow_pay": True}


def bill(state="failed", of=None, **fields):
    order = Order(pk=5, customer_id=1, number="1005", placed_at=NOW, currency="EUR", total=2400)
    order.payment_state = state
    order.subscription = of
    return Bill(order, "in_5", **fields)


def owing(*bills, of=None, cards=None):
    owned = Owned([of] if of else [], [card()] if cards is None else cards, list(bills))
    return replace(viewer(), data=owned)


def rows(who):
    return bill_rows(who.data.bills, who, PLACE)


def html(who, **switches):
    return shown(CardOnFileBlock(), {"heading": "Cards", **ON, **switches}, who)


@pytest.mark.parametrize(
    ("state", "sentence", "label"),
    [
        ("failed", "The payment of Sunday 22 November did not go through.", "Pay €24.00"),
        ("requires_action", "Your bank wants you to confirm", "Confirm and pay €24.00"),
        ("pending", "It was placed on Sunday 22 November and is not paid yet.", "Pay €24.00"),
    ],
)
def test_bill_says_how_it_stands_and_what_is_paid(state, sentence, label):
    [row] = rows(owing(bill(state)))
    assert row.sentence.startswith(sentence)
    assert (row.label, row.title) == (label, "Order 1005")


def test_card_that_pays_the_subscription_stands_first():
    tea = subscription("past_due", card_external_id="pm_2")
    cards = [card(), card(pk=2, external_id="pm_2", last4="1111", is_default=False)]
    [row] = rows(owing(bill(of=tea), of=tea, cards=cards))
    assert [value for value, _ in row.cards] == ["pm_2", "pm_1"]
    assert row.title == "Tea"


def test_failed_renewal_asks_for_a_new_card_first():
    tea = subscription("past_due")
    words = html(owing(bill(of=tea), of=tea))
    assert words.count('button--primary" href="?open=card#') == 1
    assert "Pay what is still to be paid, €24.00, with it now" in words


def test_single_order_can_be_paid_with_a_card_that_is_not_kept():
    [row] = rows(owing(bill()))
    assert (row.form.kind, row.form.amount, row.form.currency) == ("payment", 2400, "EUR")
    assert row.form.hidden == {"invoice": "in_5", "card": "new", "agreed": "2400"}


def test_bill_that_is_being_checked_cannot_be_paid_again():
    words = html(owing(bill(is_being_checked=True)))
    assert "We are checking your payment with the bank." in words
    assert "/pay/" not in words


def test_without_javascript_our_payment_partners_page_is_offered():
    assert "/hosted/" in html(owing(bill())).partition("<noscript>\n  <form")[2]


def test_where_paying_is_switched_off_no_bill_is_shown():
    assert "Order 1005" not in html(owing(bill()), allow_pay=False)


def test_sample_pays_nothing():
    assert rows(sample_viewer("active")) == []


def test_bank_that_gave_a_reason_is_quoted_in_words():
    who = owing(bill())
    who.data.failures["in_5"] = Failure("insufficient_funds", NOW, None)
    assert "there is not enough money in the account. You have not been" in rows(who)[0].sentence


@pytest.mark.parametrize(("tone", "is_said"), [("error", False), ("info", True)])
def test_decline_that_was_just_told_is_not_told_again(tone, is_said):
    who = owing(bill())
    object.__setattr__(who.data, "failures", {"in_5": Failure("expired_card", NOW, None)})
    place = replace(PLACE, said=Said(tone, "The card has expired.", target="in_5"))
    [row] = bill_rows(who.data.bills, who, place)
    assert ("The card has expired. You have not been charged." in row.sentence) == is_said
    assert row.sentence.startswith("The payment of Sunday 22 November did not go through.")
