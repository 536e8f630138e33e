"""Invented people have every fact that rules ask for. These tests may not touch the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from access_rules.standing import StandingValue
from portal_blocks.personas import CAST, persona_subject
from portal_blocks.samples import sample_portal, sample_viewer
from portals.policy import GracePolicy
from tests.portal_blocks.cast import NOW

STANDINGS = {
    "active": StandingValue.ACTIVE,
    "inactive": StandingValue.INACTIVE,
    "trialing": StandingValue.ACTIVE,
    "past_due": StandingValue.ACTIVE,
    "paused": StandingValue.INACTIVE,
    "ending": StandingValue.ACTIVE,
    "cancelled": StandingValue.INACTIVE,
    "any_customer": StandingValue.INACTIVE,
}


@pytest.mark.parametrize("key", STANDINGS)
def test_the_portals_policy_decides_on_the_standing(key):
    assert persona_subject(key, sample_portal(), NOW).standing.value is STANDINGS[key]


def test_where_pauses_count_the_paused_one_is_active():
    portal = replace(sample_portal(), policy=GracePolicy(paused_counts=True))
    assert persona_subject("paused", portal, NOW).standing.value is StandingValue.ACTIVE


def test_in_a_club_they_are_its_members():
    portal = replace(sample_portal(), kind="membership", club_id=7)
    subject = persona_subject("active", portal, NOW)
    assert subject.standing.value is StandingValue.ACTIVE
    assert subject.clubs_ever == {7}


@pytest.mark.parametrize("key", STANDINGS)
def test_each_has_bought_lives_somewhere_and_came_without_a_campaign(key):
    subject = persona_subject(key, sample_portal(), NOW)
    assert subject.orders_count >= 1
    assert subject.spent
    assert subject.country
    assert subject.first_order_at
    assert subject.last_order_at
    assert subject.first_order_at <= subject.last_order_at <= NOW
    assert subject.campaigns == frozenset()


def test_nothing_is_known_of_the_signed_out_one():
    subject = persona_subject("signed_out", sample_portal(), NOW)
    assert (subject.signed_in, subject.standing, subject.orders_count) == (False, None, 0)


@pytest.mark.parametrize("key", [key for key, one in CAST.items() if one.state])
def test_what_they_own_on_the_page_is_what_rules_know(key):
    viewer = sample_viewer(key, now=NOW)
    [shown], [known] = viewer.data.subscriptions, viewer.subject.subscriptions
    assert shown.state == known.state
    assert int(shown.started_at.timestamp()) == int(known.started.timestamp())


def test_at_another_time_they_are_asked_the_same_facts():
    later = sample_viewer("active", now=NOW, at=NOW + timedelta(days=100))
    assert later.subject.now == NOW + timedelta(days=100)
    assert later.subject.subscriptions == sample_viewer("active", now=NOW).subject.subscriptions


def test_whoever_failed_to_pay_has_something_to_pay():
    owing = {key for key in CAST if sample_viewer(key).data.bills}
    assert owing == {"past_due"}
