"""Rules with a name, used inside of others: finds them, and refuses circles.

All of them are read at once into this process, and anew when `portals.registry.generation` moves:
saving a named rule moves it in every process. A rule that leads back to itself, that is gone, or
that grows too large with all it uses, is a fault, and met by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from access_rules.errors import RuleFault
from access_rules.tree import ROOT, Group, Node
from portals.registry import generation

MAX_LEVELS = 10
"""Named rules inside named rules."""
MAX_CONDITIONS = 2000
"""In one rule, with all that the named rules inside of it hold."""


@dataclass(frozen=True, slots=True)
class Named:
    """A named rule as stored: whose it is, what it is called, and its JSON."""

    shop_id: int
    name: str
    rule: Any


class _Shelf:
    def __init__(self) -> None:
        self.of = -1
        self.rules: dict[UUID, Named] = {}
        self.trees: dict[UUID, Group] = {}

    def fresh(self) -> _Shelf:
        """Read anew what may have changed."""
        if self.of != (now := generation()):
            self.rules, self.trees, self.of = _read(), {}, now
        return self


_shelf = _Shelf()
_opened: ContextVar[tuple[UUID, ...]] = ContextVar("opened_rules", default=())


def forget() -> None:
    """Read anew at the next question."""
    _shelf.of = -1


def named(key: UUID) -> Named:
    """Return a named rule; raises `RuleFault` where there is none."""
    found = _shelf.fresh().rules.get(key)
    if found is None:
        raise RuleFault(ROOT, _("This named rule no longer exists."))
    return found


def tree_of_named(key: UUID) -> Group:
    """Return the tree of a named rule; raises `RuleFault` where it has none."""
    rule = named(key).rule
    if key not in _shelf.trees:
        from access_rules.parsing import parse  # which reads conditions, this one among them

        _shelf.trees[key] = parse(rule)
    return _shelf.trees[key]


@contextmanager
def opened(key: UUID) -> Iterator[Group]:
    """Give the tree of a named rule while it is used; raises `RuleFault` in a circle."""
    around = _opened.get()
    if key in around:
        raise RuleFault(ROOT, _("This named rule leads back to itself."))
    if len(around) >= MAX_LEVELS:
        raise RuleFault(ROOT, _("Too many named rules inside each other."))
    token = _opened.set((*around, key))
    try:
        yield tree_of_named(key)
    finally:
        _opened.reset(token)


def check_names(tree: Group, shop_id: int, *, own: UUID | None = None) -> None:
    """Raise `RuleFault` unless every named rule used in `tree` can be used by a rule of this shop.

    `own` is the rule that is being saved: whatever leads back to it is a circle.
    """
    if _size(tree, shop_id, () if own is None else (own,), ROOT) > MAX_CONDITIONS:
        raise RuleFault(ROOT, _("With all the rules it uses, this rule is too large."))


def uses(tree: Node) -> Iterator[UUID]:
    """Yield the named rules that a tree uses itself, not those inside of these."""
    for _path, part in leaves(tree):
        key = getattr(part, "rule", None)
        if isinstance(key, UUID):
            yield key


def leaves(tree: Node, path: str = ROOT) -> Iterator[tuple[str, Node]]:
    """Yield the conditions of a tree with their places, those of named rules left out."""
    if not isinstance(tree, Group):
        yield path, tree
        return
    for at, part in enumerate(tree.parts):
        yield from leaves(part, f"{path}.{tree.key}[{at}]")


def _size(tree: Node, shop_id: int, around: tuple[UUID, ...], path: str) -> int:
    total = 0
    for here, part in leaves(tree, path):
        key = getattr(part, "rule", None)
        total += _size_of(key, shop_id, around, here) if isinstance(key, UUID) else 1
        if total > MAX_CONDITIONS:
            break
    return total


def _size_of(key: UUID, shop_id: int, around: tuple[UUID, ...], path: str) -> int:
    if key in around:
        raise RuleFault(path, _("This named rule leads back to itself."))
    if len(around) >= MAX_LEVELS:
        raise RuleFault(path, _("Too many named rules inside each other."))
    found = _shelf.fresh().rules.get(key)
    if found is None or found.shop_id != shop_id:
        raise RuleFault(path, _("There is no such named rule."))
    return _size(tree_of_named(key), shop_id, (*around, key), path)


def _read() -> dict[UUID, Named]:
    from access_rules.models import NamedRule

    rows: Any = NamedRule.objects.values_list("pk", "shop_id", "name", "rule")
    return {pk: Named(shop, name, rule) for pk, shop, name, rule in rows}


def rules_using(key: UUID, rules: Mapping[UUID, Named] | None = None) -> list[UUID]:
    """Return the named rules that use this one, directly or through others."""
    rules = _shelf.fresh().rules if rules is None else rules
    found: list[UUID] = []
    todo = [key]
    while todo:
        wanted = todo.pop()
        for other, row in rules.items():
            if other not in found and _names(row.rule, wanted):
                found.append(other)
                todo.append(other)
    return found


def _names(rule: object, key: UUID) -> bool:
    from access_rules.parsing import parse

    try:
        return key in set(uses(parse(rule)))
    except RuleFault:
        return False
