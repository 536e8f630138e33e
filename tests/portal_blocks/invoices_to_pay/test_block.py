from __future__ import annotations

from dataclasses import replace

import pytest

from billing.bills import Bill
from billing.models import Order
from portal_blocks.invoices_to_pay.block import InvoicesToPayBlock
from tests.portal_blocks.cast import NOW, Owned, card, shown, subscription
from tests.portal_blocks.cast import viewer as someone

ON = {"heading": "Bills", "allow_pay": True, "allow_update": True, "when_empty": "All settled."}


def bill(key="in_5", state="failed", of=None, total=2400, currency="EUR"):
    order = Order(pk=5, customer_id=1, number="1005", placed_at=NOW, currency=currency)
    order.total, order.payment_state, order.subscription = total, state, of
    return Bill(order, key)


def owing(*bills, subscriptions=()):
    return replace(someone(), data=Owned(list(subscriptions), [card()], list(bills)))


def html(who, **changes):
    return shown(InvoicesToPayBlock(), {**ON, **changes}, who)


def test_settled_is_said():
    assert "All settled." in html(owing())


def test_without_words_for_it_the_settled_see_nothing():
    assert html(owing(), when_empty="").strip() == ""


def test_each_bill_says_what_it_is_for_and_how_much():
    words = html(owing(bill("in_1"), bill("in_2", total=1_234_567, currency="JPY")))
    assert words.count('class="bill"') == 2
    assert "¥1,234,567" in words


def test_failed_renewal_has_the_form_for_a_new_card_in_it():
    tea = subscription("past_due")
    words = html(owing(bill(of=tea), subscriptions=[tea]))
    assert words.count("Save card and pay €24.00") == 1
    assert words.index("Save card and pay") < words.index("</article>")


def test_several_have_one_form_below_them():
    tea = subscription("past_due")
    words = html(owing(bill("in_1", of=tea), bill("in_2", of=tea), subscriptions=[tea]))
    assert words.count("Save card and pay €24.00 + €24.00") == 1


def test_single_order_needs_no_form_for_a_subscription():
    words = html(owing(bill(state="pending"), subscriptions=[subscription()]))
    assert "/begin/" not in words
    assert "Pay €24.00" in words


@pytest.mark.parametrize("name", ["pay", "hosted"])
def test_paying_can_be_switched_off(name):
    action = InvoicesToPayBlock().actions[name]
    assert action.is_on(ON)
    assert not action.is_on({**ON, "allow_pay": False})
