"""What is offered to whom, and in which words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.models import Leaving
from portal_blocks.cancel_offer.kinds import Case, key_of, proposal_of
from portal_blocks.leaving.samples import Once
from portal_blocks.personas import CAST
from portal_blocks.samples import SampleData
from tests.portal_blocks.cast import NOW, subscription, viewer

ITEM = {"id": "si_1", "name": "Tea", "quantity": 2, "price": "price_now"}
MOVED = subscription(items=[ITEM], raw_status="trialing", moved_from=NOW)


class Gave(SampleData):
    """They gave a reason, and had an offer before."""

    def leaving(self, subscription):
        return Leaving(reason="price")

    @property
    def offers_taken(self):
        return frozenset({"discount:HAD"})


class Nothing(SampleData):
    """Stripe has nothing for them."""

    def coupon(self, subscription, code, *, now):
        return None

    def swap(self, subscription, changes, *, now):
        return None


def case(offer, one=None, *, data=SampleData, portal=None, **value):
    who = replace(viewer(**(portal or {})), data=data(NOW, CAST["active"]))
    return Case({"offer": offer, **value}, who, one or subscription())


def said(*args, **how):
    found = proposal_of(case(*args, **how))
    return [found.title, *found.sentences, found.button] if found else None


def test_pause_says_from_when_to_when():
    assert said("pause", weeks=2) == [
        "Take a break for 2 weeks",
        "We stop charging and sending from today.",
        "It goes on by itself on Sunday 6 December. Restart sooner whenever you like.",
        "Pause until Sunday 6 December",
    ]


def test_pause_that_stops_the_service_says_what_is_charged_then():
    words = said("pause", portal={"pause_method": "stop"})
    charged = "On Sunday 20 December we charge €24.00 to Visa ending 4242"
    assert words[3] == f"{charged}, and a new period starts."


def test_skip_says_both_days():
    assert said("skip")[1:] == [
        "Nothing is charged or sent on Thursday 3 December.",
        "Your next charge is then €24.00 on Sunday 3 January 2027.",
        "Skip the next charge",
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (SampleData, "We take €4.80 off every charge for 3 months."),
        (Once, "We take €12.00 off your next charge."),
    ],
)
def test_discount_says_what_it_saves_and_for_how_long(data, words):
    assert said("discount", code="STAY", data=data)[1] == words


def test_other_price_says_what_it_costs_in_place_of_what():
    words = said("swap", subscription(items=[ITEM]), price="sample")
    assert words[1:4] == [
        "It costs €12.00 in place of €24.00.",
        "Nothing is charged today.",
        (
            "€12.00 of what you have paid is left over. It is taken off the charges to come, "
            "of €12.00 each, until it is used up; the first would be on Thursday 3 December."
        ),
    ]


@pytest.mark.parametrize(
    ("link", "portal"),
    [
        ("https://example.com/", {}),
        ("mailto:help@example.com", {"support_email": "help@example.com"}),
    ],
)
def test_talking_leads_to_where_somebody_answers(link, portal):
    address = link if link.startswith("https") else ""
    assert proposal_of(case("talk", address=address, portal=portal)).link == link


@pytest.mark.parametrize(
    ("offer", "one", "how"),
    [
        ("pause", subscription("past_due"), {}),
        ("pause", subscription("paused"), {}),
        ("pause", subscription(is_flexible=False), {"portal": {"pause_method": "stop"}}),
        ("skip", subscription("trialing"), {}),
        ("skip", subscription(moved_from=NOW), {}),
        ("skip", subscription(current_period_end=None), {}),
        ("skip", subscription(), {"portal": {"pause_method": "stop"}}),
        ("discount", subscription(), {"code": ""}),
        ("discount", subscription(), {"code": "GONE", "data": Nothing}),
        ("discount", subscription(), {"code": "HAD", "data": Gave}),
        ("swap", subscription(items=[ITEM]), {"price": "price_now"}),
        ("swap", subscription(items=[ITEM, ITEM]), {"price": "sample"}),
        ("swap", subscription(items=[ITEM]), {"price": "sample", "data": Nothing}),
        ("swap", MOVED, {"price": "sample", "portal": {"pause_method": "stop"}}),
        ("talk", subscription(), {}),
        ("pause", subscription(), {"for_reasons": ["price"]}),
        ("pause", subscription(), {"for_reasons": ["taste"], "data": Gave}),
    ],
)
def test_what_does_not_fit_is_not_offered(offer, one, how):
    assert said(offer, one, **how) is None


def test_offer_for_the_reason_that_was_given_is_made():
    assert said("pause", for_reasons=["price", "taste"], data=Gave)


def test_while_a_change_is_checked_nothing_is_offered():
    one = subscription()
    one.__dict__["has_open_operation"] = True
    assert said("pause", one) is None


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ({"offer": "pause", "code": "A"}, "pause"),
        ({"offer": "discount", "code": "A"}, "discount:A"),
        ({"offer": "swap", "price": "price_1"}, "swap:price_1"),
        ({}, "pause"),
    ],
)
def test_offer_is_remembered_by_what_it_is(value, key):
    assert key_of(value) == key
