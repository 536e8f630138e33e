"""What people are told when a bank says no. Nothing was charged, and they can do something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from billing.actions.operation import Text

UNCONFIRMED = "not_confirmed"

_ANOTHER = gettext_lazy("Try another card.")
_ASK = gettext_lazy("Try another card, or ask your bank.")
_ANEW = gettext_lazy("Enter the card anew, or try another one.")
_LATER = gettext_lazy("Try again in a few minutes, or try another card.")

# What a bank suspects (a lost or stolen card, fraud) is not told: it is said as a plain decline.
_REASONS: dict[str, tuple[Text, Text]] = {
    "insufficient_funds": (
        gettext_lazy("Your bank declined the card: there is not enough money in the account."),
        gettext_lazy("Try another card, or try again later."),
    ),
    "expired_card": (gettext_lazy("The card has expired."), _ANOTHER),
    "incorrect_number": (gettext_lazy("The card number is not right."), _ANEW),
    "incorrect_cvc": (gettext_lazy("The security code of the card is not right."), _ANEW),
    "invalid_expiry_month": (gettext_lazy("The expiry date of the card is not right."), _ANEW),
    "incorrect_address": (
        gettext_lazy("The address does not fit the one that your bank has for the card."),
        gettext_lazy("Enter the card with the address your bank knows, or try another card."),
    ),
    "processing_error": (
        gettext_lazy("The bank could not process the payment just now."),
        _LATER,
    ),
    "issuer_not_available": (gettext_lazy("Your bank could not be reached just now."), _LATER),
    "card_velocity_exceeded": (
        gettext_lazy("Your bank declined the card: its limit is reached."),
        _ASK,
    ),
    "invalid_amount": (
        gettext_lazy("Your bank does not allow a payment of this amount with the card."),
        _ASK,
    ),
    "currency_not_supported": (
        gettext_lazy("The card cannot be charged in this currency."),
        _ANOTHER,
    ),
    "card_not_supported": (
        gettext_lazy("The card cannot be used for payments of this kind."),
        _ASK,
    ),
    "invalid_account": (
        gettext_lazy("The card, or the account behind it, cannot be used any more."),
        _ASK,
    ),
    "new_account_information_available": (
        gettext_lazy("Your bank has given the card a new number or date."),
        gettext_lazy("Enter the new card, or try another one."),
    ),
    "duplicate_transaction": (
        gettext_lazy(
            "Your bank saw a payment of the same amount a moment ago, so it stopped this one."
        ),
        gettext_lazy("Look at your orders before you try again."),
    ),
    "stop_payment_order": (
        gettext_lazy("Your bank has been told not to allow this payment."),
        gettext_lazy("Try another card, or ask your bank to allow it again."),
    ),
    "incorrect_pin": (
        gettext_lazy("The bank wants a PIN for this card, which cannot be entered here."),
        _ANOTHER,
    ),
    "testmode_decline": (
        gettext_lazy("This shop is trying things out, and only test cards work here."),
        gettext_lazy("Please write to us if you see this in our shop."),
    ),
    UNCONFIRMED: (
        gettext_lazy("Your bank did not get your confirmation."),
        gettext_lazy("Try again and confirm the payment, or try another card."),
    ),
}
_PLAIN: tuple[Text, Text] = (gettext_lazy("Your bank declined the card."), _ASK)
_SAME = {
    "approve_with_id": "processing_error",
    "authentication_not_handled": UNCONFIRMED,
    "authentication_required": UNCONFIRMED,
    "incorrect_zip": "incorrect_address",
    "invalid_cvc": "incorrect_cvc",
    "invalid_expiry_year": "invalid_expiry_month",
    "invalid_number": "incorrect_number",
    "invalid_pin": "incorrect_pin",
    "mobile_device_authentication_required": UNCONFIRMED,
    "not_permitted": "card_not_supported",
    "offline_pin_required": "incorrect_pin",
    "online_or_offline_pin_required": "incorrect_pin",
    "payment_intent_authentication_failure": UNCONFIRMED,
    "pin_try_exceeded": "incorrect_pin",
    "reenter_transaction": "processing_error",
    "revocation_of_all_authorizations": "stop_payment_order",
    "revocation_of_authorization": "stop_payment_order",
    "service_not_allowed": "card_not_supported",
    "setup_intent_authentication_failure": UNCONFIRMED,
    "transaction_not_allowed": "card_not_supported",
    "try_again_later": "processing_error",
    "withdrawal_count_limit_exceeded": "card_velocity_exceeded",
}
WITHOUT_REASON = frozenset(
    {
        *("call_issuer", "card_declined", "do_not_honor", "do_not_try_again", "generic_decline"),
        *("no_action_taken", "previously_declined_do_not_retry", "fraudulent", "lost_card"),
        *("merchant_blacklist", "pickup_card", "restricted_card", "security_violation"),
        "stolen_card",
    }
)
"""Codes that tell nothing, or something that only the bank may tell: a plain decline."""


_OTHER_CARD_ONLY = frozenset(
    {
        *("expired_card", "invalid_account", "new_account_information_available"),
        *("card_not_supported", "currency_not_supported", "incorrect_pin"),
    }
)


def same_card_may_pay(decline_code: str) -> bool:
    """Whether it may help to try the same card again."""
    return _SAME.get(decline_code, decline_code) not in _OTHER_CARD_ONLY


def words(decline_code: str) -> str:
    """Return what is told of a decline: what happened, what is safe, what to do."""
    return " ".join([reason(decline_code), _("You have not been charged."), advice(decline_code)])


def reason(decline_code: str) -> str:
    """Return what happened, as one sentence."""
    return str(_told(decline_code)[0])


def advice(decline_code: str) -> str:
    """Return what can be done, as one sentence."""
    return str(_told(decline_code)[1])


def by_code() -> dict[str, str]:
    """Return the words by every code that has some of its own, for a browser to find them.

    A decline by any other code is told as "card_declined".
    """
    return {code: words(code) for code in ("card_declined", *_REASONS, *_SAME)}


def _told(decline_code: str) -> tuple[Text, Text]:
    return _REASONS.get(_SAME.get(decline_code, decline_code), _PLAIN)
