"""`/v1/subscription_items`: their list, and how an item is made."""

from local_stripe.errors import Json, invalid
from local_stripe.listing import page_of
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.resources import prices
from local_stripe.world import World

_PATH = "/v1/subscription_items"


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The items of a subscription."""
    subscription = world.get(params["subscription"], "subscription", param="subscription")
    return page_of(subscription["items"]["data"], params, url=_PATH)


def price_of(world: World, given: Json, *, currency: str | None) -> Json:
    """The recurring price that an item asks for, in the subscription's currency."""
    if data := given.get("price_data"):
        return prices.create(world, Params(data))
    if not given.get("price"):
        message = "Missing required param: items[0][price]."
        raise invalid(message, code="parameter_missing", param="items[0][price]")
    price = world.get(given["price"], "price", param="items[0][price]")
    if not price["active"]:
        raise invalid(f"The price specified is inactive. {price['id']}", param="items[0][price]")
    if price["recurring"] is None:
        message = "The price specified is set to `type=one_time` but this field only accepts"
        raise invalid(f"{message} prices with `type=recurring`.", param="items[0][price]")
    if currency and price["currency"] != currency:
        message = f"The price's currency ({price['currency']}) is not the subscription's"
        raise invalid(f"{message} ({currency}).", param="items[0][price]")
    return price


def new_item(world: World, given: Json, *, subscription: str, price: Json) -> Json:
    """An item of a subscription; its period is still to be set."""
    now = world.now()
    return world.new(
        "subscription_item",
        current_period_end=now,
        current_period_start=now,
        discounts=[],
        metadata=given.get("metadata") or {},
        plan=plan_of(price),
        price=price,
        quantity=given.get("quantity", 1),
        subscription=subscription,
        tax_rates=[],
    )


def plan_of(price: Json) -> Json:
    """A recurring price under its older name."""
    recurring = price["recurring"]
    same = ("active", "billing_scheme", "created", "currency", "id", "livemode", "metadata")
    return {
        **{name: price[name] for name in (*same, "nickname", "product", "tiers_mode")},
        **{name: recurring[name] for name in ("interval", "interval_count", "usage_type")},
        "object": "plan",
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "meter": None,
        "transform_usage": None,
        "trial_period_days": recurring["trial_period_days"],
    }
