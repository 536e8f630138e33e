"""Words that Stripe may add tomorrow: they are kept, nothing breaks, pages stay calm."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db.models import CharField

from billing.mirror.sync import sync_customer
from billing.models import Order, Subscription
from portals.models import Shop
from tests.promises import promise

WORD = "<b>hibernating</b>\N{SNOWFLAKE}"
# What Stripe says in a word of its own, by the kind of thing: places inside it.
PLACES = {
    "charge": ["status", "outcome.type", "failure_code", "payment_method_details.card.brand"],
    "customer": ["tax_exempt", "invoice_prefix"],
    "invoice": ["status", "billing_reason", "collection_method"],
    "payment_intent": ["status", "cancellation_reason", "capture_method"],
    "payment_method": ["type", "card.brand", "card.funding", "card.display_brand"],
    "price": ["recurring.interval", "billing_scheme", "type"],
    "refund": ["status", "reason", "failure_reason"],
    "subscription": ["status", "collection_method", "pause_collection", "cancellation_details"],
}
INSIDE = {
    "pause_collection": lambda word: {"behavior": word, "resumes_at": None},
    "cancellation_details": lambda word: {"reason": word, "feedback": word, "comment": None},
}


@pytest.fixture
def lenient(stripe):
    """Let the local Stripe say what no Stripe says today."""
    stripe.stripe.api.strict = False
    yield stripe
    stripe.stripe.api.log.clear()  # that was on purpose


def say(server, kind, place, word):
    """Put a word into every thing of a kind."""
    made = INSIDE.get(place, str)
    with server.stripe.state.transaction():
        for thing in list(server.stripe.world.all(kind)):
            *above, last = place.split(".")
            inside = thing
            for name in above:
                inside = inside.get(name) or {}
            inside[last] = made(word)
            server.stripe.world.put(thing)


def too_long():
    """The fields that hold more than their column takes, which only some databases refuse."""
    return [
        (model.__name__, field.name)
        for model in apps.get_app_config("billing").get_models()
        for row in model._default_manager.all()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField)
        and len(getattr(row, field.attname) or "") > (field.max_length or 10**6)
    ]


def assert_neutral(html, kind):
    """A word is nowhere on the page. Why money was given back may be in a person's own words."""
    if kind == "refund":
        assert "<b>hibernating" not in html
    else:
        assert "hibernating" not in html


@pytest.fixture
def pages(busy, visit, shop, home):
    """What the customer sees of every page that tells of these things, once they are mirrored."""
    client, orders = visit(shop, "active"), Order.objects.filter(customer=busy)

    def seen():
        sync_customer(Shop.objects.get(), busy.external_id, datetime.now(UTC))
        answers = [client.get(path) for path in ["/", *(f"/order/{row.pk}/" for row in orders)]]
        assert {answer.status_code for answer in answers} == {200}
        return " ".join(answer.content.decode() for answer in answers)

    return seen


@promise(15)
@pytest.mark.parametrize("kind", PLACES)
def test_word_of_stripes_that_we_do_not_know_breaks_nothing(pages, lenient, kind):
    for place in PLACES[kind]:
        say(lenient, kind, place, WORD)
        assert_neutral(pages(), kind)
        assert too_long() == []


@promise(15)
def test_state_that_we_do_not_know_is_kept_and_told_neutrally(pages, lenient):
    say(lenient, "subscription", "status", "hibernating")
    assert "Being checked" in pages()
    row = Subscription.objects.get(currency="EUR")
    assert (row.state, row.raw_status) == ("unknown", "hibernating")
