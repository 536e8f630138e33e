"""What the buttons of an offer do: buy, say what came of it, take a no for an answer."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.actions.answer_offer import answer_offer
from billing.actions.buy import buy as buy_once
from billing.actions.buy_subscription import buy_subscription
from billing.actions.errors import ActionError, Foreign, OutOfDate, WrongOperation
from billing.actions.finishing import confirmation_of, look
from billing.actions.purchasing import Payment
from billing.gateway.errors import GatewayError
from billing.models import Operation, Outcome
from billing.offers import buyer_of, purchase_of
from portal_blocks.asking import asking_of, result_of, shown_at
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.offer.shown import quantity_of
from portal_blocks.offer.stages import BOUGHT, DECLINED, Stage, price_of, stage_of, stages_of
from portal_blocks.paying.form import to_browser

ROUTES = {Outcome.DONE: "approved", Outcome.REFUSED: "declined"}


def buy(call: ActionCall) -> ActionResult:
    """Buy what the block offers, with the card that was chosen or a new one."""
    stage = stage_of(call.value, call.viewer, call.at)
    if stage is None or stage.is_answered:
        words = _("You have answered this offer already. You have not been charged.")
        return ActionResult("warning", words)
    price = price_of(stage, call.viewer)
    customer = buyer_of(call.viewer.customer_ids)
    if price is None or customer is None:
        raise ActionRefused
    payment = Payment(
        card=call.data.get("card", ""),
        agreed=call.data.get("agreed", ""),
        once_for=call.viewer.customer_ids if call.value.get("once") else (),
    )
    command = buy_subscription if price.is_recurring else buy_once
    quantity = quantity_of(call.data.get("quantity", ""), call.value, stage)
    try:
        operation = command(customer, price, asking_of(call), payment=payment, quantity=quantity)
    except (Foreign, WrongOperation):
        raise ActionRefused from None
    except OutOfDate as refusal:
        # A script sends the form as one without it would: the page that comes has the new total.
        url = shown_at(call)
        return ActionResult("warning", refusal.message, {"plain": bool(url)}, url=url)
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


def decline(call: ActionCall) -> ActionResult:
    """Keep that the answer was no; show the second offer, or lead to the chosen page."""
    stage = stage_of(call.value, call.viewer, call.at)
    if stage is not None and not stage.is_answered:
        _answer(call, stage, DECLINED)
    has_another = stage is not None and not stage.is_second and call.value.get("second_price")
    if has_another:
        return ActionResult("info", _("All right. Perhaps this suits you better."))
    url = _page_url(call.value.get("after_no"))
    if call.value.get("again_after"):
        return ActionResult("info", _("All right. We will not offer this for a while."), url=url)
    return ActionResult("info", _("All right. We will not offer this again."), url=url)


def _told(operation: Operation, call: ActionCall) -> ActionResult:
    outcome = Outcome(operation.outcome)
    said = replace(result_of(operation), target="", operation=operation)
    if outcome == Outcome.DONE and call.value.get("allow_decline"):
        for stage in stages_of(call.value, call.at):
            if stage.price_id == operation.target:
                _answer(call, stage, BOUGHT)
    data = _for_browser(operation)
    if outcome == Outcome.WAITING:
        urls = settings.REALM_URLCONFS["portal"]
        url = reverse("finish_operation", urlconf=urls, args=[operation.pk])
        return replace(said, text=_("One more step, and it is bought."), data=data, url=url)
    return replace(said, data=data, url=_page_url(call.value.get(ROUTES.get(outcome, ""))))


def _answer(call: ActionCall, stage: Stage, answer: str) -> None:
    answer_offer(call.viewer.customer_ids, stage.key, answer, now=call.now)


def _page_url(page: Any) -> str:
    return (page.get_url() or "") if page is not None and page.live else ""


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
