"""`/v1/invoice_payments`: which intent pays which invoice."""

from local_stripe.errors import Json
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.resources.reading import readable_one
from local_stripe.world import World

_PATH = "/v1/invoice_payments"
readable_one(_PATH, "invoice_payment")


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The list, of an invoice, of a payment, or in a status."""
    keep = equal_tests(params, {"status": "status"})
    if payment := params.get("payment"):
        wanted = payment.get("payment_intent")
        keep.append(lambda found: found["payment"]["payment_intent"] == wanted)
    # Payments are stored under their invoice.
    owner = params.get("invoice")
    return page(world, params, kind="invoice_payment", url=_PATH, owner=owner, keep=keep)
