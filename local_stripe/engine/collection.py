"""Taking the money for an invoice: attempts, retries, and what follows from them."""

from local_stripe.account_settings import settings_of
from local_stripe.engine import charging, standing
from local_stripe.engine.cards import Decline
from local_stripe.engine.invoices import subscription_of
from local_stripe.errors import Json
from local_stripe.schedule import DAY
from local_stripe.world import World

_NO_METHOD = Decline(
    "missing_payment_method", "missing_payment_method", "There is no payment method to charge."
)


def default_method(world: World, invoice: Json) -> str | None:
    """What an invoice is charged to: its own, the subscription's, the customer's default."""
    if invoice["default_payment_method"]:
        return str(invoice["default_payment_method"])
    subscription = world.find(subscription_of(invoice) or "")
    if subscription and subscription["default_payment_method"]:
        return str(subscription["default_payment_method"])
    customer = world.get(invoice["customer"], "customer")
    found: str | None = customer["invoice_settings"]["default_payment_method"]
    return found


def collect(
    world: World,
    invoice: Json,
    *,
    method: str | None = None,
    off_session: bool = True,
    retry: bool = True,
    by_hand: bool = False,
) -> Decline | None:
    """One attempt on an open invoice; what refused it, or None.

    None also where the customer has to authenticate: the invoice then stays open. An attempt
    `by_hand` leaves the retries that are planned as they are. An invoice that is sent is not
    charged to any card, so that nothing happens.
    """
    if not invoice["amount_remaining"]:
        pay(world, invoice)
        return None
    if invoice["collection_method"] == "send_invoice" and not by_hand:
        return None
    intent = intent_of(world, invoice)
    chosen = method or default_method(world, invoice)
    refused: Decline | None = _NO_METHOD
    if chosen:
        found = world.get(chosen, "payment_method")
        refused = charging.confirm(world, intent, found, off_session=off_session, from_invoice=True)
    # Read again: the handlers of events must not see an older copy.
    if intent["status"] == "succeeded":
        after_intent(world, intent)
        return None
    asked = intent["status"] == "requires_action"
    _failed(world, invoice, asked=asked, retry=retry, by_hand=by_hand)
    return refused


def intent_of(world: World, invoice: Json) -> Json:
    """The payment intent that pays an invoice."""
    payment = next(iter(world.all("invoice_payment", owner=invoice["id"])))
    return world.get(payment["payment"]["payment_intent"], "payment_intent")


def after_intent(world: World, intent: Json) -> None:
    """Carry a succeeded intent over to the invoice it pays, if it pays one."""
    payment = world.find(world.state.value(f"pays:{intent['id']}") or "")
    if payment is None or payment["status"] == "paid":
        return
    payment.update(status="paid", amount_paid=intent["amount"])
    payment["status_transitions"]["paid_at"] = world.now()
    world.save(payment, "invoice_payment.paid")
    invoice = world.get(payment["invoice"], "invoice")
    invoice["attempt_count"] += 1
    _remember_method(world, invoice, intent)
    pay(world, invoice)


def _remember_method(world: World, invoice: Json, intent: Json) -> None:
    """The card that paid becomes the subscription's own, if it is set to take it over."""
    subscription = world.find(subscription_of(invoice) or "")
    if subscription is None:
        return
    settings = subscription["payment_settings"] or {}
    if settings.get("save_default_payment_method") == "on_subscription":
        subscription["default_payment_method"] = intent["payment_method"]
        world.save(subscription, "customer.subscription.updated")


def pay(world: World, invoice: Json, *, out_of_band: bool = False) -> Json:
    """Mark an invoice as paid and tell its subscription."""
    invoice.update(
        status="paid",
        attempted=True,
        auto_advance=False,
        next_payment_attempt=None,
        amount_paid=0 if out_of_band else invoice["amount_due"],
        amount_remaining=0,
    )
    invoice["status_transitions"]["paid_at"] = world.now()
    world.save(invoice, "invoice.paid", "invoice.payment_succeeded", "invoice.updated")
    customer = world.get(invoice["customer"], "customer")
    if customer["delinquent"]:
        customer["delinquent"] = False
        world.save(customer, "customer.updated")
    standing.invoice_paid(world, invoice)
    return invoice


def _failed(world: World, invoice: Json, *, asked: bool, retry: bool, by_hand: bool) -> None:
    days = settings_of(world.state).retry_days
    # Of the attempts by hand only the first counts, and none of them moves the next retry.
    if not (by_hand and invoice["attempted"]):
        invoice["attempt_count"] += 1
    count = invoice["attempt_count"]
    if not by_hand or (not invoice["attempted"] and not invoice["next_payment_attempt"]):
        again = retry and invoice["auto_advance"] and count <= len(days)
        invoice["next_payment_attempt"] = world.now() + days[count - 1] * DAY if again else None
    invoice["attempted"] = True
    also = ("invoice.payment_action_required",) if asked else ()
    world.save(invoice, "invoice.payment_failed", *also, "invoice.updated")
    customer = world.get(invoice["customer"], "customer")
    if not customer["delinquent"]:
        customer["delinquent"] = True
        world.save(customer, "customer.updated")
    standing.invoice_failed(world, invoice, last=count > len(days) and not by_hand)
