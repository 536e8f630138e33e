"""`POST /v1/invoices/create_preview`: what a change would cost.

The change is carried out, its invoice is looked at, and everything is forgotten again: a preview
cannot differ from what it previews.
"""

from typing import Any

from local_stripe.engine import invoices, pending, subscriptions, upcoming
from local_stripe.engine.lines import item_part
from local_stripe.errors import ApiError, Json, invalid
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.resources import customers, invoice_items, subscription_changes
from local_stripe.resources import subscriptions as subscription_calls
from local_stripe.resources.discounts import redeemed
from local_stripe.world import World

_SAME = ("billing_cycle_anchor", "cancel_at", "cancel_at_period_end", "items", "metadata",
         "proration_behavior", "proration_date", "trial_end")  # fmt: skip


@route("POST", "/v1/invoices/create_preview")
def create(world: World, params: Params) -> Json:
    """The invoice that a change makes at once, or else the next one after it."""
    if "schedule" in params or "schedule_details" in params:
        raise invalid("This local Stripe has no subscription schedules.", param="schedule")
    with world.rehearsal():
        found = _invoice(world, params)
    preview = upcoming.as_preview(world, found)
    is_known = "customer" in params or "subscription" in params
    return preview if is_known else {**preview, "customer": None}


def _invoice(world: World, params: Params) -> Json:
    details = dict(params.get("subscription_details", {}))
    change = {name: details[name] for name in _SAME if name in details}
    if "discounts" in params:
        change["discounts"] = params["discounts"]
    customer = _customer(world, params)
    _add_items(world, customer, params)
    if subscription := params.get("subscription"):
        recurring = params.get("preview_mode") == "recurring"
        return _changed(world, subscription, details, change, recurring=recurring)
    if details.get("items"):
        return _begun(world, customer, change)
    return _of_waiting(world, customer, discounts=params.get("discounts"))


def _customer(world: World, params: Params) -> str:
    customer = params.get("customer")
    if subscription := params.get("subscription"):
        customer = world.get(subscription, "subscription", param="subscription")["customer"]
    if not customer:  # somebody who may become one
        details = params.get("customer_details", {})
        given = {name: details[name] for name in ("address", "shipping") if details.get(name)}
        return str(customers.create(world, Params(given))["id"])
    return str(world.live(customer, "customer", param="customer")["id"])


def _changed(
    world: World, subscription_id: str, details: Json, change: Json, *, recurring: bool
) -> Json:
    """The invoice of a change, or the next one if it makes none."""
    if recurring:
        change["proration_behavior"] = "none"
    before = world.get(subscription_id, "subscription")["latest_invoice"]
    _carry_out(world, subscription_id, details, change)
    after = world.get(subscription_id, "subscription")
    if recurring:
        return _whole_period(world, after)
    if after["latest_invoice"] != before:
        return world.get(after["latest_invoice"], "invoice")
    following = upcoming.following(world, after)
    if following is None:
        raise _nothing(after["customer"])
    return following


def _add_items(world: World, customer: str, params: Params) -> None:
    for given in params.get("invoice_items", []):
        added: dict[str, Any] = {"customer": customer, **given}
        if price := added.pop("price", None):
            added["pricing"] = {"price": price}
        added["subscription"] = params.get("subscription")
        invoice_items.create(world, Params(added))


def _of_waiting(world: World, customer_id: str, *, discounts: Any) -> Json:
    customer = world.get(customer_id, "customer")
    waiting = pending.waiting(world, customer_id, None)
    if not waiting:
        raise _nothing(customer_id)
    parts = [pending.part_of(world, item) for item in waiting]
    draft = invoices.draft(world, customer, parts, reason="manual")
    draft["discounts"] = redeemed(world, draft, discounts)
    invoices.add(world, draft, [])
    return invoices.finalize(world, draft)


def _begun(world: World, customer: str, change: Json) -> Json:
    """The first invoice of a subscription that is not there yet."""
    anchor = change.pop("billing_cycle_anchor", {})
    if anchor.get("type") == "timestamp":
        change["billing_cycle_anchor"] = anchor["timestamp"]
    change.pop("proration_date", None)
    given = Params({"customer": customer, "payment_behavior": "default_incomplete", **change})
    subscription = subscription_calls.create(world, given)
    return world.get(subscription["latest_invoice"], "invoice")


def _carry_out(world: World, subscription: str, details: Json, change: Json) -> None:
    if details.get("cancel_now"):
        prorate = details.get("proration_behavior", "create_prorations") != "none"
        given = Params({"invoice_now": True, "prorate": prorate})
        subscription_calls.cancel(world, given, subscription)
    elif "pause" in details:
        given = Params({**details["pause"], "invoicing_behavior": "invoice"})
        subscription_calls.pause(world, given, subscription)
    elif details.get("resume_at") == "now":
        subscription_calls.resume(world, Params(change), subscription)
    elif change:
        subscription_changes.update(world, Params(change), subscription)


def _whole_period(world: World, subscription: Json) -> Json:
    """What every period costs from now on, without what is left to settle."""
    customer = world.get(subscription["customer"], "customer")
    items = subscription["items"]["data"]
    subscriptions.start_periods(subscription, items, at=items[0]["current_period_end"])
    parts = [item_part(world, subscription, item) for item in items]
    reason = "subscription_cycle"
    return invoices.draft(world, customer, parts, reason=reason, subscription=subscription)


def _nothing(customer: str) -> ApiError:
    message = f"No upcoming invoices for customer: {customer}"
    return ApiError(404, "invalid_request_error", message, code="invoice_upcoming_none")
