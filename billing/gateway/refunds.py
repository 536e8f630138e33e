"""Refunds: what is left to give back on a payment, giving back, looking for what was given back."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import stripe

from billing.gateway.client import api, once, request_id
from billing.gateway.errors import translated
from billing.gateway.reading import OPERATION_KEY, field_of, words_of

REASONS = ("duplicate", "fraudulent", "requested_by_customer")
PAGE = 100


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A refund as it stands. `status` is Stripe's word: pending, succeeded, failed, …"""

    external_id: str
    amount: int
    status: str
    failure_reason: str = ""
    request_id: str = field(default="", compare=False)


def left_to_refund(intent_id: str) -> int:
    """Return how much of a payment can still be given back, in minor units."""
    with translated():
        intent = api().payment_intents.retrieve(intent_id, {"expand": ["latest_charge"]})
    charge = field_of(intent, "latest_charge")
    captured, refunded = field_of(charge, "amount_captured"), field_of(charge, "amount_refunded")
    return int(captured or 0) - int(refunded or 0)


def refund(intent_id: str, amount: int, *, reason: str, operation_id: UUID) -> GivenBack:
    """Give back so much of a payment. `reason` is one of `REASONS`."""
    params: stripe.params.RefundCreateParams = {
        "payment_intent": intent_id,
        "amount": amount,
        "metadata": {OPERATION_KEY: str(operation_id)},
    }
    match reason:
        case "duplicate" | "fraudulent" | "requested_by_customer":
            params["reason"] = reason
    with translated():
        return _given(api().refunds.create(params, once(operation_id)))


def find_refund(intent_id: str, *, operation_id: UUID) -> GivenBack | None:
    """Return what an operation has given back, None where that is nothing."""
    with translated():
        listed = api().refunds.list({"payment_intent": intent_id, "limit": PAGE})
        for one in listed.auto_paging_iter():
            metadata = one.metadata.to_dict() if one.metadata is not None else {}
            if metadata.get(OPERATION_KEY) == str(operation_id):
                return _given(one)
    return None


def _given(found: stripe.Refund) -> GivenBack:
    return GivenBack(
        external_id=found.id,
        amount=found.amount,
        status=words_of(found, "status") or "succeeded",
        failure_reason=words_of(found, "failure_reason"),
        request_id=request_id(found),
    )
