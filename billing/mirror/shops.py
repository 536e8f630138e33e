"""Which shop a thing at Stripe belongs to. One account serves all shops of an installation.

A known customer's shop is known; a new one belongs to the only shop or to the one it names. It is
never guessed: a purchase shown in the wrong shop would show one merchant's customer to another.
"""

from __future__ import annotations

from portals.models import Shop


class ShopUnknown(Exception):
    """Nobody can say which shop this is of."""

    permanent = False
    code = "shop_unknown"


def shop_named(name: str) -> Shop:
    """Return the shop of this name, or the only one. Raise `ShopUnknown`."""
    shops = list(Shop.objects.order_by("id"))
    if len(shops) == 1:
        return shops[0]
    named = [shop for shop in shops if name and shop.name == name]
    if len(named) == 1:
        return named[0]
    raise ShopUnknown(
        f"{len(shops)} shops are here and metadata portico_shop={name!r} names {len(named)} of "
        "them. Set it at Stripe to the name of the customer's shop; it is tried again."
    )
