"""The papers of an order: which there are, where each is at this moment, and what paid it.

They lie at Stripe, at addresses that expire. So none is kept: whoever wants one is sent to the
address that Stripe gives for it at the click. Whose order it is has been checked by who asks.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.facts import PAID_STATES
from billing.gateway import documents
from billing.gateway.errors import GatewayError, NotFound
from billing.models import Card, Operation, Order, OrderRef, Outcome
from billing.sources.records import STRIPE
from billing.stripe_accounts import acting_for_shop

MOST_ASKED = 3


class DocumentKind(StrEnum):
    """One kind of paper."""

    INVOICE = "invoice"
    INVOICE_PAGE = "invoice-page"
    RECEIPT = "receipt"

    @property
    def label(self) -> Promise:
        """What it is called, in words for the customer."""
        return _LABELS[self]


_LABELS = {
    DocumentKind.INVOICE: _("Invoice (PDF)"),
    DocumentKind.INVOICE_PAGE: _("Invoice"),
    DocumentKind.RECEIPT: _("Receipt"),
}
_OF: dict[DocumentKind, tuple[str, Callable[[str], str]]] = {
    DocumentKind.INVOICE: ("invoice", documents.invoice_pdf_address),
    DocumentKind.INVOICE_PAGE: ("invoice", documents.invoice_page_address),
    DocumentKind.RECEIPT: ("charge", documents.receipt_address),
}


class DocumentNotThere(Exception):
    """There is no such paper of this order."""

    permanent = True
    code = "no_document"


class DocumentUnreachable(Exception):
    """Nobody can say now where it is."""

    permanent = False
    code = "document_unreachable"


def documents_of(order: Order) -> tuple[DocumentKind, ...]:
    """Return which papers there are of an order. One query; Stripe is not asked."""
    kinds = set(_refs(order).values_list("kind", flat=True))
    if order.payment_state not in PAID_STATES:
        kinds.discard("charge")  # an attempt that failed has no receipt
    return tuple(kind for kind, (ref_kind, _address) in _OF.items() if ref_kind in kinds)


def document_url(order: Order, kind: DocumentKind) -> str:
    """Return where a paper is now, as Stripe says.

    Raise `DocumentNotThere`, `DocumentUnreachable`.
    """
    if kind not in documents_of(order):
        raise DocumentNotThere
    ref_kind, address = _OF[kind]
    refs = _refs(order).filter(kind=ref_kind).order_by("-pk").values_list("ref", flat=True)
    try:
        with acting_for_shop(order.shop_id):
            found = (address(ref) for ref in refs[:MOST_ASKED])
            return next(url for url in found if _is_stripes(url))
    except (NotFound, StopIteration):
        raise DocumentNotThere from None
    except GatewayError as fault:
        raise DocumentUnreachable(fault.message) from None


def card_that_paid(order: Order) -> Card | None:
    """Return the card that paid an order, where its customer chose it here and has it still.

    What a subscription renewed by itself, or another system took, is not told by any row of ours.
    """
    if order.customer_id is None or order.payment_state not in PAID_STATES:
        return None
    invoices = list(_refs(order).filter(kind="invoice").values_list("ref", flat=True))
    if not invoices:
        return None
    paid = Operation.objects.filter(
        Q(target__in=invoices) | Q(after__invoice__in=invoices),
        customer=order.customer_id,
        outcome=Outcome.DONE,
        params__has_key="card",
    )
    chosen = paid.order_by("-created_at").values_list("params__card", flat=True).first()
    return Card.objects.filter(customer=order.customer_id, external_id=chosen or "").first()


def _refs(order: Order) -> QuerySet[OrderRef]:
    return OrderRef.objects.filter(
        order=order, source=STRIPE, kind__in={kind for kind, _address in _OF.values()}
    )


def _is_stripes(url: str) -> bool:
    return url.startswith(("https://", settings.STRIPE_API_BASE))
