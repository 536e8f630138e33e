"""Which customers may see something? The answer of `decisions`, for all of them at once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from access_rules.compiling import compiled, rule_key
from access_rules.fault_log import log_once
from access_rules.tree import NOBODY
from portals.registry import Portal


def audience_q(rule: object, portal: Portal, now: datetime) -> Q:
    """Return the filter over `accounts.Customer` for those of the portal's shop who meet `rule`.

    A faulty rule is met by nobody. Deleted customers are left out; whether a customer may come into
    the portal at all is `admission`'s question, not this one.
    """
    try:
        ready = compiled(rule)
        if ready.tree is None:
            raise ready.fault or ValueError("a rule without a tree")
        of_shop = Q(shop=portal.shop_id, deleted_at=None)
        return of_shop & ready.tree.as_q(portal, now)
    except Exception as error:  # noqa: BLE001 (closed by default: whatever fails, refuses)
        key = ("audience", type(error), rule_key(rule) or type(rule))
        log_once(key, "A rule has no audience: %s", error, error=error)
        return NOBODY
