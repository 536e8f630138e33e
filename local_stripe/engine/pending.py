"""Invoice items that wait for the next invoice, and the prorations that make them."""

import datetime as dt

from local_stripe.engine.lines import Part, off, pricing
from local_stripe.engine.periods import share
from local_stripe.errors import Json
from local_stripe.world import World


def keep(world: World, customer: str, part: Part, *, invoice: str | None = None) -> Json:
    """Store a line as an invoice item, to be billed later or by the named draft."""
    unit = part.amount // part.quantity if part.quantity else 0
    item = world.new(
        "invoiceitem",
        amount=part.amount,
        currency=part.currency,
        customer=customer,
        date=world.now(),
        description=part.description,
        discountable=part.discountable and not part.proration,
        discounts=[],
        invoice=invoice,
        metadata=part.metadata,
        net_amount=part.amount,
        parent=_parent(part),
        period={"start": part.start, "end": part.end},
        pricing=pricing(part.price, unit),
        proration=part.proration,
        quantity=part.quantity,
        quantity_decimal=str(part.quantity),
        tax_rates=[],
    )
    return world.save(item, "invoiceitem.created")


def waiting(world: World, customer: str, subscription: str | None) -> list[Json]:
    """Invoice items that no invoice has yet: those of the subscription and those of none."""
    found = world.all("invoiceitem", owner=customer, newest_first=False)
    return [
        item
        for item in found
        if not item.get("deleted")
        and item["invoice"] is None
        and subscription_of(item) in (subscription, None)
    ]


def subscription_of(item: Json) -> str | None:
    """The subscription that an invoice item belongs to."""
    parent = item["parent"]
    return parent["subscription_details"]["subscription"] if parent else None


def part_of(world: World, item: Json) -> Part:
    """The invoice's line for an invoice item."""
    price = item["pricing"]["price_details"]["price"] if item["pricing"] else None
    return Part(
        amount=item["amount"],
        currency=item["currency"],
        description=item["description"] or "",
        start=item["period"]["start"],
        end=item["period"]["end"],
        quantity=item["quantity"],
        price=world.get(price, "price") if price else None,
        subscription=subscription_of(item),
        invoice_item=item["id"],
        proration=item["proration"],
        discountable=item["discountable"],
        metadata=item["metadata"],
    )


def bill(world: World, items: list[Json], invoice: str) -> None:
    """Note on the items which invoice has them."""
    for item in items:
        item["invoice"] = invoice
        world.state.set_value(f"waited:{item['id']}", "yes")
        world.put(item)


def give_back(world: World, invoice: Json) -> None:
    """Let what a draft had taken in wait again; what was made for it goes with it."""
    for item in world.all("invoiceitem", owner=invoice["customer"]):
        if item.get("invoice") != invoice["id"] or item.get("deleted"):
            continue
        if world.state.value(f"waited:{item['id']}"):
            world.put({**item, "invoice": None})
        else:
            world.put({**item, "deleted": True})


def unused(world: World, subscription: Json, item: Json, *, since: int | None = None) -> Part:
    """The credit for the rest of an item's period."""
    now = world.now() if since is None else since
    return _prorated(world, subscription, item, now=now, sign=-1, words="Unused time on")


def remaining(world: World, subscription: Json, item: Json, *, since: int | None = None) -> Part:
    """The debit for the rest of an item's period."""
    now = world.now() if since is None else since
    return _prorated(world, subscription, item, now=now, sign=1, words="Remaining time on")


def _prorated(
    world: World, subscription: Json, item: Json, *, now: int, sign: int, words: str
) -> Part:
    price, quantity = item["price"], item["quantity"]
    end = item["current_period_end"]
    whole = end - item["current_period_start"]
    paid = _paid(world, subscription, item) if sign < 0 else None
    full = _worth(world, subscription, item) if paid is None else paid
    name = world.get(price["product"], "product")["name"]
    day = dt.datetime.fromtimestamp(now, dt.UTC)
    return Part(
        amount=sign * share(full, left=max(end - now, 0), whole=whole),
        currency=subscription["currency"],
        description=f"{words} {quantity} x {name} after {day:%d %b %Y}",
        start=now,
        end=max(end, now),
        quantity=quantity,
        price=price,
        subscription=subscription["id"],
        item=item["id"],
        proration=True,
    )


def _worth(world: World, subscription: Json, item: Json) -> int:
    """What a whole period of an item costs, less the percentages off."""
    left: int = (item["price"]["unit_amount"] or 0) * item["quantity"]
    for discount_id in subscription["discounts"]:
        source = world.get(discount_id, "discount")["source"]
        coupon = world.get(source["coupon"], "coupon")
        left -= off(left, percent=coupon["percent_off"], left=0)
    return left


def _paid(world: World, subscription: Json, item: Json) -> int | None:
    """What was asked for an item's current period, if it still is what was bought then."""
    for invoice in world.all("invoice", owner=subscription["customer"]):
        for line in invoice["lines"]["data"]:
            if _bought(line, item):
                return int(line["amount"] - sum(one["amount"] for one in line["discount_amounts"]))
    return None


def _bought(line: Json, item: Json) -> bool:
    details = line["parent"]["subscription_item_details"]
    period = {"start": item["current_period_start"], "end": item["current_period_end"]}
    return bool(
        details
        and details["subscription_item"] == item["id"]
        and line["period"] == period
        and line["quantity"] == item["quantity"]
        and line["pricing"]["price_details"]["price"] == item["price"]["id"]
    )


def _parent(part: Part) -> Json | None:
    if part.subscription is None:
        return None
    details = {"subscription": part.subscription, "subscription_item": part.item}
    return {"type": "subscription_details", "subscription_details": details}
