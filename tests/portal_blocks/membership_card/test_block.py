from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from access_rules.subject import MembershipFact
from portal_blocks.membership_card.block import MembershipCardBlock
from portal_blocks.membership_card.cards import cards_of
from portal_blocks.samples import sample_portal, sample_viewer
from tests.portal_blocks.cast import shown

MAY = datetime(2026, 5, 5, tzinfo=UTC)
VALUE = {"show_number": True, "show_since": True}


def member(persona="active", *clubs, **portal):
    portal = {"kind": "membership", "club_id": 7, "club_name": "The coffee club", **portal}
    viewer = sample_viewer(persona, replace(sample_portal(), **portal))
    facts = tuple(MembershipFact(club, f"10{club}", MAY) for club in clubs or (7,))
    return replace(viewer, subject=replace(viewer.subject, memberships=facts))


@pytest.fixture(autouse=True)
def names(monkeypatch):
    monkeypatch.setattr("portal_blocks.membership_card.cards.club_name", "Club {}".format)


def test_the_card_tells_club_number_and_since_when():
    html = shown(MembershipCardBlock(), VALUE, member())
    assert "The coffee club" in html
    assert "107" in html
    assert "Since May 2026" in html


def test_a_membership_portal_shows_its_own_club_alone():
    assert [card.number for card in cards_of(member("active", 3, 7))] == ["107"]


def test_a_customer_portal_shows_every_club():
    cards = cards_of(member("active", 3, 7, kind="customer", club_id=None))
    assert [card.club for card in cards] == ["Club 3", "Club 7"]


def test_an_active_member_is_called_active():
    [card] = cards_of(member())
    assert (card.status, card.is_active) == ("Active", True)


@pytest.mark.parametrize("persona", ["cancelled", "paused", "inactive"])
def test_whose_subscription_does_not_count_is_not_active_now(persona):
    [card] = cards_of(member(persona))
    assert (card.status, card.is_active) == ("Not active now", False)


def test_a_club_without_subscription_says_nothing_of_standing():
    [card] = cards_of(member("any_customer"))
    assert card.status == ""


def test_whoever_is_several_customers_has_one_card_a_club():
    viewer = member("active", 7, 7)
    assert len(cards_of(viewer)) == 1


def test_whoever_is_no_member_is_told_where_to_join():
    viewer = sample_viewer("any_customer", replace(sample_portal(), join_url="https://a.example/"))
    html = shown(MembershipCardBlock(), VALUE, viewer)
    assert 'href="https://a.example/"' in html
    assert "You are no member yet" in html
