"""Which prices a merchant can offer, and one that is invented for previews."""

from __future__ import annotations

from django.utils.translation import gettext as _

from billing.models import Price, Product
from billing.offers import prices_sold
from themes.formats import every, money

SAMPLE = "sample"
Group = tuple[str, list[tuple[str, str]]]


def price_choices() -> list[Group]:
    """Return what is sold, by shop: Stripe's id of the price, and words for staff."""
    shops: dict[str, list[tuple[str, str]]] = {}
    for price in prices_sold():
        shops.setdefault(price.shop.name, []).append((price.external_id, _words(price)))
    return list(shops.items())


def sample_price() -> Price:
    """Return an invented price; nothing of it is in the database."""
    product = Product(pk=1, name=_("Hand grinder"))
    fields = {"external_id": SAMPLE, "currency": "EUR", "unit_amount": 8900}
    return Price(pk=1, product=product, **fields)


def _words(price: Price) -> str:
    amount = money(price.unit_amount, price.currency)
    costs = f"{amount} {every(price)}" if price.is_recurring else amount
    name = f"{price.product.name} ({price.nickname})" if price.nickname else price.product.name
    return f"{name}: {costs}"
