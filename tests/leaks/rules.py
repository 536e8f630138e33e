"""The rules that secrets stand behind, and who meets each: by hand, not asked of the engine.

Whoever is signed out, or not let in, is `out`.
"""

from __future__ import annotations

from typing import Any

from access_rules.models import NamedRule
from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from billing.facts import rebuild_facts

CAST = frozenset({"any", "active", "trialing", "past-due", "paused", "ending", "cancelled"})
TAGGED, ABROAD = ("any", "ending"), "trialing"

MEETS: dict[str, frozenset[str]] = {
    "everyone": CAST | {"out"},
    "any_customer": CAST,
    "active": frozenset({"active", "trialing", "past-due", "ending"}),
    "inactive": frozenset({"any", "paused", "cancelled"}),
    "paused": frozenset({"paused"}),
    "over": frozenset({"cancelled"}),
    "owing": frozenset({"past-due"}),
    "paying": frozenset({"active", "trialing", "ending"}),
    "tagged": frozenset({"any", "ending"}),
    "abroad": frozenset({"trialing"}),
    "friends": frozenset({"any", "ending", "paused"}),
    "with_a_password": frozenset(),
    "years_ago": frozenset(),
    "broken": frozenset(),
}


def stored_rules(shop_id: int) -> dict[str, dict[str, Any]]:
    """Return each as it is stored; one of them uses a named rule of the shop."""
    state = {"condition": "subscription_state"}
    owing, tagged = {**state, "states": ["past_due"]}, {"condition": "tag", "tags": ["vip"]}
    paused, over = {**state, "states": ["paused"]}, {**state, "states": ["cancelled"]}
    friends = {"version": 1, "any": [tagged, paused]}
    named = NamedRule.objects.create(shop_id=shop_id, name="Friends", rule=friends)
    years_ago = {"condition": "between_dates", "first": "2019-01-01", "last": "2019-12-31"}
    return {
        "everyone": EVERYONE,
        "any_customer": ANY_CUSTOMER,
        "active": ACTIVE,
        "inactive": INACTIVE,
        "paused": _all(paused),
        "over": _all(over),
        "owing": _all(owing),
        "paying": _all(*ACTIVE["all"], {"none": [owing]}),
        "tagged": _all(tagged),
        "abroad": _all({"condition": "country", "places": ["DE"]}),
        "friends": _all({"condition": "named_rule", "rule": str(named.pk)}),
        "with_a_password": _all({"condition": "signed_in_with", "least": "password"}),
        "years_ago": _all(years_ago),
        "broken": _all({"condition": "no_such_condition"}),
    }


def mark(people: dict[str, Any], now: Any) -> None:
    """Give the cast what the rules ask for besides subscriptions."""
    for key in TAGGED:
        people[key].tags = ["vip"]
    people[ABROAD].country = "DE"
    for customer in people.values():
        customer.save()
    rebuild_facts([customer.pk for customer in people.values()], now=now)


def _all(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"version": 1, "all": list(conditions)}
