"""`/v1/events`: what happened in the last thirty days, for whoever missed the webhook."""

from local_stripe.errors import Json, missing
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.schedule import DAY
from local_stripe.world import World

_KEPT_FOR = 30 * DAY


@route("GET", "/v1/events/{id}")
def retrieve(world: World, _params: Params, event_id: str) -> Json:
    """One event, if it is not too long ago."""
    event = world.get(event_id, "event")
    if not _is_kept(world, event):
        raise missing("event", event_id)
    return event


@route("GET", "/v1/events")
def listing(world: World, params: Params) -> Json:
    """The list, by type or several types, and by whether every webhook got through."""
    keep = equal_tests(params, {"type": "type"})
    if types := params.get("types"):
        keep.append(lambda event: event["type"] in types)
    if "delivery_success" in params:
        done = params["delivery_success"]
        keep.append(lambda event: (event["pending_webhooks"] == 0) == done)
    keep.append(lambda event: _is_kept(world, event))
    return page(world, params, kind="event", url="/v1/events", keep=keep)


def _is_kept(world: World, event: Json) -> bool:
    return bool(event["created"] > world.wall() - _KEPT_FOR)
