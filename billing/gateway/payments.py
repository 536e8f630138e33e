"""The payments on an invoice, and the refunds of them."""

from __future__ import annotations

import stripe

from billing.gateway.client import api
from billing.gateway.reading import field_of, id_of, moment, words_of
from billing.gateway.records import PaymentRecord, RefundRecord

PAGE = 100


def payments_of(invoice: stripe.Invoice) -> tuple[PaymentRecord, ...]:
    """Return the payments of an invoice that was fetched with them."""
    listed = field_of(invoice, "payments")
    payments = list(listed.auto_paging_iter()) if listed is not None else []
    return tuple(_payment(one) for one in payments if one.status != "canceled")


def refunds_of(payments: tuple[PaymentRecord, ...]) -> tuple[RefundRecord, ...]:
    """Return the refunds. Asks only about payments that say they have some."""
    refunds: list[stripe.Refund] = []
    for payment in payments:
        if payment.refunded:
            params: stripe.params.RefundListParams = {"charge": payment.charge_id, "limit": PAGE}
            refunds.extend(api().refunds.list(params).auto_paging_iter())
    return tuple(_refund(one) for one in refunds)


def _payment(found: stripe.InvoicePayment) -> PaymentRecord:
    intent_id = id_of(found.payment.payment_intent)
    status, charge = found.status, None
    if intent_id:
        intent = api().payment_intents.retrieve(intent_id, {"expand": ["latest_charge"]})
        status, charge = intent.status, intent.latest_charge
    elif found.payment.charge:
        charge = api().charges.retrieve(id_of(found.payment.charge))
    return PaymentRecord(
        intent_id=intent_id,
        charge_id=id_of(charge),
        status=status,
        disputed=bool(field_of(charge, "disputed")),
        refunded=int(field_of(charge, "amount_refunded") or 0),
    )


def _refund(found: stripe.Refund) -> RefundRecord:
    return RefundRecord(
        external_id=found.id,
        amount=found.amount,
        reason=words_of(found, "reason"),
        status=words_of(found, "status") or "succeeded",
        created_at=moment(found.created),
    )
