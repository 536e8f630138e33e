"""Reads stored rules, and writes them. What it does not fully understand, it refuses.

`{"version": 1, "all": [{"condition": "standing", "value": "active"}, {"none": […]}]}`
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from access_rules.conditions import CONDITIONS
from access_rules.conditions.base import Condition
from access_rules.errors import RuleFault
from access_rules.named import MAX_CONDITIONS
from access_rules.tree import ROOT, AllOf, AnyOf, Group, Node, NoneOf

__all__ = ["MAX_CONDITIONS", "MAX_DEPTH", "VERSION", "RuleFault", "parse", "read_text", "to_json"]

VERSION = 1
MAX_DEPTH = 20
"""Groups inside groups, the outermost included."""

_GROUPS: dict[str, type[Group]] = {group.key: group for group in (AllOf, AnyOf, NoneOf)}


def parse(rule: object) -> Group:
    """Return the tree of a stored rule; raises `RuleFault` naming the faulty place."""
    if not isinstance(rule, Mapping) or not rule:
        raise RuleFault(ROOT, _("The rule is empty."))
    version = rule.get("version")
    if type(version) is not int or version != VERSION:
        raise RuleFault(f"{ROOT}.version", _("The rule was written for another version."))
    return _Reader().group({key: rule[key] for key in rule if key != "version"}, ROOT, depth=1)


def read_text(text: str | bytes) -> Any:
    """Return the rule that stands in a JSON text from outside, for `parse`.

    Raises `RuleFault` for what is no JSON. A name that stands twice in one object gets a value that
    `parse` refuses at its place: JSON lets the last one win, and a reader may have seen the first.
    """
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except (TypeError, ValueError, RecursionError):
        raise RuleFault(ROOT, _("This is not a rule.")) from None


def to_json(node: Node) -> dict[str, object]:
    """Return the stored form of a rule. A single condition is put into a group of its own."""
    group = node if isinstance(node, Group) else AllOf((node,))
    return {"version": VERSION, **_stored(group)}


class _Reader:
    """Reads one rule, counting what it has read: depth before descending, so that a hostile rule
    meets these bounds and never Python's."""

    def __init__(self) -> None:
        self.conditions = 0

    def group(self, value: Mapping[str, object], path: str, *, depth: int) -> Group:
        if depth > MAX_DEPTH:
            raise RuleFault(path, format_lazy(_("More than {n} levels of groups."), n=MAX_DEPTH))
        key = next(iter(value), None)
        if len(value) != 1 or key not in _GROUPS:
            raise RuleFault(path, _("Expected one of “all”, “any” or “none”, or a condition."))
        parts, path = value[key], f"{path}.{key}"
        if not isinstance(parts, list):
            raise RuleFault(path, _("Expected a list of conditions."))
        if not parts:
            raise RuleFault(path, _("A group needs at least one condition."))
        read = (self.part(part, f"{path}[{at}]", depth + 1) for at, part in enumerate(parts))
        return _GROUPS[key](tuple(read))

    def part(self, value: object, path: str, depth: int) -> Node:
        if not isinstance(value, Mapping):
            raise RuleFault(path, _("Expected a condition or a group."))
        if "condition" in value:
            return self.condition(value, path)
        return self.group(value, path, depth=depth)

    def condition(self, value: Mapping[str, object], path: str) -> Condition:
        self.conditions += 1
        if self.conditions > MAX_CONDITIONS:
            raise RuleFault(path, format_lazy(_("More than {n} conditions."), n=MAX_CONDITIONS))
        name = value["condition"]
        if not isinstance(name, str) or name not in CONDITIONS:
            raise RuleFault(f"{path}.condition", _("There is no such condition."))
        values = {key: value[key] for key in value if key != "condition"}
        return CONDITIONS[name].from_json(values, path)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        counted = Counter(name for name, _value in pairs)
        read |= {name: Ellipsis for name, count in counted.items() if count > 1}
    return read


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _stored(node: Node) -> dict[str, object]:
    if isinstance(node, Condition):
        return node.to_json()
    if isinstance(node, Group):
        return {node.key: [_stored(part) for part in node.parts]}
    raise TypeError(f"neither a condition nor a group: {type(node).__name__}")
