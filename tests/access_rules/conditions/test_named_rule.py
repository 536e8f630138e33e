"""A rule with a name, used inside another."""

from __future__ import annotations

from uuid import UUID

from access_rules.conditions.named_rule import MeetsNamedRule
from access_rules.models import NamedRule
from access_rules.presets import ACTIVE
from portals.models import Shop

ACTIVE_BY_NAME = MeetsNamedRule(UUID(int=7))
EXAMPLES = [ACTIVE_BY_NAME]
REFUSED = [{"rule": 7}, {"rule": "no id"}, {"rule": None}, {"rule": "7" * 37}]


def prepare(shop: Shop) -> None:
    """Write the rule that the example names."""
    NamedRule.objects.create(pk=ACTIVE_BY_NAME.rule, shop=shop, name="Green", rule=ACTIVE)
