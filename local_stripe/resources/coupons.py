"""`/v1/coupons`."""

from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.reading import readable
from local_stripe.world import World, tombstone

_PATH = "/v1/coupons"
_PLAIN = ("amount_off", "currency", "duration", "duration_in_months", "max_redemptions", "name",
          "percent_off", "redeem_by")  # fmt: skip

readable(_PATH, "coupon")


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
    coupon = world.new("coupon", id=named, duration="once", times_redeemed=0, valid=True)
    return world.save(apply(coupon, params, *_PLAIN), "coupon.created")


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
