"""What becomes of a change whose invoice is not paid: `payment_behavior` of an update."""

import copy

from local_stripe.engine import collection, coupons, pending_updates, subscriptions
from local_stripe.engine.cards import Decline, card_error
from local_stripe.engine.lines import Part
from local_stripe.errors import ApiError, Json, invalid
from local_stripe.params import Params
from local_stripe.world import World

_TOGETHER = {
    "add_invoice_items", "billing_cycle_anchor", "cancel_at_period_end", "discounts", "expand",
    "items", "metadata", "off_session", "payment_behavior", "proration_behavior",
    "proration_date", "trial_end", "trial_from_plan",
}  # fmt: skip


def check(params: Params) -> None:
    """Refuse what cannot wait for a payment."""
    if params.get("payment_behavior") != "pending_if_incomplete":
        return
    if extra := sorted(set(params) - _TOGETHER):
        message = "When `payment_behavior` is set to `pending_if_incomplete`, you cannot pass"
        raise invalid(f"{message} `{extra[0]}`.", param=extra[0])


def pay_for(
    world: World, subscription: Json, parts: list[Part], *, before: Json, params: Params
) -> Json:
    """Invoice a change at once; returns the subscription as it stands after the attempt.

    The change has been made to `subscription`, which is not stored yet.
    """
    behavior = params.get("payment_behavior", "allow_incomplete")
    off_session = bool(params.get("off_session"))
    invoice = subscriptions.invoice_now(world, subscription, parts, reason="subscription_update")
    if behavior == "pending_if_incomplete" and invoice["amount_due"]:
        return _wait(world, subscription, invoice, before=before, off_session=off_session)
    world.put(subscription)
    if behavior == "default_incomplete" and invoice["amount_due"]:
        return _unpaid(world, subscription)
    refused = collection.collect(world, invoice, off_session=off_session)
    if behavior == "error_if_incomplete":
        require_paid(world, invoice, refused)
    return world.get(subscription["id"], "subscription")


def require_paid(world: World, invoice: Json, refused: Decline | None) -> None:
    """Raise the 402 that leaves nothing behind, unless the invoice is paid."""
    if refused:
        error = card_error(refused)
        error.keep = False
        raise error
    if world.get(invoice["id"], "invoice")["status"] != "paid":
        message = "This payment requires additional user action before it can be completed."
        code = "subscription_payment_intent_requires_action"
        raise ApiError(402, "card_error", message, code=code)


def _wait(world: World, changed: Json, invoice: Json, *, before: Json, off_session: bool) -> Json:
    """Let the subscription be what it was until the invoice is paid."""
    held = copy.deepcopy(before)
    held["latest_invoice"] = invoice["id"]
    pending_updates.hold(world, held, changed)
    world.put(held)
    collection.collect(world, invoice, off_session=off_session, retry=False)
    found = world.get(changed["id"], "subscription")
    if found["pending_update"]:
        coupons.keep_only(world, found, before["discounts"])
    return found


def _unpaid(world: World, subscription: Json) -> Json:
    if subscription["status"] == "active":
        subscription["status"] = "past_due"
        world.put(subscription)
    return subscription
