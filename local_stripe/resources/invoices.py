"""`/v1/invoices`: one-off orders, and what becomes of invoices."""

from local_stripe.engine import collection, invoices, pending
from local_stripe.engine.cards import card_error, method_for
from local_stripe.errors import ApiError, Json, invalid
from local_stripe.listing import page_of
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.reading import readable
from local_stripe.schedule import HOUR
from local_stripe.world import World, tombstone

_PATH = "/v1/invoices"
_PLAIN = ("default_payment_method", "description", "footer", "statement_descriptor")

readable(
    _PATH,
    "invoice",
    filters={
        "customer": "customer",
        "status": "status",
        "collection_method": "collection_method",
        "subscription": "parent.subscription_details.subscription",
    },
)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A draft; it takes in what waits for an invoice only if it says so."""
    customer = world.live(params.get("customer", ""), "customer", param="customer")
    include = params.get("pending_invoice_items_behavior") == "include"
    waiting = pending.waiting(world, customer["id"], None) if include else []
    invoice = invoices.draft(
        world,
        customer,
        [pending.part_of(world, item) for item in waiting],
        reason="manual",
        auto_advance=params.get("auto_advance", False),
    )
    if "currency" in params:
        invoice["currency"] = params["currency"]
    pending.bill(world, waiting, invoice["id"])
    return world.put(apply(invoice, params, *_PLAIN))


@route("POST", _PATH + "/{invoice}")
def update(world: World, params: Params, invoice_id: str) -> Json:
    """Change a draft, or the little that a final invoice lets be changed."""
    invoice = world.get(invoice_id, "invoice")
    if "auto_advance" in params:
        invoice["auto_advance"] = params["auto_advance"]
        if invoice["status"] == "draft":
            due = world.now() + HOUR if params["auto_advance"] else None
            invoice["automatically_finalizes_at"] = due
    return world.save(apply(invoice, params, *_PLAIN), "invoice.updated")


@route("DELETE", _PATH + "/{invoice}")
def delete(world: World, _params: Params, invoice_id: str) -> Json:
    """Delete a one-off draft."""
    invoice = world.get(invoice_id, "invoice")
    if invoice["status"] != "draft" or invoice["parent"]:
        raise invalid("You can only delete one-off draft invoices.", code="invoice_not_editable")
    world.emit("invoice.deleted", invoice)
    world.state.remove(invoice_id)
    return tombstone(invoice)


@route("POST", _PATH + "/{invoice}/finalize")
def finalize(world: World, params: Params, invoice_id: str) -> Json:
    """Make a draft final; one of nothing is paid by that."""
    invoice = world.get(invoice_id, "invoice")
    if invoice["status"] != "draft":
        message = "This invoice is already finalized, you can't re-finalize a non-draft invoice."
        raise invalid(message, code="invoice_no_customer_line_items")
    if "auto_advance" in params:
        invoice["auto_advance"] = params["auto_advance"]
    invoices.finalize(world, invoice)
    if not invoice["amount_remaining"]:
        collection.pay(world, invoice)
    return invoice


@route("POST", _PATH + "/{invoice}/pay")
def pay(world: World, params: Params, invoice_id: str) -> Json:
    """Take the money now; raises the bank's refusal."""
    invoice = world.get(invoice_id, "invoice")
    if invoice["status"] == "draft":
        invoices.finalize(world, invoice)
    if invoice["status"] not in ("open", "uncollectible"):
        message = f"Invoice is already {invoice['status']}"
        raise invalid(message, code="invoice_already_paid" if invoice["status"] == "paid" else None)
    if params.get("paid_out_of_band"):
        return collection.pay(world, invoice, out_of_band=True)
    given = params.get("payment_method")
    method = method_for(world, given)["id"] if given else None
    off_session = params.get("off_session", True)
    refused = collection.collect(world, invoice, method=method, off_session=off_session)
    if refused:
        intent = collection.intent_of(world, invoice)
        raise card_error(refused, payment_intent=intent)
    paid = world.get(invoice_id, "invoice")
    if paid["status"] != "paid":
        message = "This invoice's payment requires the customer to authenticate."
        code = "invoice_payment_intent_requires_action"
        raise ApiError(402, "card_error", message, keep=True, code=code)
    return paid


@route("POST", _PATH + "/{invoice}/void")
def void(world: World, _params: Params, invoice_id: str) -> Json:
    """Take back a final invoice that is not paid."""
    invoice = _open(world, invoice_id, "void")
    return invoices.close(world, invoice, status="void", event="invoice.voided")


@route("POST", _PATH + "/{invoice}/mark_uncollectible")
def mark_uncollectible(world: World, _params: Params, invoice_id: str) -> Json:
    """Give up hope of the money."""
    invoice = _open(world, invoice_id, "mark as uncollectible")
    event = "invoice.marked_uncollectible"
    return invoices.close(world, invoice, status="uncollectible", event=event)


@route("GET", _PATH + "/{invoice}/lines")
def lines(world: World, params: Params, invoice_id: str) -> Json:
    """The lines of an invoice, in their order."""
    found = world.get(invoice_id, "invoice")["lines"]["data"]
    return page_of(found, params, url=f"{_PATH}/{invoice_id}/lines")


def _open(world: World, invoice_id: str, verb: str) -> Json:
    invoice = world.get(invoice_id, "invoice")
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(f"You can only {verb} an open invoice. This one is {invoice['status']}.")
    return invoice
