"""`/v1/payment_intents`: taking money once."""

from local_stripe.engine import charging
from local_stripe.engine.cards import card_error, method_for
from local_stripe.engine.collection import after_intent
from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.payment_methods import allow_types, attach_to, require_fresh
from local_stripe.resources.reading import readable
from local_stripe.world import World

_PATH = "/v1/payment_intents"
_PLAIN = ("customer", "description", "receipt_email", "setup_future_usage", "shipping",
          "statement_descriptor", "statement_descriptor_suffix")  # fmt: skip
_FINAL = ("succeeded", "canceled")
_SMALLEST = 50

readable(_PATH, "payment_intent", filters={"customer": "customer"})


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new payment intent, confirmed at once if it says so."""
    if params["amount"] < _SMALLEST:
        raise invalid("Amount must be at least $0.50 usd", code="amount_too_small", param="amount")
    intent = charging.new_intent(
        world, amount=params["amount"], currency=params["currency"].lower(), customer=None
    )
    if given := params.get("automatic_payment_methods"):
        redirects = given.get("allow_redirects", "always")
        intent["automatic_payment_methods"] = {
            "enabled": given["enabled"],
            "allow_redirects": redirects,
        }
    allow_types(intent, params)
    intent["capture_method"] = params.get("capture_method", "automatic_async")
    _fill(world, intent, params)
    world.save(intent, "payment_intent.created")
    return _confirm(world, intent, params) if params.get("confirm") else intent


@route("POST", _PATH + "/{intent}")
def update(world: World, params: Params, intent_id: str) -> Json:
    """Change a payment intent that is not final."""
    intent = world.get(intent_id, "payment_intent")
    _refuse(intent, "update")
    apply(intent, params, "amount", "currency")
    _fill(world, intent, params)
    return world.put(intent)


@route("POST", _PATH + "/{intent}/confirm")
def confirm(world: World, params: Params, intent_id: str) -> Json:
    """Take the money, or ask the customer to authenticate."""
    intent = world.get(intent_id, "payment_intent")
    _refuse(intent, "confirm")
    _fill(world, intent, params)
    return _confirm(world, intent, params)


@route("POST", _PATH + "/{intent}/cancel")
def cancel(world: World, params: Params, intent_id: str) -> Json:
    """Give up a payment intent."""
    intent = world.get(intent_id, "payment_intent")
    _refuse(intent, "cancel")
    if world.state.value(f"pays:{intent_id}"):
        message = "You cannot cancel this PaymentIntent because it was created by an invoice."
        raise invalid(message, code="payment_intent_unexpected_state")
    return charging.release(world, intent, reason=params.get("cancellation_reason"))


@route("POST", _PATH + "/{intent}/capture")
def capture(world: World, params: Params, intent_id: str) -> Json:
    """Take the money that was set aside, or a part of it."""
    intent = world.get(intent_id, "payment_intent")
    if intent["status"] != "requires_capture":
        raise invalid(
            f"This PaymentIntent could not be captured because it is {intent['status']}.",
            code="payment_intent_unexpected_state",
            payment_intent=intent,
        )
    amount = params.get("amount_to_capture", intent["amount_capturable"])
    if not 0 < amount <= intent["amount_capturable"]:
        message = "The amount to capture is more than what can be captured."
        raise invalid(message, code="amount_too_large", param="amount_to_capture")
    return charging.capture(world, apply(intent, params, "statement_descriptor"), amount=amount)


def authenticated(world: World, intent: Json, *, passed: bool) -> Json:
    """What follows from the customer's answer to their bank."""
    if not passed:
        charging.refuse(world, intent)
        return intent
    if charging.settle(world, intent) is None:
        _finish(world, intent)
    return intent


def _fill(world: World, intent: Json, params: Params) -> None:
    apply(intent, params, *_PLAIN)
    if intent["customer"]:
        world.live(intent["customer"], "customer", param="customer")
    if reference := params.get("payment_method"):
        method = method_for(world, reference)
        if method["customer"] and method["customer"] != intent["customer"]:
            message = f"The provided PaymentMethod ({method['id']}) belongs to another Customer."
            raise invalid(message, param="payment_method")
        require_fresh(world, method)
        intent["payment_method"] = method["id"]
        intent["status"] = "requires_confirmation"


def _confirm(world: World, intent: Json, params: Params) -> Json:
    params.get("return_url")  # where a browser goes afterwards is the browser's business
    if not intent["payment_method"]:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise invalid(message, code="payment_intent_unexpected_state")
    method = world.get(intent["payment_method"], "payment_method")
    linked = world.state.value(f"pays:{intent['id']}") is not None
    refused = charging.confirm(
        world,
        intent,
        method,
        off_session=bool(params.get("off_session")),
        from_invoice=linked,
    )
    if refused:
        raise card_error(refused, payment_intent=intent, payment_method=method)
    if intent["status"] == "succeeded":
        _finish(world, intent)
    return intent


def _finish(world: World, intent: Json) -> None:
    method = world.get(intent["payment_method"], "payment_method")
    if intent["setup_future_usage"] and intent["customer"]:
        attach_to(world, method, intent["customer"])
    after_intent(world, intent)


def _refuse(intent: Json, verb: str) -> None:
    if intent["status"] in _FINAL:
        raise invalid(
            f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.",
            code="payment_intent_unexpected_state",
            payment_intent=intent,
        )
