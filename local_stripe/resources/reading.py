"""The two calls that every resource has: one object, and the list of them."""

from collections.abc import Callable, Collection, Mapping

from local_stripe.errors import Json
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.world import World, tombstone

Shown = Callable[[World, Json], Json]


def as_stored(_world: World, found: Json) -> Json:
    """An object that says everything of itself."""
    return found


def readable(
    path: str,
    kind: str,
    *,
    filters: Mapping[str, str] | None = None,
    any_case: Collection[str] = (),
    shown: Shown = as_stored,
) -> None:
    """Answer `GET path/{id}` and `GET path`, filtered by equality of the named fields.

    In the fields of `any_case`, capitals and small letters are the same. `shown` brings up to date
    what changes with time alone.
    """
    readable_one(path, kind, shown=shown)
    fields = dict(filters or {})

    def listing(world: World, params: Params) -> Json:
        owner = params.get("customer") if "customer" in fields else None
        tests = [_not_deleted, *equal_tests(params, fields, any_case=any_case)]
        found = page(
            world,
            params,
            kind=kind,
            url=path,
            owner=owner,
            keep=[lambda one: all(test(shown(world, one)) for test in tests)],
        )
        return {**found, "data": [shown(world, one) for one in found["data"]]}

    listing.__doc__ = _list_doc(kind, fields)
    route("GET", path)(listing)


def readable_one(path: str, kind: str, *, shown: Shown = as_stored) -> None:
    """Answer `GET path/{id}`; of a deleted object only that it was deleted."""

    def one(world: World, _params: Params, object_id: str) -> Json:
        found = world.get(object_id, kind)
        return tombstone(found) if found.get("deleted") else shown(world, found)

    one.__doc__ = f"One {_words(kind)}."
    route("GET", path + "/{id}")(one)


def _words(kind: str) -> str:
    return kind.replace("_", " ").replace(".", " ")


def _list_doc(kind: str, fields: Mapping[str, str]) -> str:
    by = f", by {', '.join(sorted(fields))}" if fields else ""
    return f"The list of {_words(kind)}s{by}."


def _not_deleted(found: Json) -> bool:
    return not found.get("deleted")
