"""`/v1/test_helpers/test_clocks`: time that passes for some customers only."""

from local_stripe import timeline
from local_stripe.engine.clocks import KIND, customers_of, furthest, put_on, take_off
from local_stripe.errors import Json, invalid
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.resources.customers import remove
from local_stripe.resources.reading import readable
from local_stripe.schedule import DAY
from local_stripe.world import World, tombstone

_PATH = "/v1/test_helpers/test_clocks"
_KEPT_FOR = 30 * DAY

readable(_PATH, KIND)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new clock, frozen at a time; a customer may be put on it at once."""
    now = int(world.wall())
    clock = world.new(
        KIND,
        created=now,
        deletes_after=now + _KEPT_FOR,
        frozen_time=params["frozen_time"],
        name=params.get("name"),
        status="ready",
        status_details={},
    )
    world.save(clock, "test_helpers.test_clock.created")
    if customer_id := params.get("customer"):
        customer = world.live(customer_id, "customer", param="customer")
        put_on(world, customer, clock["id"])
        world.put(customer)
        _take_along(world, customer["id"])
    return clock


@route("POST", _PATH + "/{clock}/advance")
def advance(world: World, params: Params, clock_id: str) -> Json:
    """Let time pass for the clock's customers.

    The answer says `advancing`, as at Stripe; whoever asks again is told that it is `ready`.
    """
    clock = world.get(clock_id, KIND)
    target = params["frozen_time"]
    if target <= clock["frozen_time"]:
        raise invalid("A test clock goes forward only.", param="frozen_time")
    if target > furthest(world, clock):
        message = "A test clock cannot be advanced by more than two intervals of its shortest"
        raise invalid(f"{message} subscription, or two years without one.", param="frozen_time")
    moving = {"advancing": {"target_frozen_time": target}}
    clock.update(status="advancing", status_details=moving)
    answer = dict(world.save(clock, "test_helpers.test_clock.advancing"))
    timeline.play(world, until=target, clock=clock_id)
    clock.update(frozen_time=target, status="ready", status_details={})
    world.save(clock, "test_helpers.test_clock.ready")
    return answer


@route("DELETE", _PATH + "/{clock}")
def delete(world: World, _params: Params, clock_id: str) -> Json:
    """Delete a clock, and with it its customers."""
    clock = world.get(clock_id, KIND)
    for customer in customers_of(world, clock_id):
        remove(world, customer)
        take_off(world, customer["id"])
    world.emit("test_helpers.test_clock.deleted", clock)
    world.state.remove(clock_id)
    return tombstone(clock)


def _take_along(world: World, customer: str) -> None:
    """What falls due for a customer falls due by their clock now."""
    for kind in ("subscription", "invoice", "payment_intent", "refund"):
        for found in world.all(kind, owner=customer):
            world.put(found)
