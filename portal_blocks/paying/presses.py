"""The buttons of forms for cards and bills: entering a card, paying, looking what came of it.

Every id that a form brings is looked for among the viewer's own.
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.actions.card_use import ALL
from billing.actions.errors import ActionError
from billing.actions.finishing import confirmation_of, look
from billing.actions.pay_invoice import hosted_page_of, pay_invoice
from billing.actions.update_card import begin_card_update
from billing.bills import Bill, bill_of, is_paid
from billing.gateway.errors import GatewayError
from billing.models import Operation, Outcome
from billing.queries import operation_of, payer_of
from portal_blocks.asking import asking_of, result_of
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.paying.form import to_browser


def begin(call: ActionCall) -> ActionResult:
    """Prepare the saving of a new card."""
    customer = _payer(call)
    chosen = call.data.getlist("subscription")
    if call.data.get("choose") and not chosen:
        return ActionResult("error", _("Choose what the card should pay."))
    asking = asking_of(call)
    try:
        operation, secret = begin_card_update(
            customer,
            asking,
            subscriptions=chosen if call.data.get("choose") else ALL,
            retry=call.data.get("retry") == "1",
        )
    except ActionError:
        raise ActionRefused from None
    except GatewayError:
        return _not_reached()
    told = result_of(operation)
    return ActionResult(told.tone, told.text, to_browser(operation, secret=secret))


def pay(call: ActionCall) -> ActionResult:
    """Pay a bill by a card on file, or begin to by a new one.

    Whoever presses again in another window, or goes back to the form, is told that it is paid.
    """
    if is_paid(call.viewer.customer_ids, call.data.get("invoice", "")):
        return ActionResult("info", _("This is paid already. You were not charged again."))
    bill = _bill(call)
    try:
        operation = pay_invoice(
            bill, asking_of(call), card=call.data.get("card", ""), agreed=_agreed(call)
        )
    except ActionError:
        raise ActionRefused from None
    told = _about(operation, bill.invoice_id)
    if operation.outcome != Outcome.WAITING:
        return replace(told, data=to_browser(operation))
    try:
        step = confirmation_of(operation)
    except GatewayError:
        step = None
    if step is None:
        return _not_reached()
    data = to_browser(
        operation,
        secret=step.client_secret,
        card=step.card_id,
        amount=step.amount,
        setup_future_usage=step.setup_future_usage,
    )
    return replace(told, data=data, url=step.hosted_url)


def finish(call: ActionCall) -> ActionResult:
    """Look what came of a card that was entered, or of a payment that was confirmed."""
    try:
        wanted = uuid.UUID(call.data.get("operation", ""))
    except ValueError:
        raise ActionRefused from None
    operation = operation_of(call.viewer.customer_ids, wanted)
    if operation is None:
        raise ActionRefused
    return _told(look(operation, now=call.now))


def hosted(call: ActionCall) -> ActionResult:
    """Lead to our payment partner's own page for a bill."""
    try:
        url = hosted_page_of(_bill(call))
    except GatewayError:
        return _not_reached()
    words = _("You can pay on the page of our payment partner. Here it shows a moment later.")
    return ActionResult("info", words, url=url)


def _about(operation: Operation, target: str) -> ActionResult:
    """What came of it, shown at the bill or the card that it is about."""
    return replace(result_of(operation), target=target, operation=operation)


def _told(operation: Operation) -> ActionResult:
    if operation.outcome == Outcome.WAITING:
        words = _(
            "We are checking with the bank. You can close this page; the result will show here. "
            "You will not be charged twice."
        )
        return ActionResult("info", words, operation=operation)
    is_bill = operation.target.startswith("in_")
    told = _about(operation, operation.target if is_bill else operation.after.get("card", ""))
    has_bad_news = operation.outcome == Outcome.DONE and operation.error_code
    return replace(told, tone="warning") if has_bad_news else told


def _payer(call: ActionCall) -> Customer:
    given = call.data.get("payer", "")
    ids = call.viewer.customer_ids
    if given:
        ids = tuple(pk for pk in ids if str(pk) == given)
    found = payer_of(ids)
    if found is None:
        raise ActionRefused
    return found


def _bill(call: ActionCall) -> Bill:
    found = bill_of(call.viewer.customer_ids, call.data.get("invoice", ""))
    if found is None:
        raise ActionRefused
    return found


def _agreed(call: ActionCall) -> int:
    given = call.data.get("agreed", "")
    if not given.isdecimal() or len(given) > 18:
        raise ActionRefused
    return int(given)


def _not_reached() -> ActionResult:
    words = _("We could not reach our payment partner. You have not been charged. Try again soon.")
    return ActionResult("warning", words)
