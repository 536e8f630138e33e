"""Lists: newest first, a page at a time, with Stripe's filters."""

import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from local_stripe.errors import Json, invalid, missing
from local_stripe.params import Params
from local_stripe.world import World

Test = Callable[[Json], bool]
_DEFAULT_LIMIT = 10
_COMPARE = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}


def page(
    world: World,
    params: Params,
    *,
    kind: str,
    url: str,
    owner: str | None = None,
    keep: Iterable[Test] = (),
) -> Json:
    """One page of a list; raises what Stripe does for a bad limit or cursor."""
    limit = params.get("limit", _DEFAULT_LIMIT)
    if not 1 <= limit <= 100:
        raise invalid("This value must be between 1 and 100 (inclusive).", param="limit")
    tests = [*keep, *created_tests(params)]
    backwards = "ending_before" in params
    cursor = params.get("ending_before") or params.get("starting_after")
    found = world.state.scan(
        kind,
        owner=owner,
        after=_place(world, kind, cursor, backwards=backwards) if cursor else None,
        newest_first=not backwards,
    )
    rows = list(islice((one for one in found if all(test(one) for test in tests)), limit + 1))
    data = rows[:limit]
    return listed(data[::-1] if backwards else data, url=url, has_more=len(rows) > limit)


def page_of(data: list[Json], params: Params, *, url: str) -> Json:
    """One page of parts that stand in their own order."""
    limit, after = params.get("limit", _DEFAULT_LIMIT), params.get("starting_after")
    ids = [one["id"] for one in data]
    begin = ids.index(after) + 1 if after in ids else 0
    return listed(data[begin : begin + limit], url=url, has_more=len(data) > begin + limit)


def listed(data: list[Json], *, url: str, has_more: bool = False) -> Json:
    """The envelope of a list."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def equal_tests(
    params: Params, fields: Mapping[str, str], *, any_case: Collection[str] = ()
) -> list[Test]:
    """Filters by equality: parameter name to the dotted place in the object.

    Those named in `any_case` are words of people, found whatever their case.
    """
    return [
        (_reads if name in any_case else _equals)(place, params[name])
        for name, place in fields.items()
        if name in params
    ]


def created_tests(params: Params) -> list[Test]:
    """The filter on `created`: a time, or bounds."""
    wanted = params.get("created")
    if wanted is None:
        return []
    if not isinstance(wanted, dict):
        return [_equals("created", wanted)]
    return [_bounded(_COMPARE[name], bound) for name, bound in wanted.items()]


def at(found: Any, place: str) -> Any:
    """The value at a dotted place, or None where the way there ends."""
    for step in place.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _equals(place: str, wanted: Any) -> Test:
    return lambda found: bool(at(found, place) == wanted)


def _reads(place: str, wanted: str) -> Test:
    return lambda found: bool(str(at(found, place)).casefold() == wanted.casefold())


def _bounded(compare: Callable[[Any, Any], Any], bound: int) -> Test:
    return lambda found: bool(compare(found["created"], bound))


def _place(world: World, kind: str, cursor: str, *, backwards: bool) -> tuple[int, int]:
    found = world.state.place(cursor)
    if found is None:
        raise missing(kind, cursor, param="ending_before" if backwards else "starting_after")
    return found
