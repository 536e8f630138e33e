"""Checkout sessions: read. Where no invoice was made of one, it is the sale itself."""

from __future__ import annotations

from datetime import datetime

import stripe
from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.gateway.parcels import parcels_of
from billing.gateway.payments import (
    CANCELED,
    EXPANDED,
    PAGE,
    number_of,
    shipping_address_of,
    standing_of,
)
from billing.gateway.reading import address_of, field_of, id_of, moment, shop_name_of, words_of
from billing.gateway.records import AddressRecord
from billing.gateway.sale_records import (
    CHECKOUT,
    DRAFT,
    OPEN,
    PAID,
    VOID,
    SaleLineRecord,
    SaleRecord,
)

_PARTS = ("line_items", f"payment_intent.{EXPANDED}")
_IN_LIST = [f"data.{part}" for part in _PARTS]


def fetch_session(external_id: str) -> stripe.checkout.Session:
    """Return a session with its lines and its payment. Call it within `translated`."""
    return api().checkout.sessions.retrieve(external_id, {"expand": list(_PARTS)})


def session_of_intent(intent_id: str) -> stripe.checkout.Session | None:
    """Return the session that a payment was made in. Call it within `translated`."""
    found = api().checkout.sessions.list(
        {"payment_intent": intent_id, "limit": 1, "expand": _IN_LIST}
    )
    return found.data[0] if found.data else None


def list_checkouts(customer_id: str) -> list[SaleRecord]:
    """Return the sales of a customer that are known by a session, newest first."""
    asked = timezone.now()
    with translated():
        found = api().checkout.sessions.list(
            {"customer": customer_id, "limit": PAGE, "expand": _IN_LIST}
        )
        return [sale_of_session(one, asked) for one in found.auto_paging_iter() if is_sale(one)]


def is_sale(session: stripe.checkout.Session) -> bool:
    """Whether the sale is known by the session: it has no invoice, and nothing else is begun."""
    return session.mode == "payment" and not session.invoice


def sale_of_session(found: stripe.checkout.Session, asked: datetime) -> SaleRecord:
    """Return the sale that a session is. It is a draft until somebody completes it."""
    intent = found.payment_intent
    paid = intent if isinstance(intent, stripe.PaymentIntent) else None
    standing = standing_of(paid) if paid is not None else None
    name = words_of(found, "customer_details", "name")
    return SaleRecord(
        external_id=found.id,
        number=number_of(paid, field_of(found, "metadata")) or found.id,
        status=_status(found, paid),
        customer_id=id_of(found.customer),
        subscription_id="",
        email=_email(found),
        placed_at=moment(found.created),
        fetched_at=asked,
        attempted=words_of(paid, "status") == "requires_payment_method",
        currency=words_of(found, "currency").upper(),
        subtotal=found.amount_subtotal or 0,
        discount=int(field_of(found, "total_details", "amount_discount") or 0),
        shipping=int(field_of(found, "total_details", "amount_shipping") or 0),
        tax=int(field_of(found, "total_details", "amount_tax") or 0),
        total=found.amount_total or 0,
        billing_address=address_of(field_of(found, "customer_details", "address"), name=name),
        shipping_address=_shipping_address(found) or shipping_address_of(paid),
        lines=_lines(found),
        payments=(standing.payment,) if standing is not None else (),
        refunds=standing.refunds if standing is not None else (),
        parcels=parcels_of(found, *([paid] if paid is not None else [])),
        name=name,
        shop_name=shop_name_of(found),
        names=((CHECKOUT, found.id),),
    )


def _status(found: stripe.checkout.Session, intent: stripe.PaymentIntent | None) -> str:
    if found.status == "open":
        return DRAFT
    if found.payment_status in {"paid", "no_payment_required"}:
        return PAID
    return VOID if found.status == "expired" or words_of(intent, "status") == CANCELED else OPEN


def _email(found: stripe.checkout.Session) -> str:
    email = words_of(found, "customer_details", "email") or words_of(found, "customer_email")
    return email.strip().lower()


def _shipping_address(found: stripe.checkout.Session) -> AddressRecord | None:
    to = field_of(found, "collected_information", "shipping_details")
    return address_of(
        field_of(to, "address"),
        name=words_of(to, "name"),
        phone=words_of(found, "customer_details", "phone"),
    )


def _lines(found: stripe.checkout.Session) -> tuple[SaleLineRecord, ...]:
    listed = field_of(found, "line_items")
    return tuple(_line(one) for one in listed.auto_paging_iter()) if listed is not None else ()


def _line(found: stripe.LineItem) -> SaleLineRecord:
    quantity = found.quantity or 1
    return SaleLineRecord(
        external_id=found.id,
        description=found.description or "",
        quantity=quantity,
        unit_amount=found.amount_subtotal // quantity,
        total=found.amount_subtotal,
        product_id=id_of(field_of(found, "price", "product")),
    )
