"""Cards: saved, made to pay something, taken off. Which invoices wait for one.

Every write takes the operation's id, and the step's name where an operation takes several.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import stripe
from django.utils import timezone

from billing.gateway.client import api, once, request_id
from billing.gateway.errors import translated
from billing.gateway.reading import OPERATION_KEY, field_of, id_of, words_of
from billing.gateway.records import OpenInvoice, SetupAnswer

SUCCEEDED, FAILED, CANCELED, OPEN = "succeeded", "failed", "canceled", "open"
PAGE = 100


def begin_setup(customer_id: str, *, operation_id: UUID) -> SetupAnswer:
    """Prepare the saving of a new card, to be charged later without the customer."""
    params: stripe.params.SetupIntentCreateParams = {
        "customer": customer_id,
        "usage": "off_session",
        "allowed_payment_method_types": ["card"],
        "metadata": {OPERATION_KEY: str(operation_id)},
    }
    with translated():
        made = api().setup_intents.create(params, once(operation_id))
        return _answer(made, timezone.now())


def fetch_setup(external_id: str) -> SetupAnswer:
    """Look how the saving of a card stands. Raise `NotFound`."""
    asked = timezone.now()
    with translated():
        return _answer(api().setup_intents.retrieve(external_id), asked)


def cancel_setup(external_id: str, *, operation_id: UUID) -> SetupAnswer:
    """Give it up, so that nobody finishes it later. Raise `Refused` where it is finished."""
    with translated():
        given_up = api().setup_intents.cancel(external_id, {}, once(operation_id, "give_up"))
        return _answer(given_up, timezone.now())


def set_default_card(customer_id: str, card_id: str, *, operation_id: UUID, step: str) -> str:
    """Let a card pay whatever has no card of its own. Return Stripe's id of the request."""
    params: stripe.params.CustomerUpdateParams = {
        "invoice_settings": {"default_payment_method": card_id}
    }
    with translated():
        return request_id(api().customers.update(customer_id, params, once(operation_id, step)))


def set_subscription_card(
    subscription_id: str, card_id: str, *, operation_id: UUID, step: str
) -> str:
    """Let a card pay one subscription. Return Stripe's id of the request."""
    params: stripe.params.SubscriptionUpdateParams = {"default_payment_method": card_id}
    with translated():
        written = api().subscriptions.update(subscription_id, params, once(operation_id, step))
        return request_id(written)


def detach_card(card_id: str, *, operation_id: UUID, step: str) -> str:
    """Take a card off its customer, for good. Return Stripe's id of the request."""
    with translated():
        taken = api().payment_methods.detach(card_id, {}, once(operation_id, step))
        return request_id(taken)


def open_invoices(customer_id: str) -> list[OpenInvoice]:
    """Return the invoices of a customer that are still to be paid, newest first."""
    with translated():
        found = api().invoices.list({"customer": customer_id, "status": "open", "limit": PAGE})
        return [_open(one) for one in found.auto_paging_iter()]


def _open(found: stripe.Invoice) -> OpenInvoice:
    return OpenInvoice(
        external_id=found.id,
        subscription_id=id_of(field_of(found, "parent", "subscription_details", "subscription")),
        amount=found.amount_remaining,
        currency=found.currency.upper(),
    )


def _answer(found: stripe.SetupIntent, at: datetime) -> SetupAnswer:
    error = field_of(found, "last_setup_error")
    is_refused = error is not None and found.status == "requires_payment_method"
    status = found.status if found.status in (SUCCEEDED, CANCELED) else OPEN
    return SetupAnswer(
        external_id=found.id,
        customer_id=id_of(found.customer),
        status=FAILED if is_refused else status,
        fetched_at=at,
        card_id=id_of(found.payment_method),
        client_secret=found.client_secret or "",
        decline_code=words_of(error, "decline_code") or words_of(error, "code"),
        message=words_of(error, "message"),
        request_id=request_id(found),
    )
