"""Checkout sessions apart from who pays how: their lines, their sums, their end."""

from collections.abc import Sequence

from local_stripe.engine import coupons
from local_stripe.engine.lines import off
from local_stripe.errors import Json, invalid
from local_stripe.world import World


def keep_lines(world: World, session: str, lines: Sequence[Json]) -> None:
    """Remember what a session sells; Stripe sends it on request only."""
    world.state.set_json(f"checkout:{session}", lines)


def lines_of(world: World, session: str) -> list[Json]:
    """What a session sells."""
    return world.state.json_value(f"checkout:{session}") or []


def line_of(world: World, price: Json, quantity: int) -> Json:
    """One line of a session."""
    amount = (price["unit_amount"] or 0) * quantity
    return world.new(
        "item",
        id=f"li_{world.state.draw()}",
        amount_discount=0,
        amount_subtotal=amount,
        amount_tax=0,
        amount_total=amount,
        currency=price["currency"],
        description=world.get(price["product"], "product")["name"],
        discounts=[],
        price=price,
        quantity=quantity,
        taxes=[],
    )


def take_off(world: World, lines: Sequence[Json], coupon_ids: Sequence[str]) -> int:
    """Apply coupons to the lines one after another; returns what they take off."""
    for coupon_id in coupon_ids:
        coupon = world.live(coupon_id, "coupon", param="discounts[0][coupon]")
        if not coupons.refreshed(world, coupon)["valid"]:
            message = f"Coupon {coupon_id} is used up or expired and cannot be applied."
            raise invalid(message, code="coupon_expired", param="discounts[0][coupon]")
        left = coupon["amount_off"] or 0
        for line in lines:
            less = off(line["amount_total"], percent=coupon["percent_off"], left=left)
            line["amount_total"] -= less
            line["amount_discount"] += less
            left -= less
    return sum(line["amount_discount"] for line in lines)


def expire(world: World, session: Json) -> Json:
    """End a session that nobody completed."""
    session.update(status="expired", url=None)
    return world.save(session, "checkout.session.expired")
