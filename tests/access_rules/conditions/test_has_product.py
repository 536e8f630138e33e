"""Subscribed to a product, now or once."""

import pytest

from access_rules.conditions.has_product import HasProduct
from access_rules.conditions.having import When
from access_rules.subject import signed_out
from tests.access_rules.builders import buyer, subscription
from tests.access_rules.conftest import NOW

BOX = frozenset({1})
EXAMPLES = [HasProduct(when, frozenset({1, 7})) for when in When]
REFUSED = [
    {"when": "now", "products": []},
    {"when": "later", "products": [1]},
    {"when": "now", "products": [None]},
    {"when": None, "products": [1]},
]
BEGUN = NOW.replace(year=2025)


@pytest.mark.parametrize(
    ("states", "now", "once", "ever"),
    [
        ([], False, False, False),
        (["active"], True, False, True),
        (["trialing"], True, False, True),
        (["past_due"], True, False, True),
        (["paused"], True, False, True),
        (["ending"], True, False, True),
        (["incomplete"], False, False, False),
        (["unknown"], False, False, False),
        (["cancelled"], False, True, True),
        (["expired"], False, True, True),
        (["cancelled", "active"], True, False, True),
    ],
)
def test_what_counts_as_now_and_as_once(states, now, once, ever):
    who = buyer(*(subscription(one, started=BEGUN) for one in states), products=BOX)
    found = [HasProduct(when, BOX).holds_for(who) for when in (When.NOW, When.ONCE, When.EVER)]
    assert found == [now, once, ever]


def test_first_payment_never_made_is_no_subscription():
    never_paid = buyer(subscription("expired", started=BEGUN))
    assert HasProduct(When.EVER, BOX).holds_for(never_paid) is False


def test_product_bought_for_good_is_no_subscription():
    assert HasProduct(When.EVER, BOX).holds_for(buyer(products=BOX)) is False


def test_subscriptions_of_whoever_is_signed_out_are_not_known():
    assert [HasProduct(when, BOX).holds_for(signed_out(NOW)) for when in When] == [None] * 3


def test_sentences_name_products_and_states(db):
    who = buyer(subscription("paused", started=BEGUN), products=BOX)
    asked = HasProduct(When.ONCE, BOX)
    assert asked.describe() == "was once subscribed to a product that is gone, and is no longer"
    assert asked.fact(who) == "Paused since 27 February 2026."
    assert asked.fact(buyer()) == "Not subscribed to any of these."
