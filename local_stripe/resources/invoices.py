"""`/v1/invoices`: making, changing and deleting drafts; `invoice_actions` does the rest."""

from local_stripe.engine import invoices, pending
from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.discounts import redeemed
from local_stripe.resources.payment_methods import require_own
from local_stripe.resources.reading import readable
from local_stripe.schedule import HOUR
from local_stripe.world import World, tombstone

_PATH = "/v1/invoices"
_PLAIN = ("default_payment_method", "description", "footer", "statement_descriptor",
          "custom_fields", "payment_settings", "shipping_details")  # fmt: skip
# What of an invoice that is final may still be changed.
_STILL_WRITABLE = {"auto_advance", "default_payment_method", "expand", "metadata",
                   "payment_settings"}  # fmt: skip

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
    subscription = None
    if given := params.get("subscription"):
        subscription = world.get(given, "subscription", param="subscription")
    include = params.get("pending_invoice_items_behavior") == "include" or bool(given)
    waiting = pending.waiting(world, customer["id"], given) if include else []
    invoice = invoices.draft(
        world,
        customer,
        [pending.part_of(world, item) for item in waiting],
        reason="manual",
        subscription=subscription,
        auto_advance=params.get("auto_advance", False),
    )
    if "currency" in params:
        invoice["currency"] = params["currency"]
    pending.bill(world, waiting, invoice["id"])
    if "collection_method" in params:
        _set_terms(world, invoice, params)
    return world.put(_fill(world, invoice, params))


@route("POST", _PATH + "/{invoice}")
def update(world: World, params: Params, invoice_id: str) -> Json:
    """Change a draft, or the little that a final invoice lets be changed."""
    invoice = world.get(invoice_id, "invoice")
    extra = sorted(set(params) - _STILL_WRITABLE)
    if invoice["status"] != "draft" and extra:
        message = "Finalized invoices can't be updated in this way"
        raise invalid(f"{message} ({extra[0]}).", code="invoice_not_editable", param=extra[0])
    if "auto_advance" in params:
        _advance(world, invoice, on=params["auto_advance"])
    if {"collection_method", "days_until_due", "due_date"} & set(params):
        _set_terms(world, invoice, params)
    return world.save(_fill(world, invoice, params), "invoice.updated")


@route("DELETE", _PATH + "/{invoice}")
def delete(world: World, _params: Params, invoice_id: str) -> Json:
    """Delete a one-off draft; what it had taken in waits for the next invoice again."""
    invoice = world.get(invoice_id, "invoice")
    if invoice["status"] != "draft" or invoice["parent"]:
        raise invalid("You can only delete one-off draft invoices.", code="invoice_not_editable")
    pending.give_back(world, invoice)
    world.emit("invoice.deleted", invoice)
    world.state.remove(invoice_id)
    return tombstone(invoice)


def _fill(world: World, invoice: Json, params: Params) -> Json:
    require_own(world, params.get("default_payment_method"), invoice["customer"])
    apply(invoice, params, *_PLAIN)
    if "discounts" in params:
        invoice["discounts"] = redeemed(world, invoice, params["discounts"])
        invoices.add(world, invoice, [])
    return invoice


def _advance(world: World, invoice: Json, *, on: bool) -> None:
    invoice["auto_advance"] = on
    if invoice["status"] == "draft":
        invoice["automatically_finalizes_at"] = world.now() + HOUR if on else None
    elif not on:
        invoice["next_payment_attempt"] = None
    elif invoice["status"] == "open" and not invoice["next_payment_attempt"]:
        invoices.plan_attempt(world, invoice)


def _set_terms(world: World, invoice: Json, params: Params) -> None:
    method = params.get("collection_method", invoice["collection_method"])
    days, due = params.get("days_until_due"), params.get("due_date")
    if method == "send_invoice" and days is None and due is None and not invoice["due_date"]:
        message = "You must pass either days_until_due or due_date for send_invoice."
        raise invalid(message, code="parameter_missing", param="days_until_due")
    if method != "send_invoice" and (days is not None or due is not None):
        raise invalid("Only invoices that are sent have a due date.", param="days_until_due")
    if due is not None and due <= world.now():
        raise invalid("due_date must be in the future.", param="due_date")
    invoices.set_terms(invoice, method, days=days, due=due or invoice["due_date"])
