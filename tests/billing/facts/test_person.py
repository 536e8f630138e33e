from __future__ import annotations

from datetime import UTC, datetime

import pytest

from billing.facts.person import facts_of_person
from billing.models import CustomerFacts

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def joined(db, shop):
    """One person who is two customers."""
    rows = (
        {"country": "", "tags": {"a"}, "products": {1}, "attributes": {"roast": "dark"}},
        {"country": "US", "tags": {"b"}, "products": {2}, "attributes": {"roast": "x", "cup": "y"}},
    )
    spent = ({"EUR": 5}, {"EUR": 7, "USD": 1})
    cards = (LATE, EARLY)
    made = [
        CustomerFacts(
            customer=shop.customers.create(source="csv", external_id=str(number)),
            **{**row, "tags": frozenset(row["tags"]), "products": frozenset(row["products"])},
            region="US-CA" if row["country"] else "",
            subscriptions=[{"state": "past_due", "since": number, "clubs": [7]}],
            spent=spent[number],
            orders_count=1,
            refunds_count=1,
            card_expires_at=cards[number],
        )
        for number, row in enumerate(rows)
    ]
    return facts_of_person(made)


def test_sets_are_joined_and_counts_added(joined):
    assert (joined.tags, joined.products) == ({"a", "b"}, {1, 2})
    assert (joined.orders_count, joined.refunds_count) == (2, 2)
    assert joined.spent == {"EUR": 12, "USD": 1}
    assert joined.states == {"past_due", "past_due@7"}


def test_where_one_can_be_right_the_first_that_says_something_is(joined):
    assert (joined.country, joined.region) == ("US", "US-CA")
    assert joined.attributes == {"roast": "dark", "cup": "y"}


def test_the_card_that_expires_first_counts(joined):
    assert (joined.card_expires_at, joined.last_refund_at) == (EARLY, None)


def test_one_customer_is_that_customer_and_none_is_nobody():
    one = CustomerFacts()
    assert facts_of_person([one]) is one
    assert facts_of_person([]) is None


def test_what_is_broken_is_left_out(joined):
    joined.subscriptions, joined.spent, joined.attributes = "x", [], None
    merged = facts_of_person([joined, joined])
    assert merged is not None
    assert (merged.subscriptions, merged.spent, merged.attributes) == ([], {}, {})
