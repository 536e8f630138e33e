"""The demo's clock: whatever falls due is played in order, each at its own time.

The clock runs along with the real one, ahead of it or behind it. It goes forward only; on a
state without customers or sales it may be put anywhere, so that a demo can begin in the past.
"""

import time
from collections.abc import Callable

from local_stripe.engine import (
    charging,
    checkout,
    collection,
    disputing,
    invoices,
    notices,
    pending_updates,
    refunding,
    standing,
    subscriptions,
)
from local_stripe.errors import Json, invalid
from local_stripe.schedule import due_steps
from local_stripe.world import World

# More steps than any demo needs: the end of a loop that would never end.
_MOST_STEPS = 100_000


def move(world: World, target: int) -> int:
    """Set the clock after playing what falls due until then; returns the steps played."""
    latest = world.state.latest_created()
    if target < world.now() and latest is not None and latest > target:
        raise invalid("The clock goes forward only: there are objects newer than that.")
    played = play(world, until=target)
    world.state.set_value("offset", str(target - int(time.time())))
    return played


def play(world: World, *, until: int, clock: str | None = None) -> int:
    """Do everything that falls due up to a time, by a test clock or by none.

    Returns how much that was.
    """
    played, before = 0, world.moment
    last: int | None = None
    try:
        while played < _MOST_STEPS and (due := world.state.first_due(until, clock)):
            at, object_id = due
            # Each at its own time, but never before what was played already.
            world.moment = last = max(at, last or at)
            _step(world, object_id)
            played += 1
    finally:
        world.moment = before
    return played


def _step(world: World, object_id: str) -> None:
    found = world.find(object_id)
    if found is None:
        return
    _, name = min(due_steps(found, world.agenda(found)), key=lambda step: step[0])
    _STEPS[name](world, found)


def _expire(world: World, subscription: Json) -> None:
    subscription.update(status="incomplete_expired", ended_at=world.now())
    world.save(subscription, "customer.subscription.updated")
    invoice = world.find(subscription["latest_invoice"] or "")
    if invoice and invoice["status"] == "open":
        invoices.close(world, invoice, status="void", event="invoice.voided")


def _cancel(world: World, subscription: Json) -> None:
    reason = subscription["cancellation_details"]["reason"] or "cancellation_requested"
    standing.cancel(world, subscription, reason=reason)


def _resume_collection(world: World, subscription: Json) -> None:
    subscription["pause_collection"] = None
    world.save(subscription, "customer.subscription.updated")


def _finalize(world: World, invoice: Json) -> None:
    _collect(world, invoices.finalize(world, invoice))


def _collect(world: World, invoice: Json) -> None:
    collection.collect(world, invoice)


def _void(world: World, invoice: Json) -> None:
    world.note(invoice["id"])
    if invoice["status"] == "open":
        invoices.close(world, invoice, status="void", event="invoice.voided")
    else:
        world.put(invoice)


_STEPS: dict[str, Callable[[World, Json], object]] = {
    "cancel": _cancel,
    "collect": _collect,
    "expire": _expire,
    "expire_checkout": checkout.expire,
    "expire_update": pending_updates.expire,
    "fail_refund": refunding.fail,
    "finalize": _finalize,
    "lose_dispute": disputing.lose,
    "release": charging.release,
    "renew": subscriptions.renew,
    "resume_collection": _resume_collection,
    "settle_refund": refunding.settle,
    "tell_of_renewal": notices.tell_of_renewal,
    "tell_of_trial_end": notices.tell_of_trial_end,
    "void": _void,
}
