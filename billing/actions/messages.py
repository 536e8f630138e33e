"""What people are told of an operation: what happened, what is safe, what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from billing.actions import declines
from billing.gateway.errors import NotFound, Refused

_CARD_CODES = frozenset({"card_declined", "expired_card", "insufficient_funds"})


def unknown() -> str:
    """No clear answer came back."""
    return _(
        "We could not reach our payment partner, so we do not know yet whether this went through. "
        "We are checking, and this page will show the result. Nothing is done twice."
    )


def refused(fault: Refused, unchanged: str) -> str:
    """Our payment partner said no."""
    if isinstance(fault, NotFound):
        return _(
            "Our payment partner does not know this any more. "
            "You have not been charged. Please write to us."
        )
    if fault.decline_code or fault.code in _CARD_CODES:
        code = fault.decline_code or fault.code
        reason = f"{declines.reason(code)} {_('You have not been charged.')}"
        advice = declines.advice(code)
    else:
        reason = _("Our payment partner did not accept this change.")
        advice = _("Please try again later, or write to us.")
    return f"{reason} {unchanged} {advice}"


def not_done(unchanged: str) -> str:
    """We have looked, and it has not happened."""
    return " ".join(
        [_("We have checked: the change did not go through."), unchanged, _("You can try again.")]
    )


def not_effective(unchanged: str) -> str:
    """Stripe accepted the request, but what was asked for has not come about."""
    return " ".join(
        [
            _("The payment for this has not gone through."),
            unchanged,
            _("Check your card, then try again."),
        ]
    )
