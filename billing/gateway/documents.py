"""Where Stripe keeps the papers of a sale. Its addresses expire: they are asked for each time."""

from __future__ import annotations

from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.gateway.reading import words_of


def invoice_pdf_address(invoice_id: str) -> str:
    """Return where the PDF of an invoice is, empty where there is none. Raise `NotFound`."""
    with translated():
        return words_of(api().invoices.retrieve(invoice_id), "invoice_pdf")


def invoice_page_address(invoice_id: str) -> str:
    """Return where an invoice is shown and paid, empty where it is nowhere. Raise `NotFound`."""
    with translated():
        return words_of(api().invoices.retrieve(invoice_id), "hosted_invoice_url")


def receipt_address(charge_id: str) -> str:
    """Return where the receipt of a charge is, empty where there is none. Raise `NotFound`."""
    with translated():
        return words_of(api().charges.retrieve(charge_id), "receipt_url")
