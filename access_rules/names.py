"""What the products, prices, clubs and named rules in a rule are called, for its sentence.

Sentences are for staff and for previews; deciding never needs a name. Whoever says many rules at
once (a report, the headers of all blocks) does it inside `remembered()`, so that each is asked for
once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext

from billing.models import Price, Product
from portals.models import Club

Known = dict[tuple[str, Any], str]

_known: ContextVar[Known | None] = ContextVar("known_names", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Ask for each name once while this lasts."""
    token = _known.set({} if _known.get() is None else _known.get())
    try:
        yield
    finally:
        _known.reset(token)


def one_name(kind: str, key: Any) -> str:
    """Return the name of one product, price, club or named rule."""
    return _names(kind, [key])[0]


def names_or(kind: str, keys: Collection[Any], word: str = "") -> str:
    """Return the names as a list in words: "Grinder, Kettle or Mug"."""
    return get_text_list(sorted(_names(kind, keys)), word or gettext("or"))


def _names(kind: str, keys: Collection[Any]) -> list[str]:
    known = _known.get()
    known = {} if known is None else known
    missing = [key for key in keys if (kind, key) not in known]
    if missing:
        found = _READERS[kind](missing)
        known.update({(kind, key): found.get(key) or _gone(kind) for key in missing})
    return [known[kind, key] for key in keys]


def _gone(kind: str) -> str:
    return {
        "products": gettext("a product that is gone"),
        "prices": gettext("a plan that is gone"),
        "clubs": gettext("a club that is gone"),
        "rules": gettext("a named rule that is gone"),
    }[kind]


def _products(keys: Collection[int]) -> dict[int, str]:
    return dict(Product.objects.filter(pk__in=keys).values_list("pk", "name"))


def _prices(keys: Collection[int]) -> dict[int, str]:
    rows = Price.objects.filter(pk__in=keys).select_related("product")
    return {
        row.pk: f"{row.product.name} ({row.nickname})" if row.nickname else row.product.name
        for row in rows
    }


def _clubs(keys: Collection[int]) -> dict[int, str]:
    return dict(Club.objects.filter(pk__in=keys).values_list("pk", "name"))


def _rules(keys: Collection[Any]) -> dict[Any, str]:
    from access_rules.models import NamedRule

    return dict(NamedRule.objects.filter(pk__in=keys).values_list("pk", "name"))


_READERS: dict[str, Any] = {
    "products": _products,
    "prices": _prices,
    "clubs": _clubs,
    "rules": _rules,
}
