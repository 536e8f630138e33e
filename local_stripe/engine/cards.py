"""The test cards: what each does when it is attached, charged and asked to authenticate."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Literal

from local_stripe.errors import ApiError, Json, invalid
from local_stripe.world import World

PREFIX = "pm_card_"


@dataclass(frozen=True, slots=True)
class Decline:
    """Why a bank said no."""

    code: str
    decline_code: str | None
    message: str = "Your card was declined."
    advice_code: str | None = None
    kind: str = "card_error"


def card_error(decline: Decline, **detail: Json) -> ApiError:
    """The 402 of a decline; it leaves behind what was written."""
    extra = {"advice_code": decline.advice_code} if decline.advice_code else {}
    return ApiError(
        402,
        decline.kind,
        decline.message,
        keep=True,
        code=decline.code,
        decline_code=decline.decline_code,
        **extra,
        **detail,
    )


_GENERIC = Decline("card_declined", "generic_decline", advice_code="try_again_later")
_FUNDS = Decline(
    "card_declined", "insufficient_funds", "Your card has insufficient funds.", "try_again_later"
)
_LOST = Decline("card_declined", "lost_card", advice_code="do_not_try_again")
_STOLEN = Decline("card_declined", "stolen_card", advice_code="do_not_try_again")
_EXPIRED = Decline("expired_card", "expired_card", "Your card has expired.", "do_not_try_again")
_CVC = Decline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")
_PROCESSING = Decline(
    "processing_error", "processing_error", "An error occurred while processing your card."
)
AUTHENTICATION_REQUIRED = Decline(
    "authentication_required",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
)


def authentication_failed(intent: Json) -> Decline:
    """What an intent says after its customer did not confirm; the code differs by its kind."""
    return Decline(
        f"{intent['object']}_authentication_failure",
        None,
        "We are unable to authenticate your payment method."
        " Please choose a different payment method and try again.",
        kind="invalid_request_error",
    )


Authentication = Literal["never", "setup", "on_session", "always"]


@dataclass(frozen=True, slots=True)
class Card:
    """One test card."""

    number: str
    brand: str = "visa"
    attach: Decline | None = None
    charge: Decline | None = None
    authentication: Authentication = "never"
    expires_soon: bool = False
    refund: Literal["now", "later", "fails"] = "now"
    dispute: str | None = None


def _refused(number: str, decline: Decline) -> Card:
    return Card(number, attach=decline, charge=decline)


CARDS: dict[str, Card] = {
    "visa": Card("4242424242424242"),
    "visa_debit": Card("4000056655665556"),
    "mastercard": Card("5555555555554444", brand="mastercard"),
    "amex": Card("378282246310005", brand="amex"),
    "discover": Card("6011111111111117", brand="discover"),
    "expiringNextMonth": Card("4000000000000077", expires_soon=True),
    "chargeDeclined": _refused("4000000000000002", _GENERIC),
    "chargeDeclinedInsufficientFunds": _refused("4000000000009995", _FUNDS),
    "chargeDeclinedLostCard": _refused("4000000000009987", _LOST),
    "chargeDeclinedStolenCard": _refused("4000000000009979", _STOLEN),
    "chargeDeclinedExpiredCard": _refused("4000000000000069", _EXPIRED),
    "chargeDeclinedIncorrectCvc": _refused("4000000000000127", _CVC),
    "chargeDeclinedProcessingError": _refused("4000000000000119", _PROCESSING),
    "pendingRefund": Card("4000000000007726", refund="later"),
    "refundFail": Card("4000000000005126", refund="fails"),
    "createDispute": Card("4000000000000259", dispute="fraudulent"),
    "createDisputeProductNotReceived": Card("4000000000002685", dispute="product_not_received"),
    "chargeCustomerFail": Card("4000000000000341", charge=_GENERIC),
    "threeDSecure2Required": Card("4000000000003220", authentication="on_session"),
    "authenticationRequired": Card("4000002760003184", authentication="always"),
    "authenticationRequiredOnSetup": Card("4000002500003155", authentication="setup"),
    "authenticationRequiredSetupForOffSession": Card(
        "4000003800000446", authentication="on_session"
    ),
    "authenticationRequiredChargeDeclinedInsufficientFunds": Card(
        "4000008260003178", charge=_FUNDS, authentication="always"
    ),
    "threeDSecureRequiredChargeDeclined": Card(
        "4000008400001629", charge=_GENERIC, authentication="always"
    ),
}
_ALIASES = {"insufficientFunds": "chargeDeclinedInsufficientFunds"}
_BY_NUMBER = {card.number: name for name, card in CARDS.items()}
_ADDRESS: Json = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))


def token_of_number(number: str) -> str:
    """The token of a test card's number; raises for any other number."""
    name = _BY_NUMBER.get(number.replace(" ", ""))
    if name is None:
        message = "Your card was declined. Your request was in test mode, but used a non test card."
        raise ApiError(
            402, "card_error", message, code="card_declined", decline_code="test_mode_decline"
        )
    return PREFIX + name


def card_of(world: World, method_id: str) -> Card:
    """The test card behind a payment method."""
    return CARDS[world.state.value(f"card:{method_id}") or "visa"]


def method_for(world: World, reference: str, *, param: str = "payment_method") -> Json:
    """The payment method of an id, or a new one for a test token."""
    if not reference.startswith(PREFIX):
        return world.get(reference, "payment_method", param=param)
    name = reference.removeprefix(PREFIX).removeprefix("visa_")
    name = "visa_debit" if reference == PREFIX + "visa_debit" else _ALIASES.get(name, name)
    if name not in CARDS:
        message = f"No such PaymentMethod: '{reference}'"
        raise invalid(message, code="resource_missing", param=param)
    return _make(world, name)


def _make(world: World, name: str) -> Json:
    billing = {
        "address": dict(_ADDRESS),
        "email": None,
        "name": None,
        "phone": None,
        "tax_id": None,
    }
    method = world.new(
        "payment_method",
        type="card",
        allow_redisplay="unspecified",
        billing_details=billing,
        card=_details(world, CARDS[name]),
    )
    world.state.set_value(f"card:{method['id']}", name)
    return world.put(method)


def _details(world: World, card: Card) -> Json:
    month, year = _expiry(world) if card.expires_soon else (12, 2034)
    return {
        "brand": card.brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "pass",
        },
        "country": "US",
        "display_brand": {"amex": "american_express"}.get(card.brand, card.brand),
        "exp_month": month,
        "exp_year": year,
        "fingerprint": hashlib.sha256(card.number.encode()).hexdigest()[:16],
        "funding": "credit",
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def _expiry(world: World) -> tuple[int, int]:
    today = dt.datetime.fromtimestamp(world.now(), dt.UTC)
    return (1, today.year + 1) if today.month == 12 else (today.month + 1, today.year)
