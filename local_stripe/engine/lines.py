"""What an invoice charges for, and what coupons take off."""

from dataclasses import dataclass, field

from local_stripe.engine import coupons
from local_stripe.errors import Json
from local_stripe.world import World


@dataclass(frozen=True, slots=True)
class Part:
    """One line before it stands on an invoice; `end` is that of the time paid for."""

    amount: int
    currency: str
    description: str
    start: int
    end: int
    quantity: int = 1
    price: Json | None = None
    subscription: str | None = None
    item: str | None = None
    invoice_item: str | None = None
    proration: bool = False
    discountable: bool = True
    metadata: dict[str, str] = field(default_factory=dict)


def item_part(world: World, subscription: Json, item: Json, *, amount: int | None = None) -> Part:
    """The line of a subscription's item for its current period."""
    price, quantity = item["price"], item["quantity"]
    name = world.get(price["product"], "product")["name"]
    full = (price["unit_amount"] or 0) * quantity
    cost = f"{(price['unit_amount'] or 0) / 100:.2f} {price['currency'].upper()}"
    return Part(
        amount=full if amount is None else amount,
        currency=subscription["currency"],
        description=f"{quantity} x {name} (at {cost} / {price['recurring']['interval']})",
        start=item["current_period_start"],
        end=item["current_period_end"],
        quantity=quantity,
        price=price,
        subscription=subscription["id"],
        item=item["id"],
        metadata=subscription["metadata"],
    )


def line(world: World, invoice: str, part: Part) -> Json:
    """The line item of an invoice."""
    return world.new(
        "line_item",
        amount=part.amount,
        currency=part.currency,
        description=part.description,
        discount_amounts=[],
        discountable=part.discountable and not part.proration,
        discounts=[],
        invoice=invoice,
        metadata=part.metadata,
        parent=_parent(part),
        period={"start": part.start, "end": part.end},
        pretax_credit_amounts=[],
        pricing=pricing(part.price, part.amount // part.quantity if part.quantity else 0),
        quantity=part.quantity,
        quantity_decimal=str(part.quantity),
        subtotal=part.amount,
        taxes=[],
        subscription=part.subscription,
    )


def pricing(price: Json | None, unit: int) -> Json | None:
    """Which price a line has."""
    if price is None:
        return None
    return {
        "type": "price_details",
        "price_details": {"price": price["id"], "product": price["product"]},
        "unit_amount_decimal": price["unit_amount_decimal"] or str(unit),
    }


def _parent(part: Part) -> Json:
    shared = {
        "invoice_item": part.invoice_item,
        "proration": part.proration,
        "proration_details": {"credited_items": None},
        "subscription": part.subscription,
    }
    if part.invoice_item:
        return {
            "type": "invoice_item_details",
            "invoice_item_details": shared,
            "subscription_item_details": None,
        }
    return {
        "type": "subscription_item_details",
        "invoice_item_details": None,
        "subscription_item_details": {**shared, "subscription_item": part.item},
    }


def take_off(world: World, lines: list[Json], discounts: list[str]) -> list[Json]:
    """Apply discounts to the lines one after another; returns the total of each."""
    totals = []
    for discount_id in discounts:
        coupon = world.get(world.get(discount_id, "discount")["source"]["coupon"], "coupon")
        left = coupon["amount_off"] or 0
        taken = 0
        products = coupons.products_of(world, coupon["id"])
        for one in (one for one in lines if _is_discounted(one, products)):
            open_amount = one["amount"] - sum(d["amount"] for d in one["discount_amounts"])
            less = off(open_amount, percent=coupon["percent_off"], left=left - taken)
            one["discount_amounts"].append({"amount": less, "discount": discount_id})
            taken += less
        totals.append({"amount": taken, "discount": discount_id})
    return totals


def _is_discounted(line: Json, products: list[str] | None) -> bool:
    if not line["discountable"] or line["amount"] <= 0:
        return False
    if products is None:
        return True
    return bool(line["pricing"] and line["pricing"]["price_details"]["product"] in products)


def off(amount: int, *, percent: float | None, left: int) -> int:
    """What a percentage, or what is left of a fixed amount, takes off."""
    if percent is not None:
        return round(amount * percent / 100)
    return min(left, amount)
