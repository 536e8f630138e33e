"""Invoices from draft to final; `collection` takes the money."""

from collections.abc import Sequence

from local_stripe.engine import charging
from local_stripe.engine.lines import Part, line, take_off
from local_stripe.errors import Json
from local_stripe.listing import listed
from local_stripe.schedule import DAY, HOUR
from local_stripe.world import World

_AUTOMATIC_TAX = {
    "enabled": False,
    "disabled_reason": None,
    "liability": None,
    "provider": None,
    "status": None,
}
_NO_METHODS = {
    "default_mandate": None,
    "payment_method_options": None,
    "payment_method_types": None,
}
_NEVER = {
    "finalized_at": None,
    "marked_uncollectible_at": None,
    "paid_at": None,
    "voided_at": None,
}
_ZEROS = (
    "amount_due", "amount_overpaid", "amount_paid", "amount_remaining", "amount_shipping",
    "attempt_count", "post_payment_credit_notes_amount", "pre_payment_credit_notes_amount",
    "starting_balance", "subtotal", "total",
)  # fmt: skip


def subscription_of(invoice: Json) -> str | None:
    """The id of the subscription that an invoice is for."""
    parent = invoice["parent"]
    return parent["subscription_details"]["subscription"] if parent else None


def draft(
    world: World,
    customer: Json,
    parts: Sequence[Part],
    *,
    reason: str,
    subscription: Json | None = None,
    auto_advance: bool = True,
) -> Json:
    """A stored draft of these lines; it finalizes itself an hour later if it may advance."""
    now = world.now()
    invoice = world.new(
        "invoice",
        **dict.fromkeys(_ZEROS, 0),
        account_country="US",
        account_name="Local Stripe",
        attempted=False,
        auto_advance=auto_advance,
        automatic_tax=dict(_AUTOMATIC_TAX),
        automatically_finalizes_at=now + HOUR if auto_advance else None,
        billing_reason=reason,
        currency=parts[0].currency if parts else customer["currency"] or "usd",
        default_tax_rates=[],
        discounts=list(subscription["discounts"]) if subscription else [],
        issuer={"type": "self"},
        payment_settings=dict(_NO_METHODS),
        period_end=now,
        period_start=now,
        status="draft",
        status_transitions=dict(_NEVER),
        total_taxes=[],
        **_customer_fields(customer),
    )
    if subscription:
        invoice["parent"] = _parent(subscription)
    terms = subscription or {"collection_method": "charge_automatically", "days_until_due": None}
    set_terms(invoice, terms["collection_method"], days=terms["days_until_due"])
    invoice["lines"] = listed([], url=f"/v1/invoices/{invoice['id']}/lines")
    add(world, invoice, parts)
    return world.save(invoice, "invoice.created")


def set_terms(
    invoice: Json, method: str, *, days: int | None = None, due: int | None = None
) -> None:
    """How an invoice is to be paid: from a card, or by the customer until a day."""
    sent = method == "send_invoice"
    if days is not None:
        due = invoice["created"] + days * DAY
    invoice.update(collection_method=method, due_date=due if sent else None)


def add(world: World, invoice: Json, parts: Sequence[Part]) -> None:
    """Put lines on a draft and add it all up; not stored."""
    invoice["lines"]["data"].extend(line(world, invoice["id"], part) for part in parts)
    lines = invoice["lines"]["data"]
    for one in lines:
        one["discount_amounts"] = []
    off = take_off(world, lines, invoice["discounts"])
    subtotal = sum(one["amount"] for one in lines)
    total = subtotal - sum(one["amount"] for one in off)
    due = max(total, 0)
    invoice.update(
        subtotal=subtotal,
        subtotal_excluding_tax=subtotal,
        total=total,
        total_excluding_tax=total,
        total_discount_amounts=off,
        total_pretax_credit_amounts=[{**one, "type": "discount"} for one in off],
        amount_due=due,
        amount_remaining=due,
    )


