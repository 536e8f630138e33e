"""The invoice that a subscription makes next, before it makes it."""

from local_stripe.engine import invoices, subscriptions
from local_stripe.errors import Json
from local_stripe.world import World

_OVER = ("canceled", "incomplete_expired", "paused")


def following(world: World, subscription: Json) -> Json | None:
    """Make the invoice that comes by itself, if one does: to be done in a rehearsal only."""
    due = min(item["current_period_end"] for item in subscription["items"]["data"])
    ends = subscription["cancel_at"]
    if subscription["status"] in _OVER or (ends and ends <= due):
        return None
    world.moment = due
    return invoices.finalize(world, subscriptions.bill_next(world, subscription))


def as_preview(world: World, invoice: Json) -> Json:
    """A draft that nobody has tried to be paid, under ids that nobody can look up."""
    invoice.update(
        id=f"upcoming_in_{world.state.draw()}",
        amount_paid=0,
        amount_remaining=invoice["amount_due"],
        attempt_count=0,
        attempted=False,
        auto_advance=False,
        automatically_finalizes_at=None,
        effective_at=None,
        hosted_invoice_url=None,
        invoice_pdf=None,
        next_payment_attempt=invoice["created"],
        number=None,
        status="draft",
        status_transitions=dict.fromkeys(invoice["status_transitions"]),
    )
    for line in invoice["lines"]["data"]:
        line.update(id=f"il_tmp_{world.state.draw()}", invoice=invoice["id"])
    return invoice
