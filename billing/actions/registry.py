"""Who finds out what became of an operation, by the action's name. To add an action, add a line."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from billing.actions.apply_coupon import APPLY_COUPON, settle_coupon
from billing.actions.cancel import CANCEL, settle_cancel
from billing.actions.change_delivery import CHANGE_DELIVERY, settle_delivery
from billing.actions.change_plan import CHANGE_PLAN, settle_plan
from billing.actions.move_charge import MOVE, settle_move
from billing.actions.pause import PAUSE, settle_pause
from billing.actions.pay_invoice import PAY_INVOICE, settle_payment
from billing.actions.purchasing import settle_purchase
from billing.actions.refund import NAME as REFUND
from billing.actions.refund import settle_refund
from billing.actions.remove_card import REMOVE_CARD, settle_removed_card
from billing.actions.restart import RESTART, settle_restart
from billing.actions.returning import CHANGE_RETURN, settle_return
from billing.actions.selling import PURCHASES
from billing.actions.set_default_card import SET_DEFAULT_CARD, settle_default_card
from billing.actions.skip import SKIP, settle_skip
from billing.actions.undo_move import UNDO_MOVE, settle_undo_move
from billing.actions.update_card import UPDATE_CARD, settle_card_update
from billing.actions.update_details import settle_details
from billing.details import UPDATE_DETAILS
from billing.models import Operation


class Settler(Protocol):
    """Looks at Stripe, and concludes the operation where what it sees is clear.

    `is_over`: whoever asked cannot be asking any more, so what is not there has not happened.
    Raises the gateway's errors where Stripe cannot be looked at.
    """

    def __call__(self, operation: Operation, *, now: datetime, is_over: bool) -> None: ...


SETTLERS: dict[str, Settler] = {
    APPLY_COUPON.name: settle_coupon,
    CANCEL.name: settle_cancel,
    CHANGE_DELIVERY.name: settle_delivery,
    CHANGE_PLAN.name: settle_plan,
    CHANGE_RETURN.name: settle_return,
    MOVE.name: settle_move,
    PAUSE.name: settle_pause,
    PAY_INVOICE: settle_payment,
    REFUND: settle_refund,
    REMOVE_CARD: settle_removed_card,
    RESTART.name: settle_restart,
    SKIP.name: settle_skip,
    UNDO_MOVE.name: settle_undo_move,
    SET_DEFAULT_CARD: settle_default_card,
    UPDATE_CARD: settle_card_update,
    UPDATE_DETAILS: settle_details,
    **dict.fromkeys(PURCHASES, settle_purchase),
}
