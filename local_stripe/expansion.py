"""`expand`: ids in an answer replaced by their objects, and fields that are sent on request."""

from collections.abc import Callable
from typing import Any

from local_stripe.engine.checkout import lines_of
from local_stripe.engine.coupons import products_of
from local_stripe.errors import Json, invalid
from local_stripe.listing import listed
from local_stripe.world import World, tombstone

_DEEPEST = 4


def expand(world: World, body: Json, paths: list[str]) -> Json:
    """The answer with every path followed; raises 400 for one that leads nowhere."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > _DEEPEST + (steps[0] == "data"):
            message = "You cannot expand more than 4 levels of a property"
            raise invalid(f"{message}. Property: {path}", param="expand")
        _follow(world, body, steps, path)
    return body


def _follow(world: World, found: Json, steps: list[str], path: str) -> None:
    head, rest = steps[0], steps[1:]
    if head not in found:
        make = _ON_REQUEST.get((str(found.get("object")), head))
        if make is None:
            message = f"This property cannot be expanded ({head})."
            raise invalid(f"{message} The path was {path}.", param="expand")
        found[head] = make(world, found)
    found[head] = _opened(world, found[head])
    targets = found[head] if isinstance(found[head], list) else [found[head]]
    for target in targets:
        if rest and isinstance(target, dict):
            _follow(world, target, rest, path)


def _opened(world: World, value: Any) -> Any:
    if isinstance(value, list):
        return [_opened(world, item) for item in value]
    if isinstance(value, str):
        found = world.find(value)
        if found is None:
            return value
        return tombstone(found) if found.get("deleted") else found
    return value


def _subscriptions(world: World, customer: Json) -> Json:
    owned = world.all("subscription", owner=customer["id"])
    live = [one for one in owned if one["status"] != "canceled"]
    return listed(live, url=f"/v1/customers/{customer['id']}/subscriptions")


def _payments(world: World, invoice: Json) -> Json:
    found = list(world.all("invoice_payment", owner=invoice["id"]))
    return listed(found, url="/v1/invoice_payments")


def _confirmation_secret(world: World, invoice: Json) -> Json | None:
    for payment in world.all("invoice_payment", owner=invoice["id"]):
        intent = world.get(payment["payment"]["payment_intent"], "payment_intent")
        return {"client_secret": intent["client_secret"], "type": "payment_intent"}
    return None


def _applies_to(world: World, coupon: Json) -> Json | None:
    products = products_of(world, coupon["id"])
    return None if products is None else {"products": products}


def _line_items(world: World, session: Json) -> Json:
    url = f"/v1/checkout/sessions/{session['id']}/line_items"
    return listed(lines_of(world, session["id"]), url=url)


def _refunds(world: World, charge: Json) -> Json:
    owned = world.all("refund", owner=charge["customer"])
    found = [one for one in owned if one["charge"] == charge["id"]]
    return listed(found, url=f"/v1/charges/{charge['id']}/refunds")


_ON_REQUEST: dict[tuple[str, str], Callable[[World, Json], Json | None]] = {
    ("customer", "subscriptions"): _subscriptions,
    ("checkout.session", "line_items"): _line_items,
    ("coupon", "applies_to"): _applies_to,
    ("invoice", "payments"): _payments,
    ("invoice", "confirmation_secret"): _confirmation_secret,
    ("charge", "refunds"): _refunds,
}
