"""`/v1/payment_methods`."""

from local_stripe.engine.cards import PREFIX, card_error, card_of, method_for, token_of_number
from local_stripe.errors import Json, invalid
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params, apply, merged
from local_stripe.registry import route
from local_stripe.resources.reading import readable_one
from local_stripe.world import World

_PATH = "/v1/payment_methods"

_TYPE_PARAMS = ("allowed_payment_method_types", "excluded_payment_method_types",
                "automatic_payment_methods", "payment_method_configuration")  # fmt: skip

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


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """The card of a test number or token, with nobody yet."""
    card = params.get("card") or {}
    if params.get("type") != "card" or not (card.get("number") or card.get("token")):
        raise invalid("This local Stripe makes cards only, of test numbers.", param="type")
    number, token = card.get("number"), str(card.get("token", "")).removeprefix("tok_")
    method = method_for(world, token_of_number(number) if number else PREFIX + token)
    dates = ("exp_month", "exp_year")
    method["card"].update({name: card[name] for name in dates if name in card})
    return world.put(apply(method, params, "allow_redisplay", "billing_details"))


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
    return let_go(world, method)


def let_go(world: World, method: Json) -> Json:
    """Take a payment method from its customer; it can never be used again."""
    _forget_default(world, method)
    method["customer"] = None
    world.state.set_value(f"detached:{method['id']}", "for good")
    return world.save(method, "payment_method.detached")


def allow_types(intent: Json, params: Params) -> None:
    """Note which types of payment an intent may be paid by; there are only cards here."""
    given = [name for name in _TYPE_PARAMS if name in params]
    if "allowed_payment_method_types" in given and len(given) > 1:
        message = f"You may only specify one of these parameters: {', '.join(given)}."
        raise invalid(message, param="allowed_payment_method_types")
    apply(intent, params, *(name for name in _TYPE_PARAMS[:2] if name in params))


def require_own(
    world: World, method: str | None, customer: str, *, param: str = "default_payment_method"
) -> None:
    """Refuse a payment method that the customer does not have; None and empty are none."""
    if not method:
        return
    if world.get(method, "payment_method", param=param)["customer"] != customer:
        message = f"The customer does not have a payment method with the ID {method}. The payment"
        raise invalid(
            f"{message} method must be attached to the customer.",
            code="resource_missing",
            param=param,
        )


def attach_to(world: World, method: Json, customer: str) -> Json:
    """Attach, or raise the bank's refusal."""
    if method["customer"] == customer:
        return method
    if refused := card_of(world, method["id"]).attach:
        raise card_error(refused)
    require_fresh(world, method)
    method["customer"] = customer
    return world.save(method, "payment_method.attached")


def require_fresh(world: World, method: Json) -> None:
    """Refuse a payment method that was taken from its customer."""
    if world.state.value(f"detached:{method['id']}"):
        message = "This PaymentMethod was previously used without being attached to a Customer or"
        raise invalid(f"{message} was detached from a Customer, and may not be used again.")


def _forget_default(world: World, method: Json) -> None:
    customer = world.get(method["customer"], "customer")
    if customer["invoice_settings"]["default_payment_method"] == method["id"]:
        customer["invoice_settings"]["default_payment_method"] = None
        world.save(customer, "customer.updated")
    for subscription in world.all("subscription", owner=customer["id"]):
        if subscription["default_payment_method"] == method["id"]:
            subscription["default_payment_method"] = None
            world.save(subscription, "customer.subscription.updated")
