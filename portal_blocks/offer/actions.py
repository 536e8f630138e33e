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
from billing.actions.baskets import is_at_most
from billing.actions.buy import buy as buy_once
from billing.actions.buy_subscription import buy_subscription
from billing.actions.errors import ActionError, Foreign, OutOfDate, WrongOperation
from billing.actions.finishing import confirmation_of, look
from billing.actions.operation import Asking
from billing.actions.purchasing import SOLD_ONCE, TAKEN_BACK, Payment
from billing.actions.selling import NEW_CARD
from billing.gateway.errors import GatewayError
from billing.models import Operation, Outcome, Price
from billing.offers import buyer_of, has_lately, purchase_of
from portal_blocks.asking import asking_of, result_of, shown_at
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.offer.panel import takes_new_card
from portal_blocks.offer.shown import quantity_of
from portal_blocks.offer.stages import BOUGHT, DECLINED, Stage, price_of, stage_of, stages_of
from portal_blocks.paying.form import to_browser

_NOT_THE_CARD = frozenset({SOLD_ONCE, TAKEN_BACK, "out_of_date", "not_done"})


def buy(call: ActionCall) -> ActionResult:
    """Buy what the block offers, with the card that was chosen or a new one.

    Whoever presses again, or goes back to the form, is told what came of the first press.
    """
    asking = asking_of(call)
    pressed = purchase_of(call.viewer.customer_ids, str(asking.operation_id))
    if pressed is not None:
        return _told(pressed, call)
    stage = stage_of(call.value, call.viewer, call.at)
    if stage is None or stage.is_answered:
        words = _("You have answered this offer already. You have not been charged.")
        return ActionResult("warning", words)
    try:
        operation = _bought(stage, call, asking)
    except (Foreign, WrongOperation):
        raise ActionRefused from None
    except OutOfDate as refusal:
        # A script sends the form as one without it would: the page that comes has the new total.
        url = shown_at(call)
        return ActionResult("warning", refusal.message, {"plain": bool(url)}, url=url)
    except ActionError as refusal:
        return ActionResult("error", refusal.message)
    return _told(operation, call)


def _bought(stage: Stage, call: ActionCall, asking: Asking) -> Operation:
    price = price_of(stage, call.viewer)
    customer = buyer_of(call.viewer.customer_ids)
    card = call.data.get("card", "")
    if price is None or customer is None:
        raise ActionRefused
    if card == NEW_CARD and not takes_new_card(call.value, customer.pk, call.viewer):
        raise ActionRefused
    agreed = call.data.get("agreed", "")
    if is_at_most(agreed) and has_lately(call.viewer.customer_ids, price, now=call.now):
        raise OutOfDate(_have_it(price), "bought_lately")
    payment = Payment(
        card=card,
        agreed=agreed,
        once_for=call.viewer.customer_ids if call.value.get("once") else (),
    )
    command = buy_subscription if price.is_recurring else buy_once
    quantity = quantity_of(call.data.get("quantity", ""), call.value, stage)
    return command(customer, price, asking, payment=payment, quantity=quantity)


def _have_it(price: Price) -> str:
    if price.is_recurring:
        return _(
            "You have a running subscription to this already. You have not been charged. "
            "Look at the total if you want another one."
        )
    return _(
        "You have just bought this. You have not been charged again. "
        "Look at the total if you want another one."
    )


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
    """Keep that the answer was no; show the second offer, or lead to the chosen page.

    A no to the first offer, pressed twice, is no answer to the second, which nobody has seen yet.
    """
    stage = stage_of(call.value, call.viewer, call.at)
    is_to_this = stage is not None and stage.is_second == bool(call.data.get("second"))
    if stage is not None and is_to_this and not stage.is_answered:
        _answer(call, stage, DECLINED)
    has_another = stage is not None and not stage.is_second and call.value.get("second_price")
    if has_another or (stage is not None and not is_to_this):
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
    return replace(said, data=data, url=_page_url(call.value.get(_route(operation))))


def _route(operation: Operation) -> str:
    """Name the setting with the page to go to; the one for a refused card is for nothing else."""
    if operation.outcome == Outcome.DONE:
        return "approved"
    is_card = operation.outcome == Outcome.REFUSED and operation.error_code not in _NOT_THE_CARD
    return "declined" if is_card else ""


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
