"""Asks for the names in many rules at once: a query a kind of thing, however many the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from access_rules.conditions.base import Condition
from access_rules.decisions import Rule
from access_rules.errors import RuleFault
from access_rules.named import tree_of_named
from access_rules.names import names_or, remembered
from access_rules.subject import Subject
from access_rules.tree import Group, Node
from cms.why.steps import conditions_in

KINDS = {
    "products": "products",
    "prices": "prices",
    "clubs": "clubs",
    "club": "clubs",
    "named_rule": "rules",
}
"""What is named in a rule, by the control that chooses it."""


@contextmanager
def named_together(rules: Iterable[Rule], subject: Subject) -> Iterator[None]:
    """Know for a while the names of what is in these rules, and of the subject's own."""
    with remembered():
        found: dict[str, set[Any]] = defaultdict(set)
        opened: set[UUID] = set()
        for rule in rules:
            for condition in conditions_in(rule):
                _note(condition, found, opened)
        for kind, keys in found.items():
            names_or(kind, keys | _own(kind, subject))
        yield


def _own(kind: str, subject: Subject) -> frozenset[int]:
    """What the subject has of a kind: their facts name it beside the rule's own."""
    sets = {"products": subject.products, "clubs": subject.clubs_ever}
    own: frozenset[int] = sets.get(kind, frozenset())
    subscribed: Iterator[frozenset[int]] = (
        getattr(one, kind, frozenset()) for one in subject.subscriptions
    )
    return own.union(*subscribed)


def _note(node: Node, found: Mapping[str, set[Any]], opened: set[UUID]) -> None:
    if isinstance(node, Group):
        for part in node.parts:
            _note(part, found, opened)
    if not isinstance(node, Condition):
        return
    for name, parameter in node.parameters().items():
        value = getattr(node, name)
        if parameter.control in KINDS and value is not None:
            found[KINDS[parameter.control]].update(_keys(value))
        if isinstance(value, UUID) and value not in opened:
            opened.add(value)
            _open(value, found, opened)


def _open(key: UUID, found: Mapping[str, set[Any]], opened: set[UUID]) -> None:
    try:
        _note(tree_of_named(key), found, opened)
    except RuleFault:
        return


def _keys(value: Any) -> Iterable[Any]:
    return value if isinstance(value, frozenset) else (value,)
