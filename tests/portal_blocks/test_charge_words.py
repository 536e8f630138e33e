from __future__ import annotations

from datetime import timedelta

import pytest

from billing.bills import Bill
from billing.failures import Failure
from billing.models import Order
from portal_blocks.charge_words import retry_of, sentence_of
from tests.portal_blocks.cast import NOW, Owned, subscription, viewer

TEA = subscription("past_due")
FAILED = "The last payment did not go through. "


def refused(again_in=None, **portal):
    """Somebody whose renewal of tea the bank refused; it is tried again in so many days."""
    order = Order(pk=5, customer_id=1, placed_at=NOW, currency="EUR", total=2400)
    order.payment_state, order.subscription = "failed", TEA
    again = None if again_in is None else NOW + timedelta(days=again_in)
    who = viewer(**portal)
    owned = Owned([TEA], [], [Bill(order, "in_5")], failures={"in_5": Failure("", NOW, again)})
    object.__setattr__(who, "data", owned)
    return who


@pytest.mark.parametrize(
    ("again_in", "card", "said"),
    [
        (0.25, "Visa ending 4242", "We try Visa ending 4242 again today."),
        (0.25, "", "We try again today."),
        (3, "Visa ending 4242", "We try Visa ending 4242 again on Wednesday 25 November."),
        (3, "", "We try again on Wednesday 25 November."),
        (-1, "Visa ending 4242", "We do not try again by ourselves: please pay it now."),
        (None, "", "We do not try again by ourselves: please pay it now."),
    ],
)
def test_failed_payment_says_when_it_is_tried_again(again_in, card, said):
    assert sentence_of(TEA, card, refused(again_in)) == FAILED + said


@pytest.mark.parametrize(
    ("zone", "said"),
    [("UTC", "We try again today."), ("Europe/Berlin", "We try again on Monday 23 November.")],
)
def test_today_is_the_portals(zone, said):
    assert retry_of(TEA, "", refused(11.5 / 24, time_zone=zone)) == said


def test_what_is_not_known_is_not_told_of_another_subscription():
    assert retry_of(subscription("past_due", pk=9), "", refused(3)) == ""
