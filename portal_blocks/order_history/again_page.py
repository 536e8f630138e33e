"""The page on which an order is placed anew: what of it, for how much today, with which card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from billing.actions.baskets import NotSold, Quote
from billing.actions.buy_again import order_again
from billing.actions.purchasing import Payment
from billing.actions.selling import NEW_CARD
from billing.models import Order, PaymentState
from billing.queries import card_of
from portal_blocks.agreement.again import Again, again_form
from portal_blocks.agreement.costs import cost_parts
from portal_blocks.asking import answered, asking_of, shown_at
from portal_blocks.base import ActionCall, ActionRefused, ActionResult, Place
from portal_blocks.cards import card_label
from portal_blocks.one_order import OneOrder
from portal_blocks.order_history.choosing import Choice, asked_for, chosen_in, fields_of
from portal_blocks.order_history.documents import order_in
from portal_blocks.order_words import name_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount

VIEW, CHOOSE = "order-again", "choose"
# What is to be paid or argued about still is not the time to order more.
_UNSETTLED = {
    PaymentState.PENDING,
    PaymentState.REQUIRES_ACTION,
    PaymentState.FAILED,
    PaymentState.DISPUTED,
}


def again_url(order: Order, about: OneOrder, value: Mapping[str, Any], *, place: Place) -> str:
    """Return where an order can be placed anew; empty where it cannot be, or may not be."""
    if not (value.get("allow_again") and _is_repeatable(order)):
        return ""
    is_sold = any(ware.price is not None for ware in about.wares())
    return place.view_url(VIEW, order.pk) if is_sold else ""


def load_again(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return what it would cost today; None for what is not theirs, or not offered.

    Which of its lines, and how many, the address says; everything that is sold, where it does not.
    """
    order = order_in(viewer, key) if value.get("allow_again") else None
    if order is None or not _is_repeatable(order):
        return None
    choice = asked_for(viewer.data.about(order).wares(), place.query)
    form = _form(order, choice, viewer, place)
    url = place.view_url(VIEW, order.pk)
    return {
        "order": order,
        "title": _("Order again"),
        "order_name": name_of(order),
        "choice": choice,
        "is_choosing": place.query.get("open") == CHOOSE or bool(choice.problem),
        "choose_url": f"{url}?{urlencode({'open': CHOOSE, **choice.fields})}",
        "again_url": url,
        "told": place.said,
        "form": form,
        **_cost(form, order, viewer, choice=choice),
    }


def press_again(call: ActionCall) -> ActionResult:
    """Buy what was chosen of an order of the customer's own, at the price that was shown.

    What was bought stands first in the list; after a refusal they can try another card.
    """
    order, card = order_in(call.viewer, call.data.get("order", "")), call.data.get("card", "")
    is_own_card = card == NEW_CARD or card_of(call.viewer.customer_ids, card) is not None
    if order is None or not is_own_card:
        raise ActionRefused
    payment = Payment(card=card, agreed=call.data.get("agreed", ""))
    chosen, asking = chosen_in(call.data), asking_of(call)
    said = answered(
        lambda: order_again(order, asking, payment=payment, chosen=chosen or None), call
    )
    return replace(said, url=said.url or shown_at(call)) if said.tone == "error" else said


def _is_repeatable(order: Order) -> bool:
    """Whether it is over, and none that a subscription brings anyway, at a price of its own."""
    return order.payment_state not in _UNSETTLED and not order.subscription_id


def _form(order: Order, choice: Choice, viewer: Viewer, place: Place) -> Again:
    """The form that agrees to it. It says what is bought, and leads back to the same choice."""

    def preview() -> Quote:
        if choice.problem:
            raise NotSold(choice.problem, "chosen")
        return viewer.data.about(order).quote(choice.chosen)

    form = again_form(
        preview,
        viewer,
        place=place,
        view=VIEW,
        what={"order": str(order.pk)},
        customer_id=order.customer_id,
        back_url=place.view_url("order", order.pk),
    )
    asked = f"?{urlencode(choice.fields)}" if choice.fields else ""
    what = {**form.what, **fields_of(choice.chosen)}
    return replace(form, what=what, shown_at=f"{form.shown_at}{asked}")


def _cost(form: Again, order: Order, viewer: Viewer, *, choice: Choice) -> dict[str, Any]:
    """The figures, and what pressing the button does; nothing where it cannot be bought now."""
    if form.found is None:
        return {"total": "", "sentences": []}
    cost = form.found.cost
    parts = cost_parts(form.found, cost.subtotal, viewer)
    return {
        "subtotal": amount(cost.subtotal, cost.currency, viewer) if parts else "",
        "parts": parts,
        "total": amount(cost.due, cost.currency, viewer),
        "sentences": _sentences(form, order, viewer, is_all=choice.is_all),
    }


def _sentences(form: Again, order: Order, viewer: Viewer, *, is_all: bool) -> list[str]:
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
    if is_all and cost.total != order.total:
        said.append(_("This order came to %(then)s then; these are the prices of today.") % facts)
    return said
