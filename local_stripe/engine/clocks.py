"""Test clocks: customers who live by a time of their own."""

from local_stripe.engine.periods import add_interval
from local_stripe.errors import Json, invalid
from local_stripe.world import World

KIND = "test_helpers.test_clock"
_MOST_CUSTOMERS = 3
_WITHOUT_SUBSCRIPTIONS = {"interval": "year", "interval_count": 1}
_OVER = ("canceled", "incomplete_expired")
_SECONDS = {"day": 1, "week": 7, "month": 30, "year": 365}


def put_on(world: World, customer: Json, clock_id: str) -> None:
    """Let a customer live by a clock, from now on and for good; the customer is not stored."""
    clock = world.get(clock_id, KIND, param="test_clock")
    if len(customers_of(world, clock["id"])) >= _MOST_CUSTOMERS:
        raise invalid(f"A test clock has {_MOST_CUSTOMERS} customers at most.", param="test_clock")
    customer["test_clock"] = clock["id"]
    world.state.set_value(f"clock:{customer['id']}", clock["id"])
    world.state.set_value("clocks", "some")


def take_off(world: World, customer: str) -> None:
    """Forget the clock of a customer, when it is deleted."""
    world.state.set_value(f"clock:{customer}", "")


def customers_of(world: World, clock: str) -> list[Json]:
    """The customers who live by a clock."""
    found = world.all("customer")
    return [one for one in found if one["test_clock"] == clock and not one.get("deleted")]


def furthest(world: World, clock: Json) -> int:
    """How far a clock may be advanced: two of its shortest intervals, or two years."""
    recurring = [
        item["price"]["recurring"]
        for customer in customers_of(world, clock["id"])
        for subscription in world.all("subscription", owner=customer["id"])
        if subscription["status"] not in _OVER
        for item in subscription["items"]["data"]
    ]
    shortest = min(recurring, key=_length, default=_WITHOUT_SUBSCRIPTIONS)
    begin = clock["frozen_time"]
    return add_interval(add_interval(begin, shortest, anchor=begin), shortest, anchor=begin)


def _length(recurring: Json) -> int:
    return int(_SECONDS[recurring["interval"]] * recurring["interval_count"])