def finalize(world: World, invoice: Json) -> Json:
    """Fix the invoice: its number, the customer's balance, and an intent to pay what is due."""
    customer = world.get(invoice["customer"], "customer")
    _apply_balance(invoice, customer)
    _number(invoice, customer)
    world.save(customer, "customer.updated")
    now = world.now()
    page = f"{world.host}/_local/invoices/{invoice['id']}"
    invoice.update(
        status="open",
        automatically_finalizes_at=None,
        effective_at=now,
        hosted_invoice_url=page,
        invoice_pdf=f"{page}/pdf",
    )
    invoice["status_transitions"]["finalized_at"] = now
    if invoice["amount_due"]:
        _expect_payment(world, invoice)
    return world.save(invoice, "invoice.finalized", "invoice.updated")


def plan_attempt(world: World, invoice: Json) -> Json:
    """Let an open invoice be charged in an hour, unless it is one that is sent; not stored."""
    charged = invoice["collection_method"] == "charge_automatically"
    invoice["next_payment_attempt"] = world.now() + HOUR if charged else None
    return invoice


def close(world: World, invoice: Json, *, status: str, event: str) -> Json:
    """Give up on an invoice: `void` or `uncollectible`."""
    stamp = {"void": "voided_at", "uncollectible": "marked_uncollectible_at"}[status]
    invoice.update(
        status=status,
        auto_advance=False,
        automatically_finalizes_at=None,
        next_payment_attempt=None,
    )
    invoice["status_transitions"][stamp] = world.now()
    for payment in world.all("invoice_payment", owner=invoice["id"]):
        payment["status"] = "canceled"
        payment["status_transitions"]["canceled_at"] = world.now()
        world.put(payment)
        _cancel_intent(world, payment["payment"]["payment_intent"])
    return world.save(invoice, event, "invoice.updated")


def _cancel_intent(world: World, intent_id: str) -> None:
    intent = world.get(intent_id, "payment_intent")
    intent.update(status="canceled", canceled_at=world.now(), cancellation_reason="void_invoice")
    world.save(intent, "payment_intent.canceled")


def _parent(subscription: Json) -> Json:
    details = {"metadata": subscription["metadata"], "subscription": subscription["id"]}
    return {
        "type": "subscription_details",
        "quote_details": None,
        "subscription_details": details,
    }


def _customer_fields(customer: Json) -> Json:
    copied = ("address", "email", "name", "phone", "shipping", "tax_exempt")
    return {
        "customer": customer["id"],
        "customer_tax_ids": [],
        **{f"customer_{name}": customer[name] for name in copied},
    }


def _apply_balance(invoice: Json, customer: Json) -> None:
    balance = customer["balance"]
    total = invoice["total"] + balance
    invoice["starting_balance"] = balance
    customer["balance"] = min(total, 0) if balance <= 0 else 0
    due = max(total, 0)
    invoice.update(amount_due=due, amount_remaining=due, ending_balance=customer["balance"])


def _number(invoice: Json, customer: Json) -> None:
    sequence = customer["next_invoice_sequence"]
    invoice["number"] = f"{customer['invoice_prefix']}-{sequence:04d}"
    customer.update(next_invoice_sequence=sequence + 1, currency=invoice["currency"])


def _expect_payment(world: World, invoice: Json) -> None:
    intent = charging.new_intent(
        world,
        amount=invoice["amount_due"],
        currency=invoice["currency"],
        customer=invoice["customer"],
    )
    intent["description"] = f"Invoice {invoice['number']}"
    if subscription_of(invoice):
        # Whoever pays for a subscription with a new card lets it be charged again.
        intent["setup_future_usage"] = "off_session"
    world.save(intent, "payment_intent.created")
    payment = world.new(
        "invoice_payment",
        amount_requested=invoice["amount_due"],
        currency=invoice["currency"],
        invoice=invoice["id"],
        is_default=True,
        payment={"type": "payment_intent", "payment_intent": intent["id"]},
        status="open",
        status_transitions={"canceled_at": None, "paid_at": None},
    )
    world.put(payment)
    world.state.set_value(f"pays:{intent['id']}", payment["id"])
