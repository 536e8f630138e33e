from __future__ import annotations

from dataclasses import replace

import pytest

from access_rules.admission import admits
from access_rules.audience import audience_q
from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from access_rules.tree import EVERYBODY, NOBODY
from billing.models import CustomerFacts
from cms.rules.counting import SAMPLED, admitted_q, audience, change, otherwise, rules_q
from tests.access_rules.conditions.test_contract import EXAMPLES
from tests.cms.rules.conftest import rule


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(
    "settings", [{"admit_ended": True}, {"admit_ended": False}, {"club_id": None}]
)
def test_those_count_whom_the_portals_door_lets_in(portals, people, now, at, settings):
    portal = replace(portals[at], **settings)
    every = CustomerFacts.objects.all()
    wanted = {facts.pk for facts in every if admits(portal, facts, now).allowed}
    assert {facts.pk for facts in every.filter(admitted_q(portal))} == wanted


def test_another_shops_customers_never_count(other, people):
    assert audience(EVERYBODY, other).total == 0


def test_an_audience_is_counted_with_the_first_of_it(shop, people, now):
    found = audience(audience_q(ACTIVE, shop, now), shop)
    assert (found.count, found.total, found.at_most) == (4, 7, None)
    assert [one.email.split("@")[0] for one in found.sample][:2] == ["active", "trialing"]
    assert len(audience(EVERYBODY, shop).sample) == SAMPLED


def test_who_gains_and_who_loses_are_told_apart(shop, people, now):
    before, after = audience_q(INACTIVE, shop, now), audience_q(ANY_CUSTOMER, shop, now)
    assert [
        (one.gain, one.lose) for one in (change(before, after, shop), change(after, before, shop))
    ] == [
        (4, 0),
        (0, 4),
    ]


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [(NOBODY, EVERYBODY, (7, 0)), (EVERYBODY, NOBODY, (0, 7)), (NOBODY, NOBODY, (0, 0))],
)
def test_everybody_and_nobody_can_be_counted(shop, people, before, after, turn):
    found = change(before, after, shop)
    assert (found.gain, found.lose) == turn


def test_otherwise_holds_those_of_whom_it_is_not_known(shop, people, now):
    """Nobody in the cast has a card, so nothing is known of when it expires."""
    expires = rule({"condition": "card_expires", "days": 30})
    met = audience_q(expires, shop, now)
    assert CustomerFacts.objects.filter(otherwise(met)).count() == 7
    assert change(met, audience_q(EVERYONE, shop, now), shop).gain == 7


def test_several_rules_are_met_by_whoever_meets_each(shop, people, now):
    assert audience(rules_q([ANY_CUSTOMER, ACTIVE], shop, now), shop).count == 4
    assert audience(rules_q([INACTIVE, ACTIVE], shop, now), shop).count == 0


def test_a_change_from_and_to_every_condition_can_be_counted(shop, people, now):
    everyone = audience_q(EVERYONE, shop, now)
    for condition in {one.name: one for one in EXAMPLES}.values():
        met = audience_q(rule(condition.to_json()), shop, now)
        count = audience(met, shop).count
        found = change(everyone, met, shop)
        assert (found.gain, found.lose) == (0, 7 - count), condition
        assert change(met, everyone, shop).gain == 7 - count, condition
