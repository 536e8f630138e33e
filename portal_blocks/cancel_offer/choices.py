"""The prices that a merchant can offer in place of what somebody has."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from billing.offers import prices_sold
from themes.formats import every, money

Group = tuple[str, list[tuple[str, str]]]


class PriceBlock(blocks.ChoiceBlock):
    """A price by Stripe's id. The choices are read where one is chosen, not on every page."""

    def normalize_choice(self, value: Any) -> Any:
        """Return the id as it is: ids are texts, and need no list to be told so."""
        return value


def price_choices() -> list[Group]:
    """Return what is sold by subscription, by shop: Stripe's id, and words for staff."""
    shops: dict[str, list[tuple[str, str]]] = {}
    for one in prices_sold():
        if one.is_recurring:
            words = f"{one.product.name}: {money(one.unit_amount, one.currency)} {every(one)}"
            shops.setdefault(one.shop.name, []).append((one.external_id, words))
    return list(shops.items())
