"""`/v1/webhook_endpoints`: who is told of events."""

from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.reading import readable
from local_stripe.world import World, tombstone

_PATH = "/v1/webhook_endpoints"

_MOST = 16

readable(_PATH, "webhook_endpoint")


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new endpoint; only this answer tells its secret."""
    if sum(1 for _ in world.all("webhook_endpoint")) >= _MOST:
        raise invalid(f"You have reached the maximum of {_MOST} test webhook endpoints.")
    if not params["url"].startswith(("http://", "https://")):
        raise invalid("Invalid URL: an explicit scheme has to be given.", param="url")
    endpoint = new_endpoint(world, params["url"], params["enabled_events"])
    apply(endpoint, params, "api_version", "description")
    secret = f"whsec_{world.state.draw(32)}"
    world.state.set_value(f"secret:{endpoint['id']}", secret)
    world.put(endpoint)
    return {**endpoint, "secret": secret}


@route("POST", _PATH + "/{endpoint}")
def update(world: World, params: Params, endpoint_id: str) -> Json:
    """Change an endpoint, or disable it."""
    endpoint = world.live(endpoint_id, "webhook_endpoint")
    if "disabled" in params:
        endpoint["status"] = "disabled" if params["disabled"] else "enabled"
    return world.put(apply(endpoint, params, "description", "enabled_events", "url"))


@route("DELETE", _PATH + "/{endpoint}")
def delete(world: World, _params: Params, endpoint_id: str) -> Json:
    """Delete an endpoint; what it was still to be told is dropped."""
    endpoint = world.live(endpoint_id, "webhook_endpoint")
    world.state.remove(endpoint_id)
    return tombstone(endpoint)


def new_endpoint(world: World, url: str, events: list[str]) -> Json:
    """An enabled endpoint that is not stored yet."""
    return world.new("webhook_endpoint", url=url, enabled_events=events, status="enabled")
