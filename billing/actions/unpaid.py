"""What becomes of a change that counts only once its invoice is paid.

A refused payment must leave everything as it was, also later: so the invoice is voided, and with
it goes what waited for it. A bank that wants to hear from the customer gets a day for that.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from billing.actions import declines
from billing.actions.operation import Text, Told
from billing.gateway.errors import OutcomeUnknown
from billing.gateway.paying import ACTION, PAID, fetch_payment
from billing.gateway.records import PaymentAnswer
from billing.gateway.selling import withdraw_sale
from billing.models import Operation, Outcome
from billing.notices.confirming import note_to_confirm

LIFETIME = timedelta(hours=23)  # then Stripe gives up what waits


def of_unpaid(
    operation: Operation, invoice: str, *, unchanged: Text, now: datetime, age: timedelta
) -> Told | None:
    """Return how it stands with the payment, None where it is paid. `age`: how long it waits.

    Raise the gateway's errors where that cannot be seen or done.
    """
    answer = fetch_payment(invoice)
    if answer.status == PAID:
        return None
    is_in_time = age < LIFETIME
    if answer.status == ACTION and is_in_time:
        return _waiting(operation, answer, now=now)
    withdrawn = withdraw_sale(invoice, operation_id=operation.pk)
    if withdrawn is not None and withdrawn.status == "paid":
        raise OutcomeUnknown("The payment has come while we gave it up.", "processing")
    expired = answer.status == ACTION or not is_in_time
    code = declines.UNCONFIRMED if expired else answer.decline_code or "declined"
    words = f"{declines.words(code)} {unchanged}"
    return Told(Outcome.REFUSED, words, code, request_id=answer.request_id)


def _waiting(operation: Operation, answer: PaymentAnswer, *, now: datetime) -> Told:
    note_to_confirm(operation, answer.amount, answer.currency, now=now)
    owed = {"invoice": answer.invoice_id, "due": answer.amount, "currency": answer.currency}
    message = _("Your bank wants you to confirm this payment. You have not been charged yet.")
    return Told(Outcome.WAITING, message, after=owed, request_id=answer.request_id)
