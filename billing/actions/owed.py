"""Charge a new card what is still to be paid for the subscriptions it now pays."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from billing.actions.card_use import ALL, show, step_once, write_down
from billing.gateway.cards import open_invoices
from billing.gateway.errors import Refused
from billing.gateway.paying import ACTION, FAILED, PAID, fetch_payment, pay_invoice
from billing.mirror.orders import refresh_order_of_invoice
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Operation


def charge_owed(operation: Operation, card_id: str, *, now: datetime) -> dict[str, str]:
    """Charge the open invoices of what the card now pays; return what came of each.

    Which these are is written down first, so that whoever goes on after a crash charges the same.
    Invoices of no subscription are left alone: they wait for a customer who agrees to each.
    """
    if "owed" not in operation.after and (found := _owed(operation)):
        write_down(operation, "owed", now=now, owed=found)
    results = {}
    for invoice_id, subscription_id in operation.after.get("owed", {}).items():
        results[invoice_id] = _charge(operation, invoice_id, card_id, now=now)
        show(partial(refresh_order_of_invoice, invoice_id, now=now))
        show(partial(refresh_subscription, subscription_id, now=now))
    return results


def what_came_of(owed: dict[str, str]) -> str:
    """Return it in words for the customer; empty where nothing was owed."""
    if not owed:
        return ""
    if set(owed.values()) == {PAID}:
        return _("What was still to be paid is paid.")
    if ACTION in owed.values():
        return _(
            "Your bank wants you to confirm what is still to be paid. "
            "You have not been charged yet."
        )
    return _(
        "Your bank declined what is still to be paid. You have not been charged. "
        "Try another card, or ask your bank."
    )


def _owed(operation: Operation) -> dict[str, str]:
    chosen = operation.params["subscriptions"]
    found = [one for one in open_invoices(operation.customer.external_id) if one.subscription_id]
    wanted = [one for one in found if chosen == ALL or one.subscription_id in chosen]
    return {one.external_id: one.subscription_id for one in wanted}


def _charge(operation: Operation, invoice_id: str, card_id: str, *, now: datetime) -> str:
    """Charge one, once, and return how it stands; failed also where it cannot be paid any more."""
    statuses = []

    def pay(step: str) -> str:
        # The customer may be gone: a webhook may be what brought us here.
        answer = pay_invoice(
            invoice_id, card_id=card_id, off_session=True, operation_id=operation.pk, step=step
        )
        statuses.append(answer.status)
        return answer.request_id

    try:
        step_once(operation, f"pay:{invoice_id}", pay, now=now)
    except Refused:
        return FAILED
    return statuses[0] if statuses else fetch_payment(invoice_id).status
