"""The two calls that every resource has: one object, and the list of them."""

from collections.abc import Mapping

from local_stripe.errors import Json
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.world import World, tombstone


def readable(path: str, kind: str, *, filters: Mapping[str, str] | None = None) -> None:
    """Answer `GET path/{id}` and `GET path`, filtered by equality of the named fields."""
    readable_one(path, kind)
    fields = dict(filters or {})

    def listing(world: World, params: Params) -> Json:
        owner = params.get("customer") if "customer" in fields else None
        return page(
            world,
            params,
            kind=kind,
            url=path,
            owner=owner,
            keep=[_not_deleted, *equal_tests(params, fields)],
        )

    route("GET", path)(listing)


def readable_one(path: str, kind: str) -> None:
    """Answer `GET path/{id}`; of a deleted object only that it was deleted."""

    def one(world: World, _params: Params, object_id: str) -> Json:
        found = world.get(object_id, kind)
        return tombstone(found) if found.get("deleted") else found

    route("GET", path + "/{id}")(one)


def _not_deleted(found: Json) -> bool:
    return not found.get("deleted")
