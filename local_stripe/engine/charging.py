"""Payment intents and the charges they make."""

from local_stripe.engine import disputing
from local_stripe.engine.cards import (
    AUTHENTICATION_REQUIRED,
    Card,
    Decline,
    authentication_failed,
    card_of,
)
from local_stripe.errors import Json
from local_stripe.world import World


def new_intent(world: World, *, amount: int, currency: str, customer: str | None) -> Json:
    """A payment intent that waits for a payment method; not stored yet."""
    intent = world.new(
        "payment_intent",
        amount=amount,
        currency=currency,
        customer=customer,
        amount_capturable=0,
        amount_received=0,
        amount_details={"tip": {}},
        capture_method="automatic",
        confirmation_method="automatic",
        payment_method_options={"card": _CARD_OPTIONS},
        payment_method_types=["card"],
        status="requires_payment_method",
    )
    return {**intent, "client_secret": world.secret(intent["id"])}


_CARD_OPTIONS = {
    "installments": None,
    "mandate_options": None,
    "network": None,
    "request_three_d_secure": "automatic",
}


def confirm(
    world: World, intent: Json, method: Json, *, off_session: bool, from_invoice: bool = False
) -> Decline | None:
    """Try to take the money: the intent then stands as succeeded, requires_action or declined.

    Without the customer at hand a card that wants authentication is declined; an invoice's
    intent waits for it instead, so that the customer can be sent a link.
    """
    card = card_of(world, method["id"])
    intent["payment_method"] = method["id"]
    if wants_authentication(card, set_up=method["customer"] is not None, off_session=off_session):
        if off_session and not from_invoice:
            return decline(world, intent, AUTHENTICATION_REQUIRED)
        _ask(world, intent)
        return None
    return settle(world, intent)


def wants_authentication(card: Card, *, set_up: bool, off_session: bool) -> bool:
    """Does the bank ask the customer to step in?"""
    if card.authentication == "always":
        return True
    if card.authentication == "on_session":
        return not off_session
    return card.authentication == "setup" and not set_up


def settle(world: World, intent: Json) -> Decline | None:
    """Charge the intent's card, authentication being done with."""
    refused = card_of(world, intent["payment_method"]).charge
    if refused:
        return decline(world, intent, refused)
    charge = _charge(world, intent, status="succeeded")
    if intent["capture_method"] == "manual":
        _hold(world, intent, charge)
        return None
    intent.update(
        status="succeeded",
        amount_received=intent["amount"],
        latest_charge=charge["id"],
        last_payment_error=None,
        next_action=None,
    )
    world.save(charge, "charge.succeeded")
    world.save(intent, "payment_intent.succeeded")
    if reason := card_of(world, intent["payment_method"]).dispute:
        disputing.begin(world, charge, reason=reason)
    return None


def _hold(world: World, intent: Json, charge: Json) -> None:
    """Set the money aside until it is captured or released."""
    charge.update(captured=False, amount_captured=0)
    intent.update(
        status="requires_capture",
        amount_capturable=intent["amount"],
        latest_charge=charge["id"],
        last_payment_error=None,
        next_action=None,
    )
    world.save(charge, "charge.succeeded")
    world.save(intent, "payment_intent.amount_capturable_updated")


def capture(world: World, intent: Json, *, amount: int) -> Json:
    """Take what was set aside, or a part of it; the rest is released."""
    charge = world.get(intent["latest_charge"], "charge")
    charge.update(captured=True, amount_captured=amount)
    intent.update(status="succeeded", amount_received=amount, amount_capturable=0)
    world.save(charge, "charge.captured")
    return world.save(intent, "payment_intent.succeeded")


def release(world: World, intent: Json, *, reason: str | None = "automatic") -> Json:
    """Give up an intent, and what was set aside for it."""
    if intent["status"] == "requires_capture":
        charge = world.get(intent["latest_charge"], "charge")
        charge.update(refunded=True, amount_refunded=charge["amount"])
        world.save(charge, "charge.refunded" if reason != "automatic" else "charge.expired")
    intent.update(
        status="canceled",
        amount_capturable=0,
        canceled_at=world.now(),
        cancellation_reason=reason,
        next_action=None,
    )
    return world.save(intent, "payment_intent.canceled")


def decline(world: World, intent: Json, reason: Decline) -> Decline:
    """Record that the money could not be taken."""
    charge = _charge(world, intent, status="failed")
    charge.update(failure_code=reason.code, failure_message=reason.message)
    method = world.get(intent["payment_method"], "payment_method")
    intent.update(
        status="requires_payment_method",
        latest_charge=charge["id"],
        next_action=None,
        payment_method=None,
        last_payment_error=error_of(reason, method, charge=charge["id"]),
    )
    world.save(charge, "charge.failed")
    world.save(intent, "payment_intent.payment_failed")
    return reason


def refuse(world: World, intent: Json) -> None:
    """Record that the customer did not confirm: nothing was charged, in vain or otherwise."""
    method = world.get(intent["payment_method"], "payment_method")
    intent.update(
        status="requires_payment_method",
        next_action=None,
        payment_method=None,
        last_payment_error=error_of(authentication_failed(intent), method),
    )
    world.save(intent, "payment_intent.payment_failed")


def error_of(reason: Decline, method: Json, **detail: str) -> Json:
    """A decline as intents carry it."""
    declined = {"decline_code": reason.decline_code} if reason.decline_code else {}
    return {
        "type": reason.kind,
        "code": reason.code,
        **declined,
        "message": reason.message,
        "payment_method": method,
        "doc_url": f"https://docs.stripe.com/error-codes/{reason.code.replace('_', '-')}",
        **detail,
    }


def authentication_step(intent: Json, host: str) -> Json:
    """What the customer's browser has to do next."""
    script = f"{host}/_local/authenticate/{intent['id']}"
    return {
        "type": "use_stripe_sdk",
        "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": script},
    }


def _ask(world: World, intent: Json) -> None:
    intent.update(status="requires_action", next_action=authentication_step(intent, world.host))
    world.save(intent, "payment_intent.requires_action")


def _charge(world: World, intent: Json, *, status: str) -> Json:
    method = world.get(intent["payment_method"], "payment_method")
    done = status == "succeeded"
    charge = world.new(
        "charge",
        amount=intent["amount"],
        amount_captured=intent["amount"] if done else 0,
        amount_refunded=0,
        billing_details=method["billing_details"],
        captured=done,
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        disputed=False,
        fraud_details={},
        outcome=_outcome(done=done),
        paid=done,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details={"type": "card", "card": _card_details(method, intent["amount"])},
        refunded=False,
        status=status,
    )
    charge["receipt_url"] = f"{world.host}/_local/receipts/{charge['id']}" if done else None
    return charge


def _outcome(*, done: bool) -> Json:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network" if done else "declined_by_network",
        "reason": None,
        "risk_level": "normal",
        "seller_message": "Payment complete." if done else "The bank declined the payment.",
        "type": "authorized" if done else "issuer_declined",
    }


def _card_details(method: Json, amount: int) -> Json:
    same = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding")
    card = method["card"]
    return {
        **{name: card[name] for name in (*same, "last4", "regulated_status", "wallet")},
        "amount_authorized": amount,
        "authorization_code": None,
        "network": card["brand"],
    }
