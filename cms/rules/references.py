"""Whatever a rule names has to be its own shop's: products, prices, clubs and named rules.

The engine would meet another shop's product with nobody, but its name would be read in sentences,
and its rule in another's place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition
from access_rules.errors import RuleFault
from access_rules.named import check_names, leaves
from access_rules.parsing import parse
from access_rules.tree import Group
from billing.models import Price, Product
from portals.models import Club

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_OWNED: dict[str, Any] = {"club": Club, "clubs": Club, "prices": Price, "products": Product}
_FAULTS: dict[Any, StrPromise] = {
    Club: _("There is no such club in this shop."),
    Price: _("There is no such price in this shop."),
    Product: _("There is no such product in this shop."),
}
Named = tuple[Any, str, int]
"""What is named in a rule: its model, where in the rule, and its id."""


def check_references(tree: Group, shop_id: int, *, own: UUID | None = None) -> None:
    """Raise `RuleFault` unless all that is named in `tree` is this shop's.

    `own` is the named rule that it is of: whatever leads back to it is a circle.
    """
    for fault in _faults(tree, shop_id, _present(_named_in(tree), shop_id), own):
        raise fault


def faults_of(rule: object, shop_id: int, *, own: UUID | None = None) -> list[RuleFault]:
    """Return what is wrong with a stored rule of this shop."""
    return faults_of_all([rule], shop_id, own=own)[0]


def faults_of_all(
    rules: Sequence[object], shop_id: int, *, own: UUID | None = None
) -> list[list[RuleFault]]:
    """Return what is wrong with each of these rules: one query for each kind of thing they name."""
    read = [_read(rule) for rule in rules]
    trees = [one for one in read if isinstance(one, Group)]
    present = _present([named for tree in trees for named in _named_in(tree)], shop_id)
    return [
        list(_faults(one, shop_id, present, own)) if isinstance(one, Group) else [one]
        for one in read
    ]


def _read(rule: object) -> Group | RuleFault:
    try:
        return parse(rule)
    except RuleFault as fault:
        return fault


def _faults(
    tree: Group, shop_id: int, present: set[tuple[Any, int]], own: UUID | None
) -> Iterator[RuleFault]:
    missing = {(model, path) for model, path, pk in _named_in(tree) if (model, pk) not in present}
    for model, path in sorted(missing, key=lambda one: one[1]):
        yield RuleFault(path, _FAULTS[model])
    try:
        check_names(tree, shop_id, own=own)
    except RuleFault as fault:
        yield fault


def _named_in(tree: Group) -> list[Named]:
    return [
        named
        for path, condition in leaves(tree)
        if isinstance(condition, Condition)
        for named in _named_by(condition, path)
    ]


def _named_by(condition: Condition, path: str) -> Iterator[Named]:
    for name, parameter in condition.parameters().items():
        model, value = _OWNED.get(parameter.control), getattr(condition, name)
        if model is None or value is None:
            continue
        for pk in value if isinstance(value, frozenset) else [value]:
            yield model, f"{path}.{name}", pk


def _present(named: Sequence[Named], shop_id: int) -> set[tuple[Any, int]]:
    """Return which of these are this shop's."""
    asked: dict[Any, set[int]] = defaultdict(set)
    for model, _path, pk in named:
        asked[model].add(pk)
    return {
        (model, pk)
        for model, keys in asked.items()
        for pk in model.objects.filter(shop=shop_id, pk__in=keys).values_list("pk", flat=True)
    }
