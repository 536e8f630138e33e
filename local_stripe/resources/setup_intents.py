"""`/v1/setup_intents`: saving a card for later."""

from local_stripe.engine.cards import (
    Decline,
    authentication_failed,
    card_error,
    card_of,
    method_for,
)
from local_stripe.engine.charging import authentication_step, error_of
from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.payment_methods import allow_types, attach_to, require_fresh
from local_stripe.resources.reading import readable
from local_stripe.world import World

_PATH = "/v1/setup_intents"
_FINAL = ("succeeded", "canceled")

readable(
    _PATH, "setup_intent", filters={"customer": "customer", "payment_method": "payment_method"}
)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new setup intent, confirmed at once if it says so."""
    intent = world.new(
        "setup_intent",
        automatic_payment_methods=_automatic(params),
        payment_method_options={
            "card": {
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": "automatic",
            }
        },
        payment_method_types=["card"],
        status="requires_payment_method",
        usage=params.get("usage", "off_session"),
    )
    intent["client_secret"] = world.secret(intent["id"])
    allow_types(intent, params)
    _fill(world, intent, params)
    params.get("return_url")  # where a browser goes afterwards is the browser's business
    world.save(intent, "setup_intent.created")
    return _confirm(world, intent) if params.get("confirm") else intent


@route("POST", _PATH + "/{intent}")
def update(world: World, params: Params, intent_id: str) -> Json:
    """Change a setup intent that is not confirmed."""
    intent = world.get(intent_id, "setup_intent")
    _refuse(intent, _FINAL, "update")
    _fill(world, intent, params)
    return world.put(intent)


@route("POST", _PATH + "/{intent}/confirm")
def confirm(world: World, params: Params, intent_id: str) -> Json:
    """Check the card with its bank and save it with the customer."""
    intent = world.get(intent_id, "setup_intent")
    _refuse(intent, _FINAL, "confirm")
    params.get("return_url")
    _fill(world, intent, params)
    return _confirm(world, intent)


@route("POST", _PATH + "/{intent}/cancel")
def cancel(world: World, params: Params, intent_id: str) -> Json:
    """Give up a setup intent."""
    intent = world.get(intent_id, "setup_intent")
    _refuse(intent, _FINAL, "cancel")
    reason = params.get("cancellation_reason")
    intent.update(status="canceled", cancellation_reason=reason, next_action=None)
    return world.save(intent, "setup_intent.canceled")


def prepare(world: World, subscription: Json) -> None:
    """Let a trial that begins without a card have an intent to save one; nothing is stored."""
    intent = create(world, Params({"customer": subscription["customer"]}))
    subscription["pending_setup_intent"] = intent["id"]
    world.state.set_value(f"sets_up:{intent['id']}", subscription["id"])


def authenticated(world: World, intent: Json, *, passed: bool) -> Json:
    """What follows from the customer's answer to their bank."""
    if passed:
        return _succeed(world, intent)
    _fail(world, intent, authentication_failed(intent))
    return intent


def _fill(world: World, intent: Json, params: Params) -> None:
    apply(intent, params, "customer", "description")
    if intent["customer"]:
        world.live(intent["customer"], "customer", param="customer")
    if reference := params.get("payment_method"):
        method = method_for(world, reference)
        if method["customer"] not in (None, intent["customer"]):
            message = f"The provided PaymentMethod ({method['id']}) belongs to another Customer."
            raise invalid(message, param="payment_method")
        require_fresh(world, method)
        intent["payment_method"] = method["id"]
        intent["status"] = "requires_confirmation"


def _confirm(world: World, intent: Json) -> Json:
    if not intent["payment_method"]:
        message = "You cannot confirm this SetupIntent because it's missing a payment method."
        raise invalid(message, code="setup_intent_unexpected_state")
    card = card_of(world, intent["payment_method"])
    if card.attach:
        _fail(world, intent, card.attach)
        raise card_error(card.attach, setup_intent=intent)
    if card.authentication != "never":
        step = authentication_step(intent, world.host)
        intent.update(status="requires_action", next_action=step)
        return world.save(intent, "setup_intent.requires_action")
    return _succeed(world, intent)


def _succeed(world: World, intent: Json) -> Json:
    if intent["customer"]:
        method = world.get(intent["payment_method"], "payment_method")
        attach_to(world, method, intent["customer"])
    intent.update(status="succeeded", next_action=None, last_setup_error=None)
    _set_up_subscription(world, intent)
    return world.save(intent, "setup_intent.succeeded")


def _set_up_subscription(world: World, intent: Json) -> None:
    subscription = world.find(world.state.value(f"sets_up:{intent['id']}") or "")
    if subscription is None:
        return
    subscription["pending_setup_intent"] = None
    settings = subscription["payment_settings"] or {}
    if settings.get("save_default_payment_method") == "on_subscription":
        subscription["default_payment_method"] = intent["payment_method"]
    world.save(subscription, "customer.subscription.updated")


def _fail(world: World, intent: Json, reason: Decline) -> None:
    method = world.get(intent["payment_method"], "payment_method")
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_setup_error=error_of(reason, method),
    )
    world.save(intent, "setup_intent.setup_failed")


def _refuse(intent: Json, statuses: tuple[str, ...], verb: str) -> None:
    if intent["status"] in statuses:
        raise invalid(
            f"You cannot {verb} this SetupIntent because it has a status of {intent['status']}.",
            code="setup_intent_unexpected_state",
            setup_intent=intent,
        )


def _automatic(params: Params) -> Json | None:
    given = params.get("automatic_payment_methods")
    if given is None:
        return None
    return {"enabled": given["enabled"], "allow_redirects": given.get("allow_redirects", "always")}
