"""Which customers may see something? The answer of `decisions`, for all of them at once.

What only a visit tells (how they signed in, the campaign they came with) counts as not known:
`audience_q` is who meets a rule in any case. `at_most_q` is who could, if each visit were as the
rule wants it; the two differ only where `asks_for_a_visit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import Q

from access_rules import named
from access_rules.compiling import compiled, rule_key
from access_rules.conditions.base import Condition
from access_rules.conditions.named_rule import MeetsNamedRule
from access_rules.errors import RuleFault
from access_rules.fault_log import log_once
from access_rules.tree import EVERYBODY, NOBODY, Group, Node
from portals.registry import Portal


def audience_q(rule: object, portal: Portal, now: datetime) -> Q:
    """Return the filter over `CustomerFacts` for those of the portal's shop who meet `rule`.

    A faulty rule is met by nobody. Deleted customers have no facts; whether a customer may come
    into the portal at all is `admission`'s question, not this one. What only a visit tells counts
    as not known.
    """
    return _closed(rule, lambda tree: Q(shop=portal.shop_id) & tree.as_q(portal, now))


def at_most_q(rule: object, portal: Portal, now: datetime) -> Q:
    """Return the same filter as if everything that only a visit tells came out as wanted.

    "As wanted" may differ from place to place: a rule that asks for a campaign and for its absence
    has an upper bound, though nobody meets it.
    """

    def most(tree: Group) -> Q:
        tree.as_q(portal, now)  # refuses what `audience_q` refuses, such as another shop's rule
        return Q(shop=portal.shop_id) & _most(tree, portal, now, met=True)

    return _closed(rule, most)


def asks_for_a_visit(rule: object) -> bool:
    """Return whether a visit has a say in `rule`, or in a named rule inside of it."""
    try:
        tree = compiled(rule).tree
        return tree is not None and any(one.by_visit for one in conditions_in(tree))
    except RuleFault:
        return False


def conditions_in(node: Node) -> Iterator[Condition]:
    """Yield the conditions of a tree, and of the named rules inside of it in place of those.

    Raises `RuleFault` for a named rule that is gone or leads back to itself.
    """
    for _path, part in named.leaves(node):
        if isinstance(part, MeetsNamedRule):
            with named.opened(part.rule) as tree:
                yield from list(conditions_in(tree))
        elif isinstance(part, Condition):
            yield part


def _most(node: Node, portal: Portal, now: datetime, *, met: bool) -> Q:
    if isinstance(node, MeetsNamedRule):
        with named.opened(node.rule) as tree:
            return _most(tree, portal, now, met=met)
    if isinstance(node, Condition) and node.by_visit:
        return EVERYBODY
    if not isinstance(node, Group):
        return node.where(portal, now, met=met)
    return node.joined(lambda part, wanted: _most(part, portal, now, met=wanted), met=met)


def _closed(rule: object, make: Callable[[Group], Q]) -> Q:
    try:
        ready = compiled(rule)
        if ready.tree is None:
            raise ready.fault or ValueError("a rule without a tree")
        return make(ready.tree)
    except Exception as error:  # noqa: BLE001 (closed by default: whatever fails, refuses)
        key = ("audience", type(error), rule_key(rule) or type(rule))
        log_once(key, "A rule has no audience: %s", error, error=error)
        return NOBODY
