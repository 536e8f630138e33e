"""`/v1/setup_intents`: saving a card for later."""

from local_stripe.engine.cards import (
    AUTHENTICATION_FAILED,
    Decline,
    card_error,
    card_of,
    method_for,
)
from local_stripe.engine.charging import authentication_step, error_of
from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.payment_methods import attach_to
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
    _fill(world, intent, params)
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


def authenticated(world: World, intent: Json, *, passed: bool) -> Json:
    """What follows from the customer's answer to their bank."""
    if passed:
        return _succeed(world, intent)
    _fail(world, intent, AUTHENTICATION_FAILED)
    return intent


def _fill(world: World, intent: Json, params: Params) -> None:
    apply(intent, params, "customer", "description")
    if intent["customer"]:
        world.live(intent["customer"], "customer", param="customer")
    if reference := params.get("payment_method"):
        intent["payment_method"] = method_for(world, reference)["id"]
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
    return world.save(intent, "setup_intent.succeeded")


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
