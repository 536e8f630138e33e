"""The invented customer. These tests may not touch the database, and pytest sees to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access_rules.decisions import allows
from access_rules.presets import ACTIVE, ANY_CUSTOMER, INACTIVE
from portal_blocks.registry import PortalStream
from portal_blocks.samples import PERSONAS, sample_viewer
from tests.pages import block, controls, text
from tests.portal_blocks.cast import viewer

PAGE = [
    block("heading", text="Hello", level="h2"),
    text("Words"),
    block("button", label="See all", page=None, address="https://example.com/", style="quiet"),
    block("columns", left=[controls()], right=[block("card_on_file", heading="")], ratio="even"),
    block("order_history", heading="Your orders", page_size=3),
]


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_page_of_blocks_is_previewed_without_the_database(persona):
    who = sample_viewer(persona)
    context = {"viewer": who, "portal": who.portal, "page_url": "/"}
    html = PortalStream().to_python(PAGE).render_as_block(context)
    assert html.count('class="block block--') == 7


@pytest.mark.parametrize(
    ("persona", "seen"),
    [
        ("active", [True, True, False]),
        ("inactive", [True, False, True]),
        ("signed_out", [False, False, False]),
    ],
)
def test_each_persona_is_who_its_name_says(persona, seen):
    subject = sample_viewer(persona).subject
    assert [bool(allows(rule, subject)) for rule in (ANY_CUSTOMER, ACTIVE, INACTIVE)] == seen


def test_the_active_one_has_a_subscription_that_renews():
    who = sample_viewer("active")
    [one] = who.data.subscriptions
    assert one.current_period_end
    assert (one.state, one.current_period_end > who.subject.now) == ("active", True)


def test_the_inactive_one_has_a_subscription_that_is_over():
    who = sample_viewer("inactive")
    [one] = who.data.subscriptions
    assert one.ended_at
    assert (one.state, one.ended_at < who.subject.now) == ("expired", True)


def test_the_signed_out_one_has_nothing():
    who = sample_viewer("signed_out")
    assert not who.signed_in
    assert not who.data.subscriptions
    assert not who.data.cards
    assert not who.data.orders(after="", limit=20).orders


def test_orders_are_as_many_as_are_asked_for_and_newest_first():
    placed = [o.placed_at for o in sample_viewer("active").data.orders(after="", limit=2).orders]
    assert placed == sorted(placed, reverse=True)
    assert len(placed) == 2


def test_each_order_of_theirs_has_a_page_and_no_other():
    data = sample_viewer("active").data
    assert [data.order(one.pk).number for one in data.orders(after="", limit=9).orders]
    assert data.order(999) is None


def test_what_is_on_its_way_and_what_came_are_different_parcels():
    who = sample_viewer("active")
    now = who.subject.now
    under_way = [one.order.pk for one in who.data.parcels_under_way(now)]
    came = [one.order.pk for one in who.data.parcels_that_came(now, after="", limit=9).parcels]
    assert (under_way, came) == ([3], [2])


def test_the_invented_customer_stands_in_the_portal_that_is_edited():
    portal = replace(viewer().portal, name="Greenhouse", currency_display="code")
    assert sample_viewer("active", portal).portal == portal


@pytest.mark.parametrize("persona", PERSONAS)
def test_an_invented_customer_is_always_marked_as_one(persona):
    assert sample_viewer(persona).is_preview
    assert sample_viewer(persona).customer_ids == ()
