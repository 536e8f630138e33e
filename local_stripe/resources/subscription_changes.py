"""`POST /v1/subscriptions/{id}`: what is bought, when it is billed, and whether it goes on."""

import copy
from collections.abc import Sequence

from local_stripe.engine import coupons, payment_behavior, pending, subscriptions
from local_stripe.engine.lines import Part, item_part
from local_stripe.engine.subscriptions import UPDATED
from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply, merged
from local_stripe.registry import route
from local_stripe.resources import extras
from local_stripe.resources.discounts import redeemed
from local_stripe.resources.payment_methods import require_own
from local_stripe.resources.subscription_items import new_item, plan_of, price_of
from local_stripe.world import World

_ENDED = ("canceled", "incomplete_expired")
_STILL_WRITABLE = {"cancellation_details", "metadata", "expand"}
_PLAIN = ("default_payment_method", "description", "collection_method", "days_until_due",
          "trial_settings", "payment_settings")  # fmt: skip


@route("POST", "/v1/subscriptions/{subscription}")
def update(world: World, params: Params, subscription_id: str) -> Json:
    """Change a subscription; an ended one lets only its metadata and reasons be changed."""
    subscription = world.get(subscription_id, "subscription")
    before = copy.deepcopy(subscription)
    if subscription["status"] in _ENDED and set(params) - _STILL_WRITABLE:
        message = "A canceled subscription can only update its cancellation_details and metadata."
        raise invalid(message)
    payment_behavior.check(params)
    apply(subscription, params, *_PLAIN)
    require_own(world, params.get("default_payment_method"), subscription["customer"])
    if "discounts" in params:
        given = redeemed(world, subscription, params["discounts"])
        coupons.keep_only(world, subscription, given)
    _pause_collection(world, subscription, params)
    extras.add(world, subscription, params)
    parts = [*_buy(world, subscription, params), *_trial(world, subscription, params)]
    _ending(world, subscription, params)
    charged, kept = _sorted(world, subscription, params, parts)
    subscriptions.keep_all(world, subscription, kept)
    if charged is not None:
        subscription = payment_behavior.pay_for(
            world, subscription, charged, before=before, params=params
        )
    return world.save(subscription, UPDATED, before=before)


def _pause_collection(world: World, subscription: Json, params: Params) -> None:
    if "pause_collection" not in params:
        return
    given = params["pause_collection"]
    if given and given.get("resumes_at", world.now() + 1) <= world.now():
        message = "resumes_at must be in the future."
        raise invalid(message, param="pause_collection[resumes_at]")
    subscription["pause_collection"] = (
        {"behavior": given["behavior"], "resumes_at": given.get("resumes_at")} if given else None
    )


def _ending(world: World, subscription: Json, params: Params) -> None:
    details = params.get("cancellation_details")
    if details:
        subscription["cancellation_details"] = merged(subscription["cancellation_details"], details)
    if "cancel_at_period_end" in params:
        on = params["cancel_at_period_end"]
        items = subscription["items"]["data"]
        end = max(item["current_period_end"] for item in items) if on else None
        _end_at(world, subscription, end)
        subscription["cancel_at_period_end"] = on
    elif "cancel_at" in params:
        _end_at(world, subscription, _cancel_at(subscription, params["cancel_at"]))
        subscription["cancel_at_period_end"] = False


def _cancel_at(subscription: Json, given: int | str) -> int | None:
    ends = [item["current_period_end"] for item in subscription["items"]["data"]]
    if given == "max_period_end":
        return int(max(ends))
    if given == "min_period_end":
        return int(min(ends))
    return int(given) if given else None


def _end_at(world: World, subscription: Json, end: int | None) -> None:
    subscription["cancel_at"] = end
    subscription["canceled_at"] = world.now() if end else None
    reason = "cancellation_requested" if end else None
    kept = subscription["cancellation_details"]
    if end is None:
        kept = dict.fromkeys(kept)
    subscription["cancellation_details"] = {**kept, "reason": reason}


