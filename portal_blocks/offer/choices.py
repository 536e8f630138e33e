"""Which prices a merchant can offer, and two that are invented for previews."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from billing.actions.baskets import Quote
from billing.gateway.selling import CostRecord
from billing.models import Price, Product
from billing.offers import prices_sold
from themes.formats import every, money

SAMPLE, SAMPLE_SECOND = "sample", "sample_second"
Group = tuple[str, list[tuple[str, str]]]


class PriceBlock(blocks.ChoiceBlock):
    """A price by Stripe's id. The choices are read where one is chosen, not on every page."""

    def normalize_choice(self, value: Any) -> Any:
        """Return the id as it is: ids are texts, and need no list to be told so."""
        return value


def price_choices() -> list[Group]:
    """Return what is sold, by shop: Stripe's id of the price, and words for staff."""
    shops: dict[str, list[tuple[str, str]]] = {}
    for price in prices_sold():
        shops.setdefault(price.shop.name, []).append((price.external_id, _words(price)))
    return list(shops.items())


def sample_price(key: str = SAMPLE) -> Price:
    """Return an invented price; nothing of it is in the database."""
    if key == SAMPLE_SECOND:
        coffee = Product(pk=2, name=_("House Espresso, 250 g"))
        fields = {"external_id": key, "currency": "EUR", "unit_amount": 790}
        return Price(pk=2, product=coffee, interval="month", **fields)
    grinder = Product(pk=1, name=_("Hand grinder"))
    return Price(pk=1, product=grinder, external_id=SAMPLE, currency="EUR", unit_amount=8900)


def sample_quote(price: Price, quantity: int) -> Quote:
    """Return what an invented price would cost, with tax on top."""
    subtotal = price.unit_amount * quantity
    tax = round(subtotal * 0.19)
    total = subtotal + tax
    cost = CostRecord(price.currency, subtotal, 0, tax=tax, total=total, due=total)
    return Quote(cost, SAMPLE)


def _words(price: Price) -> str:
    amount = money(price.unit_amount, price.currency)
    costs = f"{amount} {every(price)}" if price.is_recurring else amount
    name = f"{price.product.name} ({price.nickname})" if price.nickname else price.product.name
    return f"{name}: {costs}"
