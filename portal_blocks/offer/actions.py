"""What the buttons of an offer do: buy, and say what came of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.actions.buy import buy as buy_once
from billing.actions.buy_subscription import buy_subscription
from billing.actions.errors import ActionError, Foreign, OutOfDate, WrongOperation
from billing.actions.finishing import confirmation_of, look
from billing.actions.purchasing import Payment
from billing.gateway.errors import GatewayError
from billing.models import Operation, Outcome
from billing.offers import buyer_of, purchase_of
from portal_blocks.asking import asking_of, result_of
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.offer.shown import price_for, quantity_of
from portal_blocks.paying.form import to_browser

ROUTES = {Outcome.DONE: "approved", Outcome.REFUSED: "declined"}


def buy(call: ActionCall) -> ActionResult:
    """Buy what the block offers, with the card that was chosen or a new one."""
    price = price_for(call.value, call.viewer)
    customer = buyer_of(call.viewer.customer_ids)
    if price is None or customer is None:
        raise ActionRefused
    payment = Payment(
        card=call.data.get("card", ""),
        agreed=call.data.get("agreed", ""),
        once_for=call.viewer.customer_ids if call.value.get("once") else (),
    )
    command = buy_subscription if price.is_recurring else buy_once
    quantity = quantity_of(call.data.get("quantity", ""), call.value)
    try:
        operation = command(customer, price, asking_of(call), payment=payment, quantity=quantity)
    except (Foreign, WrongOperation):
        raise ActionRefused from None
    except OutOfDate as refusal:
        return ActionResult("warning", refusal.message)
    except ActionError as refusal:
        return ActionResult("error", refusal.message)
    return _told(operation, call)


def finish(call: ActionCall) -> ActionResult:
    """Look how a purchase stands that the customer has just confirmed, or has not."""
    try:
        name = str(uuid.UUID(call.data.get("operation", "")))
    except ValueError:
        raise ActionRefused from None
    operation = purchase_of(call.viewer.customer_ids, name)
    if operation is None:
        raise ActionRefused
    return _told(look(operation, now=timezone.now()), call)


def _told(operation: Operation, call: ActionCall) -> ActionResult:
    said = result_of(operation)
    outcome = Outcome(operation.outcome)
    page = call.value.get(ROUTES.get(outcome, ""))
    url = page.get_url() if page is not None and page.live else ""
    if outcome == Outcome.WAITING:
        urls = settings.REALM_URLCONFS["portal"]
        url = reverse("finish_operation", urlconf=urls, args=[operation.pk])
    text = _("One more step, and it is bought.") if outcome == Outcome.WAITING else said.text
    return ActionResult(said.tone, text, data=_for_browser(operation), url=url or "")


def _for_browser(operation: Operation) -> dict[str, Any]:
    """What the script needs to go on; the secret is told to this customer's browser alone."""
    if operation.outcome != Outcome.WAITING:
        return to_browser(operation)
    try:
        answer = confirmation_of(operation)
    except GatewayError:
        answer = None  # the page for finishing looks again
    if answer is None:
        return to_browser(operation)
    return to_browser(
        operation,
        secret=answer.client_secret,
        amount=answer.amount,
        setup_future_usage=answer.setup_future_usage,
        card=answer.card_id,
    )
