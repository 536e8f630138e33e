"""What can be chosen in a condition's settings: the shop's own things, found by their names.

To add a kind: a function that finds, and its line in `KINDS`. Each looks into one shop alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from access_rules.models import NamedRule
from billing.models import CustomerFacts, Price, Product
from billing.tags import known_tags
from cms.rules.codes import CURRENCIES, LANGUAGES, PLACES, Codes
from cms.rules.errors import Refused
from portals.models import Club
from portals.registry import Portal
from themes.formats import every, money

LIMIT = 30
ALL_TOLD = 400
"""Countries, languages and currencies are few enough to be scrolled through, without a keyboard."""
MOST_ASKED = 200
SAMPLED = 500
"""How many of the newest customers with attributes are asked for their names."""

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Item:
    """One choice: what is stored, what people read, and what tells it from others."""

    value: Any
    label: str
    hint: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for in a portal's shop: a part of a name, or (`chosen`) what was chosen."""

    portal: Portal
    query: str = ""
    chosen: tuple[str, ...] = ()


def picked(kind: str, search: Search) -> dict[str, Any]:
    """Return the choices of a kind, as JSON can say it; raises `Refused` for one there is not."""
    if kind not in KINDS:
        raise Refused(_("There is nothing of this kind to choose from."), status=404)
    if len(search.chosen) > MOST_ASKED:
        raise Refused(_("Too much at once."))
    found = list(KINDS[kind](search))
    if search.chosen:
        return {"items": [asdict(one) for one in _in_order(found, search.chosen)], "more": False}
    most = ALL_TOLD if kind in {"countries", "currencies", "languages"} else LIMIT
    return {"items": [asdict(one) for one in found[:most]], "more": len(found) > most}


def _in_order(found: Iterable[Item], chosen: Sequence[str]) -> Iterable[Item]:
    by_value = {str(one.value): one for one in found}
    for value in chosen:
        yield by_value.get(value) or Item(_as_stored(value), _("No longer there"), gone=True)


def _as_stored(value: str) -> int | str:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else value


def _products(search: Search) -> list[Item]:
    rows = Product.objects.filter(shop=search.portal.shop_id).order_by("-is_active", "name", "pk")
    return [Item(row.pk, row.name, _sold(row)) for row in _asked(rows, search, "name")]


def _prices(search: Search) -> list[Item]:
    rows = Price.objects.filter(shop=search.portal.shop_id).select_related("product")
    rows = rows.order_by("-is_active", "product__name", "unit_amount", "pk")
    return [
        Item(row.pk, _named(row), _costs(row))
        for row in _asked(rows, search, "product__name", "nickname")
    ]


def _clubs(search: Search) -> list[Item]:
    rows = Club.objects.filter(shop=search.portal.shop_id).order_by("name")
    return [Item(row.pk, row.name) for row in _asked(rows, search, "name")]


def _rules(search: Search) -> list[Item]:
    rows = NamedRule.objects.filter(shop=search.portal.shop_id).defer("rule")
    found = _asked(rows, search, "name", read=_uuid)
    return [Item(str(row.pk), row.name, row.note) for row in found]


def _tags(search: Search) -> list[Item]:
    if search.chosen:
        return [Item(tag, tag) for tag in search.chosen]
    shop = search.portal.shop_id
    return [Item(tag, tag) for tag in known_tags(shop, search.query, LIMIT + 1)]


def _attributes(search: Search) -> list[Item]:
    if search.chosen:
        return [Item(name, name) for name in search.chosen]
    rows = CustomerFacts.objects.filter(shop=search.portal.shop_id).exclude(attributes={})
    newest = rows.order_by("-pk").values_list("attributes", flat=True)[:SAMPLED]
    names = {name for one in newest for name in one if search.query.lower() in name.lower()}
    return [Item(name, name) for name in sorted(names)]


def _codes(codes: Codes) -> Callable[[Search], list[Item]]:
    def found(search: Search) -> list[Item]:
        chosen = ((one, codes.name(one)) for one in search.chosen if codes.is_code(one))
        listed = chosen if search.chosen else codes.find(search.portal, search.query)
        return [Item(code, name, codes.hint(code)) for code, name in listed]

    return found


KINDS: dict[str, Callable[[Search], list[Item]]] = {
    "attributes": _attributes,
    "club": _clubs,
    "clubs": _clubs,
    "countries": _codes(PLACES),
    "currencies": _codes(CURRENCIES),
    "languages": _codes(LANGUAGES),
    "named_rule": _rules,
    "prices": _prices,
    "products": _products,
    "tags": _tags,
}


def _asked(
    rows: QuerySet[Row], search: Search, *names: str, read: Callable[[str], Any] | None = None
) -> list[Row]:
    if search.chosen:
        keys = [key for one in search.chosen if (key := (read or _number)(one)) is not None]
        return list(rows.filter(pk__in=keys))
    wanted = Q(*((f"{name}__icontains", search.query) for name in names), _connector=Q.OR)
    return list((rows.filter(wanted) if search.query else rows)[: LIMIT + 1])


def _number(value: str) -> int | None:
    return found if isinstance(found := _as_stored(value), int) else None


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _sold(row: Product | Price) -> str:
    return "" if row.is_active else _("no longer sold")


def _named(price: Price) -> str:
    return f"{price.product.name} ({price.nickname})" if price.nickname else price.product.name


def _costs(price: Price) -> str:
    amount = money(price.unit_amount, price.currency)
    costs = f"{amount} {every(price)}" if price.is_recurring else amount
    return ", ".join(filter(None, [costs, _sold(price)]))
