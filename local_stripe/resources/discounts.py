"""Discounts: coupons in use on a subscription."""

from typing import Any

from local_stripe.engine.periods import add_interval
from local_stripe.errors import Json, invalid
from local_stripe.world import World


def redeemed(world: World, subscription: Json, given: Any) -> list[str]:
    """The discounts that a subscription has after `discounts` was given."""
    if not given:
        return []
    return [one.get("discount") or _redeem(world, subscription, one) for one in given]


def _redeem(world: World, subscription: Json, given: Json) -> str:
    if not given.get("coupon"):
        raise invalid("This local Stripe knows coupons only.", param="discounts[0]")
    coupon = world.live(given["coupon"], "coupon", param="discounts[0][coupon]")
    limit = coupon["max_redemptions"]
    if limit is not None and coupon["times_redeemed"] >= limit:
        message = f"Coupon {coupon['id']} is used up and cannot be applied."
        raise invalid(message, code="coupon_expired", param="discounts[0][coupon]")
    coupon["times_redeemed"] += 1
    world.put(coupon)
    discount = world.new(
        "discount",
        customer=subscription["customer"],
        end=_end(world, coupon),
        source={"type": "coupon", "coupon": coupon["id"]},
        start=world.now(),
        subscription=subscription["id"],
    )
    world.save(discount, "customer.discount.created")
    return str(discount["id"])


def _end(world: World, coupon: Json) -> int | None:
    if coupon["duration"] != "repeating":
        return None
    months = {"interval": "month", "interval_count": coupon["duration_in_months"]}
    return add_interval(world.now(), months, anchor=world.now())
