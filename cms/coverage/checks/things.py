"""Products, plans and clubs that rules name: gone, no longer sold, or another shop's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from access_rules.conditions.base import Condition
from billing.models import Price, Product
from cms.coverage.findings import Finding, Mend, edit_url, error, warning
from cms.coverage.ground import Ground, Ruled
from portals.models import Club

_MODELS: dict[str, Any] = {"products": Product, "prices": Price, "clubs": Club, "club": Club}
"""What is named, by the control that chooses it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A row that a rule names."""

    shop_id: int
    name: str
    is_sold: bool


def things_named(ground: Ground) -> Iterator[Finding]:
    """Find what is named and is not there, or no longer sold: a query a kind of thing."""
    named = [(one, *each) for one in ground.rules for each in _named_in(one)]
    asked: dict[Any, set[int]] = defaultdict(set)
    for _one, model, pk, _place in named:
        asked[model].add(pk)
    found = {model: dict(_rows(model, keys)) for model, keys in asked.items()}
    for one, model, pk, place in named:
        yield from _told(one, model, found[model].get(pk), place, ground)


def _named_in(one: Ruled) -> Iterator[tuple[Any, int, str]]:
    for path, condition in one.conditions():
        for model, pk, name in _ids_of(condition):
            yield model, pk, f"{path}.{name}"


def _ids_of(condition: Condition) -> Iterator[tuple[Any, int, str]]:
    for name, parameter in condition.parameters().items():
        model, value = _MODELS.get(parameter.control), getattr(condition, name)
        if model is None or value is None:
            continue
        for pk in sorted(value) if isinstance(value, frozenset) else [value]:
            yield model, pk, name


def _rows(model: Any, keys: set[int]) -> Iterator[tuple[int, Thing]]:
    rows = model.objects.filter(pk__in=keys)
    for row in rows.select_related("product") if model is Price else rows:
        name = f"{row.product.name} ({row})" if model is Price else row.name
        sold = getattr(row, "is_active", True)
        if model is Price:
            sold = sold and row.product.is_active
        yield row.pk, Thing(row.shop_id, name, sold)


def _told(
    one: Ruled, model: Any, thing: Thing | None, place: str, ground: Ground
) -> Iterator[Finding]:
    words = _words()[model]
    go = edit_url(one.page.pk)
    at: dict[str, Any] = {"block": one.block, "place": place}
    if thing is None:
        yield warning(
            words["gone"], one.page, words["gone_told"], Mend(words["gone_mend"], go), **at
        )
    elif thing.shop_id != ground.portal.shop_id:
        told = _("This rule names something of another shop, so nobody here meets it.")
        yield error("another_shops", one.page, told, Mend(_("Choose one of this shop."), go), **at)
    elif not thing.is_sold:
        told = words["unsold_told"] % {"name": thing.name}
        yield warning(words["unsold"], one.page, told, Mend(words["unsold_mend"], go), **at)


def _words() -> Mapping[Any, Mapping[str, str]]:
    replaced = _("Choose what is sold in its place, or keep it for those who have it already.")
    return {
        Product: {
            "gone": "product_gone",
            "gone_told": _("This rule names a product that is gone."),
            "gone_mend": _("Take it out of the rule, or choose another product."),
            "unsold": "product_not_sold",
            "unsold_told": _(
                "“%(name)s” is no longer sold, so nobody new will meet this rule by it."
            ),
            "unsold_mend": replaced,
        },
        Price: {
            "gone": "plan_gone",
            "gone_told": _("This rule names a plan that is gone."),
            "gone_mend": _("Take it out of the rule, or choose another plan."),
            "unsold": "plan_not_sold",
            "unsold_told": _(
                "“%(name)s” is no longer sold, so nobody new will meet this rule by it."
            ),
            "unsold_mend": replaced,
        },
        Club: {
            "gone": "club_gone",
            "gone_told": _("This rule names a club that is gone."),
            "gone_mend": _("Choose another club."),
        },
    }
