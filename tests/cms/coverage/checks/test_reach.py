from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE
from cms.coverage.checks import reach
from cms.coverage.checks.reach import pages_of_nobody
from tests.cms.coverage.conftest import codes, rule

MANY = {"condition": "orders_count", "comparison": "at_least", "count": 1000}
SPRING = {"condition": "campaign", "parameter": "ref", "value": "spring"}
TWICE = {"condition": "country", "places": ["GB"]}


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        (rule(MANY), ["nobody_now"]),
        (rule(MANY, SPRING), []),  # only a visit tells
        (rule(ACTIVE["all"][0], TWICE), []),  # an invented person sees it
        (rule(MANY, {"none": [MANY]}), []),  # said as a contradiction
    ],
)
def test_a_page_that_no_customer_can_see_is_found(find, below, people, stored, found):
    below("perks", rule=stored)
    assert codes(find(pages_of_nobody)) == found


def test_a_page_that_one_customer_can_see_is_none(find, below, people):
    stored = rule({"condition": "orders_count", "comparison": "exactly", "count": 1})
    below(
        "perks",
        rule=rule(
            stored["all"][0],
            {
                "condition": "total_spent",
                "comparison": "at_least",
                "amount": 1200,
                "currency": "GBP",
            },
        ),
    )
    assert find(pages_of_nobody) == []


def test_what_takes_too_long_finds_nothing(find, below, people, monkeypatch):
    below("perks", rule=rule(MANY))
    monkeypatch.setattr(reach, "SECONDS", -1)
    monkeypatch.setattr("cms.rules.bounded.STEPS", 1)
    assert find(pages_of_nobody) == []
