"""`/v1/subscriptions`: beginning, reading, ending and pausing; changes have their own module."""

from local_stripe.engine import collection, payment_behavior, pending, standing, subscriptions
from local_stripe.engine.lines import item_part
from local_stripe.engine.periods import DAY, add_interval, share
from local_stripe.errors import Json, invalid, missing
from local_stripe.listing import equal_tests, listed, page
from local_stripe.params import Params, apply, merged
from local_stripe.registry import route
from local_stripe.resources import extras, setup_intents
from local_stripe.resources.discounts import redeemed
from local_stripe.resources.payment_methods import require_own
from local_stripe.resources.reading import readable_one
from local_stripe.resources.subscription_items import new_item, price_of
from local_stripe.world import World

_PATH = "/v1/subscriptions"
_ENDED = ("canceled", "incomplete_expired")
_FLEXIBLE: Json = {"type": "flexible", "flexible": {"proration_discounts": "included"}}
_PLAIN = ("default_payment_method", "description", "collection_method", "days_until_due")

readable_one(_PATH, "subscription")


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The list; canceled ones only if they are asked for."""
    keep = equal_tests(params, {"collection_method": "collection_method"})
    status = params.get("status")
    if status is None:
        keep.append(lambda found: found["status"] not in _ENDED)
    elif status == "ended":
        keep.append(lambda found: found["status"] in _ENDED)
    elif status != "all":
        keep.append(lambda found: found["status"] == status)
    if price := params.get("price"):
        keep.append(lambda found: any(i["price"]["id"] == price for i in found["items"]["data"]))
    owner, clock = params.get("customer"), params.get("test_clock")
    if clock or not owner:
        keep.append(lambda found: found["test_clock"] == clock)
    return page(world, params, kind="subscription", url=_PATH, owner=owner, keep=keep)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new subscription, in trial or with its first invoice, paid if possible."""
    customer = world.live(params.get("customer", ""), "customer", param="customer")
    if params.get("payment_behavior") == "pending_if_incomplete":
        message = "`pending_if_incomplete` can only be used when updating a subscription."
        raise invalid(message, param="payment_behavior")
    subscription = _blank(world, customer)
    _fill(world, subscription, params)
    trial = _trial_end(world, params)
    if trial:
        subscription.update(status="trialing", trial_start=world.now(), trial_end=trial)
    _periods(world, subscription, params, trial=trial)
    world.put(subscription)
    if trial is None:
        _require_method(subscription, customer, params)
    elif not _has_method(subscription, customer):
        setup_intents.prepare(world, subscription)
    extras.add(world, subscription, params)
    _first_invoice(world, subscription, params)
    found = world.get(subscription["id"], "subscription")
    world.emit("customer.subscription.created", found)
    return found


@route("DELETE", _PATH + "/{subscription}")
def cancel(world: World, params: Params, subscription_id: str) -> Json:
    """End a subscription now; what was paid is given back only if asked for."""
    subscription = world.get(subscription_id, "subscription")
    if subscription["status"] in _ENDED:
        raise missing("subscription", subscription_id)
    given = params.get("cancellation_details", {})
    details = {name: given[name] or None for name in ("comment", "feedback") if name in given}
    if params.get("prorate"):
        items = subscription["items"]["data"]
        parts = [pending.unused(world, subscription, item) for item in items]
        subscriptions.keep_all(world, subscription, parts)
    if params.get("invoice_now"):
        subscriptions.charge_now(world, subscription, [])
    return standing.cancel(world, subscription, reason="cancellation_requested", **details)


@route("POST", _PATH + "/{subscription}/pause")
def pause(world: World, params: Params, subscription_id: str) -> Json:
    """Stop the service and the invoices until it is resumed."""
    subscription = world.get(subscription_id, "subscription")
    params.get("type")
    if subscription["billing_mode"]["type"] == "classic":
        raise invalid("Subscriptions with `billing_mode` classic cannot be paused.")
    if subscription["collection_method"] == "send_invoice":
        raise invalid("Subscriptions with `collection_method` send_invoice cannot be paused.")
    if subscription["schedule"]:
        raise invalid("A subscription with a schedule is paused through its schedule.")
    if subscription["status"] not in ("active", "trialing"):
        status = subscription["status"]
        raise invalid(f"You cannot pause a subscription with status `{status}`.")
    subscriptions.credit_unused(world, subscription, params)
    return standing.pause(world, subscription)


@route("POST", _PATH + "/{subscription}/resume")
def resume(world: World, params: Params, subscription_id: str) -> Json:
    """Start the service again."""
    subscription = world.get(subscription_id, "subscription")
    if subscription["status"] != "paused":
        raise invalid("Only subscriptions with status `paused` can be resumed.")
    return subscriptions.resume(world, subscription, params)


@route("POST", _PATH + "/{subscription}/migrate")
def migrate(world: World, params: Params, subscription_id: str) -> Json:
    """Bring a subscription from the classic billing mode to the flexible one."""
    subscription = world.get(subscription_id, "subscription")
    if subscription["billing_mode"]["type"] == "flexible":
        raise invalid("This subscription is in the flexible billing mode already.")
    subscription["billing_mode"] = {**_FLEXIBLE, **params["billing_mode"]}
    subscription["billing_mode"]["updated_at"] = world.now()
    return world.save(subscription, "customer.subscription.updated")


