"""`/v1/invoiceitems`: lines for a draft, or for the next invoice."""

from local_stripe.engine import invoices, pending
from local_stripe.engine.lines import Part, pricing
from local_stripe.errors import Json, invalid
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources import prices
from local_stripe.resources.reading import readable_one
from local_stripe.world import World, tombstone

_PATH = "/v1/invoiceitems"

_WHAT_COSTS = ("amount", "price_data", "pricing", "quantity", "unit_amount_decimal")

readable_one(_PATH, "invoiceitem")


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The list, of a customer, of an invoice, or of what waits for one."""
    keep = [lambda item: not item.get("deleted"), *equal_tests(params, {"invoice": "invoice"})]
    if params.get("pending"):
        keep.append(lambda item: item["invoice"] is None)
    owner = params.get("customer")
    return page(world, params, kind="invoiceitem", url=_PATH, owner=owner, keep=keep)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new line; on the draft it names, else it waits for the customer's next invoice."""
    customer_id = params.get("customer")
    invoice_id = params.get("invoice")
    if customer_id is None and invoice_id:
        customer_id = world.get(invoice_id, "invoice", param="invoice")["customer"]
    if customer_id is None:
        message = "Missing required param: customer."
        raise invalid(message, code="parameter_missing", param="customer")
    customer = world.live(customer_id, "customer", param="customer")
    if invoice_id and world.get(invoice_id, "invoice")["customer"] != customer_id:
        raise invalid("The invoice belongs to another customer.", param="invoice")
    part = _part(world, params)
    item = pending.keep(world, customer["id"], part, invoice=invoice_id)
    if invoice_id:
        _onto_draft(world, invoice_id, item)
    return item


@route("POST", _PATH + "/{item}")
def update(world: World, params: Params, item_id: str) -> Json:
    """Change a line that no final invoice has."""
    item = world.live(item_id, "invoiceitem")
    draft = _off_draft(world, item, "changed")
    if any(name in params for name in _WHAT_COSTS):
        given = Params({"quantity": item["quantity"], "currency": item["currency"], **params})
        part = _part(world, given)
        item.update(amount=part.amount, net_amount=part.amount, quantity=part.quantity)
        item["pricing"] = pricing(part.price, part.amount // max(part.quantity, 1))
        item["quantity_decimal"] = str(part.quantity)
    apply(item, params, "description", "discountable", "period")
    world.put(item)
    if draft:
        invoices.add(world, draft, [pending.part_of(world, item)])
        world.save(draft, "invoice.updated")
    return item


@route("DELETE", _PATH + "/{item}")
def delete(world: World, _params: Params, item_id: str) -> Json:
    """Take away a line that no final invoice has."""
    item = world.live(item_id, "invoiceitem")
    if draft := _off_draft(world, item, "deleted"):
        world.save(draft, "invoice.updated")
    world.emit("invoiceitem.deleted", item)
    return tombstone(world.put({**item, "deleted": True}))


def _onto_draft(world: World, invoice_id: str, item: Json) -> None:
    invoice = world.get(invoice_id, "invoice", param="invoice")
    if invoice["status"] != "draft":
        raise invalid("This invoice is no longer editable.", code="invoice_not_editable")
    if not invoice["lines"]["data"]:
        invoice["currency"] = item["currency"]
    if invoice["currency"] != item["currency"]:
        message = f"The currency of the invoice item ({item['currency']}) is not the invoice's"
        raise invalid(f"{message} ({invoice['currency']}).", param="currency")
    invoices.add(world, invoice, [pending.part_of(world, item)])
    world.save(invoice, "invoice.updated")


def _off_draft(world: World, item: Json, verb: str) -> Json | None:
    """The draft that has an item, without its line and not stored; None if none has it."""
    if item["invoice"] is None:
        return None
    draft = world.get(item["invoice"], "invoice")
    if draft["status"] != "draft":
        message = "This invoice item is attached to an invoice and can no longer be"
        raise invalid(f"{message} {verb}.", code="invoice_not_editable")
    rest = [line for line in draft["lines"]["data"] if not _is_of(line, item["id"])]
    draft["lines"]["data"] = rest
    invoices.add(world, draft, [])
    return draft


def _is_of(line: Json, item: str) -> bool:
    details = line["parent"]["invoice_item_details"]
    return bool(details and details["invoice_item"] == item)


def _part(world: World, params: Params) -> Part:
    now, quantity = world.now(), params.get("quantity", 1)
    price = _price(world, params)
    period = params.get("period", {"start": now, "end": now})
    amount = params.get("amount")
    if amount is None:
        amount = _unit_amount(params, price) * quantity
    name = world.get(price["product"], "product")["name"] if price else ""
    return Part(
        amount=amount,
        currency=price["currency"] if price else params.get("currency", "usd"),
        description=params.get("description") or name,
        start=period["start"],
        end=period["end"],
        quantity=quantity,
        price=price,
        subscription=params.get("subscription"),
        discountable=params.get("discountable", True),
        metadata=params.get("metadata") or {},
    )


def _price(world: World, params: Params) -> Json | None:
    if data := params.get("price_data"):
        return prices.create(world, Params(data))
    price_id = params.get("pricing", {}).get("price")
    if price_id is None:
        return None
    price = world.get(price_id, "price", param="pricing[price]")
    if not price["active"]:
        raise invalid(f"The price specified is inactive. {price_id}", param="pricing[price]")
    if price["recurring"]:
        message = "The price specified is set to `type=recurring` but this field only accepts"
        raise invalid(f"{message} prices with `type=one_time`.", param="pricing[price]")
    return price


def _unit_amount(params: Params, price: Json | None) -> int:
    if price:
        return int(price["unit_amount"] or 0)
    if "unit_amount_decimal" in params:
        return round(float(params["unit_amount_decimal"]))
    message = "You must provide one of: amount, pricing, or price_data."
    raise invalid(message, code="parameter_missing", param="amount")
