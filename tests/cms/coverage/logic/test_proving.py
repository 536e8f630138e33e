"""What is proved of rules is true of every viewer there could be."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import transaction

from access_rules.conditions.base import Condition
from access_rules.parsing import parse, to_json
from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from access_rules.subject import Subject, Visit, signed_out, subject_of
from access_rules.tree import AllOf, AnyOf, Group, NoneOf
from cms.coverage.logic.proving import follows, impossible
from portals.models import Shop
from tests.access_rules.builders import portal
from tests.access_rules.conditions.test_contract import EXAMPLES, MODULES
from tests.access_rules.conftest import NOW
from tests.access_rules.population import create_population

HERE = portal()
CUSTOMERS = replace(HERE, kind="customer", club_id=None)
TREES, ROWS = 1500, 100
CHANCE = random.Random(11)


def rule(*parts: dict[str, Any], key: str = "all") -> dict[str, Any]:
    return {"version": 1, key: list(parts)}


def one(name: str, **settings: Any) -> dict[str, Any]:
    return {"condition": name, **settings}


def none(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"none": list(parts)}


active, inactive = one("standing", value="active"), one("standing", value="inactive")
orders = [one("orders_count", comparison=how, count=3) for how in ("at_least", "at_most")]
now_1, now_1_2 = (one("has_plan", when="now", plans=ids) for ids in ([1], [1, 2]))
text = [
    one("attribute", attribute="roast", comparison=how, value="dark") for how in ("is", "is_not")
]
spring = one("campaign", parameter="ref", value="Spring")

NOBODY = {
    "both standings": rule(active, inactive),
    "required and excluded": rule(one("tag", tags=["gold"]), none(one("tag", tags=["gold", "x"]))),
    "numbers that do not meet": rule(orders[0], one("orders_count", comparison="exactly", count=2)),
    "below the least": rule(none(one("orders_count", comparison="at_least", count=0))),
    "recent and long ago": rule(
        one("last_order", age="within", days=30), one("last_order", age="longer_ago", days=30)
    ),
    "countries without one in common": rule(
        one("country", places=["EU"]), one("country", places=["GB", "northern_america"])
    ),
    "a language outside of itself": rule(
        one("language", languages=["de-AT"]), none(one("language", languages=["de"]))
    ),
    "days that do not meet": rule(
        one("between_dates", first="2026-01-01", last="2026-01-31"),
        one("between_dates", first="2026-02-01", last=None),
    ),
    "hours that do not meet": rule(
        one("weekly_hours", days=["mon"], start=9, end=12),
        one("weekly_hours", days=["tue"], start=9, end=12),
    ),
    "two shares of one split": rule(
        one("percentage", split="a", start=0, end=50),
        one("percentage", split="a", start=50, end=100),
    ),
    "a plan and more without it": rule(now_1, none(now_1_2)),
    "now and no longer": rule(now_1, one("has_plan", when="once", plans=[1, 2])),
    "subscribed without buying": rule(
        one("has_product", when="now", products=[4]), none(one("bought_product", products=[4, 5]))
    ),
    "an attribute and another": rule(*text),
    "a part of it that is missing": rule(
        one("attribute", attribute="a", comparison="contains", value="gold plus"),
        none(one("attribute", attribute="a", comparison="contains", value="gold")),
    ),
    "a state that makes the other standing": rule(
        inactive, one("subscription_state", states=["trialing"])
    ),
    "a standing without any state of it": rule(
        active,
        none(one("subscription_state", states=["active", "trialing", "ending", "past_due"])),
    ),
    "signed out and a customer": rule(none(one("any_customer")), one("tag", tags=["gold"])),
    "a campaign in other letters": rule(spring, none({**spring, "value": "SPRING"})),
    "every way of some": rule({"any": [active, inactive]}, none(active), none(inactive)),
    "none of everyone": rule(one("everyone"), key="none"),
}
SOMEBODY = {
    "ready-made": ANY_CUSTOMER,
    "state and standing": rule(active, one("subscription_state", states=["cancelled"])),
    "plans, one of them no longer": rule(now_1, one("has_plan", when="once", plans=[2])),
    "products, each of another's": rule(
        one("has_product", when="now", products=[1, 2]),
        none(one("has_product", when="now", products=[1])),
    ),
    "not recent is not long ago": rule(none(one("card_expires", days=30))),
    "refunded ever and not lately": rule(
        one("refunded", when="ever", days=1), none(one("refunded", when="within", days=30))
    ),
    "a country and a part of it": rule(
        one("country", places=["US"]), none(one("country", places=["US-CA"]))
    ),
    "two splits": rule(
        one("percentage", split="a", start=0, end=50),
        one("percentage", split="b", start=50, end=100),
    ),
}


@pytest.mark.parametrize("stored", NOBODY.values(), ids=NOBODY)
def test_nobody_meets_a_rule_that_contradicts_itself(stored):
    parse(stored)
    assert impossible([stored], HERE)


@pytest.mark.parametrize("stored", SOMEBODY.values(), ids=SOMEBODY)
def test_somebody_may_meet_a_rule_that_does_not(stored):
    parse(stored)
    assert not impossible([stored], HERE)


def test_rules_around_each_other_contradict_together():
    assert impossible([ACTIVE, INACTIVE], HERE)
    assert not impossible([ACTIVE, ANY_CUSTOMER], HERE)


@pytest.mark.parametrize(
    ("stored", "around"),
    [
        (rule(one("everyone"), active, key="any"), [EVERYONE]),
        (rule(active, inactive, key="any"), [ANY_CUSTOMER]),
        (rule(one("any_customer"), orders[1], key="any"), [ACTIVE]),
        (rule(one("orders_count", comparison="at_least", count=1)), [rule(orders[0])]),
        (rule(*orders, key="any"), [ANY_CUSTOMER]),
    ],
)
def test_a_rule_that_adds_nothing_follows_from_what_is_around_it(stored, around):
    assert follows(stored, around, HERE)


@pytest.mark.parametrize(
    ("stored", "around"),
    [
        (rule(active, inactive, key="any"), [EVERYONE]),  # signed out, it is not known
        (rule(*text, key="any"), [ANY_CUSTOMER]),  # without the attribute, neither is
        (ACTIVE, [ANY_CUSTOMER]),
    ],
)
def test_what_is_not_known_of_some_follows_from_nothing(stored, around):
    assert not follows(stored, around, HERE)


def test_a_place_in_a_club_is_not_known_in_a_portal_without_one():
    stored = rule(one("club_member", place="member", club=None))
    assert impossible([stored], CUSTOMERS)
    assert not impossible([stored], HERE)


def test_what_takes_too_long_is_left_undecided(monkeypatch):
    stored = rule({"any": [active, inactive]}, none(active), none(inactive))
    monkeypatch.setattr("cms.coverage.logic.proving.MOST_STEPS", 0)
    assert not impossible([stored], HERE)


@dataclass(frozen=True)
class World:
    conditions: list[Condition]
    viewers: list[Subject]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> World:
    with django_db_blocker.unblock(), transaction.atomic():
        shop = Shop.objects.create(name="Greenhouse")
        for module in MODULES.values():
            getattr(module, "prepare", id)(shop)
        conditions = [example for example in EXAMPLES if example.name != "named_rule"]
        rows = create_population(shop.pk, conditions, ROWS)
        transaction.set_rollback(True)
    visits = (Visit(), Visit(("otp",), frozenset({"utm_campaign=spring"}), "de-AT"))
    viewers = [subject_of(HERE, row, row.customer_id, NOW, CHANCE.choice(visits)) for row in rows]
    return World(conditions, [*viewers, *(signed_out(NOW, HERE, visit) for visit in visits)])


def _tree(conditions: list[Condition], depth: int) -> Group:
    group = CHANCE.choice((AllOf, AllOf, AnyOf, NoneOf))
    parts = CHANCE.choices(conditions, k=CHANCE.randint(1, 3))
    inner = [_tree(conditions, depth - 1) for _ in range(CHANCE.randint(0, 2))] if depth else []
    return group((*parts, *inner))


def _about_one_thing(conditions: list[Condition]) -> list[Condition]:
    """A few conditions, mostly of one kind: these contradict each other most."""
    name = CHANCE.choice(conditions).name
    return [*(one for one in conditions if one.name == name), *CHANCE.choices(conditions, k=2)]


def test_no_viewer_contradicts_what_was_proved(world, db):
    proved = 0
    for _ in range(TREES):
        tree = _tree(_about_one_thing(world.conditions), 2)
        stored, holds = to_json(tree), tree.closure()
        if impossible([stored], HERE):
            proved += 1
            assert not any(holds(viewer) is True for viewer in world.viewers), stored
        elif follows(stored, [ANY_CUSTOMER], HERE):
            proved += 1
            assert all(holds(one) is True for one in world.viewers if one.signed_in), stored
    assert proved > TREES / 20
