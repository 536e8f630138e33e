from __future__ import annotations

import pytest

from billing.sources.records import OrderRecord
from tests.billing.sources.files import read_order, refusal

BASE = "order,email,date,currency"
START = "1001,ada@example.com,2026-01-31,EUR"


def order(columns: str, *rows: str) -> OrderRecord:
    return read_order(text(columns, *rows))


def text(columns: str, *rows: str) -> str:
    return "\n".join([f"{BASE},{columns}", *(f"{START},{row}" for row in rows)])


def test_stated_amounts_are_kept():
    found = order("subtotal,discount,shipping,tax,total", "10.00,1.00,4.90,2.00,15.90")
    amounts = (found.subtotal, found.discount, found.shipping, found.tax, found.total)
    assert amounts == (1000, 100, 490, 200, 1590)


def test_a_total_that_is_not_stated_is_worked_out():
    found = order("sku,quantity,price,discount,shipping", "tea,2,5.00,1.00,4.90", "jam,1,3.00,,")
    assert (found.subtotal, found.total) == (1300, 1690)


def test_lines_without_a_total_of_their_own_have_price_times_quantity():
    assert order("sku,quantity,price", "tea,3,5.00").lines[0].total == 1500


def test_a_single_line_without_amounts_takes_the_orders():
    assert order("sku,quantity,total,shipping", "tea,2,14.90,4.90").lines[0].total == 1000


def test_a_discount_may_be_written_with_a_minus_sign():
    assert order("discount,total", "-1.00,9.00").discount == 100


@pytest.mark.parametrize(
    ("refunded", "state"), [("0", "paid"), ("4.00", "partially_refunded"), ("10.00", "refunded")]
)
def test_what_was_given_back_tells_the_state(refunded, state):
    assert order("total,refunded", f"10.00,{refunded}").payment_state == state


def test_a_refunded_order_without_an_amount_was_refunded_whole():
    assert order("total,payment status", "10.00,refunded").refunded == 1000


def test_more_given_back_than_paid_is_refused():
    assert "More was refunded" in str(refusal(text("total,refunded", "10.00,10.01")))


def test_a_negative_total_is_refused():
    assert "“total” is below zero" in str(refusal(text("total", "-0.01")))


def test_an_order_whose_lines_cost_nothing_is_free():
    assert order("sku,price", "sample,0.00").total == 0
