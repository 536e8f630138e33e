"""Paying an invoice, and how its payment stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import stripe
from django.utils import timezone

from billing.gateway.client import api, once, request_id
from billing.gateway.errors import GatewayError, Refused, error_of, translated
from billing.gateway.reading import field_of, id_of, words_of
from billing.gateway.records import PaymentAnswer

PAID, ACTION, FAILED, OPEN = "paid", "requires_action", "failed", "open"
# Both say that the bank wants to hear from the customer: at hand, and away.
_WANTS_CUSTOMER = frozenset({"invoice_payment_intent_requires_action", "authentication_required"})
_LOOK_AGAIN = _WANTS_CUSTOMER | {"invoice_already_paid"}
_EXPAND = ["payments.data.payment.payment_intent"]


def pay_invoice(
    invoice_id: str,
    *,
    card_id: str = "",
    off_session: bool,
    operation_id: UUID,
    step: str = "pay",
) -> PaymentAnswer:
    """Take the money for an open invoice from this card, or from the one it is charged to anyway.

    A decline is an answer ("failed"), and so is a bank that wants the customer to confirm
    ("requires_action"), also where the customer is away. Raise the gateway's errors for the rest.
    """
    params: stripe.params.InvoicePayParams = {"off_session": off_session, "expand": _EXPAND}
    if card_id:
        params["payment_method"] = card_id
    try:
        paid = api().invoices.pay(invoice_id, params, once(operation_id, step))
    except stripe.StripeError as fault:
        is_decline = isinstance(fault, stripe.CardError)
        return _refused(invoice_id, error_of(fault), is_decline=is_decline)
    return _answer(paid, timezone.now())


def fetch_payment(invoice_id: str) -> PaymentAnswer:
    """Look how the payment of an invoice stands. Raise `NotFound`."""
    asked = timezone.now()
    with translated():
        return _answer(api().invoices.retrieve(invoice_id, {"expand": _EXPAND}), asked)


def _refused(invoice_id: str, fault: GatewayError, *, is_decline: bool) -> PaymentAnswer:
    if not isinstance(fault, Refused):
        raise fault
    if _LOOK_AGAIN & {fault.code, fault.decline_code}:
        # Only the invoice itself says how the customer's browser can go on.
        return replace(fetch_payment(invoice_id), request_id=fault.request_id)
    if not is_decline:
        raise fault
    return PaymentAnswer(
        invoice_id,
        FAILED,
        timezone.now(),
        decline_code=fault.decline_code or fault.code,
        message=fault.message,
        request_id=fault.request_id,
    )


def _answer(found: stripe.Invoice, at: datetime) -> PaymentAnswer:
    intent = _intent_of(found)
    error = field_of(intent, "last_payment_error")
    reason = words_of(error, "decline_code") or words_of(error, "code")
    failed_with = id_of(field_of(error, "payment_method"))
    status = _status(found, intent, reason)
    must_confirm_anew = status == ACTION and words_of(intent, "status") == "requires_payment_method"
    return PaymentAnswer(
        invoice_id=found.id,
        status=status,
        fetched_at=at,
        amount=found.amount_remaining,
        currency=found.currency.upper(),
        intent_id=id_of(intent),
        client_secret=words_of(intent, "client_secret"),
        setup_future_usage=words_of(intent, "setup_future_usage"),
        card_id=failed_with if must_confirm_anew else "",
        attempt=f"{id_of(field_of(intent, 'latest_charge'))} {failed_with}".strip(),
        decline_code=reason if status == FAILED else "",
        message=words_of(error, "message") if status == FAILED else "",
        hosted_url=found.hosted_invoice_url or "",
        request_id=request_id(found),
    )


def _intent_of(found: stripe.Invoice) -> stripe.StripeObject | None:
    listed = field_of(found, "payments", "data") or ()
    intents = [one.payment.payment_intent for one in listed if one.status != "canceled"]
    known = [one for one in intents if one is not None and not isinstance(one, str)]
    return next(iter(known), None)


def _status(found: stripe.Invoice, intent: stripe.StripeObject | None, reason: str) -> str:
    match (found.status, words_of(intent, "status")):
        case ("paid", _) | (_, "succeeded"):
            return PAID
        case ("void", _):
            return FAILED
        case (_, "requires_action"):
            return ACTION
        case (_, "requires_payment_method") if reason:
            return ACTION if reason in _WANTS_CUSTOMER else FAILED
        case _:
            return OPEN
