"""The page on which an order is placed anew: what, for how much today, and with which card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.buy_again import can_order_again, order_again, preview_order_again
from billing.actions.purchasing import Payment
from billing.actions.selling import NEW_CARD
from billing.models import Order, PaymentState
from billing.queries import card_of
from portal_blocks.agreement.again import Again, again_form
from portal_blocks.agreement.costs import cost_parts
from portal_blocks.asking import answered, asking_of, shown_at
from portal_blocks.base import ActionCall, ActionRefused, ActionResult, Place
from portal_blocks.cards import card_label
from portal_blocks.order_history.documents import order_in
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount

VIEW = "order-again"
# What is to be paid or argued about still is not the time to order more.
_UNSETTLED = {
    PaymentState.PENDING,
    PaymentState.REQUIRES_ACTION,
    PaymentState.FAILED,
    PaymentState.DISPUTED,
}


def again_url(order: Order, value: Mapping[str, Any], place: Place) -> str:
    """Return where an order can be placed anew; empty where it cannot be, or may not be."""
    if not (value.get("allow_again") and _is_repeatable(order) and can_order_again(order)):
        return ""
    return place.view_url(VIEW, order.pk)


def load_again(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return what the same order would cost today; None for what is not theirs, or not offered."""
    order = order_in(viewer, key) if value.get("allow_again") else None
    if order is None or not _is_repeatable(order):
        return None
    form = again_form(
        lambda: preview_order_again(order),
        viewer,
        place=place,
        view=VIEW,
        what={"order": str(order.pk)},
        customer_id=order.customer_id,
        back_url=place.view_url("order", order.pk),
    )
    return {"order": order, "title": _("Order again"), "form": form, **_cost(form, order, viewer)}


def press_again(call: ActionCall) -> ActionResult:
    """Place an order of the customer's own anew, at the price that was shown.

    What was bought stands first in the list; after a refusal they can try another card.
    """
    order, card = order_in(call.viewer, call.data.get("order", "")), call.data.get("card", "")
    is_own_card = card == NEW_CARD or card_of(call.viewer.customer_ids, card) is not None
    if order is None or not is_own_card:
        raise ActionRefused
    payment = Payment(card=card, agreed=call.data.get("agreed", ""))
    said = answered(lambda: order_again(order, asking_of(call), payment=payment), call)
    return replace(said, url=said.url or shown_at(call)) if said.tone == "error" else said


def _is_repeatable(order: Order) -> bool:
    """Whether it is over, and none that a subscription brings anyway, at a price of its own."""
    return order.payment_state not in _UNSETTLED and not order.subscription_id


def _cost(form: Again, order: Order, viewer: Viewer) -> dict[str, Any]:
    """The figures, and what pressing the button does; nothing where it cannot be bought now."""
    if form.found is None:
        return {"total": "", "sentences": []}
    cost = form.found.cost
    parts = cost_parts(form.found, cost.subtotal, viewer)
    return {
        "subtotal": amount(cost.subtotal, cost.currency, viewer) if parts else "",
        "parts": parts,
        "total": amount(cost.due, cost.currency, viewer),
        "sentences": _sentences(form, order, viewer),
    }


def _sentences(form: Again, order: Order, viewer: Viewer) -> list[str]:
    if form.found is None:
        return []
    cost = form.found.cost
    facts = {
        "due": amount(cost.due, cost.currency, viewer),
        "then": amount(order.total, order.currency, viewer),
        "card": card_label(form.card) if form.card is not None else "",
    }
    charge = _("You pay %(due)s with a new card now.")
    if not cost.due:
        charge = _("Nothing is charged.")
    elif form.card is not None:
        charge = _("We charge %(due)s to %(card)s now.")
    said = [charge % facts, _("You buy this once. Nothing renews.")]
    if cost.total != order.total:
        said.append(_("This order came to %(then)s then; these are the prices of today.") % facts)
    return said
