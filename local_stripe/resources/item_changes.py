"""`/v1/subscription_items`: one item by itself; every change is one of its subscription."""

from typing import Any

from local_stripe.errors import Json, invalid, missing
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.resources import subscription_changes
from local_stripe.world import World, tombstone

_PATH = "/v1/subscription_items"
_OF_ITEM = ("metadata", "price", "price_data", "quantity")
_OF_CHANGE = ("payment_behavior", "proration_behavior", "proration_date")


@route("GET", _PATH + "/{item}")
def retrieve(world: World, _params: Params, item_id: str) -> Json:
    """One item."""
    return _item(_owner(world, item_id), item_id)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """Add an item to a subscription."""
    subscription = world.get(params["subscription"], "subscription", param="subscription")
    known = {item["id"] for item in subscription["items"]["data"]}
    changed = _change(world, subscription["id"], params, {})
    return next(item for item in changed["items"]["data"] if item["id"] not in known)


@route("POST", _PATH + "/{item}")
def update(world: World, params: Params, item_id: str) -> Json:
    """Change the price or the quantity of an item."""
    subscription = _owner(world, item_id)
    return _item(_change(world, subscription["id"], params, {"id": item_id}), item_id)


@route("DELETE", _PATH + "/{item}")
def delete(world: World, params: Params, item_id: str) -> Json:
    """Take an item from a subscription that has others."""
    subscription = _owner(world, item_id)
    if len(subscription["items"]["data"]) == 1:
        message = "A subscription must have at least one active plan. Cancel it instead."
        raise invalid(message, param="item")
    _change(world, subscription["id"], params, {"id": item_id, "deleted": True})
    return tombstone(_item(subscription, item_id))


def _owner(world: World, item_id: str) -> Json:
    found = world.state.naming("subscription", f'"{item_id}"')
    if found is None or not any(item["id"] == item_id for item in found["items"]["data"]):
        raise missing("subscription_item", item_id, param="item")
    return found


def _item(subscription: Json, item_id: str) -> Json:
    found: Json = next(item for item in subscription["items"]["data"] if item["id"] == item_id)
    return found


def _change(world: World, subscription: str, params: Params, item: dict[str, Any]) -> Json:
    given = {name: params[name] for name in _OF_ITEM if name in params}
    change = {name: params[name] for name in _OF_CHANGE if name in params}
    whole = Params({**change, "items": [{**item, **given}]})
    return subscription_changes.update(world, whole, subscription)
