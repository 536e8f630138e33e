"""`add_invoice_items`: what is bought once along with a subscription or a change of it."""

from local_stripe.errors import Json
from local_stripe.params import Params
from local_stripe.resources import invoice_items
from local_stripe.world import World

_TAKEN_OVER = ("discountable", "metadata", "period", "price_data", "quantity")


def add(world: World, subscription: Json, params: Params) -> None:
    """Let the items wait for the subscription's next invoice, which may come at once."""
    for given in params.get("add_invoice_items", []):
        item = {name: given[name] for name in _TAKEN_OVER if name in given}
        if price := given.get("price"):
            item["pricing"] = {"price": price}
        owner = {"customer": subscription["customer"], "subscription": subscription["id"]}
        invoice_items.create(world, Params({**item, **owner}))
