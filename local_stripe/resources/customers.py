"""`/v1/customers` and the payment methods of a customer."""

from local_stripe.engine import clocks, standing
from local_stripe.engine.cards import method_for
from local_stripe.errors import Json, missing
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params, apply, merged
from local_stripe.registry import route
from local_stripe.resources.payment_methods import attach_to, let_go, require_own
from local_stripe.resources.reading import readable_one
from local_stripe.world import World, tombstone

_PATH = "/v1/customers"
_PLAIN = ("address", "balance", "description", "email", "name", "phone", "preferred_locales",
          "shipping", "tax_exempt", "invoice_prefix", "next_invoice_sequence")  # fmt: skip
_ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")
_ENDED = ("canceled", "incomplete_expired")

readable_one(_PATH, "customer")


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The list; who lives by a test clock is in that clock's list only."""
    clock = params.get("test_clock")
    keep = [
        lambda customer: not customer.get("deleted"),
        lambda customer: customer["test_clock"] == clock,
        *equal_tests(params, {"email": "email"}),
    ]
    return page(world, params, kind="customer", url=_PATH, keep=keep)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new customer, with a payment method if one is given."""
    settings = {
        "custom_fields": None,
        "default_payment_method": None,
        "footer": None,
        "rendering_options": None,
    }
    customer = world.new(
        "customer",
        balance=0,
        delinquent=False,
        invoice_prefix=world.state.draw(8).upper(),
        invoice_settings=settings,
        next_invoice_sequence=1,
        preferred_locales=[],
        tax_exempt="none",
    )
    if clock := params.get("test_clock"):
        clocks.put_on(world, customer, clock)
    world.put(customer)
    if reference := params.get("payment_method"):
        method = method_for(world, reference)
        attach_to(world, method, customer["id"])
    _fill(world, customer, params)
    return world.save(customer, "customer.created")


@route("POST", _PATH + "/{customer}")
def update(world: World, params: Params, customer_id: str) -> Json:
    """Change a customer."""
    customer = world.live(customer_id, "customer")
    _fill(world, customer, params)
    return world.save(customer, "customer.updated")


@route("DELETE", _PATH + "/{customer}")
def delete(world: World, _params: Params, customer_id: str) -> Json:
    """Delete a customer and cancel what they subscribed to."""
    return remove(world, world.live(customer_id, "customer"))


def remove(world: World, customer: Json) -> Json:
    """Delete a customer and everything that goes on for them."""
    customer_id = customer["id"]
    for subscription in world.all("subscription", owner=customer_id):
        if subscription["status"] not in _ENDED:
            standing.cancel(world, subscription, reason="cancellation_requested")
    for method in world.all("payment_method", owner=customer_id):
        let_go(world, method)
    world.emit("customer.deleted", customer)
    return tombstone(world.put({**customer, "deleted": True}))


@route("GET", _PATH + "/{customer}/payment_methods")
def payment_methods(world: World, params: Params, customer_id: str) -> Json:
    """The payment methods attached to a customer."""
    world.live(customer_id, "customer", param="customer")
    return page(
        world,
        params,
        kind="payment_method",
        url=f"{_PATH}/{customer_id}/payment_methods",
        owner=customer_id,
        keep=equal_tests(params, {"type": "type", "allow_redisplay": "allow_redisplay"}),
    )


@route("GET", _PATH + "/{customer}/payment_methods/{payment_method}")
def payment_method(world: World, _params: Params, customer_id: str, method_id: str) -> Json:
    """One payment method, if it is attached to that customer."""
    method = world.get(method_id, "payment_method")
    if method["customer"] != customer_id:
        raise missing("payment_method", method_id, param="payment_method")
    return method


def _fill(world: World, customer: Json, params: Params) -> None:
    settings = params.get("invoice_settings") or {}
    param = "invoice_settings[default_payment_method]"
    require_own(world, settings.get("default_payment_method"), customer["id"], param=param)
    if "invoice_settings" in params:
        customer["invoice_settings"] = merged(customer["invoice_settings"], settings)
    apply(customer, params, *_PLAIN)
    for owner in (customer, customer["shipping"] or {}):
        if owner.get("address"):
            owner["address"] = {**dict.fromkeys(_ADDRESS), **owner["address"]}
    if customer["shipping"]:
        customer["shipping"].setdefault("phone", None)
