"""What the block's own buttons do. A card that a form names is looked for among the viewer's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from billing.actions.errors import ActionError
from billing.actions.operation import Asking
from billing.actions.remove_card import remove_card
from billing.actions.set_default_card import set_default_card
from billing.models import Card, Operation
from billing.queries import card_of
from portal_blocks.asking import asking_of, result_of
from portal_blocks.base import ActionCall, ActionRefused, ActionResult


def default(call: ActionCall) -> ActionResult:
    """Let one of the customer's cards pay everything."""
    return _done(call, set_default_card)


def remove(call: ActionCall) -> ActionResult:
    """Take one of the customer's cards off the file."""
    return _done(call, remove_card)


def _done(call: ActionCall, command: Callable[[Card, Asking], Operation]) -> ActionResult:
    """Have it done, and say so at the card's row."""
    card = card_of(call.viewer.customer_ids, call.data.get("card", ""))
    if card is None:
        raise ActionRefused
    try:
        operation = command(card, asking_of(call))
    except ActionError:
        raise ActionRefused from None
    return replace(result_of(operation), target=card.external_id, operation=operation)
