"""What is noted of rows: enough for the words, nothing secret."""

from __future__ import annotations

import json

import pytest

from billing.models import OrderLine
from billing.notices import facts
from tests.billing.notices.rows import card, order, parcel, refund, subscription

ALL = {
    "subscription": facts.of_subscription(subscription("active"), card()),
    "order": facts.of_order(order("paid"), card()),
    "refund": facts.of_refund(order("refunded"), refund()),
    "parcel": facts.of_parcel(order("paid"), parcel()),
}


@pytest.mark.parametrize("name", ALL)
def test_facts_are_json_that_names_no_card_and_no_secret(name):
    text = json.dumps(ALL[name])
    assert [word for word in ("pm_", "pi_", "cus_", "secret") if word in text] == []


def test_refund_keeps_what_was_given_back_beside_what_was_paid():
    assert (ALL["refund"]["amount"], ALL["refund"]["total"]) == (500, 2400)


def test_long_order_is_cut():
    lines = [OrderLine(name=f"Tea {number}", total=1) for number in range(30)]
    known = facts.of_order(order("paid", lines=lines))
    assert (len(known["lines"]), known["more_lines"]) == (20, 10)
    assert known["title"] == "Tea 0, Tea 1, Tea 2"


def test_products_name_the_portal_that_writes():
    assert (ALL["order"]["products"], ALL["subscription"]["products"]) == ([7], [7])
