"""`/v1/events`: what happened, for whoever missed the webhook."""

from local_stripe.errors import Json
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.resources.reading import readable_one
from local_stripe.world import World

readable_one("/v1/events", "event")


@route("GET", "/v1/events")
def listing(world: World, params: Params) -> Json:
    """The list, by type or several types, and by whether every webhook got through."""
    keep = equal_tests(params, {"type": "type"})
    if types := params.get("types"):
        keep.append(lambda event: event["type"] in types)
    if "delivery_success" in params:
        done = params["delivery_success"]
        keep.append(lambda event: (event["pending_webhooks"] == 0) == done)
    return page(world, params, kind="event", url="/v1/events", keep=keep)
