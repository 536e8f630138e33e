"""What is news, by how a row was and how it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.notices.transitions import OrderSeen, of_card, of_order, of_subscription
from tests.billing.notices.rows import NOW, card, order, parcel, refund, subscription

LONG_AGO = NOW - timedelta(days=2)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("active", "paused", "paused"),
        ("trialing", "paused", "paused"),
        ("past_due", "paused", "paused"),
        ("active", "ending", "cancelled"),
        ("active", "cancelled", "cancelled"),
        ("past_due", "cancelled", "cancelled"),
        ("paused", "cancelled", "cancelled"),
        ("paused", "active", "restarted"),
        ("ending", "active", "restarted"),
        ("ending", "trialing", "restarted"),
        ("ending", "cancelled", None),
        ("active", "active", None),
        ("active", "past_due", None),
        ("past_due", "active", None),
        ("paused", "past_due", None),
        ("incomplete", "active", None),
        ("incomplete", "expired", None),
        ("cancelled", "active", None),
        ("active", "a state of next year", None),
    ],
)
def test_turn_of_a_subscription(before, after, kind):
    news = of_subscription(subscription(before), subscription(after), card())
    assert [one.kind.value for one in news] == ([kind] if kind else [])


@pytest.mark.parametrize("state", ["active", "paused", "ending", "cancelled", "past_due"])
def test_subscription_seen_for_the_first_time_is_no_news(state):
    assert of_subscription(None, subscription(state), card()) == []


def test_second_pause_is_news_of_its_own():
    later = NOW + timedelta(days=1)
    first = of_subscription(subscription("active"), subscription("paused"), None)
    second = of_subscription(
        subscription("active"), subscription("paused", state_since=later), None
    )
    assert first[0].about != second[0].about


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        (card("4242"), card("4444", "pm_2"), True),
        (card("4242"), card("4242"), False),
        (None, card(), False),
        (card(), None, False),
    ],
)
def test_another_card_is_news_a_first_one_is_not(before, after, is_told):
    assert bool(of_card(before, after, now=NOW)) is is_told


def kinds(before, after):
    return [one.kind.value for one in of_order(before, after, card(), now=NOW)]


@pytest.mark.parametrize(
    ("before", "state", "kind"),
    [
        ("pending", "paid", "order"),
        ("requires_action", "paid", "order"),
        ("failed", "paid", "order"),
        ("pending", "failed", "payment_failed"),
        ("pending", "requires_action", "confirm_payment"),
        ("failed", "failed", None),
        ("paid", "paid", None),
        ("disputed", "paid", None),
        ("refunded", "paid", None),
        ("paid", "failed", None),
        ("pending", "void", None),
    ],
)
def test_turn_of_a_payment(before, state, kind):
    renewal = order(state, subscription=subscription("active"), placed_at=LONG_AGO)
    assert kinds(OrderSeen(before), renewal) == ([kind] if kind else [])


@pytest.mark.parametrize("state", ["paid", "failed", "requires_action"])
def test_order_seen_for_the_first_time_is_news_only_if_it_is_of_today(state):
    of = subscription("active")
    assert kinds(None, order(state, subscription=of, placed_at=LONG_AGO)) == []
    assert len(kinds(None, order(state, subscription=of))) == 1


@pytest.mark.parametrize("state", ["failed", "requires_action"])
@pytest.mark.parametrize("of", [None, subscription("incomplete")])
def test_whoever_is_buying_is_told_by_the_page(state, of):
    assert kinds(None, order(state, subscription=of)) == []


def test_nothing_is_said_of_an_order_for_nothing():
    assert kinds(None, order("paid", total=0)) == []


def test_order_is_known_by_all_its_names():
    assert of_order(None, order("paid"), None, now=NOW)[0].also == ("in_1", "pi_1")


@pytest.mark.parametrize(
    ("seen", "found", "is_told"),
    [
        ({}, refund(), True),
        ({}, refund(at=LONG_AGO), False),
        ({}, refund("pending"), False),
        ({}, refund("failed"), False),
        ({"re_1": "pending"}, refund(at=LONG_AGO), True),
        ({"re_1": "succeeded"}, refund(), False),
    ],
)
def test_refund_is_told_when_it_has_come(seen, found, is_told):
    news = kinds(OrderSeen("paid", refunds=seen), order("refunded", refunds=[found]))
    assert news == (["refund"] if is_told else [])


@pytest.mark.parametrize(
    ("seen", "found", "is_told"),
    [
        ({}, parcel(), True),
        ({}, parcel(at=LONG_AGO), False),
        ({}, parcel("delivered"), False),
        ({"p1": "unfulfilled"}, parcel(at=LONG_AGO), True),
        ({"p1": "shipped"}, parcel(), False),
        ({"p1": "delivered"}, parcel(), False),
    ],
)
def test_parcel_is_told_when_it_has_left(seen, found, is_told):
    news = kinds(OrderSeen("paid", parcels=seen), order("paid", fulfilments=[found]))
    assert news == (["shipped"] if is_told else [])
