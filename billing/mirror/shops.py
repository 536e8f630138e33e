"""Which shop a thing at Stripe belongs to.

What comes from a shop's own account is that shop's. The environment's account serves all shops
that have none: a known customer's shop is known; a new one belongs to the only one of them or to
the one it names. It is never guessed: a purchase shown in the wrong shop would show one merchant's
customer to another.
"""

from __future__ import annotations

from billing.stripe_accounts import of_account
from portals.models import Shop


class ShopUnknown(Exception):
    """Nobody can say which shop this is of."""

    permanent = False
    code = "shop_unknown"


def shop_named(name: str) -> Shop:
    """Return the account's shop of this name, or its only one. Raise `ShopUnknown`."""
    shops = list(Shop.objects.filter(of_account("")).order_by("id"))
    if len(shops) == 1:
        return shops[0]
    named = [shop for shop in shops if name and shop.name == name]
    if len(named) == 1:
        return named[0]
    raise ShopUnknown(
        f"{len(shops)} shops are here and metadata portico_shop={name!r} names {len(named)} of "
        "them. Set it at Stripe to the name of the customer's shop; it is tried again."
    )
