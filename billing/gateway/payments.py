"""Payments: how the money of a sale stands, what of it went back, and sales that are no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import stripe

from billing.gateway.client import api
from billing.gateway.parcels import parcels_of
from billing.gateway.reading import address_of, field_of, id_of, moment, shop_name_of, words_of
from billing.gateway.records import AddressRecord
from billing.gateway.sale_records import (
    DRAFT,
    OPEN,
    PAID,
    VOID,
    PaymentRecord,
    RefundRecord,
    SaleLineRecord,
    SaleRecord,
)

PAGE = 100
EXPANDED = "latest_charge.refunds"
CANCELED = "canceled"
_UNDER_WAY = frozenset({"processing", "requires_action", "requires_capture"})
# Of an inquiry no money is taken; `prevented` ones were given back before they began.
_NOT_DISPUTED = frozenset({"won", "lost", "prevented"})
_INQUIRY = "warning_"
_NUMBER_KEYS = ("order_number", "order_id")  # in the metadata of sessions and payments


@dataclass(frozen=True, slots=True)
class Standing:
    """How one payment stands, and what went back of it."""

    payment: PaymentRecord
    refunds: tuple[RefundRecord, ...] = ()
    intent: stripe.PaymentIntent | None = None


def fetch_intent(external_id: str) -> stripe.PaymentIntent:
    """Return a payment with its charge. Call it within `translated`."""
    return api().payment_intents.retrieve(external_id, {"expand": [EXPANDED]})


def list_intents(customer_id: str) -> dict[str, stripe.PaymentIntent]:
    """Return all payments of a customer with their charges. Call it within `translated`."""
    found = api().payment_intents.list(
        {"customer": customer_id, "limit": PAGE, "expand": [f"data.{EXPANDED}"]}
    )
    return {one.id: one for one in found.auto_paging_iter()}


def standings_of(
    invoice: stripe.Invoice, known: Mapping[str, stripe.PaymentIntent]
) -> list[Standing]:
    """Return how the payments of an invoice stand that was fetched with them.

    Asks for those that are not `known`. Of a cancelled one only its id is told.
    """
    listed = field_of(invoice, "payments")
    payments = list(listed.auto_paging_iter()) if listed is not None else []
    return [_of_invoice_payment(one, known) for one in payments]


def standing_of(intent: stripe.PaymentIntent) -> Standing:
    """Return how a payment stands that was fetched with its charge."""
    charge = intent.latest_charge
    found = charge if isinstance(charge, stripe.Charge) else None
    return _standing(intent.id, intent.status, found, intent)


def sale_of_intent(intent: stripe.PaymentIntent, asked: datetime) -> SaleRecord:
    """Return the sale that a bare payment is. It is a draft until money is under way."""
    standing = standing_of(intent)
    total = intent.amount_received if intent.status == "succeeded" else intent.amount
    charge = intent.latest_charge
    return SaleRecord(
        external_id=intent.id,
        number=number_of(intent, field_of(intent, "metadata")),
        status=_status(intent),
        customer_id=id_of(intent.customer),
        subscription_id="",
        email=_email(intent),
        placed_at=moment(intent.created),
        fetched_at=asked,
        attempted=charge is not None,
        currency=intent.currency.upper(),
        subtotal=total,
        discount=0,
        shipping=0,
        tax=0,
        total=total,
        billing_address=address_of(
            field_of(charge, "billing_details", "address"),
            name=words_of(charge, "billing_details", "name"),
        ),
        shipping_address=shipping_address_of(intent),
        lines=_lines(intent, total),
        payments=(standing.payment,),
        refunds=standing.refunds,
        parcels=parcels_of(intent, intent),
        name=words_of(charge, "billing_details", "name") or words_of(intent, "shipping", "name"),
        shop_name=shop_name_of(intent),
    )


def number_of(intent: stripe.PaymentIntent | None, metadata: object) -> str:
    """Return the number under which a customer knows the sale of a payment."""
    given = words_of(intent, "payment_details", "order_reference")
    kept = (words_of(metadata, key) for key in _NUMBER_KEYS)
    receipt = words_of(intent, "latest_charge", "receipt_number")
    return given or next(filter(None, kept), "") or receipt or id_of(intent)


def shipping_address_of(intent: stripe.PaymentIntent | None) -> AddressRecord | None:
    """Return where a payment says that the goods go."""
    to = field_of(intent, "shipping")
    return address_of(
        field_of(to, "address"), name=words_of(to, "name"), phone=words_of(to, "phone")
    )


def _of_invoice_payment(
    found: stripe.InvoicePayment, known: Mapping[str, stripe.PaymentIntent]
) -> Standing:
    intent_id = id_of(found.payment.payment_intent)
    if found.status == CANCELED:
        return Standing(PaymentRecord(intent_id, "", CANCELED, disputed=False, refunded=0))
    if intent_id:
        return standing_of(known.get(intent_id) or fetch_intent(intent_id))
    charge_id = id_of(found.payment.charge)
    charge = api().charges.retrieve(charge_id, {"expand": ["refunds"]}) if charge_id else None
    return _standing("", found.status, charge, None)


def _standing(
    intent_id: str,
    status: str,
    charge: stripe.Charge | None,
    intent: stripe.PaymentIntent | None,
) -> Standing:
    refunds = _refunds(charge) if charge is not None and charge.captured else ()
    disputes = _disputes(charge) if charge is not None and charge.disputed else []
    lost = tuple(_taken_back(one) for one in disputes if one.status == "lost")
    payment = PaymentRecord(
        intent_id=intent_id,
        charge_id=id_of(charge),
        status=status,
        disputed=any(_is_open(one) for one in disputes),
        refunded=sum(one.amount for one in (*refunds, *lost) if one.counts),
        dispute_ids=tuple(one.id for one in disputes),
    )
    return Standing(payment, (*refunds, *lost), intent)


def _refunds(charge: stripe.Charge) -> tuple[RefundRecord, ...]:
    listed = field_of(charge, "refunds")
    return tuple(_refund(one) for one in listed.auto_paging_iter()) if listed is not None else ()


def _refund(found: stripe.Refund) -> RefundRecord:
    return RefundRecord(
        external_id=found.id,
        amount=found.amount,
        reason=words_of(found, "reason"),
        status=words_of(found, "status") or "succeeded",
        created_at=moment(found.created),
    )


def _disputes(charge: stripe.Charge) -> list[stripe.Dispute]:
    found = api().disputes.list({"charge": charge.id, "limit": PAGE})
    return list(found.auto_paging_iter())


def _is_open(dispute: stripe.Dispute) -> bool:
    return dispute.status not in _NOT_DISPUTED and not dispute.status.startswith(_INQUIRY)


def _taken_back(dispute: stripe.Dispute) -> RefundRecord:
    taken_at = moment(dispute.created)
    return RefundRecord(dispute.id, dispute.amount, "", "succeeded", taken_at)


def _status(intent: stripe.PaymentIntent) -> str:
    if intent.status == "succeeded":
        return PAID
    if intent.status == CANCELED:
        return VOID
    return OPEN if intent.status in _UNDER_WAY or intent.latest_charge else DRAFT


def _email(intent: stripe.PaymentIntent) -> str:
    billed = words_of(intent, "latest_charge", "billing_details", "email")
    return (words_of(intent, "receipt_email") or billed).strip().lower()


def _lines(intent: stripe.PaymentIntent, total: int) -> tuple[SaleLineRecord, ...]:
    what = words_of(intent, "description")
    return (SaleLineRecord(intent.id, what, 1, total, total, ""),) if what else ()
