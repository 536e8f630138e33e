"""`/v1/invoices/{id}/*`: what becomes of an invoice."""

from local_stripe.engine import collection, invoices, standing
from local_stripe.engine.cards import card_error, method_for
from local_stripe.errors import ApiError, Json, invalid
from local_stripe.listing import page_of
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.resources.payment_methods import require_own
from local_stripe.world import World

_PATH = "/v1/invoices"


@route("POST", _PATH + "/{invoice}/finalize")
def finalize(world: World, params: Params, invoice_id: str) -> Json:
    """Make a draft final; one of nothing is paid by that."""
    invoice = world.get(invoice_id, "invoice")
    if invoice["status"] != "draft":
        message = "This invoice is already finalized, you can't re-finalize a non-draft invoice."
        raise invalid(message, code="invoice_not_editable")
    if "auto_advance" in params:
        invoice["auto_advance"] = params["auto_advance"]
    invoices.finalize(world, invoice)
    if not invoice["amount_remaining"]:
        collection.pay(world, invoice)
    elif invoice["auto_advance"]:
        world.put(invoices.plan_attempt(world, invoice))
    return invoice


@route("POST", _PATH + "/{invoice}/pay")
def pay(world: World, params: Params, invoice_id: str) -> Json:
    """Take the money now; raises the bank's refusal."""
    invoice = world.get(invoice_id, "invoice")
    given = params.get("payment_method")
    # Who was tried in vain stays open: even the refusal keeps what was written.
    method = method_for(world, given)["id"] if given else None
    require_own(world, method, invoice["customer"], param="payment_method")
    if invoice["status"] == "draft":
        invoices.finalize(world, invoice)
    if invoice["status"] not in ("open", "uncollectible"):
        raise _not_payable(invoice)
    if params.get("paid_out_of_band"):
        return collection.pay(world, invoice, out_of_band=True)
    if invoice["amount_remaining"] and not (method or collection.default_method(world, invoice)):
        message = "There is no `default_payment_method` set on this Customer or Invoice."
        raise invalid(f"{message} Please set a `default_payment_method`.")
    off_session = params.get("off_session", True)
    refused = collection.collect(
        world, invoice, method=method, off_session=off_session, by_hand=True
    )
    if refused:
        raise card_error(refused, payment_intent=collection.intent_of(world, invoice))
    return _paid(world, invoice_id)


@route("POST", _PATH + "/{invoice}/send")
def send(world: World, _params: Params, invoice_id: str) -> Json:
    """Send an invoice to its customer, as far as anybody is told."""
    invoice = world.get(invoice_id, "invoice")
    if invoice["collection_method"] != "send_invoice":
        raise invalid("You can only send invoices whose collection_method is send_invoice.")
    if invoice["status"] == "draft":
        invoices.finalize(world, invoice)
    world.emit("invoice.sent", invoice)
    return invoice


@route("POST", _PATH + "/{invoice}/void")
def void(world: World, _params: Params, invoice_id: str) -> Json:
    """Take back a final invoice that is not paid."""
    invoice = _open(world, invoice_id, "void")
    invoices.close(world, invoice, status="void", event="invoice.voided")
    standing.invoice_voided(world, invoice)
    return invoice


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


def _paid(world: World, invoice_id: str) -> Json:
    paid = world.get(invoice_id, "invoice")
    if paid["status"] == "paid":
        return paid
    message = (
        "This payment requires additional user action before it can be completed successfully."
        " Payment can be completed using the PaymentIntent associated with the invoice."
    )
    code = "invoice_payment_intent_requires_action"
    intent = collection.intent_of(world, paid)
    raise ApiError(402, "card_error", message, keep=True, code=code, payment_intent=intent)


def _not_payable(invoice: Json) -> ApiError:
    message = f"Invoice is already {invoice['status']}"
    if invoice["status"] == "paid":
        return invalid(message, code="invoice_already_paid")
    return invalid(message)


def _open(world: World, invoice_id: str, verb: str) -> Json:
    invoice = world.get(invoice_id, "invoice")
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(f"You can only {verb} an open invoice. This one is {invoice['status']}.")
    return invoice
