"""Conditions that ask for any of some things: products, plans, tags, states, a campaign.

Whoever has one of some has one of more. Each rule here says who cannot be, given what has to be
answered yes and what no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from typing import Any

from access_rules.conditions.bought_product import HasBought
from access_rules.conditions.campaign import CameWithCampaign
from access_rules.conditions.has_plan import HasPlan
from access_rules.conditions.has_product import HasProduct
from access_rules.conditions.having import When
from access_rules.conditions.standing import HasStanding
from access_rules.conditions.subscription_state import HasSubscriptionIn
from access_rules.conditions.tag import HasTag
from access_rules.standing import StandingValue, counting_states
from cms.coverage.logic.literals import Wanted, of_kind
from portals.policy import GracePolicy
from portals.registry import Portal

_ANY_OF: dict[type[Any], Callable[[Any], tuple[Hashable, frozenset[Any]]]] = {
    CameWithCampaign: lambda one: ("campaign", frozenset({_campaign(one)})),
    HasBought: lambda one: ("bought", one.products),
    HasSubscriptionIn: lambda one: ("states", one.states),
    HasTag: lambda one: ("tags", one.tags),
}
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_MORE: dict[When, frozenset[When]] = {
    When.NOW: frozenset({When.NOW, When.EVER}),
    When.ONCE: frozenset({When.EVER}),
    When.EVER: frozenset({When.EVER}),
}
"""What else is true of whoever was subscribed then, of the same things and of more."""


def excluded(wanted: Wanted) -> bool:
    """Whether somebody has to have one of some, and none of these."""
    none_of: dict[Hashable, set[Any]] = defaultdict(set)
    one_of: list[tuple[Hashable, frozenset[Any]]] = []
    for condition, met in wanted.items():
        read = _ANY_OF.get(type(condition))
        if read is None:
            continue
        fact, things = read(condition)
        if met:
            one_of.append((fact, things))
        else:
            none_of[fact] |= things
    return any(things <= none_of[fact] for fact, things in one_of)


def not_subscribed(wanted: Wanted) -> bool:
    """Whether somebody has to be subscribed to something, and not to it."""
    return _subscribed(wanted, HasPlan, "plans") or _subscribed(wanted, HasProduct, "products")


def not_bought(wanted: Wanted) -> bool:
    """Whether somebody has to be subscribed to a product that they never bought."""
    refused = [one.products for one in of_kind(HasBought, wanted, met=False)]
    asked = [one.products for one in of_kind(HasProduct, wanted, met=True)]
    return any(some <= more for some in asked for more in refused)


def state_without_standing(wanted: Wanted, portal: Portal) -> bool:
    """Whether a state would give the other standing, or its absence would."""
    standings = {one.value for one in of_kind(HasStanding, wanted, met=True)}
    for one in of_kind(HasStanding, wanted, met=False):
        standings |= set(StandingValue) - {one.value}
    always, perhaps = _counting(portal.policy)
    states = [one.states for one in of_kind(HasSubscriptionIn, wanted, met=True)]
    none_of = {
        state for one in of_kind(HasSubscriptionIn, wanted, met=False) for state in one.states
    }
    if StandingValue.INACTIVE in standings and any(one <= always for one in states):
        return True
    return StandingValue.ACTIVE in standings and perhaps <= none_of


def _counting(policy: GracePolicy) -> tuple[frozenset[str], frozenset[str]]:
    """The states that always make Active, and all that may."""
    states = counting_states(policy, _ANY_TIME)
    return (
        frozenset(str(one) for one, after in states.items() if after is None),
        frozenset(map(str, states)),
    )


def _subscribed(wanted: Wanted, kind: type[Any], name: str) -> bool:
    asked = [(one.when, getattr(one, name)) for one in of_kind(kind, wanted, met=True)]
    refused = [(one.when, getattr(one, name)) for one in of_kind(kind, wanted, met=False)]
    now = [things for when, things in asked if when is When.NOW]
    if any(when is When.ONCE and some <= things for when, things in asked for some in now):
        return True
    return any(
        some <= more and other in _MORE[when] for when, some in asked for other, more in refused
    )


def _campaign(one: CameWithCampaign) -> str:
    return f"{one.parameter}={one.value}".casefold()
