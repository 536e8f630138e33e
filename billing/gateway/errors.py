"""What can go wrong at Stripe, in three kinds: it said no, it does not know the thing, or nobody
knows whether it happened.

`GatewayError.message` is for staff: it may name Stripe's ids, never a key or a body.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import stripe


class GatewayError(Exception):
    """Stripe did not do what was asked. `permanent`: asking again will not help."""

    permanent = True

    def __init__(self, message: str, code: str = "", *, request_id: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.request_id = request_id


class Refused(GatewayError):
    """Stripe said no: nothing has changed."""

    def __init__(
        self,
        message: str,
        code: str = "",
        *,
        request_id: str = "",
        decline_code: str = "",
        param: str = "",
    ) -> None:
        super().__init__(message, code, request_id=request_id)
        self.decline_code = decline_code
        self.param = param


class NotFound(Refused):
    """Stripe knows no such object, or no longer does."""


class OutcomeUnknown(GatewayError):
    """No clear answer. A read has failed; a write may or may not have happened."""

    permanent = False


class Unreachable(OutcomeUnknown):
    """No answer at all: no connection, a lost one, or none in time."""


class SignatureRefused(GatewayError):
    """A webhook that Stripe did not sign, not like this, or too long ago."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise our errors in place of the package's."""
    try:
        yield
    except stripe.StripeError as fault:
        # Without its cause: that one carries headers and the whole body.
        raise error_of(fault) from None


def error_of(fault: stripe.StripeError) -> GatewayError:
    """Return our error for one of the package's."""
    request_id = fault.request_id or ""
    if isinstance(fault, stripe.APIConnectionError):
        return Unreachable("Stripe gave no answer.", "unreachable")
    if isinstance(fault, stripe.AuthenticationError | stripe.PermissionError):
        message = "Stripe does not accept the configured key for this."
        return Refused(message, "key_refused", request_id=request_id)
    if _may_have_happened(fault):
        status = fault.http_status
        message = f"Stripe gave no clear answer (status {status})."
        return OutcomeUnknown(message, _code(fault) or f"status_{status}", request_id=request_id)
    kind = NotFound if fault.http_status == 404 else Refused
    return kind(
        fault.user_message or "Stripe refused.",
        _code(fault) or "refused",
        request_id=request_id,
        decline_code=str(getattr(fault.error, "decline_code", None) or ""),
        param=str(getattr(fault, "param", None) or ""),
    )


def _code(fault: stripe.StripeError) -> str:
    # The package leaves it off some kinds, such as a rate limit.
    return str(fault.code or getattr(fault.error, "code", None) or "")


def _may_have_happened(fault: stripe.StripeError) -> bool:
    # A key reused with other parameters: the request it was made for may have been carried out.
    if isinstance(fault, stripe.IdempotencyError | stripe.RateLimitError):
        return True
    # Without an error object it was not Stripe that answered, or not in full.
    status = fault.http_status or 0
    return fault.error is None or status in {409, 429} or not 400 <= status < 500
