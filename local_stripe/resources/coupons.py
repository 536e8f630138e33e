"""`/v1/coupons`."""

from local_stripe.engine.coupons import limit_to, refreshed
from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.reading import readable
from local_stripe.world import World, tombstone

_PATH = "/v1/coupons"
_PLAIN = ("amount_off", "currency", "duration", "duration_in_months", "max_redemptions", "name",
          "percent_off", "redeem_by")  # fmt: skip

readable(_PATH, "coupon", shown=refreshed)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new coupon: a percentage, or an amount in a currency."""
    if ("percent_off" in params) == ("amount_off" in params):
        message = "Please provide either a percent_off or an amount_off."
        raise invalid(message, code="parameter_missing")
    named = params.get("id") or world.state.draw(8)
    if world.find(named):
        message = f"Coupon already exists: {named}"
        raise invalid(message, code="resource_already_exists", param="id")
    _check(world, params)
    coupon = world.new("coupon", id=named, duration="once", times_redeemed=0, valid=True)
    if products := params.get("applies_to", {}).get("products"):
        limit_to(world, named, products)
    return world.save(apply(coupon, params, *_PLAIN), "coupon.created")


def _check(world: World, params: Params) -> None:
    if "amount_off" in params and not params.get("currency"):
        message = "Must provide currency when amount_off is given."
        raise invalid(message, code="parameter_missing", param="currency")
    if (params.get("duration") == "repeating") != ("duration_in_months" in params):
        message = "duration_in_months is needed for the duration repeating, and only for it."
        raise invalid(message, param="duration_in_months")
    if "redeem_by" in params and params["redeem_by"] <= world.now():
        raise invalid("redeem_by must be in the future.", param="redeem_by")


@route("POST", _PATH + "/{coupon}")
def update(world: World, params: Params, coupon_id: str) -> Json:
    """Change a coupon's name or metadata."""
    coupon = world.live(coupon_id, "coupon")
    return world.save(apply(coupon, params, "name"), "coupon.updated")


@route("DELETE", _PATH + "/{coupon}")
def delete(world: World, _params: Params, coupon_id: str) -> Json:
    """Delete a coupon; whoever has it keeps it."""
    coupon = world.live(coupon_id, "coupon")
    world.emit("coupon.deleted", coupon)
    return tombstone(world.put({**coupon, "deleted": True, "valid": False}))
