"""What happens when somebody pays on the hosted page of an invoice."""

from local_stripe.engine import cards, collection
from local_stripe.errors import Json, invalid
from local_stripe.params import Params
from local_stripe.resources import payment_intents
from local_stripe.world import World


def pay(world: World, invoice_id: str, *, number: str) -> None:
    """Pay with a test card; raises the bank's refusal. The bank may ask the customer first."""
    intent = intent_of(world, invoice_id)
    given = Params({"payment_method": cards.token_of_number(number)})
    payment_intents.confirm(world, given, intent["id"])


def intent_of(world: World, invoice_id: str) -> Json:
    """The intent that pays an invoice; raises where nothing is to be paid."""
    invoice = world.get(invoice_id, "invoice")
    if invoice["status"] != "open" or not invoice["amount_remaining"]:
        raise invalid(f"This invoice is {invoice['status']}.")
    return collection.intent_of(world, invoice)
