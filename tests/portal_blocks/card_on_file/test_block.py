from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal_blocks.card_on_file.block import CardOnFileBlock
from portal_blocks.samples import sample_viewer
from tests.portal_blocks.cast import PLACE, Owned, card, shown, subscription, viewer

VALUE = {"heading": "Your card", "allow_update": True, "allow_remove": True, "allow_pay": True}
# A card is good to the last day of its month: here 30 November 2026.
ENDS_IN_NOVEMBER = {"exp_month": 11, "exp_year": 2026}


def rows(who):
    return CardOnFileBlock().load(VALUE, who, PLACE)["cards"]


def html(who) -> str:
    return shown(CardOnFileBlock(), VALUE, who)


def named(name, **changes):
    return subscription(items=[{"name": name}], **changes)


def test_a_card_is_told_by_its_brand_and_last_digits():
    words = html(viewer(cards=[card()]))
    assert "Visa ending 4242" in words
    assert "Expires 08/28" in words


@pytest.mark.parametrize(
    ("today", "expired", "expiring"),
    [
        ((2026, 10, 1), False, False),  # 60 days before its last day
        ((2026, 10, 2), False, True),
        ((2026, 11, 30), False, True),
        ((2026, 12, 1), True, False),
    ],
)
def test_a_card_warns_for_60_days_and_is_good_to_its_last(today, expired, expiring):
    now = datetime(*today, 12, tzinfo=UTC)
    [row] = rows(viewer(cards=[card(**ENDS_IN_NOVEMBER)], now=now))
    assert (row.expired, row.expiring) == (expired, expiring)


@pytest.mark.parametrize(("zone", "expired"), [("Europe/London", False), ("Asia/Tokyo", True)])
def test_a_card_ends_at_midnight_in_the_portals_time_zone(zone, expired):
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    [row] = rows(viewer(cards=[card(**ENDS_IN_NOVEMBER)], now=late, time_zone=zone))
    assert row.expired == expired


@pytest.mark.parametrize(
    ("now", "words", "tone"),
    [
        (datetime(2026, 11, 22, tzinfo=UTC), "Expires soon: 11/26", "status--warn"),
        (datetime(2027, 1, 1, tzinfo=UTC), "Expired 11/26", "status--danger"),
    ],
)
def test_a_card_that_fails_soon_says_so_in_words(now, words, tone):
    shown_words = html(viewer(cards=[card(**ENDS_IN_NOVEMBER)], now=now))
    assert words in shown_words
    assert tone in shown_words


def test_each_card_names_what_it_pays():
    own = card(pk=2, external_id="pm_2", is_default=False)
    tea, coffee = named("Tea"), named("Coffee", pk=2, card_external_id="pm_2")
    both = rows(viewer(tea, coffee, cards=[card(), own]))
    assert [row.pays for row in both] == [["Tea"], ["Coffee"]]


@pytest.mark.parametrize(
    ("state", "pays"),
    [
        ("active", ["Tea"]),
        ("paused", ["Tea"]),
        ("past_due", ["Tea"]),
        ("cancelled", []),
        ("expired", []),
    ],
)
def test_what_is_over_is_paid_by_no_card(state, pays):
    [row] = rows(viewer(named("Tea", state=state), cards=[card()]))
    assert row.pays == pays


def test_a_card_that_pays_nothing_says_so():
    assert "Pays for no subscription" in html(viewer(cards=[card()]))


@pytest.mark.parametrize(("cards", "said"), [([card()], 0), ([card(), card(pk=2)], 1)])
def test_the_main_card_is_named_only_among_several(cards, said):
    cards[-1].is_default = said == 0
    assert html(viewer(cards=cards)).count("· main card") == said


def test_somebody_who_may_have_no_card_is_told_how_one_comes_here():
    words = html(replace(viewer(), data=Owned([], [], may_have_cards=False)))
    assert "No card on file" in words
    assert "When you pay with a card and choose to keep it" in words
    assert "data-card-form" not in words


def test_somebody_without_a_card_may_add_one():
    words = html(viewer())
    assert "No card on file" in words
    assert "Add a card" in words


def test_names_of_products_are_text():
    words = html(viewer(named("<script>alert(1)</script>"), cards=[card()]))
    assert "<script" not in words
    assert "&lt;script&gt;alert(1)" in words


def test_the_invented_customer_has_a_good_card():
    [row] = rows(sample_viewer("active"))
    assert (row.expired, row.expiring, len(row.pays)) == (False, False, 1)
