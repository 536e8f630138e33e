"""Updates of subscriptions that wait for their payment: kept aside, applied, or given up."""

from local_stripe.engine import invoices
from local_stripe.errors import Json
from local_stripe.schedule import INCOMPLETE_FOR
from local_stripe.world import World

_KEPT = ("billing_cycle_anchor", "cancel_at", "cancel_at_period_end", "canceled_at",
         "discounts", "items", "metadata", "status", "trial_end", "trial_start")  # fmt: skip
_TOLD = ("billing_cycle_anchor", "cancel_at_period_end", "discounts", "metadata", "trial_end")
_UPDATED = "customer.subscription.updated"


def hold(world: World, subscription: Json, changed: Json) -> None:
    """Note what a subscription is to become; it is not stored."""
    kept = {name: changed[name] for name in _KEPT}
    world.state.set_json(f"pending_update:{changed['id']}", kept)
    new = {n: changed[n] if changed[n] != subscription[n] else None for n in _TOLD}
    subscription["pending_update"] = {
        **new,
        "discount": None,
        "expires_at": world.now() + INCOMPLETE_FOR,
        "subscription_items": changed["items"]["data"],
        "trial_from_plan": None,
    }


def carry_out(world: World, subscription: Json) -> None:
    """Its invoice is paid: the update happens."""
    kept = world.state.json_value(f"pending_update:{subscription['id']}") or {}
    subscription.update(kept, pending_update=None)
    world.save(subscription, "customer.subscription.pending_update_applied", _UPDATED)


def expire(world: World, subscription: Json) -> None:
    """Nobody paid: the update is given up, and its invoice with it."""
    drop(world, subscription)
    invoice = world.get(subscription["latest_invoice"], "invoice")
    if invoice["status"] == "open":
        invoices.close(world, invoice, status="void", event="invoice.voided")


def drop(world: World, subscription: Json) -> None:
    """Give up what a subscription was to become."""
    subscription["pending_update"] = None
    world.save(subscription, "customer.subscription.pending_update_expired", _UPDATED)
