"""`/v1/payment_methods`."""

from local_stripe.engine.cards import card_error, card_of, method_for
from local_stripe.errors import Json, invalid
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params, apply, merged
from local_stripe.registry import route
from local_stripe.resources.reading import readable_one
from local_stripe.world import World

_PATH = "/v1/payment_methods"

readable_one(_PATH, "payment_method")


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The payment methods of a customer."""
    return page(
        world,
        params,
        kind="payment_method",
        url=_PATH,
        owner=params.get("customer"),
        keep=equal_tests(params, {"type": "type"}),
    )


@route("POST", _PATH + "/{payment_method}")
def update(world: World, params: Params, method_id: str) -> Json:
    """Change the billing details or the expiry of a card."""
    method = world.get(method_id, "payment_method")
    if method["customer"] is None:
        raise invalid("You must save this PaymentMethod to a customer before you can update it.")
    if card := params.get("card"):
        known = {name: card[name] for name in ("exp_month", "exp_year") if name in card}
        method["card"] = merged(method["card"], known)
    apply(method, params, "allow_redisplay", "billing_details")
    return world.save(method, "payment_method.updated")


@route("POST", _PATH + "/{payment_method}/attach")
def attach(world: World, params: Params, method_id: str) -> Json:
    """Save a payment method with a customer; some cards are declined at that."""
    customer = world.live(params.get("customer", ""), "customer", param="customer")
    method = method_for(world, method_id)
    if method["customer"] not in (None, customer["id"]):
        raise invalid(
            "The payment method you provided has already been attached to a customer.",
            code="payment_method_unexpected_state",
        )
    return attach_to(world, method, customer["id"])


@route("POST", _PATH + "/{payment_method}/detach")
def detach(world: World, _params: Params, method_id: str) -> Json:
    """Take a payment method from its customer, for good."""
    method = world.get(method_id, "payment_method")
    if method["customer"] is None:
        message = "The payment method you provided is not attached to a customer so detachment"
        raise invalid(f"{message} is impossible.", code="payment_method_unexpected_state")
    _forget_default(world, method)
    method["customer"] = None
    return world.save(method, "payment_method.detached")


def attach_to(world: World, method: Json, customer: str) -> Json:
    """Attach, or raise the bank's refusal."""
    if refused := card_of(world, method["id"]).attach:
        raise card_error(refused)
    if method["customer"] == customer:
        return method
    method["customer"] = customer
    return world.save(method, "payment_method.attached")


def _forget_default(world: World, method: Json) -> None:
    customer = world.get(method["customer"], "customer")
    if customer["invoice_settings"]["default_payment_method"] == method["id"]:
        customer["invoice_settings"]["default_payment_method"] = None
        world.save(customer, "customer.updated")
    for subscription in world.all("subscription", owner=customer["id"]):
        if subscription["default_payment_method"] == method["id"]:
            subscription["default_payment_method"] = None
            world.save(subscription, "customer.subscription.updated")
