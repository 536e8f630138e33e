"""How a subscription stands after its invoice was paid, or was not."""

from local_stripe.account_settings import settings_of
from local_stripe.engine import pending_updates
from local_stripe.engine.invoices import subscription_of
from local_stripe.errors import Json
from local_stripe.world import World

_UPDATED = "customer.subscription.updated"


def invoice_paid(world: World, invoice: Json) -> None:
    """A subscription that waited for this money runs."""
    subscription = _of(world, invoice)
    if subscription is None or subscription["latest_invoice"] != invoice["id"]:
        return
    if subscription["pending_update"]:
        pending_updates.carry_out(world, subscription)
        return
    if subscription["status"] == "paused":
        _begin_periods_of(subscription, invoice)
        unpause(world, subscription)
        return
    if subscription["status"] in ("incomplete", "past_due", "unpaid"):
        subscription["status"] = "active"
        world.save(subscription, _UPDATED)


def _begin_periods_of(subscription: Json, invoice: Json) -> None:
    """The service that was resumed runs for the time that was paid."""
    for line in invoice["lines"]["data"]:
        details = line["parent"]["subscription_item_details"]
        for item in subscription["items"]["data"]:
            if details and details["subscription_item"] == item["id"]:
                item["current_period_start"] = line["period"]["start"]
                item["current_period_end"] = line["period"]["end"]
                subscription["billing_cycle_anchor"] = line["period"]["start"]


def invoice_failed(world: World, invoice: Json, *, last: bool) -> None:
    """A running subscription falls behind; after the last attempt the account's rule applies."""
    subscription = _of(world, invoice)
    if subscription is None or subscription["pending_update"]:
        return
    if last and subscription["status"] == "past_due":
        _give_up(world, subscription)
        return
    if subscription["status"] == "active":
        subscription["status"] = "past_due"
        world.save(subscription, _UPDATED)


def invoice_voided(world: World, invoice: Json) -> None:
    """What waited for this money does not happen any more."""
    subscription = _of(world, invoice)
    if subscription is None or subscription["latest_invoice"] != invoice["id"]:
        return
    if subscription["pending_update"]:
        pending_updates.drop(world, subscription)


def _give_up(world: World, subscription: Json) -> None:
    rule = settings_of(world.state).after_retries
    if rule == "cancel":
        cancel(world, subscription, reason="payment_failed")
    elif rule == "pause":
        pause(world, subscription, cause="final_payment_failure")
    elif rule == "unpaid":
        subscription["status"] = "unpaid"
        world.save(subscription, _UPDATED)


def pause(world: World, subscription: Json, *, cause: str = "pause_requested") -> Json:
    """Stop the service: the period ends now and no invoice comes until it is resumed."""
    now = world.now()
    subscription["status"] = "paused"
    subscription["status_details"] = {
        "paused": {
            "type": "subscription",
            "transitioned_at": now,
            "subscription": {"type": cause},
        }
    }
    for item in subscription["items"]["data"]:
        item["current_period_end"] = now
    return world.save(subscription, "customer.subscription.paused", _UPDATED)


def unpause(world: World, subscription: Json, *, status: str = "active") -> None:
    """End a pause of the service."""
    subscription["status"] = status
    subscription.pop("status_details", None)
    world.save(subscription, "customer.subscription.resumed", _UPDATED)


def cancel(world: World, subscription: Json, *, reason: str, **details: str | None) -> Json:
    """End a subscription now."""
    now = world.now()
    _stop_collecting(world, subscription)
    subscription.pop("status_details", None)
    subscription.update(
        status="canceled",
        canceled_at=subscription["canceled_at"] or now,
        ended_at=now,
        cancellation_details={**subscription["cancellation_details"], "reason": reason, **details},
    )
    return world.save(subscription, "customer.subscription.deleted")


def _stop_collecting(world: World, subscription: Json) -> None:
    """Nobody is charged for a subscription that is over; what is open stays open."""
    invoice = world.find(subscription["latest_invoice"] or "")
    if invoice and invoice["status"] in ("draft", "open"):
        stopped = {"auto_advance": False, "next_payment_attempt": None}
        invoice.update(stopped, automatically_finalizes_at=None)
        world.save(invoice, "invoice.updated")


def _of(world: World, invoice: Json) -> Json | None:
    subscription = subscription_of(invoice)
    return world.find(subscription) if subscription else None