def _blank(world: World, customer: Json) -> Json:
    now = world.now()
    issuer = {
        "account_tax_ids": None,
        "custom_fields": None,
        "description": None,
        "footer": None,
        "issuer": {"type": "self"},
    }
    payment = {
        "payment_method_options": None,
        "payment_method_types": None,
        "save_default_payment_method": "off",
    }
    return world.new(
        "subscription",
        automatic_tax={"enabled": False, "disabled_reason": None, "liability": None},
        billing_cycle_anchor=now,
        billing_mode=dict(_FLEXIBLE),
        billing_schedules=[],
        cancel_at_period_end=False,
        cancellation_details={"comment": None, "feedback": None, "reason": None},
        collection_method="charge_automatically",
        customer=customer["id"],
        default_tax_rates=[],
        discounts=[],
        invoice_settings=issuer,
        payment_settings=payment,
        start_date=now,
        status="incomplete",
        trial_settings={"end_behavior": {"missing_payment_method": "create_invoice"}},
    )


def _fill(world: World, subscription: Json, params: Params) -> None:
    items = []
    for given in params.get("items", []):
        currency = subscription["currency"] or params.get("currency")
        price = price_of(world, given, currency=currency)
        subscription["currency"] = price["currency"]
        items.append(new_item(world, given, subscription=subscription["id"], price=price))
    if not items:
        message = "Missing required param: items."
        raise invalid(message, code="parameter_missing", param="items")
    url = f"/v1/subscription_items?subscription={subscription['id']}"
    subscription["items"] = listed(items, url=url)
    apply(subscription, params, *_PLAIN, "trial_settings", "payment_settings")
    require_own(world, subscription["default_payment_method"], subscription["customer"])
    if "billing_mode" in params:
        subscription["billing_mode"] = merged({}, params["billing_mode"])
    if subscription["collection_method"] == "send_invoice" and not subscription["days_until_due"]:
        message = "You must pass days_until_due when collection_method is send_invoice."
        raise invalid(message, code="parameter_missing", param="days_until_due")
    subscription["discounts"] = redeemed(world, subscription, params.get("discounts"))
    _set_end(subscription, params)


def _set_end(subscription: Json, params: Params) -> None:
    if "cancel_at" in params:
        subscription["cancel_at"] = params["cancel_at"]
    subscription["cancel_at_period_end"] = params.get("cancel_at_period_end", False)


def _trial_end(world: World, params: Params) -> int | None:
    end, days = params.get("trial_end"), params.get("trial_period_days")
    if days:
        return world.now() + int(days) * DAY
    if end in (None, "now"):
        return None
    if end <= world.now():
        raise invalid("The subscription's trial_end must be in the future.", param="trial_end")
    return int(end)


def _periods(world: World, subscription: Json, params: Params, *, trial: int | None) -> None:
    anchor = params.get("billing_cycle_anchor") or trial
    subscription["billing_cycle_anchor"] = anchor or world.now()
    items = subscription["items"]["data"]
    subscriptions.start_periods(subscription, items, at=world.now())
    if anchor:
        for item in items:
            item["current_period_end"] = anchor
    if subscription["cancel_at_period_end"]:
        subscription["cancel_at"] = max(item["current_period_end"] for item in items)
        subscription["canceled_at"] = world.now()


def _has_method(subscription: Json, customer: Json) -> bool:
    default = customer["invoice_settings"]["default_payment_method"]
    return bool(subscription["default_payment_method"] or default)


def _require_method(subscription: Json, customer: Json, params: Params) -> None:
    lazy = params.get("payment_behavior") == "default_incomplete"
    sent = subscription["collection_method"] == "send_invoice"
    if lazy or sent or _has_method(subscription, customer):
        return
    message = "This customer has no attached payment source or default payment method."
    raise invalid(
        f"{message} Please consider adding a default payment method.", code="resource_missing"
    )


def _first_invoice(world: World, subscription: Json, params: Params) -> None:
    parts = []
    for item in subscription["items"]["data"]:
        amount = _first_amount(subscription, item, params)
        parts.append(item_part(world, subscription, item, amount=amount))
    trialing = subscription["status"] == "trialing"
    invoice = subscriptions.invoice_now(world, subscription, parts, reason="subscription_create")
    world.put(subscription)
    behavior = params.get("payment_behavior")
    if subscription["collection_method"] == "send_invoice":
        subscription["status"] = "trialing" if trialing else "active"
        world.put(subscription)
        world.emit("invoice.sent", invoice)
    if behavior == "default_incomplete" and invoice["amount_due"]:
        return
    off_session = bool(params.get("off_session"))
    refused = collection.collect(world, invoice, off_session=off_session, retry=False)
    if behavior == "error_if_incomplete":
        payment_behavior.require_paid(world, invoice, refused)
    if trialing:
        subscription["status"] = "trialing"
        world.put(subscription)


def _first_amount(subscription: Json, item: Json, params: Params) -> int | None:
    """Nothing in a trial; the part of a period up to an anchor; else all (None)."""
    if subscription["status"] == "trialing":
        return 0
    anchor = params.get("billing_cycle_anchor")
    if anchor is None:
        return None
    if params.get("proration_behavior") == "none":
        return 0
    start = item["current_period_start"]
    whole = add_interval(start, item["price"]["recurring"], anchor=start) - start
    full = (item["price"]["unit_amount"] or 0) * item["quantity"]
    return share(full, left=anchor - start, whole=whole)
