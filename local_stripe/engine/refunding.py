"""Refunds on their way: some cards answer later, and some send the money back."""

from local_stripe.engine.cards import card_of
from local_stripe.errors import Json, invalid
from local_stripe.schedule import DAY
from local_stripe.world import World


def begin(world: World, refund: Json) -> None:
    """Note how the bank of the refund's card will answer; not stored."""
    answer = card_of(world, refund["payment_method"]).refund
    if answer == "later":
        refund["status"] = "pending"
        world.note(refund["id"], (world.now() + DAY, "settle_refund"))
    elif answer == "fails":
        # It seems to succeed at first.
        world.note(refund["id"], (world.now() + DAY, "fail_refund"))


def settle(world: World, refund: Json) -> None:
    """The money has arrived."""
    if refund["status"] not in ("pending", "succeeded"):
        raise invalid(f"This refund is {refund['status']} already.")
    world.note(refund["id"])
    refund.update(status="succeeded", pending_reason=None)
    world.save(refund, "refund.updated", "charge.refund.updated")


def fail(world: World, refund: Json) -> None:
    """The money has come back: the charge is refunded by that much less."""
    if refund["status"] not in ("pending", "succeeded"):
        raise invalid(f"This refund is {refund['status']} already.")
    world.note(refund["id"])
    refund.update(status="failed", pending_reason=None, failure_reason="expired_or_canceled_card")
    charge = world.get(refund["charge"], "charge")
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    world.save(refund, "refund.updated", "charge.refund.updated", "refund.failed")
    world.save(charge, "charge.updated")
