"""Coupons in use: which still count, and the end of a discount."""

from collections.abc import Callable, Collection

from local_stripe.errors import Json
from local_stripe.world import World


def refreshed(world: World, coupon: Json) -> Json:
    """The coupon, no longer valid once it is used up or its time is over."""
    limit, until = coupon["max_redemptions"], coupon["redeem_by"]
    used_up = limit is not None and coupon["times_redeemed"] >= limit
    over = until is not None and until <= world.now()
    return {**coupon, "valid": bool(coupon["valid"] and not used_up and not over)}


def limit_to(world: World, coupon: str, products: list[str]) -> None:
    """Let a coupon count for these products only."""
    world.state.set_json(f"applies_to:{coupon}", products)


def products_of(world: World, coupon: str) -> list[str] | None:
    """The products that a coupon is for, or None for all of them."""
    found: list[str] | None = world.state.json_value(f"applies_to:{coupon}")
    return found


def drop(world: World, subscription: Json, over: Callable[[World, Json], bool]) -> None:
    """Take from a subscription the discounts that are over; it is not stored."""
    found = [world.get(one, "discount") for one in subscription["discounts"]]
    keep_only(world, subscription, [one["id"] for one in found if not over(world, one)])


def keep_only(world: World, subscription: Json, kept: Collection[str]) -> None:
    """Let a subscription have these discounts, and tell of those that it loses."""
    for one in subscription["discounts"]:
        if one not in kept:
            gone = {**world.get(one, "discount"), "deleted": True}
            world.emit("customer.discount.deleted", gone)
    subscription["discounts"] = list(kept)


def has_ended(world: World, discount: Json) -> bool:
    """Is the time of a repeating coupon over?"""
    return discount["end"] is not None and discount["end"] <= world.now()


def was_for_once(world: World, discount: Json) -> bool:
    """Was the coupon for one invoice only?"""
    coupon = world.get(discount["source"]["coupon"], "coupon")
    return bool(coupon["duration"] == "once")
