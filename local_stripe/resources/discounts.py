"""Discounts: coupons and promotion codes in use on a subscription, and taking them away."""

from typing import Any

from local_stripe.engine import coupons
from local_stripe.engine.periods import add_interval
from local_stripe.engine.subscriptions import UPDATED
from local_stripe.errors import ApiError, Json, invalid
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.resources import promotion_codes
from local_stripe.world import World


@route("DELETE", "/v1/subscriptions/{subscription}/discount")
def delete(world: World, _params: Params, subscription_id: str) -> Json:
    """Take every discount from a subscription; answers with the last of them."""
    subscription = world.get(subscription_id, "subscription")
    if not subscription["discounts"]:
        message = f"No active discount for subscription: {subscription_id}"
        raise ApiError(404, "invalid_request_error", message, code="resource_missing")
    last = world.get(subscription["discounts"][-1], "discount")
    coupons.keep_only(world, subscription, [])
    world.save(subscription, UPDATED)
    return {**last, "deleted": True}


def redeemed(world: World, subscription: Json, given: Any) -> list[str]:
    """The discounts that a subscription, or an invoice, has after `discounts` was given."""
    if not given:
        return []
    return [_one(world, subscription, one, f"discounts[{n}]") for n, one in enumerate(given)]


def _one(world: World, subscription: Json, given: Json, param: str) -> str:
    if kept := given.get("discount"):
        return str(world.get(kept, "discount", param=f"{param}[discount]")["id"])
    code = None
    if code_id := given.get("promotion_code"):
        where = f"{param}[promotion_code]"
        code = promotion_codes.redeemable(world, code_id, subscription, param=where)
    elif not given.get("coupon"):
        message = "Give one of: coupon, discount, promotion_code."
        raise invalid(message, code="parameter_missing", param=param)
    coupon_id = code["promotion"]["coupon"] if code else given["coupon"]
    coupon = world.live(coupon_id, "coupon", param=f"{param}[coupon]")
    _check(world, coupon, subscription, param=f"{param}[coupon]")
    return _redeem(world, subscription, coupon, code)


def _check(world: World, coupon: Json, subscription: Json, *, param: str) -> None:
    if not coupons.refreshed(world, coupon)["valid"]:
        message = f"Coupon {coupon['id']} is used up or expired and cannot be applied."
        raise invalid(message, code="coupon_expired", param=param)
    currency = subscription["currency"]
    if coupon["currency"] and currency and coupon["currency"] != currency:
        message = f"Coupon {coupon['id']} is in {coupon['currency']}, not in {currency}."
        raise invalid(message, param=param)


def _redeem(world: World, subscription: Json, coupon: Json, code: Json | None) -> str:
    for used in filter(None, (coupon, code)):
        used["times_redeemed"] += 1
        world.put(used)
    discount = world.new(
        "discount",
        customer=subscription["customer"],
        end=_end(world, coupon),
        promotion_code=code["id"] if code else None,
        source={"type": "coupon", "coupon": coupon["id"]},
        start=world.now(),
        **{subscription["object"]: subscription["id"]},
    )
    world.save(discount, "customer.discount.created")
    return str(discount["id"])


def _end(world: World, coupon: Json) -> int | None:
    if coupon["duration"] != "repeating":
        return None
    months = {"interval": "month", "interval_count": coupon["duration_in_months"]}
    return add_interval(world.now(), months, anchor=world.now())
