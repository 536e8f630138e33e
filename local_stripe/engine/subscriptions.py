"""Subscriptions: billing a period, renewing, and the two kinds of pause."""

import copy
from collections.abc import Sequence

from local_stripe.engine import collection, coupons, invoices, pending, standing
from local_stripe.engine.lines import Part, item_part
from local_stripe.engine.periods import add_interval, next_on_anchor
from local_stripe.errors import Json
from local_stripe.params import Params
from local_stripe.schedule import INCOMPLETE_FOR
from local_stripe.world import World

UPDATED = "customer.subscription.updated"


def invoice_now(
    world: World, subscription: Json, parts: Sequence[Part], *, reason: str, draft: bool = False
) -> Json:
    """An invoice of these lines and of what was pending; final unless it is a draft."""
    customer = world.get(subscription["customer"], "customer")
    waiting = pending.waiting(world, customer["id"], subscription["id"])
    coupons.drop(world, subscription, coupons.has_ended)
    lines = [*parts, *(pending.part_of(world, item) for item in waiting)]
    invoice = invoices.draft(world, customer, lines, reason=reason, subscription=subscription)
    pending.bill(world, waiting, invoice["id"])
    coupons.drop(world, subscription, coupons.was_for_once)
    subscription["latest_invoice"] = invoice["id"]
    return invoice if draft else invoices.finalize(world, invoice)


def start_periods(subscription: Json, items: list[Json], *, at: int) -> None:
    """Let the items' next period begin at a time."""
    for item in items:
        item["current_period_start"] = at
        item["current_period_end"] = add_interval(
            at, item["price"]["recurring"], anchor=subscription["billing_cycle_anchor"]
        )


def renew(world: World, subscription: Json) -> None:
    """Begin the next period, if the trial before it may end in one."""
    if subscription["status"] != "trialing" or _may_leave_trial(world, subscription):
        _hold_back(world, subscription, bill_next(world, subscription))


def bill_next(world: World, subscription: Json) -> Json:
    """Begin the next period of every item whose period is over; returns its draft invoice."""
    now = world.now()
    items = subscription["items"]["data"]
    over = [item for item in items if item["current_period_end"] <= now]
    start_periods(subscription, over, at=now)
    parts = [item_part(world, subscription, item) for item in over]
    invoice = invoice_now(world, subscription, parts, reason="subscription_cycle", draft=True)
    if subscription["status"] == "trialing":
        subscription["status"] = "active"
    world.save(subscription, UPDATED)
    return invoice


def _may_leave_trial(world: World, subscription: Json) -> bool:
    customer = world.get(subscription["customer"], "customer")
    default = customer["invoice_settings"]["default_payment_method"]
    behavior = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
    if subscription["default_payment_method"] or default or behavior == "create_invoice":
        return True
    if behavior == "cancel":
        standing.cancel(world, subscription, reason="payment_failed")
        return False
    standing.pause(world, subscription, cause="trial_end_without_payment_method")
    return False


def _hold_back(world: World, subscription: Json, invoice: Json) -> None:
    """`pause_collection` lets invoices come, but none of them be paid."""
    held = subscription["pause_collection"]
    if subscription["status"] == "unpaid":
        # Who did not pay after every retry is sent no more bills; they wait as drafts.
        held = {"behavior": "keep_as_draft"}
    if held is None:
        return
    if held["behavior"] == "keep_as_draft":
        invoice.update(auto_advance=False, automatically_finalizes_at=None)
        world.save(invoice, "invoice.updated")
        return
    invoice = invoices.finalize(world, invoice)
    if held["behavior"] == "void":
        invoices.close(world, invoice, status="void", event="invoice.voided")
        return
    event = "invoice.marked_uncollectible"
    invoices.close(world, invoice, status="uncollectible", event=event)


def credit_unused(world: World, subscription: Json, params: Params) -> None:
    """What a pause gives back for time that was paid for, as its parameters say."""
    bill_for = params.get("bill_for", {})
    since = bill_for.get("unused_time_from", {}).get("type", "now")
    as_invoice = params.get("invoicing_behavior") == "invoice"
    if since == "none" or subscription["status"] == "trialing":
        return
    parts = []
    for item in subscription["items"]["data"]:
        begin = item["current_period_start"] if since == "item_current_period_start" else None
        parts.append(pending.unused(world, subscription, item, since=begin))
    if as_invoice:
        charge_now(world, subscription, parts)
    else:
        keep_all(world, subscription, parts)


def resume(world: World, subscription: Json, params: Params) -> Json:
    """Start the service again; with the anchor `now` a full new period is charged at once."""
    now, items = world.now(), subscription["items"]["data"]
    on_success = params.get("payment_behavior") == "resume_on_payment_success"
    proration = params.get("proration_behavior", "create_prorations")
    if params.get("billing_cycle_anchor", {"type": "now"})["type"] == "unchanged":
        return _resume_unchanged(world, subscription, proration)
    paused = copy.deepcopy(subscription)
    subscription["billing_cycle_anchor"] = now
    start_periods(subscription, items, at=now)
    parts = [item_part(world, subscription, item) for item in items]
    invoice = invoice_now(world, subscription, parts, reason="subscription_update")
    if on_success:
        # Until it is paid nothing runs, and after 23 hours nobody may pay it any more.
        subscription = {**paused, "latest_invoice": invoice["id"]}
        world.note(invoice["id"], (now + INCOMPLETE_FOR, "void"))
        invoice = world.put(invoice)
    world.put(subscription)
    # As with other changes, whoever resumes is taken to be there to answer the bank.
    collection.collect(world, invoice, off_session=False, retry=False)
    found = world.get(subscription["id"], "subscription")
    if found["status"] == "paused" and not on_success:
        standing.unpause(world, found, status="past_due")
    return found


def _resume_unchanged(world: World, subscription: Json, proration: str) -> Json:
    now = world.now()
    parts = []
    for item in subscription["items"]["data"]:
        recurring, anchor = item["price"]["recurring"], subscription["billing_cycle_anchor"]
        end = next_on_anchor(now, recurring, anchor=anchor)
        item.update(current_period_start=_begin(end, recurring, now), current_period_end=end)
        parts.append(pending.remaining(world, subscription, item))
        item["current_period_start"] = now
    standing.unpause(world, subscription)
    if proration == "always_invoice":
        charge_now(world, subscription, parts)
    elif proration == "create_prorations":
        keep_all(world, subscription, parts)
    return subscription


def _begin(end: int, recurring: Json, now: int) -> int:
    """Where the whole period that ends at `end` would have begun."""
    length = add_interval(end, recurring, anchor=end) - end
    return min(end - length, now)


def charge_now(world: World, subscription: Json, parts: Sequence[Part]) -> None:
    """Invoice lines at once and try to take the money."""
    invoice = invoice_now(world, subscription, parts, reason="subscription_update")
    world.put(subscription)
    collection.collect(world, invoice)
    # The payment may have changed where the subscription stands.
    subscription["status"] = world.get(subscription["id"], "subscription")["status"]


def keep_all(world: World, subscription: Json, parts: Sequence[Part]) -> None:
    """Let lines wait for the next invoice."""
    for part in parts:
        if part.amount:
            pending.keep(world, subscription["customer"], part)
