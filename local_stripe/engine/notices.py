"""What a shop is told of beforehand: renewals, and trials that end."""

import copy

from local_stripe.engine import upcoming
from local_stripe.errors import Json
from local_stripe.world import World


def tell_of_renewal(world: World, subscription: Json) -> None:
    """Tell of the next invoice; as at Stripe it has no id there."""
    end = min(item["current_period_end"] for item in subscription["items"]["data"])
    _told(world, subscription, "renewal", end)
    invoice = None
    with world.rehearsal():
        invoice = upcoming.following(world, copy.deepcopy(subscription))
    if invoice:
        shown = upcoming.as_preview(world, invoice)
        world.emit("invoice.upcoming", {k: v for k, v in shown.items() if k != "id"})


def tell_of_trial_end(world: World, subscription: Json) -> None:
    """Tell that a trial ends in three days, or sooner if it is shorter."""
    _told(world, subscription, "trial", subscription["trial_end"])
    world.emit("customer.subscription.trial_will_end", subscription)


def _told(world: World, subscription: Json, what: str, end: int) -> None:
    world.state.set_value(f"told_{what}:{subscription['id']}", str(end))
    world.put(subscription)