def _buy(world: World, subscription: Json, params: Params) -> list[Part]:
    """Change the items; returns the prorations of that, and of a moved anchor."""
    anchored = params.get("billing_cycle_anchor", {}).get("type") == "now"
    if not params.get("items") and not anchored:
        return []
    items = subscription["items"]["data"]
    since = _proration_date(subscription, params)
    given_back = [pending.unused(world, subscription, item, since=since) for item in items]
    rhythm = [_rhythm(item) for item in items]
    for given in params.get("items", []):
        _change_item(world, subscription, given)
    items = subscription["items"]["data"]
    if not items:
        message = "A subscription must have at least one active plan. Cancel it instead."
        raise invalid(message, param="items")
    if subscription["status"] in ("trialing", "paused"):
        return []
    if anchored or [_rhythm(item) for item in items] != rhythm[: len(items)]:
        return [*given_back, *_begin_anew(world, subscription)]
    debits = [pending.remaining(world, subscription, item, since=since) for item in items]
    return _netted(given_back, debits)


def _proration_date(subscription: Json, params: Params) -> int | None:
    """The time as of which a change is reckoned; raises unless it is in the current period."""
    at = params.get("proration_date")
    if at is None:
        return None
    items = subscription["items"]["data"]
    begin = min(item["current_period_start"] for item in items)
    end = max(item["current_period_end"] for item in items)
    if not begin <= at <= end:
        message = "Invalid proration_date: it has to be within the current period."
        raise invalid(message, param="proration_date")
    return int(at)


def _begin_anew(world: World, subscription: Json) -> list[Part]:
    """A new rhythm begins a new period now, which is paid in full."""
    subscription["billing_cycle_anchor"] = world.now()
    items = subscription["items"]["data"]
    subscriptions.start_periods(subscription, items, at=world.now())
    return [item_part(world, subscription, item) for item in items]


def _netted(given_back: list[Part], debits: list[Part]) -> list[Part]:
    """Prorations without the items that did not change."""
    given = {part.item: part.amount for part in given_back}
    taken = {part.item: part.amount for part in debits}
    same = {item for item in given if given[item] == -taken.get(item, 0)}
    return [part for part in [*given_back, *debits] if part.item not in same]


def _rhythm(item: Json) -> tuple[str, int]:
    recurring = item["price"]["recurring"]
    return recurring["interval"], recurring["interval_count"]


def _change_item(world: World, subscription: Json, given: Json) -> None:
    items = subscription["items"]["data"]
    if not given.get("id"):
        price = price_of(world, given, currency=subscription["currency"])
        added = new_item(world, given, subscription=subscription["id"], price=price)
        for name in ("current_period_start", "current_period_end"):
            added[name] = items[0][name]
        items.append(added)
        return
    item = next((item for item in items if item["id"] == given["id"]), None)
    if item is None:
        message = f"No such subscription item: '{given['id']}'"
        raise invalid(message, code="resource_missing", param="items[0][id]")
    if given.get("deleted"):
        items.remove(item)
        return
    if given.get("price") or given.get("price_data"):
        item["price"] = price_of(world, given, currency=subscription["currency"])
        item["plan"] = plan_of(item["price"])
    item["quantity"] = given.get("quantity", item["quantity"])
    item["metadata"] = {**item["metadata"], **(given.get("metadata") or {})}


def _trial(world: World, subscription: Json, params: Params) -> list[Part]:
    """A trial's end is the next bill; `now` ends the trial and bills at once.

    Returns what is given back of a period that a trial cuts short.
    """
    if "trial_end" not in params:
        return []
    end, now, credit = params["trial_end"], world.now(), []
    items = subscription["items"]["data"]
    if end == "now":
        end = now
    elif end <= now:
        raise invalid("The subscription's trial_end must be in the future.", param="trial_end")
    else:
        if subscription["status"] == "active":
            credit = [pending.unused(world, subscription, item) for item in items]
        subscription["status"] = "trialing"
    subscription.update(
        trial_start=subscription["trial_start"] or now, trial_end=end, billing_cycle_anchor=end
    )
    for item in items:
        item["current_period_end"] = end
    return credit


def _sorted(
    world: World, subscription: Json, params: Params, parts: Sequence[Part]
) -> tuple[list[Part] | None, list[Part]]:
    """Which lines are invoiced at once (None: nothing is), and which wait for the next invoice."""
    behavior = params.get("proration_behavior", "create_prorations")
    if subscription["status"] == "trialing" and params.get("trial_end") == "now":
        subscription["status"] = "active"
        return _begin_anew(world, subscription), []
    anew = [part for part in parts if not part.proration]
    if anew:
        return (anew if behavior == "none" else list(parts)), []
    if parts and behavior == "always_invoice":
        return list(parts), []
    return None, list(parts) if behavior == "create_prorations" else []
