"""What people are told when a bank says no. Nothing was charged, and they can do something."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.actions.operation import Text

UNCONFIRMED = "not_confirmed"

# What a bank suspects (a lost or stolen card, fraud) is not told: it is said as a plain decline.
_REASONS: dict[str, tuple[Text, Text]] = {
    "insufficient_funds": (
        gettext_lazy("Your bank declined the card: there is not enough money in the account."),
        gettext_lazy("Try another card, or try again later."),
    ),
    "expired_card": (
        gettext_lazy("The card has expired."),
        gettext_lazy("Try another card."),
    ),
    "incorrect_cvc": (
        gettext_lazy("The security code of the card is not right."),
        gettext_lazy("Enter the card anew, or try another one."),
    ),
    "processing_error": (
        gettext_lazy("The bank could not process the payment just now."),
        gettext_lazy("Try again in a few minutes, or try another card."),
    ),
    "card_velocity_exceeded": (
        gettext_lazy("Your bank declined the card: its limit is reached."),
        gettext_lazy("Try another card, or ask your bank."),
    ),
    "currency_not_supported": (
        gettext_lazy("The card cannot be charged in this currency."),
        gettext_lazy("Try another card."),
    ),
    UNCONFIRMED: (
        gettext_lazy("Your bank did not get your confirmation."),
        gettext_lazy("Try again and confirm the payment, or try another card."),
    ),
}
_PLAIN: tuple[Text, Text] = (
    gettext_lazy("Your bank declined the card."),
    gettext_lazy("Try another card, or ask your bank."),
)
_SAME = {
    "payment_intent_authentication_failure": UNCONFIRMED,
    "setup_intent_authentication_failure": UNCONFIRMED,
    "authentication_not_handled": UNCONFIRMED,
    "authentication_required": UNCONFIRMED,
    "invalid_cvc": "incorrect_cvc",
    "withdrawal_count_limit_exceeded": "card_velocity_exceeded",
}


def words(decline_code: str) -> str:
    """Return what is told of a decline: what happened, what is safe, what to do."""
    reason, advice = _REASONS.get(_SAME.get(decline_code, decline_code), _PLAIN)
    return " ".join([str(reason), _("You have not been charged."), str(advice)])


def by_code() -> dict[str, str]:
    """Return the words by every code that has some of its own, for a browser to find them.

    A decline by any other code is told as "card_declined".
    """
    return {code: words(code) for code in ("card_declined", *_REASONS, *_SAME)}
