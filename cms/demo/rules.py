"""The rules of the demo's shop: those with a name, and those composed for one block."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from access_rules.models import NamedRule
from billing.models import Product
from portals.models import Shop

Rule = Mapping[str, Any]
HOME = ["europe", "GB"]
SPLIT = "come back"


def _key(name: str) -> UUID:
    """The id of a named rule, the same in every demo, so that pages can name it beforehand."""
    return uuid5(NAMESPACE_URL, f"https://kestrel.example/rules/{name}")


REGULARS, OWNERS, RECENT = _key("regulars"), _key("owners"), _key("recent")
OWNED = ("Hand grinder", "Morning set")


def condition(name: str, **settings: Any) -> dict[str, Any]:
    """Return one condition as it is stored."""
    return {"condition": name, **settings}


def all_of(*parts: dict[str, Any]) -> Rule:
    """Return a rule that wants all of its parts."""
    return {"version": 1, "all": list(parts)}


def named(key: UUID) -> dict[str, Any]:
    """Return the condition that is met by whoever meets a named rule."""
    return condition("named_rule", rule=str(key))


PAYMENT_FAILS = all_of(condition("payment_failing", days=0))
ABOUT_TO_END = all_of(condition("subscription_state", states=["ending"]))
RUNNING = condition(
    "subscription_state",
    states=["trialing", "active", "past_due", "paused", "ending", "incomplete"],
)
OVER = condition("subscription_state", states=["cancelled", "expired"])
EVER_SUBSCRIBED: Rule = {"version": 1, "any": [RUNNING, OVER]}
NOT_SUBSCRIBED: Rule = {"version": 1, "none": [RUNNING]}
LEFT: Rule = {"version": 1, "all": [OVER, {"none": [RUNNING]}]}
TASTERS = all_of(named(REGULARS))
GRINDER_OWNERS = all_of(named(OWNERS))
LEFT_LATELY = all_of(named(RECENT))
READY_FOR_A_GRINDER = all_of(
    condition("standing", value="active"),
    condition("member_for", days=90, club=None),
    condition("country", places=HOME),
    {"none": [named(OWNERS)]},
)


def half(first: bool) -> Rule:
    """Return the rule of one half of the customers, for two ways of saying the same."""
    start, end = (0, 50) if first else (50, 100)
    return all_of(condition("percentage", split=SPLIT, start=start, end=end))


def december(now: datetime) -> Rule:
    """Return the rule of the December that is next, or that goes on."""
    year = now.year
    return all_of(condition("between_dates", first=f"{year}-12-01", last=f"{year}-12-31"))


def name_rules(shop: Shop) -> None:
    """Keep the named rules. The products they name have to be there."""
    grinders = Product.objects.filter(shop=shop, name__in=OWNED).order_by("pk")
    many = {"comparison": "at_least", "count": 3}
    often = {"any": [condition("orders_count", **many), condition("renewals", **many)]}
    bought = condition("bought_product", products=[one.pk for one in grinders])
    left = (
        condition("standing", value="inactive"),
        condition("membership_ended", days=60, club=None),
    )
    for key, name, note, rule in (
        (
            REGULARS,
            "Regulars in Europe",
            "Three orders or three renewals, and a parcel reaches them within the week.",
            all_of(condition("country", places=HOME), often),
        ),
        (OWNERS, "Owns a grinder", "Ours, alone or in the set.", all_of(bought)),
        (RECENT, "Left in the last two months", "Worth a friendly word.", all_of(*left)),
    ):
        NamedRule.objects.create(id=key, shop=shop, name=name, note=note, rule=dict(rule))
